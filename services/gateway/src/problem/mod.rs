//! Problems (RFC 9457): every refusal and failure that leaves the gateway is one.

pub mod catalog;
pub mod page;

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::failure::{Failure, FieldViolation};
use kernel::Reason;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The media type of problems.
pub const CONTENT_TYPE: &str = "application/problem+json";

/// Members that facts must not overwrite.
const RESERVED: [&str; 8] =
    ["type", "title", "status", "detail", "instance", "reason", "errors", "retry_after"];

/// How long a client shall wait where the part that failed did not say.
const DEFAULT_RETRY: Duration = Duration::from_secs(1);

/// A problem on its way to the client. The edge renders it, since only there the request id is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem(Box<Parts>);

#[derive(Debug, Clone, PartialEq)]
struct Parts {
    reason: Reason,
    status: StatusCode,
    detail: String,
    errors: Vec<FieldError>,
    facts: BTreeMap<String, Value>,
    retry_after: Option<Duration>,
    headers: HeaderMap,
}

/// A field of the request and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// The field, parameter or header, as the client wrote it; nested ones are joined by dots.
    #[schema(example = "duration_seconds")]
    pub field: String,
    /// What is wrong with it and what it should be.
    #[schema(example = "must be between 1 and 60")]
    pub problem: String,
}

/// A refusal or failure (RFC 9457). Facts of the reason, such as `needed`, `available` and `remedy`, stand beside these members.
#[derive(Debug, Serialize, ToSchema)]
#[schema(title = "Problem", example = json!({
    "type": "/problems/insufficient-tokens",
    "title": "Too few tokens",
    "status": 402,
    "detail": "this needs 120 tokens and 35 are available",
    "instance": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77",
    "reason": "INSUFFICIENT_TOKENS",
    "needed": 120,
    "available": 35
}))]
pub struct ProblemBody {
    /// The address of a page that explains the reason.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub kind: String,
    /// A short name for people; the same for every occurrence of the reason.
    pub title: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What happened this time and what to do.
    pub detail: String,
    /// The id of the request, to be told to support.
    pub instance: String,
    /// The stable name of the cause.
    #[schema(value_type = String)]
    pub reason: Reason,
    /// What is wrong with which field; absent when it is not about fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FieldError>,
    /// Whole seconds after which trying again may help; the header `Retry-After` says the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub retry_after: Option<u64>,
    /// Facts of the reason: `needed` and `available` tokens, the `remedy` of a failed payment.
    #[serde(flatten)]
    #[schema(value_type = BTreeMap<String, Value>, additional_properties)]
    pub facts: BTreeMap<String, Value>,
}

impl Problem {
    /// A problem with its reason's status, and one sentence for a person.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            reason,
            status: catalog::describe(reason).status,
            detail: detail.into(),
            errors: Vec::new(),
            facts: BTreeMap::new(),
            retry_after: None,
            headers: HeaderMap::new(),
        }))
    }

    /// A request with one wrong field, parameter or header.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Failure::invalid(field, problem).into()
    }

    /// Something of ours broke; the cause is in our logs only.
    pub fn internal() -> Self {
        Failure::internal().into()
    }

    /// Another status than the reason's, where HTTP has one for exactly this case.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.0.status = status;
        self
    }

    /// Adds a delay after which trying again may help.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.0.retry_after = Some(delay);
        self
    }

    /// Adds a header to the answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.0.headers.append(name, value);
        self
    }

    /// The stable cause.
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// The final answer to the request with this id.
    pub fn render(self, request_id: &str) -> Response {
        let Parts { reason, status, detail, errors, facts, retry_after, headers } = *self.0;
        let entry = catalog::describe(reason);
        let retry_after = retry_after.or(waits(reason).then_some(DEFAULT_RETRY)).map(whole_seconds);
        let body = ProblemBody {
            kind: format!("/problems/{}", catalog::slug(reason)),
            title: entry.title,
            status: status.as_u16(),
            detail,
            instance: request_id.to_owned(),
            reason,
            errors,
            retry_after,
            facts,
        };
        let Ok(bytes) = serde_json::to_vec(&body) else { return status.into_response() };
        let mut response = (status, [(header::CONTENT_TYPE, CONTENT_TYPE)], bytes).into_response();
        response.headers_mut().extend(headers);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer realm=\"tokenbook\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let mut problem = Self::new(failure.reason, failure.message);
        problem.0.errors = failure
            .fields
            .into_iter()
            .map(|FieldViolation { field, problem }| FieldError { field, problem })
            .collect();
        problem.0.facts = failure
            .facts
            .into_iter()
            .filter(|(name, _)| !RESERVED.contains(&name.as_str()))
            .map(|(name, value)| (name, number_or_text(value)))
            .collect();
        problem.0.retry_after = failure.retry_after;
        if let Some(remedy) = remedy(failure.reason) {
            problem.0.facts.entry("remedy".to_owned()).or_insert_with(|| remedy.into());
        }
        problem
    }
}

impl IntoResponse for Problem {
    /// A response without a body: the edge puts the rendered problem in its place.
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What a person can do about a failed payment.
const fn remedy(reason: Reason) -> Option<&'static str> {
    match reason {
        Reason::CardDetailsWrong => Some("check the card's number, date and code, and try again"),
        Reason::CardInsufficientFunds | Reason::CardLimitExceeded => {
            Some("check funds and daily limit, or try another card")
        }
        Reason::CardDeclined | Reason::CardAuthenticationRequired => {
            Some("try another card or payment method")
        }
        _ => None,
    }
}

/// Whether the status is one that clients are told when to come back from.
fn waits(reason: Reason) -> bool {
    matches!(
        catalog::describe(reason).status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
    )
}

/// Rounded up: a client that waits this long has waited long enough.
fn whole_seconds(delay: Duration) -> u64 {
    (delay.as_secs() + u64::from(delay.subsec_nanos() > 0)).max(1)
}

/// Facts cross gRPC as text; amounts are integers in JSON.
fn number_or_text(text: String) -> Value {
    match text.parse::<u64>() {
        // Only the usual spelling is a number: an id of digits with leading zeros stays text.
        Ok(number) if number.to_string() == text => number.into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn rendered(problem: Problem) -> (HeaderMap, Value) {
        let response = problem.render("request-1");
        let headers = response.headers().clone();
        let body = axum::body::to_bytes(response.into_body(), 65_536).await.unwrap();
        (headers, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn facts_become_members_and_amounts_integers() {
        let failure = Failure::new(Reason::InsufficientTokens, "too few")
            .fact("needed", 120)
            .fact("available", 35)
            .fact("status", "forged")
            .fact("code", "007");
        let (headers, body) = rendered(failure.into()).await;
        assert_eq!(headers[header::CONTENT_TYPE], CONTENT_TYPE);
        assert_eq!(
            body,
            serde_json::json!({
                "type": "/problems/insufficient-tokens", "title": "Too few tokens", "status": 402, "detail": "too few",
                "instance": "request-1", "reason": "INSUFFICIENT_TOKENS", "needed": 120, "available": 35, "code": "007",
            })
        );
    }

    #[tokio::test]
    async fn a_delay_is_said_in_the_body_and_in_the_header() {
        let failure = Failure::new(Reason::Overloaded, "busy").retry_after(Duration::from_millis(1500));
        let (headers, body) = rendered(failure.into()).await;
        assert_eq!(headers[header::RETRY_AFTER], "2");
        assert_eq!(body["retry_after"], 2);
        let (headers, _) = rendered(Problem::new(Reason::Unavailable, "down")).await;
        assert_eq!(headers[header::RETRY_AFTER], "1");
        let (headers, body) = rendered(Problem::new(Reason::NotFound, "no")).await;
        assert!(headers.get(header::RETRY_AFTER).is_none() && body.get("retry_after").is_none());
    }

    #[tokio::test]
    async fn a_declined_card_says_what_to_do_even_if_the_processor_did_not() {
        for reason in [Reason::CardInsufficientFunds, Reason::CardLimitExceeded, Reason::CardDetailsWrong] {
            let (_, body) = rendered(Failure::new(reason, "declined").into()).await;
            assert!(body["remedy"].as_str().unwrap().contains("check"), "{body}");
        }
        let told = Failure::new(Reason::CardDeclined, "declined").fact("remedy", "call the bank");
        assert_eq!(rendered(told.into()).await.1["remedy"], "call the bank");
    }
}
