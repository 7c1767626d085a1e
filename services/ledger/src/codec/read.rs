//! From the published form of entries back to what they say.

use std::sync::Arc;

use contracts::convert::{self, Malformed};
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::balance_adjusted;
use contracts::ledger::v1::ledger_event::Kind as Published;
use contracts::{common, reason};
use kernel::{AccountId, HoldId, SettlementTerms, Tokens};

use crate::domain::{
    Adjustment, Balance, BookEvent, Cause, Change, Command, Deduction, Entry, InputPosition, Kind, LotPart,
    LotParts, LotSource, Reference, ReversalStep, TakenBack, Warrant,
};

/// An entry from its published form.
///
/// # Errors
/// A part is missing or impossible; it names the field.
pub fn read(event: proto::LedgerEvent) -> Result<Entry, Malformed> {
    let kind = match event.kind.ok_or_else(|| Malformed::missing("kind"))? {
        Published::BookClaimed(claim) => Kind::Book(BookEvent::Claimed {
            instance: claim.instance,
            term: claim.term,
            address: claim.address,
        }),
        Published::InputRejected(rejected) => {
            Kind::Book(BookEvent::InputRejected { detail: rejected.detail })
        }
        change => Kind::Wallet {
            account: convert::id::<AccountId>("account_id", &event.account_id)?,
            balance: read_balance(event.balance_after.as_ref(), event.wallet_version)?,
            change: read_change(change)?,
        },
    };
    Ok(Entry {
        id: convert::id("id", &event.id)?,
        time: convert::time("time", event.time.as_ref())?,
        cause: read_cause(event.cause.ok_or_else(|| Malformed::missing("cause"))?)?,
        kind,
    })
}

fn read_cause(cause: proto::Cause) -> Result<Cause, Malformed> {
    let mut digest = [0; 16];
    // It tells requests under one key apart, and says nothing without one.
    if !cause.idempotency_key.is_empty() && !cause.request_digest.is_empty() {
        hex::decode_to_slice(&cause.request_digest, &mut digest)
            .map_err(|_| Malformed::new("cause.request_digest", "must be 32 hexadecimal digits"))?;
    }
    Ok(Cause {
        caller: cause.caller.into(),
        key: cause.idempotency_key,
        digest,
        input: cause.input.map(|input| InputPosition {
            topic: input.topic,
            offset: input.offset,
            event_id: input.event_id,
        }),
    })
}

fn read_balance(balance: Option<&common::v1::Balance>, version: u64) -> Result<Balance, Malformed> {
    let balance = balance.ok_or_else(|| Malformed::missing("balance_after"))?;
    if balance.version != version {
        return Err(Malformed::new("wallet_version", "differs from balance_after.version"));
    }
    Ok(Balance {
        available: Tokens::new(balance.available),
        held: Tokens::new(balance.held),
        locked: Tokens::new(balance.locked),
        debt: Tokens::new(balance.debt),
        frozen: balance.frozen,
        version,
    })
}

fn read_reference(reference: Option<common::v1::Reference>) -> Reference {
    reference.map(|reference| Reference::new(reference.kind, reference.id)).unwrap_or_default()
}

fn read_parts(parts: Vec<proto::LotPart>) -> Result<LotParts, Malformed> {
    parts
        .into_iter()
        .map(|part| {
            Ok(LotPart { lot: convert::id("lot_id", &part.lot_id)?, tokens: Tokens::new(part.tokens) })
        })
        .collect()
}

fn optional_hold(text: &str) -> Result<Option<HoldId>, Malformed> {
    if text.is_empty() { Ok(None) } else { convert::id("hold_id", text).map(Some) }
}

fn read_change(change: Published) -> Result<Change, Malformed> {
    Ok(match change {
        Published::WalletOpened(proto::WalletOpened {}) => Change::Opened,
        Published::TokensCredited(credited) => read_credited(credited)?,
        Published::TokensHeld(held) => read_held(held)?,
        Published::HoldExtended(extended) => Change::HoldExtended {
            hold: convert::id("hold_id", &extended.hold_id)?,
            expires_at: convert::time("expires_at", extended.expires_at.as_ref())?,
        },
        Published::TokensDeducted(deducted) => Change::Deducted(read_deduction(deducted)?),
        Published::TokensReleased(released) => Change::Released {
            hold: convert::id("hold_id", &released.hold_id)?,
            tokens: Tokens::new(released.tokens),
            reason: reason::from_number(released.reason),
            parts: read_parts(released.lots)?,
            frozen: Tokens::new(released.frozen_tokens),
            reference: read_reference(released.reference),
        },
        Published::LotExpired(expired) => Change::LotExpired {
            lot: convert::id("lot_id", &expired.lot_id)?,
            tokens: Tokens::new(expired.tokens),
        },
        Published::CommandRefused(refused) => Change::Refused {
            command: command_name(&refused.command)?,
            reason: reason::from_number(refused.reason).ok_or_else(|| Malformed::missing("reason"))?,
            tokens: Tokens::new(refused.tokens),
            hold: optional_hold(&refused.hold_id)?,
            reference: refused.reference.map(|reference| read_reference(Some(reference))),
        },
        Published::LotReserved(reserved) => reversed(
            &reserved.lot_id,
            ReversalStep::Reserved {
                refund: convert::id("refund_id", &reserved.refund_id)?,
                tokens: Tokens::new(reserved.tokens),
            },
        )?,
        Published::LotUnreserved(unreserved) => reversed(
            &unreserved.lot_id,
            ReversalStep::Unreserved {
                refund: convert::id("refund_id", &unreserved.refund_id)?,
                tokens: Tokens::new(unreserved.tokens),
                frozen: unreserved.lot_frozen,
            },
        )?,
        Published::LotRefunded(refunded) => read_refunded(&refunded)?,
        Published::LotFrozen(frozen) => reversed(
            &frozen.lot_id,
            ReversalStep::Frozen {
                dispute: convert::id("dispute_id", &frozen.dispute_id)?,
                tokens: Tokens::new(frozen.tokens),
            },
        )?,
        Published::LotUnfrozen(unfrozen) => reversed(
            &unfrozen.lot_id,
            ReversalStep::Unfrozen {
                dispute: convert::id("dispute_id", &unfrozen.dispute_id)?,
                tokens: Tokens::new(unfrozen.tokens),
            },
        )?,
        Published::TokensClawedBack(clawed_back) => read_clawed_back(&clawed_back)?,
        Published::DebtRepaid(repaid) => {
            Change::DebtRepaid { tokens: Tokens::new(repaid.tokens), parts: read_parts(repaid.lots)? }
        }
        Published::WalletFrozen(frozen) => Change::Frozen(read_warrant(frozen.warrant)?),
        Published::WalletUnfrozen(unfrozen) => Change::Unfrozen(read_warrant(unfrozen.warrant)?),
        Published::BalanceAdjusted(adjusted) => Change::Adjusted {
            adjustment: read_adjustment(adjusted.adjustment)?,
            reference: read_reference(adjusted.reference),
            warrant: read_warrant(adjusted.warrant)?,
        },
        Published::BookClaimed(_) | Published::InputRejected(_) => {
            return Err(Malformed::new("kind", "is about the book, not about a wallet"));
        }
    })
}

fn read_credited(credited: proto::TokensCredited) -> Result<Change, Malformed> {
    Ok(Change::Credited {
        lot: convert::id("lot_id", &credited.lot_id)?,
        tokens: Tokens::new(credited.tokens),
        source: read_source(credited.source())?,
        expires_at: convert::optional_time("expires_at", credited.expires_at.as_ref())?,
        debt_repaid: Tokens::new(credited.debt_repaid),
        frozen: credited.lot_frozen,
        reference: read_reference(credited.reference),
    })
}

fn read_held(held: proto::TokensHeld) -> Result<Change, Malformed> {
    Ok(Change::Held {
        hold: convert::id("hold_id", &held.hold_id)?,
        tokens: Tokens::new(held.tokens),
        parts: read_parts(held.lots)?,
        expires_at: convert::time("expires_at", held.expires_at.as_ref())?,
        terms: Arc::new(SettlementTerms::try_from(held.terms.ok_or_else(|| Malformed::missing("terms"))?)?),
        reference: read_reference(held.reference),
    })
}

fn read_deduction(deducted: proto::TokensDeducted) -> Result<Deduction, Malformed> {
    Ok(Deduction {
        hold: optional_hold(&deducted.hold_id)?,
        tokens: Tokens::new(deducted.tokens),
        reason: reason::from_number(deducted.reason),
        parts: read_parts(deducted.lots)?,
        over_captured: read_parts(deducted.over_captured_lots)?,
        released: read_parts(deducted.released_lots)?,
        released_frozen: Tokens::new(deducted.released_frozen_tokens),
        closes_hold: deducted.hold_closed,
        detail: deducted.reason_detail,
        reference: read_reference(deducted.reference),
        list_tokens: Tokens::new(deducted.list_tokens),
        promotion: deducted.promotion_id,
    })
}

fn read_refunded(refunded: &proto::LotRefunded) -> Result<Change, Malformed> {
    let step = ReversalStep::Refunded {
        refund: convert::id("refund_id", &refunded.refund_id)?,
        taken: TakenBack {
            tokens: Tokens::new(refunded.tokens),
            reserved: Tokens::new(refunded.reserved_tokens),
            debt: Tokens::new(refunded.debt_added),
            frozen: refunded.lot_frozen,
        },
        unreserved: Tokens::new(refunded.unreserved_tokens),
        outstanding: Tokens::new(refunded.outstanding_tokens),
    };
    reversed(&refunded.lot_id, step)
}

fn read_clawed_back(clawed_back: &proto::TokensClawedBack) -> Result<Change, Malformed> {
    let step = ReversalStep::ClawedBack {
        dispute: convert::id("dispute_id", &clawed_back.dispute_id)?,
        taken: TakenBack {
            tokens: Tokens::new(clawed_back.tokens),
            reserved: Tokens::ZERO,
            debt: Tokens::new(clawed_back.debt_added),
            frozen: clawed_back.lot_frozen,
        },
    };
    reversed(&clawed_back.lot_id, step)
}

fn reversed(lot: &str, step: ReversalStep) -> Result<Change, Malformed> {
    Ok(Change::Reversed { lot: convert::id("lot_id", lot)?, step })
}

fn read_warrant(warrant: Option<proto::Warrant>) -> Result<Warrant, Malformed> {
    let proto::Warrant { actor, reason, evidence } = warrant.ok_or_else(|| Malformed::missing("warrant"))?;
    Ok(Warrant { actor, reason, evidence })
}

fn read_adjustment(adjustment: Option<balance_adjusted::Adjustment>) -> Result<Adjustment, Malformed> {
    match adjustment.ok_or_else(|| Malformed::missing("adjustment"))? {
        balance_adjusted::Adjustment::Credit(credit) => Ok(Adjustment::Credit {
            lot: convert::id("lot_id", &credit.lot_id)?,
            tokens: Tokens::new(credit.tokens),
            debt_repaid: Tokens::new(credit.debt_repaid),
        }),
        balance_adjusted::Adjustment::Debit(debit) => Ok(Adjustment::Debit {
            tokens: Tokens::new(debit.tokens),
            parts: read_parts(debit.lots)?,
            debt_added: Tokens::new(debit.debt_added),
        }),
    }
}

fn read_source(source: proto::LotSource) -> Result<LotSource, Malformed> {
    match source {
        proto::LotSource::Purchase => Ok(LotSource::Purchase),
        proto::LotSource::Promotion => Ok(LotSource::Promotion),
        proto::LotSource::Adjustment => Ok(LotSource::Adjustment),
        proto::LotSource::Unspecified => Err(Malformed::missing("source")),
    }
}

fn command_name(name: &str) -> Result<&'static str, Malformed> {
    Command::NAMES
        .into_iter()
        .find(|known| *known == name)
        .ok_or_else(|| Malformed::new("command", "is not a command of the ledger"))
}
