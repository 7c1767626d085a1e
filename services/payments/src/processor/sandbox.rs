//! The adapter for the sandbox processor (`tokenbook-sandbox-processor`), over HTTP.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use kernel::{Money, PaymentId, Reason};
use reqwest::{Client, RequestBuilder, StatusCode};
use runtime::Secret;

use super::{
    LookUpError, NewPayment, Notification, PaymentReport, PaymentStatus, Processor, SubmitError,
    WebhookError, http, signature,
};
use crate::domain::Outcome;
use crate::sandbox::wire;

/// An answer larger than this is not the sandbox's.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// The sandbox processor, as this service sees it.
#[derive(Debug)]
pub struct SandboxProcessor {
    client: Client,
    url: String,
    api_key: Secret,
    webhook_secret: Secret,
}

impl SandboxProcessor {
    /// The sandbox at `url` (`http://host:port`), given up when it does not answer `within` that time.
    pub fn new(
        url: &str,
        api_key: Secret,
        webhook_secret: Secret,
        within: Duration,
    ) -> Result<Self, reqwest::Error> {
        let client = http::plain_client(within)?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned(), api_key, webhook_secret })
    }

    async fn submit(&self, payment: &NewPayment) -> Result<PaymentReport, SubmitError> {
        let body = wire::NewPayment {
            amount: payment.price.minor_units,
            currency: payment.price.currency.clone(),
            payment_method: payment.method.as_str().to_owned(),
            metadata: wire::Metadata {
                payment_id: payment.id.to_string(),
                order_id: payment.order.to_string(),
            },
        };
        let request = self
            .client
            .post(format!("{}/v1/payments", self.url))
            .header(wire::IDEMPOTENCY_KEY, payment.id.to_string())
            .json(&body);
        let response = self.authorized(request).send().await.map_err(|error| {
            // Without a connection nothing was sent; after that, nobody knows.
            if error.is_connect() {
                SubmitError::NotTaken(error.without_url().to_string())
            } else {
                SubmitError::OutcomeUnknown(error.without_url().to_string())
            }
        })?;
        let status = response.status();
        if status.is_success() {
            let payment =
                http::read(response, MAX_ANSWER_BYTES).await.map_err(SubmitError::OutcomeUnknown)?;
            return report(payment).ok_or_else(|| {
                SubmitError::OutcomeUnknown("its answer names no payment of ours".to_owned())
            });
        }
        Err(match status {
            StatusCode::BAD_REQUEST => {
                match http::read::<wire::ErrorBody>(response, MAX_ANSWER_BYTES).await {
                    Ok(body) if body.error.code == wire::UNKNOWN_METHOD => SubmitError::UnknownMethod,
                    Ok(body) => SubmitError::NotTaken(body.error.code),
                    Err(problem) => SubmitError::NotTaken(problem),
                }
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => {
                SubmitError::NotTaken(format!("it answered {status}"))
            }
            _ => SubmitError::OutcomeUnknown(format!("it answered {status}")),
        })
    }

    async fn look_up(
        &self,
        payment: PaymentId,
        processor_payment_id: Option<&str>,
    ) -> Result<Option<PaymentReport>, LookUpError> {
        let request = match processor_payment_id {
            Some(id) => self.client.get(format!("{}/v1/payments/{id}", self.url)),
            None => self.client.get(format!("{}/v1/payments?idempotency_key={payment}", self.url)),
        };
        let response = self
            .authorized(request)
            .send()
            .await
            .map_err(|error| LookUpError(error.without_url().to_string()))?;
        match response.status() {
            StatusCode::OK => http::read(response, MAX_ANSWER_BYTES)
                .await
                .and_then(|payment| {
                    report(payment).ok_or_else(|| "its answer names no payment of ours".to_owned())
                })
                .map(Some)
                .map_err(LookUpError),
            StatusCode::NOT_FOUND => Ok(None),
            status => Err(LookUpError(format!("it answered {status}"))),
        }
    }

    fn authorized(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(self.api_key.expose())
    }
}

impl Processor for SandboxProcessor {
    fn name(&self) -> &'static str {
        wire::NAME
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
        self.look_up(payment, processor_payment_id).boxed()
    }

    fn abandon_payment<'a>(
        &'a self,
        payment: &'a NewPayment,
        _age: TimeDelta,
    ) -> BoxFuture<'a, Result<Option<PaymentReport>, LookUpError>> {
        // The sandbox forgets nothing and misses nothing; a call that still reaches it after this brings late money.
        self.look_up(payment.id, None).boxed()
    }

    fn read_webhook(
        &self,
        body: &[u8],
        signature: &str,
        now: DateTime<Utc>,
    ) -> Result<Notification, WebhookError> {
        signature::verify([self.webhook_secret.expose()], signature, body, now)?;
        let event: wire::Event = serde_json::from_slice(body).map_err(|_| WebhookError::Unreadable)?;
        if event.kind != wire::SUCCEEDED && event.kind != wire::FAILED {
            return Ok(Notification::Other);
        }
        let data: wire::EventData =
            serde_json::from_value(event.data).map_err(|_| WebhookError::Unreadable)?;
        report(data.payment).map(Notification::Payment).ok_or(WebhookError::Unreadable)
    }
}

fn report(payment: wire::Payment) -> Option<PaymentReport> {
    let status = match payment.status {
        wire::Status::Processing => PaymentStatus::Processing,
        wire::Status::Succeeded => PaymentStatus::Settled(Outcome::Succeeded),
        wire::Status::Failed => PaymentStatus::Settled(Outcome::Failed(decline(payment.decline_code))),
    };
    Some(PaymentReport {
        payment: payment.metadata.payment_id.parse().ok()?,
        processor_payment_id: payment.id,
        price: Money { currency: payment.currency, minor_units: payment.amount },
        card_brand: Some(payment.card_brand),
        status,
    })
}

const fn decline(code: Option<wire::DeclineCode>) -> Reason {
    match code {
        Some(wire::DeclineCode::InsufficientFunds) => Reason::CardInsufficientFunds,
        Some(wire::DeclineCode::LimitExceeded) => Reason::CardLimitExceeded,
        Some(wire::DeclineCode::WrongDetails) => Reason::CardDetailsWrong,
        Some(wire::DeclineCode::Declined) | None => Reason::CardDeclined,
    }
}
