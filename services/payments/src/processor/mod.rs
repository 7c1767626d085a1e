//! Card processors: what this service needs of one, and the adapters that offer it.
//!
//! Absent on purpose: card numbers. A payment method is a token that the processor gave to the buyer's browser.

mod http;
mod sandbox;
pub mod signature;
mod stripe;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use kernel::{Money, OrderId, PaymentId};

use crate::domain::{Outcome, PaymentMethod};

pub use sandbox::SandboxProcessor;
pub use stripe::{StripeProcessor, URL as STRIPE_URL, VERSION as STRIPE_VERSION};

/// What is to be paid. Submitted any number of times, it is one payment: the processor knows it by our id.
#[derive(Debug, Clone)]
pub struct NewPayment {
    /// Our attempt: the processor's idempotency key.
    pub id: PaymentId,
    /// The order, for the processor's own records.
    pub order: OrderId,
    /// How much.
    pub price: Money,
    /// With what.
    pub method: PaymentMethod,
}

/// How far a payment has come at the processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Its outcome comes later.
    Processing,
    /// Its outcome is known.
    Settled(Outcome),
}

/// A payment as the processor tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentReport {
    /// Our attempt.
    pub payment: PaymentId,
    /// The processor's own id.
    pub processor_payment_id: String,
    /// How much it charges.
    pub price: Money,
    /// The brand of the card.
    pub card_brand: Option<String>,
    /// How far it has come.
    pub status: PaymentStatus,
}

/// Why a payment was not accepted. The texts are for our logs.
#[derive(Debug, thiserror::Error)]
pub enum SubmitError {
    /// It is certain that the processor has not taken the payment: it could not be reached, or said so.
    #[error("the processor did not take the payment: {0}")]
    NotTaken(String),
    /// The processor does not know the payment method.
    #[error("the processor does not know the payment method")]
    UnknownMethod,
    /// It may have taken the payment or not. Ask later.
    #[error("the processor did not answer: {0}")]
    OutcomeUnknown(String),
}

/// The processor could not say what became of a payment; ask again.
#[derive(Debug, thiserror::Error)]
#[error("the processor cannot be asked: {0}")]
pub struct LookUpError(pub String);

/// A notification of the processor that may be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notification {
    /// About a payment of ours.
    Payment(PaymentReport),
    /// About something else, or of a kind from a later version: acknowledged, and without effect.
    Other,
}

/// Why a notification is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    /// The signature is missing, wrong, or made too long ago.
    #[error("the signature is missing, wrong or too old")]
    Signature,
    /// The signature is right and the body is not what the processor's documentation says.
    #[error("the notification cannot be read")]
    Unreadable,
}

/// A card processor.
pub trait Processor: Send + Sync {
    /// Its name in events, webhook addresses and the database.
    fn name(&self) -> &'static str;

    /// Submits a payment. The same one again is the same payment, and answers how far it has come.
    fn create_payment<'a>(
        &'a self,
        payment: &'a NewPayment,
    ) -> BoxFuture<'a, Result<PaymentReport, SubmitError>>;

    /// Asks what became of a payment; `None` if the processor knows of none. It may learn of it a moment later: only
    /// [`Self::abandon_payment`] makes an end of it.
    fn find_payment<'a>(
        &'a self,
        payment: PaymentId,
        processor_payment_id: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Option<PaymentReport>, LookUpError>>;

    /// Makes certain that a payment which began `age` ago and was not found will never be taken, and then answers `None`; or
    /// finds it after all.
    fn abandon_payment<'a>(
        &'a self,
        payment: &'a NewPayment,
        age: TimeDelta,
    ) -> BoxFuture<'a, Result<Option<PaymentReport>, LookUpError>>;

    /// Reads a notification, byte for byte as it came, and believes it only if its signature is right.
    fn read_webhook(
        &self,
        body: &[u8],
        signature: &str,
        now: DateTime<Utc>,
    ) -> Result<Notification, WebhookError>;
}
