//! What always holds.

use std::collections::{HashMap, HashSet};

use kernel::LotId;
use proptest::prelude::*;

use super::*;

// Tokens that came in, and that went out, by what an entry says.
fn moved(change: &Change) -> (u64, u64) {
    match change {
        Change::Credited { tokens, .. }
        | Change::Adjusted { adjustment: Adjustment::Credit { tokens, .. }, .. } => (tokens.get(), 0),
        Change::Deducted(Deduction { tokens, .. })
        | Change::LotExpired { tokens, .. }
        | Change::Adjusted { adjustment: Adjustment::Debit { tokens, .. }, .. }
        | Change::Reversed {
            step:
                ReversalStep::Refunded { taken: TakenBack { tokens, .. }, .. }
                | ReversalStep::ClawedBack { taken: TakenBack { tokens, .. }, .. },
            ..
        } => (0, tokens.get()),
        Change::Opened
        | Change::Held { .. }
        | Change::HoldExtended { .. }
        | Change::Released { .. }
        | Change::Reversed { .. }
        | Change::DebtRepaid { .. }
        | Change::Frozen(_)
        | Change::Unfrozen(_)
        | Change::Refused { .. } => (0, 0),
    }
}

fn owned(balance: Balance) -> i128 {
    i128::from(balance.available.get()) + i128::from(balance.held.get()) + i128::from(balance.locked.get())
        - i128::from(balance.debt.get())
}

proptest! {
    #[test]
    fn tokens_are_conserved(history in any_history()) {
        let (_, written) = run(&history);
        let mut sum = 0_i128;
        for (change, balance) in &written {
            let (came, went) = moved(change);
            sum += i128::from(came) - i128::from(went);
            prop_assert_eq!(sum, owned(*balance));
        }
    }

    #[test]
    fn the_parts_add_up_to_the_whole(history in any_history()) {
        let (wallet, _) = run(&history);
        let balance = wallet.balance();
        let sum = |of: fn(&Lot) -> Tokens| wallet.lots().iter().map(|lot| of(lot).get()).sum::<u64>();
        let held: u64 = wallet.holds().map(|hold| hold.remaining().get()).sum();
        prop_assert_eq!(held, balance.held.get());
        prop_assert_eq!(held, sum(|lot| lot.held));
        prop_assert_eq!(sum(|lot| lot.remaining), wallet.remaining().get());
        prop_assert_eq!(sum(Lot::free), wallet.free().get());
        prop_assert_eq!(
            balance.available.get() + balance.held.get() + balance.locked.get(),
            wallet.remaining().get()
        );
        for lot in wallet.lots() {
            prop_assert!(lot.held.get() + lot.reserved.get() <= lot.remaining.get() && !lot.remaining.is_zero());
            prop_assert!(lot.remaining <= lot.tokens);
        }
    }

    #[test]
    fn nothing_is_available_while_something_is_owed(history in any_history()) {
        let (mut wallet, written) = run(&history);
        for (_, balance) in &written {
            prop_assert!(balance.debt.is_zero() || balance.available.is_zero());
        }
        // And what could repay it, does.
        write_due(&mut wallet, 0, |wallet, command| drop(evolve(wallet, command, 0, 0)));
        prop_assert!(wallet.debt().is_zero() || wallet.free().is_zero());
    }

    #[test]
    fn a_version_has_no_gap_and_a_refusal_changes_no_balance(history in any_history()) {
        let (_, written) = run(&history);
        let mut before = Balance::default();
        for (change, after) in &written {
            prop_assert_eq!(after.version, before.version + 1);
            if matches!(change, Change::Refused { .. }) {
                prop_assert_eq!(Balance { version: 0, ..*after }, Balance { version: 0, ..before });
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
        let mut open = HashMap::new();
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
        let mut purchased = HashSet::new();
        for (change, _) in &written {
            match change {
                Change::Credited { lot, source: LotSource::Purchase, .. } => { purchased.insert(*lot); }
                Change::LotExpired { lot, .. } => prop_assert!(!purchased.contains(lot)),
                _ => {}
            }
        }
        prop_assert!(wallet.lots().iter().all(|lot| lot.source != LotSource::Purchase || lot.expires_at.is_none()));
    }

    #[test]
    fn nothing_of_a_gift_is_used_after_its_period_but_by_holds_made_before(history in any_history()) {
        let mut now = 0;
        let mut wallet = Wallet::default();
        for (n, (command, later)) in history.iter().enumerate() {
            now += later;
            write_due(&mut wallet, now, |wallet, command| drop(evolve(wallet, command, 0, now)));
            let change = decide(&wallet, command, EntryId::new(Uuid::from_u128(n as u128 + 1)), at(now));
            let taken = match &change {
                Change::Held { parts, .. } => parts.clone(),
                Change::Deducted(deduction) if deduction.hold.is_none() => deduction.parts.clone(),
                Change::Deducted(deduction) => deduction.over_captured.clone(),
                _ => LotParts::new(),
            };
            for part in taken {
                prop_assert!(!wallet.lot(part.lot).unwrap().is_expired(at(now)));
            }
            wallet.evolve(&change).unwrap();
        }
    }

    #[test]
    fn no_more_is_taken_back_of_a_purchase_than_it_brought(history in any_history()) {
        let (wallet, written) = run(&history);
        let mut taken: HashMap<LotId, u128> = HashMap::new();
        let mut brought: HashMap<LotId, u128> = HashMap::new();
        for (change, _) in &written {
            match change {
                Change::Credited { lot, tokens, .. } => { brought.insert(*lot, tokens.get().into()); }
                Change::Reversed { lot, step: ReversalStep::Refunded { taken: of, .. } | ReversalStep::ClawedBack { taken: of, .. } } => {
                    *taken.entry(*lot).or_default() += u128::from(of.tokens.get());
                }
                _ => {}
            }
        }
        for (lot, taken) in taken {
            prop_assert!(taken <= brought.get(&lot).copied().unwrap_or(0));
            prop_assert_eq!(taken, wallet.reversal(lot).unwrap().taken.get().into());
        }
    }

    #[test]
    fn a_frozen_wallet_starts_nothing_new(history in any_history()) {
        let (_, written) = run(&history);
        let mut frozen = false;
        for (change, balance) in &written {
            if frozen {
                let starts = match change {
                    Change::Held { .. } | Change::Reversed { step: ReversalStep::Reserved { .. }, .. } => true,
                    Change::Deducted(deduction) => deduction.hold.is_none() || !deduction.over_captured.is_empty(),
                    _ => false,
                };
                prop_assert!(!starts, "{:?}", change);
            }
            frozen = balance.frozen;
        }
    }

    #[test]
    fn what_has_happened_is_never_refused_but_for_being_known_or_overtaken(history in any_history()) {
        let (_, written) = run(&history);
        for (change, _) in &written {
            if let Change::Refused { command, reason, .. } = change {
                if ["Refund", "FailRefund", "OpenDispute", "WinDispute", "LoseDispute"].contains(command) {
                    prop_assert_eq!(*reason, Reason::Conflict);
                }
                prop_assert!(!["ExpireLot", "ExpireHold", "TakeBack", "RepayDebt", "Open"].contains(command));
            }
        }
    }
}
