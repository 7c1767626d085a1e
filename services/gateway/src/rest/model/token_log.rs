//! The token log.

use chrono::{DateTime, Utc};
use contracts::convert::Malformed;
use contracts::ledger::v1 as proto;
use kernel::Reason;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Reference, filled, reason, time};

/// What a line of the token log is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TokenLogKind)]
pub enum Kind {
    /// Bought tokens.
    Purchase,
    /// A gift.
    Promotion,
    /// A correction by hand.
    Adjustment,
    /// Tokens set aside.
    Hold,
    /// Tokens used up.
    Use,
    /// Tokens given back from a hold.
    Release,
    /// What was left of a gift after its period.
    Expiry,
    /// Tokens of a refunded order, taken back.
    Refund,
    /// Tokens of an order whose payment was lost in a dispute, taken back.
    Clawback,
}

impl Kind {
    /// Every kind, with its name.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Purchase, "purchase"),
        (Self::Promotion, "promotion"),
        (Self::Adjustment, "adjustment"),
        (Self::Hold, "hold"),
        (Self::Use, "use"),
        (Self::Release, "release"),
        (Self::Expiry, "expiry"),
        (Self::Refund, "refund"),
        (Self::Clawback, "clawback"),
    ];
}

/// Text that is no kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be `purchase`, `promotion`, `adjustment`, `hold`, `use`, `release`, `expiry`, `refund` or `clawback`"
)]
pub struct NotAKind;

impl std::str::FromStr for Kind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, NotAKind> {
        Self::ALL.into_iter().find(|(_, name)| *name == text).map(|(kind, _)| kind).ok_or(NotAKind)
    }
}

impl From<Kind> for proto::TokenLogKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Purchase => Self::Purchase,
            Kind::Promotion => Self::Promotion,
            Kind::Adjustment => Self::Adjustment,
            Kind::Hold => Self::Hold,
            Kind::Use => Self::Use,
            Kind::Release => Self::Release,
            Kind::Expiry => Self::Expiry,
            Kind::Refund => Self::Refund,
            Kind::Clawback => Self::Clawback,
        }
    }
}

impl TryFrom<proto::TokenLogKind> for Kind {
    type Error = Malformed;

    fn try_from(kind: proto::TokenLogKind) -> Result<Self, Malformed> {
        match kind {
            proto::TokenLogKind::Unspecified => Err(Malformed::missing("entry.kind")),
            proto::TokenLogKind::Purchase => Ok(Self::Purchase),
            proto::TokenLogKind::Promotion => Ok(Self::Promotion),
            proto::TokenLogKind::Adjustment => Ok(Self::Adjustment),
            proto::TokenLogKind::Hold => Ok(Self::Hold),
            proto::TokenLogKind::Use => Ok(Self::Use),
            proto::TokenLogKind::Release => Ok(Self::Release),
            proto::TokenLogKind::Expiry => Ok(Self::Expiry),
            proto::TokenLogKind::Refund => Ok(Self::Refund),
            proto::TokenLogKind::Clawback => Ok(Self::Clawback),
        }
    }
}

/// One line of the token log. The amounts of all lines add up to the balance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"version": 17, "time": "2026-11-22T13:00:05Z", "kind": "use", "amount": -90, "held_change": -120,
    "balance_after": 910, "available_after": 910, "held_after": 0,
    "reference": {"kind": "generation", "id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77"}, "reason": null, "reason_detail": null,
    "list_amount": 120, "promotion_id": "launch-25", "hold_id": "0190d6c4-7000-7c3e-9f55-1d2b8c1f0a77",
    "entry_id": "0190d6c4-7100-7c3e-9f55-1d2b8c1f0a77", "position": {"partition": 2, "offset": 4711}}))]
pub struct TokenLogEntry {
    /// The wallet's version after it.
    pub version: u64,
    /// When.
    pub time: DateTime<Utc>,
    /// What it is about.
    pub kind: Kind,
    /// Change of the tokens owned: positive for credits, negative for use, 0 for holds and releases.
    pub amount: i64,
    /// Tokens set aside (positive), or given back or used from a hold (negative).
    pub held_change: i64,
    /// Tokens owned after it: available + held + locked − debt.
    pub balance_after: i64,
    /// Tokens available after it.
    pub available_after: u64,
    /// Tokens held after it.
    pub held_after: u64,
    /// The order, generation or promotion that it is about.
    pub reference: Option<Reference>,
    /// Why a failure was charged, or a hold released.
    #[schema(value_type = Option<String>)]
    pub reason: Option<Reason>,
    /// For prohibited content, the category.
    pub reason_detail: Option<String>,
    /// The price before a discount, where there was one.
    pub list_amount: Option<u64>,
    /// The discount or gift.
    pub promotion_id: Option<String>,
    /// The hold that it made, used or ended.
    pub hold_id: Option<String>,
    /// Its entry in the books.
    pub entry_id: String,
    /// Where the entry stands in the log.
    pub position: Position,
}

/// A place in `ledger.events`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"partition": 2, "offset": 4711}))]
pub struct Position {
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
}

impl TryFrom<proto::TokenLogEntry> for TokenLogEntry {
    type Error = Malformed;

    fn try_from(entry: proto::TokenLogEntry) -> Result<Self, Malformed> {
        Ok(Self {
            kind: entry.kind().try_into()?,
            time: time("entry.time", entry.time)?,
            version: entry.version,
            amount: entry.amount,
            held_change: entry.held_change,
            balance_after: entry.balance_after,
            available_after: entry.available_after,
            held_after: entry.held_after,
            reference: entry.reference.map(Into::into),
            reason: reason(entry.reason),
            reason_detail: filled(entry.reason_detail),
            list_amount: (entry.list_tokens > 0).then_some(entry.list_tokens),
            promotion_id: filled(entry.promotion_id),
            hold_id: filled(entry.hold_id),
            entry_id: entry.entry_id,
            position: Position { partition: entry.partition, offset: entry.offset },
        })
    }
}

/// A page of the token log, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenLog {
    /// The lines.
    pub entries: Vec<TokenLogEntry>,
    /// The `cursor` of the next page; null on the last.
    pub next_cursor: Option<String>,
    /// The wallet's version that the page shows.
    pub version: u64,
}

impl TryFrom<proto::ListTokenLogResponse> for TokenLog {
    type Error = Malformed;

    fn try_from(page: proto::ListTokenLogResponse) -> Result<Self, Malformed> {
        Ok(Self {
            entries: page.entries.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            next_cursor: filled(page.next_cursor),
            version: page.version,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_from_its_name_and_its_published_form() {
        for (kind, name) in Kind::ALL {
            assert_eq!(name.parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), name);
            assert_eq!(Kind::try_from(proto::TokenLogKind::from(kind)), Ok(kind));
        }
        assert_eq!("spend".parse::<Kind>(), Err(NotAKind));
    }
}
