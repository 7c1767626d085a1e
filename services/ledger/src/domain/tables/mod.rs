//! Every rule of the wallet as a row: given these commands, when this is asked, then that is written.

mod by_hand;
mod credits;
mod disputes;
mod holds;
mod precedence;
mod refunds;
mod settlement;

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DisputeId, EntryId, HoldId, LotId, OrderId, Outcome, RefundId, SettlementTerms, Tokens};
use uuid::Uuid;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn tokens(count: u64) -> Tokens {
    Tokens::new(count)
}

// The n-th command's entry has the id n; its lot or hold takes that over. An order's lot has the order's id.
fn lot(n: u128) -> LotId {
    LotId::new(Uuid::from_u128(n))
}

fn hold(n: u128) -> HoldId {
    HoldId::new(Uuid::from_u128(n))
}

fn about(id: &str) -> Reference {
    Reference::new("test", id)
}

fn buy(count: u64) -> Command {
    Command::Credit {
        tokens: tokens(count),
        source: LotSource::Purchase,
        expires_at: None,
        reference: about("order"),
    }
}

fn gift(count: u64, expires: Option<i64>) -> Command {
    Command::Credit {
        tokens: tokens(count),
        source: LotSource::Promotion,
        expires_at: expires.map(at),
        reference: about("gift"),
    }
}

fn authorize(count: u64) -> Command {
    authorize_under(count, SettlementTerms::default())
}

fn authorize_under(count: u64, terms: SettlementTerms) -> Command {
    Command::Authorize {
        tokens: tokens(count),
        terms: terms.into(),
        expires_at: at(100),
        reference: about("job"),
    }
}

fn over_capture(limit: u64) -> SettlementTerms {
    SettlementTerms { over_capture_limit: tokens(limit), ..SettlementTerms::default() }
}

fn spend(count: u64) -> Command {
    Command::Spend { tokens: tokens(count), reference: about("job") }
}

fn capture(n: u128, count: u64, last: bool) -> Command {
    Command::Capture { hold: hold(n), tokens: tokens(count), last }
}

fn release(n: u128) -> Command {
    Command::Release { hold: hold(n), reason: None }
}

fn settle(n: u128, outcome: Outcome) -> Command {
    Command::Settle {
        hold: hold(n),
        outcome,
        detail: String::new(),
        list_tokens: Tokens::ZERO,
        promotion: String::new(),
    }
}

fn succeeded(cost: u64) -> Outcome {
    Outcome::Succeeded(tokens(cost))
}

fn order(n: u128) -> OrderId {
    OrderId::new(Uuid::from_u128(n))
}

/// An order's payment, as the ledger hears of it.
fn pay(n: u128, count: u64) -> Command {
    Command::Credit {
        tokens: tokens(count),
        source: LotSource::Purchase,
        expires_at: None,
        reference: Reference::new("order", order(n).to_string()),
    }
}

fn refund(n: u128) -> RefundId {
    RefundId::new(Uuid::from_u128(n))
}

fn dispute(n: u128) -> DisputeId {
    DisputeId::new(Uuid::from_u128(n))
}

fn about_order(n: u128, told: Told) -> Command {
    Command::Reverse { order: order(n), told }
}

fn warrant() -> Warrant {
    Warrant { actor: "operator 7".into(), reason: "a test".into(), evidence: "ticket 1".into() }
}

fn freeze() -> Command {
    Command::Freeze(warrant())
}

fn adjust(correction: Correction) -> Command {
    Command::Adjust { correction, reference: about("ticket"), warrant: warrant() }
}

fn number(lot: LotId) -> u128 {
    lot.uuid().as_u128()
}

fn parts(parts: &[LotPart]) -> String {
    parts.iter().fold(String::new(), |mut told, part| {
        write!(told, " {}:{}", number(part.lot), part.tokens).unwrap();
        told
    })
}

// ", 5 <what>", but for none.
fn also(tokens: Tokens, what: &str) -> String {
    if tokens.is_zero() { String::new() } else { format!(", {tokens} {what}") }
}

/// A change in one line, as the tables state it.
fn told(change: &Change) -> String {
    match change {
        Change::Opened => "opened".into(),
        Change::Credited { tokens, debt_repaid, frozen, .. } => {
            let frozen = if *frozen { ", frozen" } else { "" };
            format!("credited {tokens}{}{frozen}", also(*debt_repaid, "for debt"))
        }
        Change::Held { tokens, parts: of, .. } => format!("held {tokens} of{}", parts(of)),
        Change::HoldExtended { expires_at, .. } => format!("extended to {}", expires_at.timestamp()),
        Change::Deducted(deduction) => deducted(deduction),
        Change::Released { tokens, parts: of, frozen, reason, .. } => {
            let why = reason.map(|reason| format!(", because {reason}")).unwrap_or_default();
            format!("released {tokens} of{}{}{why}", parts(of), also(*frozen, "frozen"))
        }
        Change::LotExpired { lot, tokens } => format!("expired {tokens} of {}", number(*lot)),
        Change::Reversed { lot, step } => reversed(number(*lot), step),
        Change::DebtRepaid { tokens, parts: of } => format!("repaid {tokens} of{}", parts(of)),
        Change::Frozen(_) => "wallet frozen".into(),
        Change::Unfrozen(_) => "wallet unfrozen".into(),
        Change::Adjusted { adjustment: Adjustment::Credit { tokens, debt_repaid, .. }, .. } => {
            format!("adjusted +{tokens}{}", also(*debt_repaid, "for debt"))
        }
        Change::Adjusted { adjustment: Adjustment::Debit { tokens, parts: of, debt_added }, .. } => {
            format!("adjusted -{tokens} of{}{}", parts(of), also(*debt_added, "owed"))
        }
        Change::Refused { command, reason, .. } => format!("{command} refused {reason}"),
    }
}

fn deducted(deduction: &Deduction) -> String {
    let mut line = format!("deducted {} of{}", deduction.tokens, parts(&deduction.parts));
    if !deduction.over_captured.is_empty() {
        write!(line, ", beyond the hold{}", parts(&deduction.over_captured)).unwrap();
    }
    if !deduction.released.is_empty() {
        write!(line, ", released{}", parts(&deduction.released)).unwrap();
    }
    line.push_str(&also(deduction.released_frozen, "frozen"));
    if let Some(reason) = deduction.reason {
        write!(line, ", because {reason}").unwrap();
    }
    if deduction.closes_hold {
        line.push_str(", closed");
    }
    line
}

fn reversed(lot: u128, step: &ReversalStep) -> String {
    let taken_back = |taken: &TakenBack| {
        let frozen = if taken.frozen { ", frozen" } else { "" };
        let parts = also(taken.reserved, "reserved") + &also(taken.debt, "owed");
        format!("{} of {lot}{parts}{frozen}", taken.tokens)
    };
    match step {
        ReversalStep::Reserved { tokens, .. } => format!("reserved {tokens} of {lot}"),
        ReversalStep::Unreserved { tokens, frozen, .. } => {
            format!("unreserved {tokens} of {lot}{}", if *frozen { ", frozen" } else { "" })
        }
        ReversalStep::Refunded { taken, unreserved, outstanding, .. } => format!(
            "refunded {}{}{}",
            taken_back(taken),
            also(*unreserved, "unreserved"),
            also(*outstanding, "to come")
        ),
        ReversalStep::Frozen { tokens, .. } => format!("froze {tokens} of {lot}"),
        ReversalStep::Unfrozen { tokens, .. } => format!("unfroze {tokens} of {lot}"),
        ReversalStep::ClawedBack { taken, .. } => format!("clawed back {}", taken_back(taken)),
    }
}

/// A balance as the tables state it: `available/held`, and what is not usual.
fn stated(balance: Balance) -> String {
    let frozen = if balance.frozen { ", wallet frozen" } else { "" };
    format!(
        "{}/{}{}{}{frozen}",
        balance.available,
        balance.held,
        also(balance.locked, "locked"),
        also(balance.debt, "owed")
    )
}

/// A wallet, and the book that writes what is due before anything else.
#[derive(Default)]
struct Book {
    wallet: Wallet,
    entries: u64,
}

impl Book {
    fn write(&mut self, command: &Command, id: u128, now: i64) -> String {
        let change = decide(&self.wallet, command, EntryId::new(Uuid::from_u128(id)), at(now));
        self.wallet.evolve(&change).unwrap();
        self.entries += 1;
        assert_eq!(self.wallet.version(), self.entries, "every entry counts");
        told(&change)
    }

    fn write_due(&mut self, now: i64) -> Vec<String> {
        let mut written = Vec::new();
        while let Some(due) = self.wallet.first_due(at(now)) {
            assert!(self.wallet.next_due_at().is_some_and(|next| next <= at(now)), "the book looks for it");
            written.push(self.write(&due.command(), 1_000 + u128::from(self.entries), now));
            assert!(written.len() < 100, "what is due comes to an end: {written:?}");
        }
        written
    }

    fn after(given: &[Command]) -> Self {
        let mut book = Self::default();
        for (n, command) in given.iter().enumerate() {
            book.write(command, n as u128 + 1, 0);
            book.write_due(0);
        }
        book
    }
}

/// Runs the commands `given` and `when` at second 0; `then` is what the last one writes, with what is due by it, and the balance
/// after that.
#[track_caller]
fn check(given: &[Command], when: &Command, then: &str, balance: &str) {
    check_at(0, given, when, then, balance);
}

#[track_caller]
fn check_at(now: i64, given: &[Command], when: &Command, then: &str, balance: &str) {
    let mut book = Book::after(given);
    book.write_due(now);
    let mut written = vec![book.write(when, given.len() as u128 + 1, now)];
    written.extend(book.write_due(now));
    assert_eq!(written.join("; "), then);
    assert_eq!(stated(book.wallet.balance()), balance);
}
