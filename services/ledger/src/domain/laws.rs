//! The laws of the wallet, over arbitrary histories.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CostRule, EntryId, HoldId, Outcome, Reason, SettlementTerms, Tokens};
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

fn any_command() -> impl Strategy<Value = Command> {
    let reference = || Reference::new("law", "1");
    prop_oneof![
        (any_tokens(), prop::option::of(1..200_i64)).prop_map(move |(tokens, expires)| Command::Credit {
            tokens,
            source: if expires.is_some() { LotSource::Promotion } else { LotSource::Purchase },
            expires_at: expires.map(at),
            reference: reference(),
        }),
        (any_tokens(), any_terms(), 1..200_i64).prop_map(move |(tokens, terms, expires)| {
            Command::Authorize { tokens, terms, expires_at: at(expires), reference: reference() }
        }),
        (any_hold(), any_tokens(), any::<bool>()).prop_map(|(hold, tokens, last)| Command::Capture {
            hold,
            tokens,
            last
        }),
        any_hold().prop_map(|hold| Command::Release { hold, reason: None }),
        (any_hold(), 1..300_i64).prop_map(|(hold, to)| Command::ExtendHold { hold, expires_at: at(to) }),
        any_tokens().prop_map(move |tokens| Command::Spend { tokens, reference: reference() }),
        (any_hold(), any_outcome()).prop_map(|(hold, outcome)| Command::Settle {
            hold,
            outcome,
            detail: String::new(),
            list_tokens: Tokens::ZERO,
            promotion: String::new(),
        }),
    ]
}

/// Runs a history as the book would: what is due comes first. Every change with the moment and the balance after it.
fn run(history: &[(Command, i64)]) -> (Wallet, Vec<(Change, Balance)>) {
    let mut wallet = Wallet::default();
    let mut written = Vec::new();
    let mut now = 0;
    for (n, (command, later)) in history.iter().enumerate() {
        now += later;
        let mut step = |wallet: &mut Wallet, command: &Command, id: u128| {
            let change = decide(wallet, command, EntryId::new(Uuid::from_u128(id)), at(now));
            wallet.evolve(&change).expect("what is decided can be applied");
            written.push((change, wallet.balance()));
        };
        let mut extra = 1_000 * (n as u128 + 1);
        while let Some(due) = wallet.first_due(at(now)) {
            let expire = match due {
                Due::Hold(hold) => Command::ExpireHold { hold },
                Due::Lot(lot) => Command::ExpireLot { lot },
            };
            step(&mut wallet, &expire, extra);
            extra += 1;
        }
        step(&mut wallet, command, n as u128 + 1);
    }
    (wallet, written)
}

fn any_history() -> impl Strategy<Value = Vec<(Command, i64)>> {
    prop::collection::vec((any_command(), 0..10_i64), 0..40)
}

proptest! {
    #[test]
    fn tokens_are_conserved(history in any_history()) {
        let (wallet, written) = run(&history);
        let (mut credited, mut gone) = (0_u128, 0_u128);
        for (change, _) in &written {
            match change {
                Change::Credited { tokens, .. } => credited += u128::from(tokens.get()),
                Change::Deducted(deduction) => gone += u128::from(deduction.tokens.get()),
                Change::LotExpired { tokens, .. } => gone += u128::from(tokens.get()),
                _ => {}
            }
        }
        let balance = wallet.balance();
        prop_assert_eq!(credited - gone, u128::from(balance.available.get()) + u128::from(balance.held.get()));
    }

    #[test]
    fn the_parts_add_up_to_the_whole(history in any_history()) {
        let (wallet, _) = run(&history);
        let held: u64 = wallet.holds().map(|hold| hold.remaining().get()).sum();
        let in_lots: u64 = wallet.lots().iter().map(|lot| lot.held.get()).sum();
        let remaining: u64 = wallet.lots().iter().map(|lot| lot.remaining.get()).sum();
        prop_assert_eq!(held, wallet.balance().held.get());
        prop_assert_eq!(held, in_lots);
        prop_assert_eq!(remaining, wallet.remaining().get());
        prop_assert!(wallet.lots().iter().all(|lot| lot.held <= lot.remaining && !lot.remaining.is_zero()));
    }

    #[test]
    fn a_version_has_no_gap_and_a_refusal_changes_no_balance(history in any_history()) {
        let (_, written) = run(&history);
        let mut before = Balance::default();
        for (change, after) in &written {
            prop_assert_eq!(after.version, before.version + 1);
            if matches!(change, Change::Refused { .. }) {
                prop_assert_eq!((after.available, after.held, after.debt), (before.available, before.held, before.debt));
            }
            before = *after;
        }
    }

    #[test]
    fn replay_equals_live(history in any_history()) {
        let (live, written) = run(&history);
        let mut replayed = Wallet::default();
        for (change, balance) in &written {
            replayed.evolve(change).unwrap();
            prop_assert_eq!(replayed.balance(), *balance);
        }
        prop_assert_eq!(replayed, live);
    }

    #[test]
    fn a_hold_settles_once_and_never_for_more_than_its_terms(history in any_history()) {
        let (_, written) = run(&history);
        let mut open = std::collections::HashMap::new();
        for (change, _) in &written {
            match change {
                Change::Held { hold, tokens, terms, .. } => {
                    open.insert(*hold, u128::from(tokens.get()) + u128::from(terms.over_capture_limit.get()));
                }
                Change::Deducted(deduction) => if let Some(hold) = deduction.hold {
                    let left = open.get_mut(&hold).expect("only an open hold is charged");
                    *left = left.checked_sub(u128::from(deduction.tokens.get())).expect("never beyond the terms");
                    if deduction.closes_hold {
                        open.remove(&hold);
                    }
                },
                Change::Released { hold, .. } => prop_assert!(open.remove(hold).is_some()),
                _ => {}
            }
        }
    }

    #[test]
    fn no_purchased_lot_expires(history in any_history()) {
        let (wallet, written) = run(&history);
        let mut purchased = std::collections::HashSet::new();
        for (change, _) in &written {
            match change {
                Change::Credited { lot, source: LotSource::Purchase, .. } => { purchased.insert(*lot); }
                Change::LotExpired { lot, .. } => prop_assert!(!purchased.contains(lot)),
                _ => {}
            }
        }
        prop_assert!(wallet.lots().iter().all(|lot| lot.source != LotSource::Purchase || lot.expires_at.is_none()));
    }
}
