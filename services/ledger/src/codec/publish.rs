//! From entries to their published form.

use contracts::ledger::v1 as proto;
use contracts::ledger::v1::balance_adjusted;
use contracts::ledger::v1::ledger_event::Kind as Published;
use contracts::{common, convert, reason};
use eventlog::ChainHash;

use crate::domain::{
    Adjustment, Balance, BookEvent, Change, Deduction, Entry, Kind, LotPart, LotSource, Reference,
    ReversalStep, Warrant,
};

/// An entry in its published form.
pub fn publish(entry: &Entry, previous: ChainHash) -> proto::LedgerEvent {
    let (account_id, wallet_version, balance_after, kind) = match &entry.kind {
        Kind::Wallet { account, balance, change } => {
            (account.to_string(), balance.version, Some(publish_balance(*balance)), publish_change(change))
        }
        Kind::Book(event) => (String::new(), 0, None, publish_book_event(event)),
    };
    proto::LedgerEvent {
        id: entry.id.to_string(),
        time: Some(convert::timestamp(entry.time)),
        account_id,
        wallet_version,
        cause: Some(proto::Cause {
            caller: entry.cause.caller.as_ref().to_owned(),
            idempotency_key: entry.cause.key.clone(),
            request_digest: if entry.cause.key.is_empty() {
                String::new()
            } else {
                hex::encode(entry.cause.digest)
            },
            input: entry.cause.input.as_ref().map(|input| proto::InputPosition {
                topic: input.topic.clone(),
                offset: input.offset,
                event_id: input.event_id.clone(),
            }),
        }),
        balance_after,
        previous: previous.to_string(),
        kind: Some(kind),
    }
}

/// A balance in its published form.
pub fn publish_balance(balance: Balance) -> common::v1::Balance {
    common::v1::Balance {
        available: balance.available.get(),
        held: balance.held.get(),
        debt: balance.debt.get(),
        version: balance.version,
        locked: balance.locked.get(),
        frozen: balance.frozen,
    }
}

/// A reference in its published form.
pub fn publish_reference(reference: &Reference) -> common::v1::Reference {
    common::v1::Reference { kind: reference.kind().to_owned(), id: reference.id().to_owned() }
}

fn publish_parts(parts: &[LotPart]) -> Vec<proto::LotPart> {
    parts
        .iter()
        .map(|part| proto::LotPart { lot_id: part.lot.to_string(), tokens: part.tokens.get() })
        .collect()
}

pub(super) fn sum(parts: &[LotPart]) -> u64 {
    parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.tokens.get()))
}

fn publish_change(change: &Change) -> Published {
    match change {
        Change::Opened => Published::WalletOpened(proto::WalletOpened {}),
        Change::Credited { lot, tokens, source, expires_at, debt_repaid, frozen, reference } => {
            Published::TokensCredited(proto::TokensCredited {
                lot_id: lot.to_string(),
                tokens: tokens.get(),
                source: publish_source(*source).into(),
                expires_at: expires_at.map(convert::timestamp),
                debt_repaid: debt_repaid.get(),
                reference: Some(publish_reference(reference)),
                lot_frozen: *frozen,
            })
        }
        Change::Held { hold, tokens, parts, expires_at, terms, reference } => {
            Published::TokensHeld(proto::TokensHeld {
                hold_id: hold.to_string(),
                tokens: tokens.get(),
                lots: publish_parts(parts),
                expires_at: Some(convert::timestamp(*expires_at)),
                terms: Some(terms.as_ref().clone().into()),
                reference: Some(publish_reference(reference)),
            })
        }
        Change::HoldExtended { hold, expires_at } => Published::HoldExtended(proto::HoldExtended {
            hold_id: hold.to_string(),
            expires_at: Some(convert::timestamp(*expires_at)),
        }),
        Change::Deducted(deduction) => Published::TokensDeducted(publish_deduction(deduction)),
        Change::Released { hold, tokens, parts, frozen, reason, reference } => {
            Published::TokensReleased(proto::TokensReleased {
                hold_id: hold.to_string(),
                tokens: tokens.get(),
                lots: publish_parts(parts),
                reason: reason::number(*reason),
                reference: Some(publish_reference(reference)),
                frozen_tokens: frozen.get(),
            })
        }
        Change::LotExpired { lot, tokens } => {
            Published::LotExpired(proto::LotExpired { lot_id: lot.to_string(), tokens: tokens.get() })
        }
        Change::Reversed { lot, step } => publish_step(lot.to_string(), step),
        Change::DebtRepaid { tokens, parts } => {
            Published::DebtRepaid(proto::DebtRepaid { tokens: tokens.get(), lots: publish_parts(parts) })
        }
        Change::Frozen(warrant) => {
            Published::WalletFrozen(proto::WalletFrozen { warrant: Some(publish_warrant(warrant)) })
        }
        Change::Unfrozen(warrant) => {
            Published::WalletUnfrozen(proto::WalletUnfrozen { warrant: Some(publish_warrant(warrant)) })
        }
        Change::Adjusted { adjustment, reference, warrant } => {
            Published::BalanceAdjusted(proto::BalanceAdjusted {
                warrant: Some(publish_warrant(warrant)),
                reference: Some(publish_reference(reference)),
                adjustment: Some(publish_adjustment(adjustment)),
            })
        }
        Change::Refused { command, reason, tokens, hold, reference } => {
            Published::CommandRefused(proto::CommandRefused {
                command: (*command).to_owned(),
                reason: reason::number(Some(*reason)),
                tokens: tokens.get(),
                hold_id: hold.map(|hold| hold.to_string()).unwrap_or_default(),
                reference: reference.as_ref().map(publish_reference),
            })
        }
    }
}

fn publish_step(lot_id: String, step: &ReversalStep) -> Published {
    match step {
        ReversalStep::Reserved { refund, tokens } => Published::LotReserved(proto::LotReserved {
            refund_id: refund.to_string(),
            lot_id,
            tokens: tokens.get(),
        }),
        ReversalStep::Unreserved { refund, tokens, frozen } => {
            Published::LotUnreserved(proto::LotUnreserved {
                refund_id: refund.to_string(),
                lot_id,
                tokens: tokens.get(),
                lot_frozen: *frozen,
            })
        }
        ReversalStep::Refunded { refund, taken, unreserved, outstanding } => {
            Published::LotRefunded(proto::LotRefunded {
                refund_id: refund.to_string(),
                lot_id,
                tokens: taken.tokens.get(),
                reserved_tokens: taken.reserved.get(),
                debt_added: taken.debt.get(),
                unreserved_tokens: unreserved.get(),
                outstanding_tokens: outstanding.get(),
                lot_frozen: taken.frozen,
            })
        }
        ReversalStep::Frozen { dispute, tokens } => Published::LotFrozen(proto::LotFrozen {
            dispute_id: dispute.to_string(),
            lot_id,
            tokens: tokens.get(),
        }),
        ReversalStep::Unfrozen { dispute, tokens } => Published::LotUnfrozen(proto::LotUnfrozen {
            dispute_id: dispute.to_string(),
            lot_id,
            tokens: tokens.get(),
        }),
        ReversalStep::ClawedBack { dispute, taken } => Published::TokensClawedBack(proto::TokensClawedBack {
            dispute_id: dispute.to_string(),
            lot_id,
            tokens: taken.tokens.get(),
            debt_added: taken.debt.get(),
            lot_frozen: taken.frozen,
        }),
    }
}

fn publish_warrant(warrant: &Warrant) -> proto::Warrant {
    proto::Warrant {
        actor: warrant.actor.clone(),
        reason: warrant.reason.clone(),
        evidence: warrant.evidence.clone(),
    }
}

fn publish_adjustment(adjustment: &Adjustment) -> balance_adjusted::Adjustment {
    match adjustment {
        Adjustment::Credit { lot, tokens, debt_repaid } => {
            balance_adjusted::Adjustment::Credit(balance_adjusted::Credit {
                lot_id: lot.to_string(),
                tokens: tokens.get(),
                debt_repaid: debt_repaid.get(),
            })
        }
        Adjustment::Debit { tokens, parts, debt_added } => {
            balance_adjusted::Adjustment::Debit(balance_adjusted::Debit {
                tokens: tokens.get(),
                lots: publish_parts(parts),
                debt_added: debt_added.get(),
            })
        }
    }
}

fn publish_deduction(deduction: &Deduction) -> proto::TokensDeducted {
    proto::TokensDeducted {
        hold_id: deduction.hold.map(|hold| hold.to_string()).unwrap_or_default(),
        tokens: deduction.tokens.get(),
        lots: publish_parts(&deduction.parts),
        released_tokens: sum(&deduction.released),
        released_lots: publish_parts(&deduction.released),
        hold_closed: deduction.closes_hold,
        reason: reason::number(deduction.reason),
        reason_detail: deduction.detail.clone(),
        reference: Some(publish_reference(&deduction.reference)),
        list_tokens: deduction.list_tokens.get(),
        promotion_id: deduction.promotion.clone(),
        over_captured_tokens: sum(&deduction.over_captured),
        over_captured_lots: publish_parts(&deduction.over_captured),
        released_frozen_tokens: deduction.released_frozen.get(),
    }
}

fn publish_book_event(event: &BookEvent) -> Published {
    match event {
        BookEvent::Claimed { instance, term, address } => Published::BookClaimed(proto::BookClaimed {
            instance: instance.clone(),
            term: *term,
            address: address.clone(),
        }),
        BookEvent::InputRejected { detail } => {
            Published::InputRejected(proto::InputRejected { detail: detail.clone() })
        }
    }
}

const fn publish_source(source: LotSource) -> proto::LotSource {
    match source {
        LotSource::Purchase => proto::LotSource::Purchase,
        LotSource::Promotion => proto::LotSource::Promotion,
        LotSource::Adjustment => proto::LotSource::Adjustment,
    }
}
