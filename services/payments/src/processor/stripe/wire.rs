//! Stripe's objects, as far as they matter here. What is not read is not named: above all the client secret, with which a
//! browser could act on a payment.
//!
//! Source: Stripe's API reference, version [`super::VERSION`]. Fields come and values are added without notice within a
//! version, so every object ignores what it does not know and every enumeration has a variant for the rest.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A payment: Stripe's `PaymentIntent`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Intent {
    pub(super) id: String,
    pub(super) status: Status,
    /// What it is to bring, in the currency's smallest unit (see [`super::money`]).
    pub(super) amount: u64,
    /// What it has brought.
    #[serde(default)]
    pub(super) amount_received: u64,
    /// ISO 4217, lower case.
    pub(super) currency: String,
    #[serde(default)]
    pub(super) metadata: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) cancellation_reason: Option<String>,
    #[serde(default)]
    pub(super) last_payment_error: Option<Box<ApiError>>,
    #[serde(default)]
    pub(super) latest_charge: Option<Expandable<Charge>>,
}

/// How far a payment has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    RequiresCapture,
    Processing,
    Canceled,
    Succeeded,
    /// Of a later version.
    #[serde(other)]
    Unheard,
}

/// A part that comes whole only where the request asked for it, and as its id otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Expandable<T> {
    Whole(Box<T>),
    Id(#[expect(dead_code, reason = "tells it from the whole")] String),
}

/// One try to take the money.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Charge {
    #[serde(default)]
    pub(super) payment_method_details: Option<MethodDetails>,
}

/// With what: in a charge and in an error.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct MethodDetails {
    #[serde(default)]
    pub(super) card: Option<Card>,
}

/// A card, without its number.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Card {
    #[serde(default)]
    pub(super) brand: Option<String>,
}

/// The body of an answer that is an error.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ErrorBody {
    pub(super) error: ApiError,
}

/// What went wrong. Its `message` is left out: it is for people and may repeat what we sent.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ApiError {
    #[serde(rename = "type")]
    pub(super) kind: ErrorKind,
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) decline_code: Option<String>,
    #[serde(default)]
    pub(super) param: Option<String>,
    /// The payment that the request was about, as it is now.
    #[serde(default)]
    pub(super) payment_intent: Option<Box<Intent>>,
    #[serde(default)]
    pub(super) payment_method: Option<MethodDetails>,
}

/// The kinds of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ErrorKind {
    ApiError,
    CardError,
    IdempotencyError,
    InvalidRequestError,
    /// Of a later version.
    #[serde(other)]
    Unheard,
}

/// What a search found.
#[derive(Debug, Deserialize)]
pub(super) struct Found {
    pub(super) data: Vec<Intent>,
}

/// A notification.
#[derive(Debug, Deserialize)]
pub(super) struct Event {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) data: EventData,
}

/// What a notification is about.
#[derive(Debug, Deserialize)]
pub(super) struct EventData {
    /// Its form depends on the kind.
    pub(super) object: serde_json::Value,
}
