//! The laws of the wallet, over arbitrary histories. Those about its entries in their published form stand in `codec/laws.rs`.

mod order;
mod wallet;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    CostRule, DisputeId, EntryId, HoldId, OrderId, Outcome, Reason, RefundId, SettlementTerms, Tokens,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
}

// Holds are named by the number of the command that made them; many miss, as they would in life.
fn any_hold() -> impl Strategy<Value = HoldId> {
    (1..40_u128).prop_map(|n| HoldId::new(Uuid::from_u128(n)))
}

fn any_tokens() -> impl Strategy<Value = Tokens> {
    prop_oneof![9 => 0..50_u64, 1 => Just(u64::MAX)].prop_map(Tokens::new)
}

fn any_rule() -> impl Strategy<Value = CostRule> {
    prop_oneof![
        Just(CostRule::Release),
        Just(CostRule::CaptureAll),
        Just(CostRule::CaptureActual),
        any_tokens().prop_map(CostRule::CaptureFixed),
    ]
}

prop_compose! {
    fn any_terms()(on_success in any_rule(), on_technical_failure in any_rule(), on_prohibited_content in any_rule(),
                   on_cancelled_by_user in any_rule(), over_capture_limit in any_tokens()) -> SettlementTerms {
        SettlementTerms { on_success, on_technical_failure, on_prohibited_content, on_cancelled_by_user, over_capture_limit,
                          policy_version: "law".into() }
    }
}

fn any_outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        any_tokens().prop_map(Outcome::Succeeded),
        any_tokens().prop_map(Outcome::CancelledByUser),
        prop::sample::select(Reason::ALL).prop_map(Outcome::Failed),
    ]
}

fn order(n: u128) -> OrderId {
    OrderId::new(Uuid::from_u128(0xA000 + n))
}

fn refund(n: u128) -> RefundId {
    RefundId::new(Uuid::from_u128(n))
}

fn dispute(n: u128) -> DisputeId {
    DisputeId::new(Uuid::from_u128(n))
}

fn about() -> Reference {
    Reference::new("law", "1")
}

fn pay(n: u128, tokens: Tokens) -> Command {
    let reference = Reference::new("order", order(n).to_string());
    Command::Credit { tokens, source: LotSource::Purchase, expires_at: None, reference }
}

// Few orders, refunds and disputes, so that they meet.
fn any_told() -> impl Strategy<Value = Told> {
    let id = 0..3_u128;
    (id, any_tokens(), 0..6_u8).prop_map(|(n, tokens, what)| match what {
        0 => Told::RefundRequested(refund(n)),
        1 => Told::Refunded(refund(n), tokens),
        2 => Told::RefundFailed(refund(n)),
        3 => Told::DisputeOpened(dispute(n)),
        4 => Told::DisputeWon(dispute(n)),
        _ => Told::DisputeLost(dispute(n)),
    })
}

fn any_correction() -> impl Strategy<Value = Correction> {
    prop_oneof![
        any_tokens().prop_map(Correction::Credit),
        (any_tokens(), any::<bool>())
            .prop_map(|(tokens, allow_debt)| Correction::Debit { tokens, allow_debt }),
    ]
}

fn any_use() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => (any_tokens(), any_terms(), 1..200_i64).prop_map(|(tokens, terms, expires)| {
            Command::Authorize { tokens, terms: terms.into(), expires_at: at(expires), reference: about() }
        }),
        1 => (any_hold(), any_tokens(), any::<bool>())
            .prop_map(|(hold, tokens, last)| Command::Capture { hold, tokens, last }),
        1 => any_hold().prop_map(|hold| Command::Release { hold, reason: None }),
        1 => (any_hold(), 1..300_i64).prop_map(|(hold, to)| Command::ExtendHold { hold, expires_at: at(to) }),
        1 => any_tokens().prop_map(|tokens| Command::Spend { tokens, reference: about() }),
        1 => (any_hold(), any_outcome()).prop_map(|(hold, outcome)| Command::Settle {
            hold,
            outcome,
            detail: String::new(),
            list_tokens: Tokens::ZERO,
            promotion: String::new(),
        }),
    ]
}

fn any_command() -> impl Strategy<Value = Command> {
    let warrant = Warrant::default;
    prop_oneof![
        1 => Just(Command::Open),
        4 => (any_tokens(), prop::option::of(1..200_i64)).prop_map(|(tokens, expires)| Command::Credit {
            tokens,
            source: if expires.is_some() { LotSource::Promotion } else { LotSource::Purchase },
            expires_at: expires.map(at),
            reference: about(),
        }),
        6 => (0..3_u128, any_tokens()).prop_map(|(n, tokens)| pay(n, tokens)),
        14 => any_use(),
        12 => (0..3_u128, any_told()).prop_map(|(n, told)| Command::Reverse { order: order(n), told }),
        1 => Just(Command::Freeze(warrant())),
        1 => Just(Command::Unfreeze(warrant())),
        2 => any_correction().prop_map(move |correction| Command::Adjust {
            correction,
            reference: about(),
            warrant: warrant(),
        }),
    ]
}

/// Writes all that is due, as the book does before anything else.
fn write_due(wallet: &mut Wallet, now: i64, mut write: impl FnMut(&mut Wallet, &Command)) {
    for _ in 0..200 {
        let Some(due) = wallet.first_due(at(now)) else { return };
        assert!(wallet.next_due_at().is_some_and(|next| next <= at(now)), "the book looks for what is due");
        write(wallet, &due.command());
    }
    panic!("what is due comes to no end");
}

/// The decided change, applied.
fn evolve(wallet: &mut Wallet, command: &Command, id: u128, now: i64) -> Change {
    let change = decide(wallet, command, EntryId::new(Uuid::from_u128(id)), at(now));
    wallet.evolve(&change).expect("what is decided can be applied");
    change
}

/// Runs a history as the book would: what is due comes first. Every change with the balance after it.
pub(crate) fn run(history: &[(Command, i64)]) -> (Wallet, Vec<(Change, Balance)>) {
    let mut wallet = Wallet::default();
    let mut written = Vec::new();
    let mut now = 0;
    for (n, (command, later)) in history.iter().enumerate() {
        now += later;
        let mut step = |wallet: &mut Wallet, command: &Command, id: u128| {
            let change = evolve(wallet, command, id, now);
            written.push((change, wallet.balance()));
        };
        let mut extra = 1_000 * (n as u128 + 1);
        write_due(&mut wallet, now, |wallet, command| {
            step(wallet, command, extra);
            extra += 1;
        });
        step(&mut wallet, command, n as u128 + 1);
    }
    (wallet, written)
}

pub(crate) fn any_history() -> impl Strategy<Value = Vec<(Command, i64)>> {
    prop::collection::vec((any_command(), 0..6_i64), 0..60)
}
