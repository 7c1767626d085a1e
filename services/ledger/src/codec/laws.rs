//! The laws of the books in their published form, over arbitrary histories: what anyone can check with the log alone.

use chrono::DateTime;
use kernel::{AccountId, EntryId, Tokens};
use postings::{Totals, TrialBalance, postings};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::laws::{any_history, run};
use crate::domain::{Balance, Cause, Command, Deduction, InputPosition, Lot, LotSource, Reference, Wallet};
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

/// Without the facts that change no wallet.
fn bare(kind: Kind) -> Kind {
    let Kind::Wallet { account, balance, change } = kind else { return kind };
    let change = match change {
        Change::Deducted(deduction) => Change::Deducted(Deduction {
            reason: None,
            detail: String::new(),
            reference: Reference::default(),
            list_tokens: Tokens::ZERO,
            promotion: String::new(),
            ..deduction
        }),
        Change::Released { hold, tokens, parts, frozen, .. } => {
            Change::Released { hold, tokens, parts, frozen, reason: None, reference: Reference::default() }
        }
        Change::Credited { lot, tokens, source, expires_at, debt_repaid, frozen, .. } => Change::Credited {
            lot,
            tokens,
            source,
            expires_at,
            debt_repaid,
            frozen,
            reference: Reference::default(),
        },
        other => other,
    };
    Kind::Wallet { account, balance, change }
}

/// What the general writer makes of an entry.
fn generally(entry: &Entry, previous: ChainHash) -> Vec<u8> {
    publish(entry, previous).to_value().unwrap()
}

/// What the general reader says where the quick ones say something, for the one that leaves facts out bared alike.
fn agrees(value: &[u8]) -> Result<(), TestCaseError> {
    let (part, whole) = (canonical::read(value), canonical::read_whole(value));
    prop_assert_eq!(part.is_some(), whole.is_some());
    if let (Some((previous, effect)), Some(whole)) = (part, whole) {
        prop_assert_eq!(ProtoJson.previous(value), Some(previous));
        let general = ProtoJson::decode_generally(value);
        let general = general.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&whole, &general);
        let general = Effect::from(general.0);
        prop_assert_eq!(
            Effect { kind: bare(general.kind.clone()), ..general },
            Effect { kind: bare(effect.kind.clone()), ..effect }
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn the_quick_reader_and_writer_say_what_the_general_ones_say_or_nothing(
        history in any_history(), mutations in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 20),
        cause in prop_oneof![
            Just(Cause::default()),
            ("[a-z./é\"\\\\ ]{0,9}", "[a-z0-9:é]{0,9}", any::<[u8; 16]>(), prop::option::of(0..9_i64)).prop_map(|(caller, key, digest, input)| {
                let digest = if key.is_empty() { [0; 16] } else { digest };
                let input = input.map(|offset| InputPosition { topic: "t.events".into(), offset, event_id: "e".into() });
                Cause { caller: caller.into(), key, digest, input }
            }),
        ],
        moment in prop_oneof![0..2_000_000_000_000_000_i64, 0..2_000_000_i64],
    ) {
        let (_, written) = run(&history);
        for (change, balance) in &written {
            let time = DateTime::UNIX_EPOCH + chrono::TimeDelta::microseconds(moment);
            let entry = Entry { cause: cause.clone(), time, ..entry(change, *balance) };
            let value = generally(&entry, ChainHash::of(b"before"));
            if let Some(quick) = canonical::write(&entry, ChainHash::of(b"before")) {
                prop_assert_eq!(String::from_utf8_lossy(&quick), String::from_utf8_lossy(&value));
            }
            agrees(&value)?;
            for (place, byte) in &mutations {
                let mut value = value.clone();
                let place = place.index(value.len());
                value[place] = *byte;
                agrees(&value)?;
                value.remove(place);
                agrees(&value)?;
            }
        }
    }
}

#[test]
fn the_quick_reader_and_writer_know_what_most_entries_are() {
    let about = || Reference::new("generation", "1");
    let credit = Command::Credit {
        tokens: Tokens::new(100),
        source: LotSource::Purchase,
        expires_at: None,
        reference: about(),
    };
    let hold = |n: u128| kernel::HoldId::new(Uuid::from_u128(n));
    let authorize = Command::Authorize {
        tokens: Tokens::new(5),
        terms: kernel::SettlementTerms::default().into(),
        expires_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(100),
        reference: about(),
    };
    let history = [
        (credit, 0),
        (Command::Spend { tokens: Tokens::new(3), reference: about() }, 0),
        (authorize.clone(), 0),
        (Command::Capture { hold: hold(3), tokens: Tokens::new(2), last: true }, 0),
        (authorize, 0),
        (Command::Release { hold: hold(5), reason: None }, 0),
    ];
    let (_, written) = run(&history);
    let kinds: Vec<_> = written.iter().map(|(change, _)| std::mem::discriminant(change)).collect();
    assert_eq!(kinds.len(), 6);
    assert!(
        !matches!(written[3].0, Change::Refused { .. }) && !matches!(written[5].0, Change::Refused { .. })
    );
    for (change, balance) in &written {
        let cause = Cause { caller: "metering/x".into(), key: "k".into(), digest: [7; 16], input: None };
        let entry = Entry { cause, ..entry(change, *balance) };
        let value = generally(&entry, ChainHash::GENESIS);
        assert_eq!(canonical::write(&entry, ChainHash::GENESIS), Some(value.clone()));
        assert!(canonical::read(&value).is_some(), "{}", String::from_utf8_lossy(&value));
    }
}
