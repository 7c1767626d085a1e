//! The adapter for Stripe, over its HTTP API.
//!
//! A payment is a `PaymentIntent`, created and confirmed in one call under our payment id as idempotency key, with our ids in its
//! metadata. A payment method is a `PaymentMethod` that Stripe.js made in the buyer's browser.
//!
//! # What is believed
//!
//! - **"Not taken"** only where Stripe documents that a call has no effect, or where nothing was sent. Everything else is
//!   an unknown outcome, and asked about.
//! - **"Never heard of"** is never concluded from a search, which runs behind: a payment that is not found is submitted again
//!   under its key, which Stripe answers with the first call's answer, if there was one. To give a payment up, its key is
//!   taken by a request that charges nothing ([`StripeProcessor::abandon`]): either that succeeds, and no call of ours that is
//!   still on its way can charge any more, or it is refused because such a call came first.
//! - **"Failed"** only where nothing can charge the intent any more: what waits for a step that is not offered here (3-D
//!   Secure) is cancelled first, and only then is it a failure.
//!
//! # Absent on purpose
//!
//! Customers, saved cards, capture in a second step, and anything that needs the buyer's browser once more.

mod api;
mod meaning;
mod money;
#[cfg(test)]
mod tests;
mod wire;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::PaymentId;
use runtime::Secret;

use self::api::{Api, Failed};
use self::meaning::{Standing, report, standing};
use self::wire::{ErrorKind, Event, Intent};
use super::{
    LookUpError, NewPayment, Notification, PaymentReport, Processor, SubmitError, WebhookError, signature,
};

/// Stripe's own address.
pub const URL: &str = "https://api.stripe.com";

/// The version of the API that this adapter was written against, and asks for.
pub const VERSION: &str = "2025-09-30.clover";

/// The name in webhook addresses and events.
const NAME: &str = "stripe";

/// The notifications that say something about a payment.
const KINDS: [&str; 4] = [
    "payment_intent.succeeded",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.canceled",
];

/// For how long after its first use Stripe certainly remembers an idempotency key: 24 hours, less what clocks may differ.
const KEY_LIVES: TimeDelta = TimeDelta::hours(23);

/// By then every call under a key has ended, and the search, which is an hour behind at worst, has seen what came of it.
const SEARCH_IS_COMPLETE: TimeDelta = TimeDelta::hours(26);

/// Stripe, as this service sees it.
#[derive(Debug)]
pub struct StripeProcessor {
    api: Api,
    webhook_secrets: Vec<Secret>,
    within: Duration,
}

impl StripeProcessor {
    /// Stripe at `url` under this key, given up when it does not answer `within` that time. A notification is believed if any
    /// of the secrets signed it.
    pub fn new(
        url: &str,
        api_key: Secret,
        webhook_secrets: Vec<Secret>,
        within: Duration,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self { api: Api::new(url, api_key, within)?, webhook_secrets, within })
    }

    async fn submit(&self, payment: &NewPayment) -> Result<PaymentReport, SubmitError> {
        let intent = match self.api.create(payment).await {
            Ok(intent) => intent,
            Err(Failed::Unsent(problem)) => return Err(SubmitError::NotTaken(problem)),
            Err(Failed::Unanswered(problem)) => return Err(SubmitError::OutcomeUnknown(problem)),
            Err(Failed::Refused(refusal)) => {
                let what = refusal.to_string();
                let refused = meaning::refused(refusal.status.as_u16(), refusal.error, what.clone());
                if matches!(refused, Err(SubmitError::UnknownMethod)) {
                    // The buyer is told to enter the card again; whether that is all, only this line says.
                    tracing::info!(payment_id = %payment.id, answer = what, "Stripe refused a payment method");
                }
                refused?
            }
        };
        let intent = self.end_what_waits(intent).await;
        about(payment.id, &intent).map_err(SubmitError::OutcomeUnknown)
    }

    async fn look_up(
        &self,
        payment: PaymentId,
        processor_payment_id: Option<&str>,
    ) -> Result<Option<PaymentReport>, LookUpError> {
        if let Some(id) = processor_payment_id {
            return self.retrieve(payment, id).await.map(Some);
        }
        match self.api.search(payment).await {
            Ok(Some(id)) => self.retrieve(payment, &id).await.map(Some),
            Ok(None) => Ok(None),
            // Searching is a help that not every account has; without it the payment is submitted again, which tells more.
            Err(error) => {
                tracing::debug!(payment_id = %payment, %error, "Stripe cannot be searched");
                Ok(None)
            }
        }
    }

    /// The payment as it stands now, which a search may not know yet. An id that Stripe does not know is no lost payment, but
    /// another account's key.
    async fn retrieve(&self, payment: PaymentId, id: &str) -> Result<PaymentReport, LookUpError> {
        let intent = self.api.retrieve(id).await.map_err(|error| LookUpError(error.to_string()))?;
        let intent = self.end_what_waits(intent).await;
        about(payment, &intent).map_err(LookUpError)
    }

    /// Makes certain that a payment is never taken, or finds it.
    async fn abandon(
        &self,
        payment: &NewPayment,
        age: TimeDelta,
    ) -> Result<Option<PaymentReport>, LookUpError> {
        let found = self.api.search(payment.id).await;
        if let Ok(Some(id)) = &found {
            return self.retrieve(payment.id, id).await.map(Some);
        }
        if age < KEY_LIVES {
            return self.take_key(payment).await;
        }
        match found {
            Ok(_) if age >= SEARCH_IS_COMPLETE => Ok(None),
            Ok(_) => Err(LookUpError("its search may not be complete yet".to_owned())),
            Err(error) => Err(LookUpError(error.to_string())),
        }
    }

    async fn take_key(&self, payment: &NewPayment) -> Result<Option<PaymentReport>, LookUpError> {
        match self.api.take_key(payment).await {
            Ok(intent) => {
                // It has no payment method and charges nothing; cancelled, it leaves no open end in the dashboard.
                if let Err(error) = self.api.cancel(&intent).await {
                    tracing::debug!(payment_id = %payment.id, %error, "an empty payment was not cancelled");
                }
                Ok(None)
            }
            Err(Failed::Refused(refusal))
                if refusal.error.as_ref().is_some_and(|error| error.kind == ErrorKind::IdempotencyError) =>
            {
                // A call of ours came first. The same call gets its answer once more.
                match self.submit(payment).await {
                    Ok(report) => Ok(Some(report)),
                    Err(SubmitError::UnknownMethod) => Ok(None),
                    Err(error @ (SubmitError::NotTaken(_) | SubmitError::OutcomeUnknown(_))) => {
                        Err(LookUpError(error.to_string()))
                    }
                }
            }
            Err(error) => Err(LookUpError(error.to_string())),
        }
    }

    /// Cancels an intent that waits for a step which nobody will take. If that cannot be done, it still waits, counts as
    /// processing, and is cancelled when it is asked about next.
    async fn end_what_waits(&self, intent: Intent) -> Intent {
        if !matches!(standing(&intent), Standing::Waits(_)) {
            return intent;
        }
        match self.api.cancel(&intent).await {
            Ok(cancelled) => cancelled,
            Err(error) => {
                tracing::warn!(processor_payment_id = intent.id, %error, "a payment that waits was not cancelled");
                match error {
                    // It was cancelled or has ended otherwise meanwhile.
                    Failed::Refused(refusal) => {
                        refusal.error.and_then(|error| error.payment_intent).map_or(intent, |now| *now)
                    }
                    Failed::Unsent(_) | Failed::Unanswered(_) => intent,
                }
            }
        }
    }

    /// Several calls in a row take no longer than one may.
    async fn in_time<T>(
        &self,
        asking: impl Future<Output = Result<T, LookUpError>> + Send,
    ) -> Result<T, LookUpError> {
        let late = |_| Err(LookUpError("it did not answer in time".to_owned()));
        tokio::time::timeout(self.within, asking).await.unwrap_or_else(late)
    }
}

/// What an intent says about the payment that was asked for; anything else is no answer.
fn about(payment: PaymentId, intent: &Intent) -> Result<PaymentReport, String> {
    report(intent)
        .filter(|report| report.payment == payment)
        .ok_or_else(|| "its answer is not about that payment".to_owned())
}

impl Processor for StripeProcessor {
    fn name(&self) -> &'static str {
        NAME
    }

    fn create_payment<'a>(
        &'a self,
        payment: &'a NewPayment,
    ) -> BoxFuture<'a, Result<PaymentReport, SubmitError>> {
        self.submit(payment).boxed()
    }

    fn find_payment<'a>(
        &'a self,
        payment: PaymentId,
        processor_payment_id: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Option<PaymentReport>, LookUpError>> {
        self.in_time(self.look_up(payment, processor_payment_id)).boxed()
    }

    fn abandon_payment<'a>(
        &'a self,
        payment: &'a NewPayment,
        age: TimeDelta,
    ) -> BoxFuture<'a, Result<Option<PaymentReport>, LookUpError>> {
        self.in_time(self.abandon(payment, age)).boxed()
    }

    fn read_webhook(
        &self,
        body: &[u8],
        signature: &str,
        now: DateTime<Utc>,
    ) -> Result<Notification, WebhookError> {
        signature::verify(self.webhook_secrets.iter().map(Secret::expose), signature, body, now)?;
        let event: Event = serde_json::from_slice(body).map_err(|_| WebhookError::Unreadable)?;
        if !KINDS.contains(&event.kind.as_str()) {
            return Ok(Notification::Other);
        }
        let intent: Intent =
            serde_json::from_value(event.data.object).map_err(|_| WebhookError::Unreadable)?;
        // The account may take payments for other things too.
        Ok(report(&intent).map_or(Notification::Other, Notification::Payment))
    }
}
