//! Every rule of the wallet as a row: given these changes, when this is asked, then that is written.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CostRule, EntryId, HoldId, LotId, Outcome, Reason, SettlementTerms, Tokens};
use uuid::Uuid;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

fn tokens(count: u64) -> Tokens {
    Tokens::new(count)
}

// The n-th command's entry has the id n; its lot or hold takes that over.
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
    Command::Authorize { tokens: tokens(count), terms, expires_at: at(100), reference: about("job") }
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

fn parts(parts: &[LotPart]) -> String {
    parts.iter().fold(String::new(), |mut told, part| {
        write!(told, " {}:{}", part.lot.uuid().as_u128(), part.tokens).unwrap();
        told
    })
}

/// A change in one line, as the tables state it.
fn told(change: &Change) -> String {
    match change {
        Change::Opened => "opened".into(),
        Change::Credited { tokens, debt_repaid, .. } if debt_repaid.is_zero() => format!("credited {tokens}"),
        Change::Credited { tokens, debt_repaid, .. } => format!("credited {tokens}, {debt_repaid} for debt"),
        Change::Held { tokens, parts: of, .. } => format!("held {tokens} of{}", parts(of)),
        Change::HoldExtended { expires_at, .. } => format!("extended to {}", expires_at.timestamp()),
        Change::Deducted(deduction) => {
            let mut line = format!("deducted {} of{}", deduction.tokens, parts(&deduction.parts));
            if !deduction.over_captured.is_empty() {
                write!(line, ", beyond the hold{}", parts(&deduction.over_captured)).unwrap();
            }
            if !deduction.released.is_empty() {
                write!(line, ", released{}", parts(&deduction.released)).unwrap();
            }
            if let Some(reason) = deduction.reason {
                write!(line, ", because {reason}").unwrap();
            }
            if deduction.closes_hold {
                line.push_str(", closed");
            }
            line
        }
        Change::Released { tokens, parts: of, reason, .. } => {
            let why = reason.map(|reason| format!(", because {reason}")).unwrap_or_default();
            format!("released {tokens} of{}{why}", parts(of))
        }
        Change::LotExpired { lot, tokens } => format!("expired {tokens} of {}", lot.uuid().as_u128()),
        Change::Refused { command, reason, .. } => format!("{command} refused {reason}"),
    }
}

/// Runs the commands `given` and `when` at second 0; `then` is what the last one writes and the balance after it, as
/// `available/held`.
#[track_caller]
fn check(given: &[Command], when: &Command, then: &str, balance: &str) {
    check_at(0, given, when, then, balance);
}

#[track_caller]
fn check_at(now: i64, given: &[Command], when: &Command, then: &str, balance: &str) {
    let mut wallet = Wallet::default();
    let mut last = String::new();
    for (n, command) in given.iter().chain([when]).enumerate() {
        let id = EntryId::new(Uuid::from_u128(n as u128 + 1));
        let moment = if n == given.len() { at(now) } else { at(0) };
        let change = decide(&wallet, command, id, moment);
        wallet.evolve(&change).unwrap();
        last = told(&change);
        assert_eq!(wallet.version(), n as u64 + 1, "every entry counts");
    }
    assert_eq!(last, then);
    let after = wallet.balance();
    assert_eq!(format!("{}/{}", after.available, after.held), balance);
}

#[test]
fn credits_add_up() {
    check(&[], &Command::Open, "opened", "0/0");
    check(&[], &buy(5), "credited 5", "5/0");
    check(&[buy(5)], &buy(7), "credited 7", "12/0");
    check(&[buy(i64::MAX as u64)], &buy(1), "Credit refused AMOUNT_OVERFLOW", "9223372036854775807/0");
}

#[test]
fn gifts_are_spent_first_soonest_to_expire_then_oldest_then_purchases() {
    let given = [buy(5), gift(5, None), gift(5, Some(90)), gift(5, Some(80)), buy(5)];
    check(&given, &spend(1), "deducted 1 of 4:1", "24/0");
    check(&given, &spend(12), "deducted 12 of 4:5 3:5 2:2", "13/0");
    check(&given, &spend(22), "deducted 22 of 4:5 3:5 2:5 1:5 5:2", "3/0");
    check(&given, &authorize(12), "held 12 of 4:5 3:5 2:2", "13/12");
}

#[test]
fn nothing_is_spent_or_held_that_is_not_there() {
    check(&[], &spend(1), "Spend refused INSUFFICIENT_TOKENS", "0/0");
    check(&[buy(5)], &spend(5), "deducted 5 of 1:5", "0/0");
    check(&[buy(5)], &spend(6), "Spend refused INSUFFICIENT_TOKENS", "5/0");
    check(&[buy(5), authorize(3)], &spend(3), "Spend refused INSUFFICIENT_TOKENS", "2/3");
    check(&[buy(5), authorize(3)], &authorize(2), "held 2 of 1:2", "0/5");
    check(&[buy(5), authorize(3)], &authorize(3), "Authorize refused INSUFFICIENT_TOKENS", "2/3");
    check(&[], &authorize(0), "held 0 of", "0/0");
}

#[test]
fn a_hold_must_end_in_the_future() {
    check_at(100, &[buy(5)], &authorize(1), "Authorize refused INVALID_INPUT", "5/0");
    check_at(99, &[buy(5)], &authorize(1), "held 1 of 1:1", "4/1");
}

#[test]
fn a_hold_is_captured_in_parts_and_the_last_one_releases_the_rest() {
    let given = [buy(10), authorize(8)];
    check(&given, &capture(2, 3, true), "deducted 3 of 1:3, released 1:5, closed", "7/0");
    check(&given, &capture(2, 3, false), "deducted 3 of 1:3", "2/5");
    check(&given, &capture(2, 8, true), "deducted 8 of 1:8, closed", "2/0");
    check(&given, &capture(2, 0, true), "deducted 0 of, released 1:8, closed", "10/0");
    let halfway = [buy(10), authorize(8), capture(2, 3, false)];
    check(&halfway, &capture(2, 5, true), "deducted 5 of 1:5, closed", "2/0");
    check(&halfway, &capture(2, 6, true), "Capture refused CAPTURE_EXCEEDS_TERMS", "2/5");
    check(&halfway, &release(2), "released 5 of 1:5", "7/0");
}

#[test]
fn a_hold_over_several_lots_is_charged_in_burn_order() {
    let given = [buy(5), gift(5, Some(90)), authorize(8)];
    check(&given, &capture(3, 6, true), "deducted 6 of 2:5 1:1, released 1:2, closed", "4/0");
}

#[test]
fn a_capture_beyond_the_hold_needs_terms_and_tokens() {
    let given = [buy(10), authorize_under(8, over_capture(2))];
    check(&given, &capture(2, 10, true), "deducted 10 of 1:8, beyond the hold 1:2, closed", "0/0");
    check(&given, &capture(2, 11, true), "Capture refused CAPTURE_EXCEEDS_TERMS", "2/8");
    let spent = [buy(10), authorize_under(8, over_capture(5)), spend(1)];
    check(&spent, &capture(2, 10, true), "Capture refused INSUFFICIENT_TOKENS", "1/8");
    let used = [buy(10), authorize_under(4, over_capture(2)), capture(2, 5, false)];
    check(&used, &capture(2, 1, false), "deducted 1 of, beyond the hold 1:1", "4/0");
    check(&used, &capture(2, 2, false), "Capture refused CAPTURE_EXCEEDS_TERMS", "5/0");
}

#[test]
fn a_hold_settles_once() {
    for end in
        [capture(2, 3, true), release(2), settle(2, succeeded(3)), Command::ExpireHold { hold: hold(2) }]
    {
        let given = [buy(10), authorize(8), end];
        for (again, name) in [
            (capture(2, 1, true), "Capture"),
            (release(2), "Release"),
            (settle(2, succeeded(1)), "Settle"),
            (Command::ExtendHold { hold: hold(2), expires_at: at(200) }, "ExtendHold"),
        ] {
            let mut wallet = Wallet::default();
            for (n, command) in given.iter().enumerate() {
                let change = decide(&wallet, command, EntryId::new(Uuid::from_u128(n as u128 + 1)), at(0));
                wallet.evolve(&change).unwrap();
            }
            let before = wallet.balance();
            let change = decide(&wallet, &again, EntryId::new(Uuid::from_u128(9)), at(0));
            assert_eq!(told(&change), format!("{name} refused HOLD_NOT_OPEN"));
            wallet.evolve(&change).unwrap();
            assert_eq!(wallet.available(), before.available, "a refusal changes no balance");
        }
    }
}

#[test]
fn a_hold_is_only_ever_extended() {
    let given = [buy(10), authorize(8)];
    let extend = |seconds| Command::ExtendHold { hold: hold(2), expires_at: at(seconds) };
    check(&given, &extend(200), "extended to 200", "2/8");
    check(&given, &extend(100), "extended to 100", "2/8");
    check(&given, &extend(99), "ExtendHold refused INVALID_INPUT", "2/8");
}

#[test]
fn an_outcome_costs_what_the_terms_say() {
    let given = [buy(10), authorize(8)];
    let failed = |reason| settle(2, Outcome::Failed(reason));
    check(&given, &settle(2, succeeded(3)), "deducted 3 of 1:3, released 1:5, closed", "7/0");
    check(&given, &settle(2, succeeded(0)), "deducted 0 of, released 1:8, closed", "10/0");
    check(&given, &failed(Reason::ProviderError), "released 8 of 1:8, because PROVIDER_ERROR", "10/0");
    check(&given, &failed(Reason::InternalError), "released 8 of 1:8, because INTERNAL_ERROR", "10/0");
    check(
        &given,
        &failed(Reason::ProhibitedPrompt),
        "deducted 8 of 1:8, because PROHIBITED_PROMPT, closed",
        "2/0",
    );
    check(
        &given,
        &settle(2, Outcome::CancelledByUser(tokens(2))),
        "deducted 2 of 1:2, released 1:6, because CANCELLED_BY_USER, closed",
        "8/0",
    );
    let fixed = SettlementTerms {
        on_prohibited_content: CostRule::CaptureFixed(tokens(1)),
        ..SettlementTerms::default()
    };
    check(
        &[buy(10), authorize_under(8, fixed)],
        &failed(Reason::ProhibitedImage),
        "deducted 1 of 1:1, released 1:7, because PROHIBITED_IMAGE, closed",
        "9/0",
    );
}

#[test]
fn an_outcome_beyond_the_hold_is_charged_as_far_as_terms_and_balance_go() {
    check(&[buy(10), authorize(8)], &settle(2, succeeded(9)), "deducted 8 of 1:8, closed", "2/0");
    let generous = [buy(10), authorize_under(8, over_capture(5))];
    check(&generous, &settle(2, succeeded(9)), "deducted 9 of 1:8, beyond the hold 1:1, closed", "1/0");
    check(&generous, &settle(2, succeeded(99)), "deducted 10 of 1:8, beyond the hold 1:2, closed", "0/0");
}

#[test]
fn what_expires_is_given_up_and_what_is_held_of_it_when_it_comes_back() {
    let given = [gift(5, Some(50)), authorize(3)];
    check(&given, &Command::ExpireLot { lot: lot(1) }, "expired 2 of 1", "0/3");
    let mut wallet = Wallet::default();
    for (n, command) in [gift(5, Some(50)), buy(1), authorize(3)].iter().enumerate() {
        let change = decide(&wallet, command, EntryId::new(Uuid::from_u128(n as u128 + 1)), at(0));
        wallet.evolve(&change).unwrap();
    }
    assert_eq!(wallet.first_due(at(49)), None);
    assert_eq!(wallet.first_due(at(50)), Some(Due::Lot(lot(1))));
    let mut due = Vec::new();
    while let Some(next) = wallet.first_due(at(100)) {
        let command = match next {
            Due::Lot(lot) => Command::ExpireLot { lot },
            Due::Hold(hold) => Command::ExpireHold { hold },
        };
        let change = decide(&wallet, &command, EntryId::new(Uuid::from_u128(99)), at(100));
        wallet.evolve(&change).unwrap();
        due.push(told(&change));
    }
    assert_eq!(due, ["expired 2 of 1", "released 3 of 1:3, because HOLD_EXPIRED", "expired 3 of 1"]);
    assert_eq!(wallet.next_due_at(), None);
    assert_eq!((wallet.available(), wallet.balance().held), (tokens(1), tokens(0)));
}
