//! Each kind of entry as a row: what it states, and what it moves.

use contracts::common::v1::{Balance, Reference};
use contracts::ledger::v1::balance_adjusted;

use super::*;
use crate::{Imbalance, TrialBalance};

const WALLET: &str = "00000000-0000-0000-0000-000000000007";

fn event(kind: Kind) -> LedgerEvent {
    LedgerEvent { id: "e".into(), account_id: WALLET.into(), kind: Some(kind), ..LedgerEvent::default() }
}

fn lots(tokens: &[u64]) -> Vec<LotPart> {
    tokens.iter().map(|tokens| LotPart { lot_id: String::new(), tokens: *tokens }).collect()
}

fn about(kind: &str) -> Reference {
    Reference { kind: kind.into(), id: "1".into() }
}

/// The postings in one line, each `account tokens`; the wallet's own parts without their wallet.
fn told(kind: Kind) -> String {
    let postings = postings(&event(kind)).unwrap();
    assert_eq!(postings.iter().map(|posting| posting.tokens).sum::<i128>(), 0, "{postings:?}");
    let lines: Vec<_> = postings
        .iter()
        .map(|posting| {
            let account = posting.account.to_string().replace(&format!("wallet:{WALLET}:"), "");
            format!("{account} {}", posting.tokens)
        })
        .collect();
    lines.join(", ")
}

#[test]
fn credits_come_from_where_they_were_issued() {
    let credit = |source: LotSource, debt_repaid, lot_frozen| {
        Kind::TokensCredited(proto::TokensCredited {
            tokens: 10,
            source: source.into(),
            debt_repaid,
            lot_frozen,
            ..proto::TokensCredited::default()
        })
    };
    assert_eq!(told(credit(LotSource::Purchase, 0, false)), "issued:purchase -10, free 10");
    assert_eq!(told(credit(LotSource::Promotion, 4, false)), "issued:promotion -10, free 6, debt 4");
    assert_eq!(told(credit(LotSource::Purchase, 0, true)), "issued:purchase -10, frozen 10");
    let adjustment = balance_adjusted::Credit { tokens: 10, debt_repaid: 10, ..Default::default() };
    let adjusted = proto::BalanceAdjusted {
        adjustment: Some(Adjustment::Credit(adjustment)),
        ..proto::BalanceAdjusted::default()
    };
    assert_eq!(told(Kind::BalanceAdjusted(adjusted)), "issued:adjustment -10, debt 10");
    assert!(postings(&event(credit(LotSource::Unspecified, 0, false))).is_err());
}

#[test]
fn holds_move_tokens_inside_the_wallet_and_charges_out_of_it() {
    let held = proto::TokensHeld { tokens: 8, lots: lots(&[5, 3]), ..proto::TokensHeld::default() };
    assert_eq!(told(Kind::TokensHeld(held)), "free -8, held 8");
    let spent = proto::TokensDeducted {
        tokens: 3,
        lots: lots(&[3]),
        reference: Some(about("chat")),
        ..proto::TokensDeducted::default()
    };
    assert_eq!(told(Kind::TokensDeducted(spent)), "consumed:chat 3, free -3");
    let charged = proto::TokensDeducted {
        hold_id: "h".into(),
        tokens: 7,
        lots: lots(&[5]),
        over_captured_tokens: 2,
        over_captured_lots: lots(&[2]),
        released_tokens: 3,
        released_lots: lots(&[1, 2]),
        released_frozen_tokens: 1,
        reference: Some(about("generation")),
        ..proto::TokensDeducted::default()
    };
    assert_eq!(
        told(Kind::TokensDeducted(charged)),
        "consumed:generation 7, held -5, free -2, held -3, free 2, frozen 1"
    );
    let released = proto::TokensReleased {
        tokens: 8,
        lots: lots(&[8]),
        frozen_tokens: 3,
        ..proto::TokensReleased::default()
    };
    assert_eq!(told(Kind::TokensReleased(released)), "held -8, free 5, frozen 3");
    let expired = proto::LotExpired { tokens: 4, ..proto::LotExpired::default() };
    assert_eq!(told(Kind::LotExpired(expired)), "free -4, expired 4");
}

#[test]
fn refunds_take_what_they_reserved_then_what_is_left_then_a_debt() {
    let reserved = proto::LotReserved { tokens: 6, ..proto::LotReserved::default() };
    assert_eq!(told(Kind::LotReserved(reserved)), "free -6, reserved 6");
    let back = |lot_frozen| {
        Kind::LotUnreserved(proto::LotUnreserved { tokens: 6, lot_frozen, ..proto::LotUnreserved::default() })
    };
    assert_eq!(told(back(false)), "reserved -6, free 6");
    assert_eq!(told(back(true)), "reserved -6, frozen 6");
    let refunded =
        proto::LotRefunded { tokens: 10, reserved_tokens: 6, debt_added: 1, ..proto::LotRefunded::default() };
    assert_eq!(told(Kind::LotRefunded(refunded)), "reserved -6, free -3, debt -1, refunded 10");
    let less = proto::LotRefunded {
        tokens: 4,
        reserved_tokens: 4,
        unreserved_tokens: 2,
        lot_frozen: true,
        ..proto::LotRefunded::default()
    };
    assert_eq!(told(Kind::LotRefunded(less)), "reserved -6, frozen 2, refunded 4");
}

#[test]
fn disputes_freeze_and_claw_back() {
    let frozen = proto::LotFrozen { tokens: 6, ..proto::LotFrozen::default() };
    assert_eq!(told(Kind::LotFrozen(frozen)), "free -6, frozen 6");
    let unfrozen = proto::LotUnfrozen { tokens: 6, ..proto::LotUnfrozen::default() };
    assert_eq!(told(Kind::LotUnfrozen(unfrozen)), "frozen -6, free 6");
    let lost = |lot_frozen| {
        Kind::TokensClawedBack(proto::TokensClawedBack {
            tokens: 10,
            debt_added: 4,
            lot_frozen,
            ..proto::TokensClawedBack::default()
        })
    };
    assert_eq!(told(lost(true)), "frozen -6, debt -4, clawed_back 10");
    assert_eq!(told(lost(false)), "free -6, debt -4, clawed_back 10");
    let repaid = proto::DebtRepaid { tokens: 4, lots: lots(&[3, 1]) };
    assert_eq!(told(Kind::DebtRepaid(repaid)), "free -4, debt 4");
    let debit = balance_adjusted::Debit { tokens: 10, lots: lots(&[7]), debt_added: 3 };
    let adjusted = proto::BalanceAdjusted {
        adjustment: Some(Adjustment::Debit(debit)),
        ..proto::BalanceAdjusted::default()
    };
    assert_eq!(told(Kind::BalanceAdjusted(adjusted)), "issued:adjustment 10, free -7, debt -3");
}

#[test]
fn what_moves_nothing_has_no_postings() {
    assert_eq!(told(Kind::WalletOpened(proto::WalletOpened {})), "");
    let refused = proto::CommandRefused { tokens: 9, ..proto::CommandRefused::default() };
    assert_eq!(told(Kind::CommandRefused(refused)), "");
    let claim = LedgerEvent {
        kind: Some(Kind::BookClaimed(proto::BookClaimed::default())),
        ..LedgerEvent::default()
    };
    assert_eq!(postings(&claim), Ok(Vec::new()), "it is about no account");
}

fn stating(kind: Kind, balance: Balance) -> LedgerEvent {
    LedgerEvent { balance_after: Some(balance), ..event(kind) }
}

fn bought(tokens: u64) -> Kind {
    Kind::TokensCredited(proto::TokensCredited {
        tokens,
        source: LotSource::Purchase.into(),
        ..proto::TokensCredited::default()
    })
}

fn spent(tokens: u64, from: u64) -> Kind {
    Kind::TokensDeducted(proto::TokensDeducted {
        tokens,
        lots: lots(&[from]),
        reference: Some(about("chat")),
        ..proto::TokensDeducted::default()
    })
}

fn available(available: u64) -> Balance {
    Balance { available, ..Balance::default() }
}

#[test]
fn a_trial_balance_finds_every_entry_that_is_wrong() {
    let mut trial = TrialBalance::default();
    assert_eq!(trial.add(&stating(bought(10), available(10))), Ok(()));
    assert_eq!(trial.add(&stating(spent(4, 4), available(6))), Ok(()));
    assert_eq!(trial.sum(), 0);
    assert_eq!(trial.wallet(WALLET.parse().unwrap()).free, 6);
    let others: Vec<_> = trial.others().map(|(account, tokens)| format!("{account} {tokens}")).collect();
    assert_eq!(others, ["issued:purchase -10", "consumed:chat 4"]);

    let wrong = |kind: Kind, balance: Balance| trial.clone().add(&stating(kind, balance)).unwrap_err();
    assert_eq!(wrong(spent(1, 2), available(4)), Imbalance::Entry { entry: "e".into(), by: -1 });
    assert!(matches!(wrong(spent(7, 7), available(0)), Imbalance::Overdrawn { tokens: -1, .. }));
    assert!(matches!(
        wrong(spent(1, 1), available(6)),
        Imbalance::Balance { what: "available", stated: 6, posted: 5, .. }
    ));
    assert!(matches!(
        wrong(spent(1, 1), Balance { debt: 1, ..available(5) }),
        Imbalance::Balance { what: "owed", stated: 1, posted: 0, .. }
    ));
    assert!(matches!(
        wrong(spent(1, 1), Balance { locked: 1, ..available(5) }),
        Imbalance::Balance { what: "locked", .. }
    ));
    assert_eq!(
        wrong(Kind::DebtRepaid(proto::DebtRepaid { tokens: 1, lots: lots(&[1]) }), available(5)).to_string(),
        format!("after the entry e the account wallet:{WALLET}:debt stands at 1")
    );
}
