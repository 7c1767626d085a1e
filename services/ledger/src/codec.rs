//! Entries as they stand in the log: `tokenbook.ledger.v1.LedgerEvent` in `ProtoJSON`.

use contracts::convert::{self, Malformed};
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::ledger_event::Kind as Published;
use contracts::topic::TopicEvent as _;
use contracts::{common, reason};
use eventlog::ChainHash;
use kernel::{AccountId, HoldId, SettlementTerms, Tokens};

use crate::book::{Codec, CodecError};
use crate::domain::{
    Balance, BookEvent, Cause, Change, Deduction, Entry, InputPosition, Kind, LotPart, LotSource, Reference,
};

/// The published form of the books.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProtoJson;

impl Codec for ProtoJson {
    fn encode(&self, entry: &Entry, previous: ChainHash) -> Result<Vec<u8>, CodecError> {
        publish(entry, previous).to_value().map_err(|error| CodecError(error.to_string()))
    }

    fn decode(&self, value: &[u8]) -> Result<(Entry, ChainHash), CodecError> {
        let event = proto::LedgerEvent::from_value(value).map_err(|error| CodecError(error.to_string()))?;
        let previous =
            event.previous.parse().map_err(|_| CodecError("`previous` is not a chain hash".to_owned()))?;
        Ok((read(event).map_err(|error| CodecError(error.to_string()))?, previous))
    }
}

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
            caller: entry.cause.caller.clone(),
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
    }
}

/// A reference in its published form.
pub fn publish_reference(reference: &Reference) -> common::v1::Reference {
    common::v1::Reference { kind: reference.kind.clone(), id: reference.id.clone() }
}

fn publish_parts(parts: &[LotPart]) -> Vec<proto::LotPart> {
    parts
        .iter()
        .map(|part| proto::LotPart { lot_id: part.lot.to_string(), tokens: part.tokens.get() })
        .collect()
}

fn sum(parts: &[LotPart]) -> u64 {
    parts.iter().fold(0, |sum: u64, part| sum.saturating_add(part.tokens.get()))
}

fn publish_change(change: &Change) -> Published {
    match change {
        Change::Opened => Published::WalletOpened(proto::WalletOpened {}),
        Change::Credited { lot, tokens, source, expires_at, debt_repaid, reference } => {
            Published::TokensCredited(proto::TokensCredited {
                lot_id: lot.to_string(),
                tokens: tokens.get(),
                source: publish_source(*source).into(),
                expires_at: expires_at.map(convert::timestamp),
                debt_repaid: debt_repaid.get(),
                reference: Some(publish_reference(reference)),
            })
        }
        Change::Held { hold, tokens, parts, expires_at, terms, reference } => {
            Published::TokensHeld(proto::TokensHeld {
                hold_id: hold.to_string(),
                tokens: tokens.get(),
                lots: publish_parts(parts),
                expires_at: Some(convert::timestamp(*expires_at)),
                terms: Some(terms.clone().into()),
                reference: Some(publish_reference(reference)),
            })
        }
        Change::HoldExtended { hold, expires_at } => Published::HoldExtended(proto::HoldExtended {
            hold_id: hold.to_string(),
            expires_at: Some(convert::timestamp(*expires_at)),
        }),
        Change::Deducted(deduction) => Published::TokensDeducted(publish_deduction(deduction)),
        Change::Released { hold, tokens, parts, reason, reference } => {
            Published::TokensReleased(proto::TokensReleased {
                hold_id: hold.to_string(),
                tokens: tokens.get(),
                lots: publish_parts(parts),
                reason: reason::number(*reason),
                reference: Some(publish_reference(reference)),
            })
        }
        Change::LotExpired { lot, tokens } => {
            Published::LotExpired(proto::LotExpired { lot_id: lot.to_string(), tokens: tokens.get() })
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
    if !cause.request_digest.is_empty() {
        hex::decode_to_slice(&cause.request_digest, &mut digest)
            .map_err(|_| Malformed::new("cause.request_digest", "must be 32 hexadecimal digits"))?;
    }
    Ok(Cause {
        caller: cause.caller,
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
        debt: Tokens::new(balance.debt),
        version,
    })
}

fn read_reference(reference: Option<common::v1::Reference>) -> Reference {
    reference.map(|reference| Reference { kind: reference.kind, id: reference.id }).unwrap_or_default()
}

fn read_parts(parts: Vec<proto::LotPart>) -> Result<Vec<LotPart>, Malformed> {
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
        Published::TokensCredited(credited) => Change::Credited {
            lot: convert::id("lot_id", &credited.lot_id)?,
            tokens: Tokens::new(credited.tokens),
            source: read_source(credited.source())?,
            expires_at: convert::optional_time("expires_at", credited.expires_at.as_ref())?,
            debt_repaid: Tokens::new(credited.debt_repaid),
            reference: read_reference(credited.reference),
        },
        Published::TokensHeld(held) => Change::Held {
            hold: convert::id("hold_id", &held.hold_id)?,
            tokens: Tokens::new(held.tokens),
            parts: read_parts(held.lots)?,
            expires_at: convert::time("expires_at", held.expires_at.as_ref())?,
            terms: SettlementTerms::try_from(held.terms.ok_or_else(|| Malformed::missing("terms"))?)?,
            reference: read_reference(held.reference),
        },
        Published::HoldExtended(extended) => Change::HoldExtended {
            hold: convert::id("hold_id", &extended.hold_id)?,
            expires_at: convert::time("expires_at", extended.expires_at.as_ref())?,
        },
        Published::TokensDeducted(deducted) => Change::Deducted(Deduction {
            hold: optional_hold(&deducted.hold_id)?,
            tokens: Tokens::new(deducted.tokens),
            reason: reason::from_number(deducted.reason),
            parts: read_parts(deducted.lots)?,
            over_captured: read_parts(deducted.over_captured_lots)?,
            released: read_parts(deducted.released_lots)?,
            closes_hold: deducted.hold_closed,
            detail: deducted.reason_detail,
            reference: read_reference(deducted.reference),
            list_tokens: Tokens::new(deducted.list_tokens),
            promotion: deducted.promotion_id,
        }),
        Published::TokensReleased(released) => Change::Released {
            hold: convert::id("hold_id", &released.hold_id)?,
            tokens: Tokens::new(released.tokens),
            reason: reason::from_number(released.reason),
            parts: read_parts(released.lots)?,
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
        Published::BookClaimed(_) | Published::InputRejected(_) => {
            return Err(Malformed::new("kind", "is about the book, not about a wallet"));
        }
    })
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
    [
        "Open",
        "Credit",
        "Authorize",
        "Capture",
        "Release",
        "ExtendHold",
        "Spend",
        "Settle",
        "ExpireHold",
        "ExpireLot",
    ]
    .into_iter()
    .find(|known| *known == name)
    .ok_or_else(|| Malformed::new("command", "is not a command of the ledger"))
}

/// The full name of an entry's kind, as `CloudEvents` `type`.
pub const fn event_type(entry: &Entry) -> &'static str {
    match &entry.kind {
        Kind::Book(BookEvent::Claimed { .. }) => "tokenbook.ledger.v1.BookClaimed",
        Kind::Book(BookEvent::InputRejected { .. }) => "tokenbook.ledger.v1.InputRejected",
        Kind::Wallet { change, .. } => match change {
            Change::Opened => "tokenbook.ledger.v1.WalletOpened",
            Change::Credited { .. } => "tokenbook.ledger.v1.TokensCredited",
            Change::Held { .. } => "tokenbook.ledger.v1.TokensHeld",
            Change::HoldExtended { .. } => "tokenbook.ledger.v1.HoldExtended",
            Change::Deducted(_) => "tokenbook.ledger.v1.TokensDeducted",
            Change::Released { .. } => "tokenbook.ledger.v1.TokensReleased",
            Change::LotExpired { .. } => "tokenbook.ledger.v1.LotExpired",
            Change::Refused { .. } => "tokenbook.ledger.v1.CommandRefused",
        },
    }
}

#[cfg(test)]
mod tests;
