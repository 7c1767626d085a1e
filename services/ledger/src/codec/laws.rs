//! The laws of the books in their published form, over arbitrary histories: what anyone can check with the log alone.

use chrono::DateTime;
use kernel::{AccountId, EntryId, Tokens};
use postings::{Totals, TrialBalance, postings};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::laws::{any_history, run};
use crate::domain::{Balance, Cause, Lot, Wallet};
use crate::projector::line;

fn account() -> AccountId {
    AccountId::new(Uuid::from_u128(7))
}

fn entry(change: &Change, balance: Balance) -> Entry {
    Entry {
        id: EntryId::new(Uuid::from_u128(balance.version.into())),
        time: DateTime::UNIX_EPOCH,
        cause: Cause::default(),
        kind: Kind::Wallet { account: account(), balance, change: change.clone() },
    }
}

fn total(wallet: &Wallet, of: impl Fn(&Lot) -> Tokens) -> i128 {
    wallet.lots().iter().map(|lot| i128::from(of(lot).get())).sum()
}

proptest! {
    #[test]
    fn every_entry_survives_the_way_out_and_back(history in any_history()) {
        let (_, written) = run(&history);
        for (change, balance) in &written {
            let entry = entry(change, *balance);
            let value = ProtoJson.encode(&entry, ChainHash::GENESIS).unwrap();
            prop_assert_eq!(ProtoJson.decode(&value), Ok((entry, ChainHash::GENESIS)));
        }
    }

    #[test]
    fn every_entry_balances_and_the_trial_balance_shows_every_part_of_the_wallet(history in any_history()) {
        let (wallet, written) = run(&history);
        let mut trial = TrialBalance::default();
        for (change, balance) in &written {
            let event = publish(&entry(change, *balance), ChainHash::GENESIS);
            let sum: i128 = postings(&event).unwrap().iter().map(|posting| posting.tokens).sum();
            prop_assert_eq!(sum, 0, "{:?}", change);
            prop_assert_eq!(trial.add(&event), Ok(()), "{:?}", change);
            prop_assert_eq!(trial.sum(), 0);
        }
        prop_assert_eq!(trial.wallet(account()), Totals {
            free: wallet.free().get().into(),
            held: wallet.balance().held.get().into(),
            reserved: total(&wallet, |lot| lot.reserved),
            frozen: total(&wallet, |lot| if lot.frozen { lot.rest() } else { Tokens::ZERO }),
            debt: -i128::from(wallet.debt().get()),
        });
    }

    #[test]
    fn the_token_log_adds_up_to_the_balance_line_by_line(history in any_history()) {
        let (_, written) = run(&history);
        let (mut owned, mut held) = (0_i128, 0_i128);
        for (change, balance) in &written {
            let after = i128::from(balance.available.get()) + i128::from(balance.held.get())
                + i128::from(balance.locked.get()) - i128::from(balance.debt.get());
            match line(change, *balance) {
                None => {}
                Some(line) => {
                    owned += i128::from(line.amount);
                    held += i128::from(line.held_change);
                    prop_assert_eq!(i128::from(line.balance_after), owned, "{:?}", change);
                }
            }
            // An entry without a line changes neither.
            prop_assert_eq!((owned, held), (after, i128::from(balance.held.get())), "{:?}", change);
        }
    }
}
