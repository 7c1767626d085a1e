//! The bodies of requests and answers: the published form of the REST interface. Requests refuse unknown fields; amounts
//! are integers, times RFC 3339, statuses lower snake case.

pub mod account;
pub mod generation;
pub mod order;
pub mod pricing;
pub mod text_id;
pub mod token_log;
pub mod work;

use chrono::{DateTime, Utc};
use contracts::Timestamp;
use contracts::common::v1 as proto;
use contracts::convert::{self, Malformed};
use kernel::Reason;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::Problem;
use crate::upstream::malformed;

/// A service's message in its REST form.
pub fn publish<T: TryFrom<P, Error = Malformed>, P>(message: P) -> Result<T, Problem> {
    T::try_from(message).map_err(malformed)
}

/// Several of them.
pub fn publish_all<T: TryFrom<P, Error = Malformed>, P>(messages: Vec<P>) -> Result<Vec<T>, Problem> {
    messages.into_iter().map(publish).collect()
}

/// An amount of money in the currency's minor unit.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"currency": "USD", "minor_units": 999}))]
pub struct Money {
    /// ISO 4217.
    pub currency: String,
    /// Cents, or whatever the currency's smallest unit is; never a fraction of it.
    #[schema(minimum = 0)]
    pub minor_units: u64,
}

impl TryFrom<Option<proto::Money>> for Money {
    type Error = Malformed;

    fn try_from(money: Option<proto::Money>) -> Result<Self, Malformed> {
        let money = kernel::Money::try_from(money.ok_or_else(|| Malformed::missing("price"))?)?;
        Ok(Self { currency: money.currency, minor_units: money.minor_units })
    }
}

/// A wallet seen at one version. Whole tokens.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"available": 880, "held": 120, "locked": 0, "debt": 0, "frozen": false, "version": 17}))]
pub struct Balance {
    /// What can be spent or held now; 0 while there is a debt.
    pub available: u64,
    /// Set aside for generations under way.
    pub held: u64,
    /// There, but not to be used now: part of a refund under way, or of a disputed order.
    pub locked: u64,
    /// Owed after a lost dispute over tokens already spent; the next credit repays it first.
    pub debt: u64,
    /// Whether nothing can be spent until support unfreezes the wallet.
    pub frozen: bool,
    /// The number of the wallet's last entry; it grows with every change.
    pub version: u64,
}

impl From<proto::Balance> for Balance {
    fn from(balance: proto::Balance) -> Self {
        let proto::Balance { available, held, debt, version, locked, frozen } = balance;
        Self { available, held, locked, debt, frozen, version }
    }
}

/// The business object that a movement of tokens is about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"kind": "generation", "id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77"}))]
pub struct Reference {
    /// Such as `order`, `generation` or `promotion`.
    pub kind: String,
    /// Its id.
    pub id: String,
}

impl From<proto::Reference> for Reference {
    fn from(proto::Reference { kind, id }: proto::Reference) -> Self {
        Self { kind, id }
    }
}

/// A moment that must be there.
fn time(field: &'static str, time: Option<Timestamp>) -> Result<DateTime<Utc>, Malformed> {
    convert::time(field, time.as_ref())
}

/// A moment that may be absent.
fn optional_time(field: &'static str, time: Option<Timestamp>) -> Result<Option<DateTime<Utc>>, Malformed> {
    convert::optional_time(field, time.as_ref())
}

/// The reason of a published number; none for 0 and for one from a later version.
fn reason(number: i32) -> Option<Reason> {
    contracts::reason::from_number(number)
}

/// Proto3 text has no absence: empty says none.
fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
