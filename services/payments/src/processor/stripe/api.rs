//! The calls of Stripe's API that are needed.

use std::fmt;
use std::time::Duration;

use form_urlencoded::Serializer;
use kernel::{PaymentId, Reason};
use reqwest::{Client, RequestBuilder, StatusCode};
use runtime::Secret;
use serde::de::DeserializeOwned;

use super::meaning::{ABANDONED, PAYMENT_ID, Standing, standing};
use super::wire::{ApiError, ErrorBody, Found, Intent};
use super::{VERSION, money};
use crate::processor::{NewPayment, http};

/// An answer larger than this is not Stripe's.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Asks for the charge whole, which names the brand of the card.
const EXPAND: (&str, &str) = ("expand[]", "latest_charge");

/// A call that brought no payment.
#[derive(Debug)]
pub(super) enum Failed {
    /// It never left.
    Unsent(String),
    /// It left, and what came back is no answer.
    Unanswered(String),
    /// It was refused.
    Refused(Box<Refusal>),
}

/// Stripe's refusal.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// `None` if the body has not the form of Stripe's errors.
    pub(super) error: Option<ApiError>,
    /// By which Stripe's support and dashboard find the call.
    request_id: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it answered {}", self.status.as_u16())?;
        if let Some(error) = &self.error {
            write!(f, " {:?}", error.kind)?;
            for (name, value) in
                [("code", &error.code), ("decline code", &error.decline_code), ("parameter", &error.param)]
            {
                if let Some(value) = value {
                    write!(f, ", {name} {value}")?;
                }
            }
        }
        write!(f, ", request {}", self.request_id)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsent(problem) | Self::Unanswered(problem) => f.write_str(problem),
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}

/// Stripe's API under one key.
#[derive(Debug)]
pub(super) struct Api {
    client: Client,
    url: String,
    key: Secret,
}

impl Api {
    /// The API at `url`, whose calls take at most `within`.
    pub(super) fn new(url: &str, key: Secret, within: Duration) -> Result<Self, reqwest::Error> {
        Ok(Self { client: http::client(within)?, url: url.trim_end_matches('/').to_owned(), key })
    }

    /// Creates an intent and confirms it in the same call. Never more than one under a payment's id, however often it is
    /// called: the id is the idempotency key, and every parameter follows from the payment alone.
    pub(super) async fn create(&self, payment: &NewPayment) -> Result<Intent, Failed> {
        let (id, order) = (payment.id.to_string(), payment.order.to_string());
        let form = form(
            payment,
            &[
                ("payment_method", payment.method.as_str()),
                ("confirm", "true"),
                // Succeeded shall mean captured, not authorized and to be captured later.
                ("capture_method", "automatic"),
                // There is no page that could show the bank's question: then decline.
                ("error_on_requires_action", "true"),
                (&metadata(PAYMENT_ID), &id),
                (&metadata("order_id"), &order),
                EXPAND,
            ],
        )?;
        self.post("/v1/payment_intents", form, Some(&id)).await
    }

    /// Takes a payment's idempotency key with a request that charges nothing, so that no call of [`Self::create`] that is
    /// still on its way can charge any more. Refused as an idempotency error if such a call came first.
    pub(super) async fn take_key(&self, payment: &NewPayment) -> Result<Intent, Failed> {
        let id = payment.id.to_string();
        // Under another name: this intent is not the payment.
        let form = form(payment, &[(&metadata("given_up_payment_id"), &id)])?;
        self.post("/v1/payment_intents", form, Some(&id)).await
    }

    /// The intent of that id.
    pub(super) async fn retrieve(&self, id: &str) -> Result<Intent, Failed> {
        if !is_intent_id(id) {
            return Err(Failed::Unsent("this is no id of Stripe's payments".to_owned()));
        }
        let query = encode(&[EXPAND]);
        self.get(&format!("/v1/payment_intents/{id}?{query}")).await
    }

    /// The id of a payment's intent, as far as the search knows: it is up to a minute behind, in trouble up to an hour.
    pub(super) async fn search(&self, payment: PaymentId) -> Result<Option<String>, Failed> {
        let query = format!("metadata['{PAYMENT_ID}']:'{payment}'");
        let query = encode(&[("query", &query), ("limit", "1")]);
        let found: Found = self.get(&format!("/v1/payment_intents/search?{query}")).await?;
        Ok(found.data.into_iter().next().map(|intent| intent.id))
    }

    /// Cancels an intent: nothing can charge it afterwards. Without an idempotency key, since to cancel twice is to cancel.
    pub(super) async fn cancel(&self, intent: &Intent) -> Result<Intent, Failed> {
        if !is_intent_id(&intent.id) {
            return Err(Failed::Unsent("this is no id of Stripe's payments".to_owned()));
        }
        let waits_for_bank = standing(intent) == Standing::Waits(Reason::CardAuthenticationRequired);
        let form = encode(if waits_for_bank {
            &[EXPAND, ("cancellation_reason", ABANDONED)][..]
        } else {
            &[EXPAND]
        });
        self.post(&format!("/v1/payment_intents/{}/cancel", intent.id), form, None).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &str,
        form: String,
        idempotency_key: Option<&str>,
    ) -> Result<T, Failed> {
        let mut request = self
            .client
            .post(format!("{}{path}", self.url))
            .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        self.call(request).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failed> {
        self.call(self.client.get(format!("{}{path}", self.url))).await
    }

    async fn call<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failed> {
        let request = request.bearer_auth(self.key.expose()).header("stripe-version", VERSION);
        let response = request.send().await.map_err(|error| {
            // Without a connection nothing was sent; after that, nobody knows.
            if error.is_connect() {
                Failed::Unsent(format!("it cannot be reached: {}", chain(&error.without_url())))
            } else {
                Failed::Unanswered(format!("it did not answer: {}", chain(&error.without_url())))
            }
        })?;
        let status = response.status();
        let request_id = response
            .headers()
            .get("request-id")
            .and_then(|id| id.to_str().ok())
            .unwrap_or("without an id")
            .to_owned();
        if status.is_success() {
            let answer = http::read(response, MAX_ANSWER_BYTES).await;
            return answer.map_err(|problem| Failed::Unanswered(format!("{problem}, request {request_id}")));
        }
        let body = http::read::<ErrorBody>(response, MAX_ANSWER_BYTES).await;
        let refusal = Refusal { status, error: body.ok().map(|body| body.error), request_id };
        Err(Failed::Refused(Box::new(refusal)))
    }
}

/// The form of a request about a payment: what it costs, that only a card may pay it (which needs no other page), and more.
fn form(payment: &NewPayment, more: &[(&str, &str)]) -> Result<String, Failed> {
    let amount = money::amount(&payment.price)
        .ok_or_else(|| Failed::Unsent(format!("{:?} cannot be charged", payment.price)))?
        .to_string();
    let currency = payment.price.currency.to_ascii_lowercase();
    let price = [("amount", &*amount), ("currency", &*currency), ("payment_method_types[]", "card")];
    Ok(encode(&[&price[..], more].concat()))
}

fn encode(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn metadata(name: &str) -> String {
    format!("metadata[{name}]")
}

/// Ids go into addresses.
fn is_intent_id(id: &str) -> bool {
    id.strip_prefix("pi_").is_some_and(|rest| {
        (1..=250).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

/// An error with its causes: the HTTP client's own words only say that a request failed.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
