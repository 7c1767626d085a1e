//! The sandbox's API as JSON: shared by the server and by the adapter that calls it.

use serde::{Deserialize, Serialize};

/// The processor's name in webhook addresses and events.
pub const NAME: &str = "sandbox";
/// The header that names a request for ever.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// The header with a webhook's signature.
pub const SIGNATURE: &str = "webhook-signature";
/// The type of the event that says that the money came.
pub const SUCCEEDED: &str = "payment.succeeded";
/// The type of the event that says that the money will not come.
pub const FAILED: &str = "payment.failed";

/// The code of the error that a payment method is not known.
pub const UNKNOWN_METHOD: &str = "unknown_payment_method";

/// The body of `POST /v1/payments`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// In the currency's minor unit.
    pub amount: u64,
    /// ISO 4217, upper case.
    pub currency: String,
    /// Such as `pm_visa`.
    pub payment_method: String,
    /// The merchant's own ids, given back as they came.
    pub metadata: Metadata,
}

/// What the merchant calls a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The merchant's id of the attempt.
    pub payment_id: String,
    /// The merchant's id of the order.
    pub order_id: String,
}

/// How far a payment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The outcome comes later.
    Processing,
    /// The money came.
    Succeeded,
    /// It will not come.
    Failed,
}

/// Why a card was declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineCode {
    /// Too little money.
    InsufficientFunds,
    /// The card's limit is reached.
    LimitExceeded,
    /// Number, date or code are wrong.
    WrongDetails,
    /// The bank does not say why.
    Declined,
}

/// A payment, as answers and notifications tell of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// The sandbox's own id.
    pub id: String,
    /// How far it has come.
    pub status: Status,
    /// Why it failed.
    pub decline_code: Option<DeclineCode>,
    /// In the currency's minor unit.
    pub amount: u64,
    /// ISO 4217.
    pub currency: String,
    /// The brand of the card.
    pub card_brand: String,
    /// The merchant's ids.
    pub metadata: Metadata,
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The same for every delivery of one event.
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// Unix seconds.
    pub created: i64,
    /// About what; its form depends on the type.
    pub data: serde_json::Value,
}

/// What an event about a payment holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventData {
    /// The payment as it was then.
    pub payment: Payment,
}

/// The body of an answer that is an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What is wrong.
    pub error: ErrorDetail,
}

/// What is wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDetail {
    /// Stable.
    pub code: String,
    /// For people.
    pub message: String,
}
