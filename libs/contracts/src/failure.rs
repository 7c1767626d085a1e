//! Failures as they cross gRPC: a stable reason in `google.rpc.ErrorInfo`, wrong fields in `google.rpc.BadRequest`, a delay in
//! `google.rpc.RetryInfo`. This is the one map from reasons to gRPC codes.

use std::collections::HashMap;
use std::error::Error as _;
use std::time::Duration;

use kernel::Reason;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::convert::{self, Malformed};
use crate::{common, reason};

/// The `domain` of our `ErrorInfo`.
pub const DOMAIN: &str = "tokenbook";

/// A field of a request and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldViolation {
    /// The field's name, as the caller wrote it.
    pub field: String,
    /// What is wrong and what to do.
    pub problem: String,
}

/// A refusal or failure that a client may see. It never holds text from inside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {message}")]
pub struct Failure {
    /// The stable cause.
    pub reason: Reason,
    /// One sentence for a person: what happened and what to do.
    pub message: String,
    /// The fields that are wrong, if it is about fields.
    pub fields: Vec<FieldViolation>,
    /// Facts by name, such as `needed` and `available`.
    pub facts: HashMap<String, String>,
    /// How long to wait before trying again, where that may help.
    pub retry_after: Option<Duration>,
}

impl Failure {
    /// A failure with a reason and a sentence for a person.
    pub fn new(reason: Reason, message: impl Into<String>) -> Self {
        Self { reason, message: message.into(), fields: Vec::new(), facts: HashMap::new(), retry_after: None }
    }

    /// A request with one wrong field.
    pub fn invalid(field: impl Into<String>, problem: impl Into<String>) -> Self {
        let (field, problem) = (field.into(), problem.into());
        let mut failure = Self::new(Reason::InvalidInput, format!("`{field}` {problem}"));
        failure.fields.push(FieldViolation { field, problem });
        failure
    }

    /// Something of ours broke; the cause is in our logs only.
    pub fn internal() -> Self {
        Self::new(
            Reason::InternalError,
            "something went wrong on our side; nothing was lost, try again with the same idempotency key",
        )
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// Adds a delay after which trying again may help.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.retry_after = Some(delay);
        self
    }

    /// Reads a failure back from a gRPC status; one without our details gets the reason that its code suggests.
    pub fn from_status(status: &Status) -> Self {
        let details = status.get_error_details();
        let named = details.error_info().and_then(|info| info.reason.parse().ok());
        // What the connection says, and no server, has a source: a call that meets a server about to stop comes back as `INTERNAL` (HTTP/2
        // `GOAWAY` without an error), one whose connection breaks as `UNKNOWN`. Neither tells anything of the outcome.
        let by_the_connection =
            status.source().is_some() && matches!(status.code(), Code::Internal | Code::Unknown);
        let of_code = || {
            if by_the_connection { Reason::Unavailable } else { reason_of_code(status.code()) }
        };
        let mut failure = Self::new(named.unwrap_or_else(of_code), status.message());
        if named.is_none() {
            // A foreign status may quote something from inside; its text stays inside.
            failure.message = format!("the request failed ({})", failure.reason);
        }
        if let Some(info) = details.error_info() {
            failure.facts.clone_from(&info.metadata);
        }
        if let Some(bad) = details.bad_request() {
            failure.fields = bad
                .field_violations
                .iter()
                .map(|violation| FieldViolation {
                    field: violation.field.clone(),
                    problem: violation.description.clone(),
                })
                .collect();
        }
        failure.retry_after = details.retry_info().and_then(|info| info.retry_delay);
        failure
    }
}

impl From<Malformed> for Failure {
    fn from(malformed: Malformed) -> Self {
        Self::invalid(malformed.field, malformed.problem)
    }
}

impl From<Failure> for Status {
    fn from(failure: Failure) -> Self {
        let mut details = ErrorDetails::with_error_info(failure.reason.as_str(), DOMAIN, failure.facts);
        if !failure.fields.is_empty() {
            for violation in &failure.fields {
                details.add_bad_request_violation(&violation.field, &violation.problem);
            }
        }
        if let Some(delay) = failure.retry_after {
            details.set_retry_info(Some(delay));
        }
        Status::with_error_details(code(failure.reason), failure.message, details)
    }
}

impl From<Failure> for common::v1::Failure {
    fn from(failure: Failure) -> Self {
        Self {
            reason: reason::number(Some(failure.reason)),
            message: failure.message,
            fields: failure
                .fields
                .into_iter()
                .map(|FieldViolation { field, problem }| common::v1::FieldViolation { field, problem })
                .collect(),
            facts: failure.facts,
            retry_after: failure.retry_after.map(convert::duration),
        }
    }
}

impl From<common::v1::Failure> for Failure {
    /// A reason of a later version is read as `INTERNAL_ERROR`.
    fn from(failure: common::v1::Failure) -> Self {
        Self {
            reason: reason::from_number(failure.reason).unwrap_or(Reason::InternalError),
            message: failure.message,
            fields: failure
                .fields
                .into_iter()
                .map(|common::v1::FieldViolation { field, problem }| FieldViolation { field, problem })
                .collect(),
            facts: failure.facts,
            retry_after: failure.retry_after.and_then(convert::std_duration),
        }
    }
}

/// The gRPC code of a reason.
pub const fn code(reason: Reason) -> Code {
    match reason {
        Reason::InvalidInput
        | Reason::IdempotencyKeyMissing
        | Reason::WeakPassword
        | Reason::AmountOverflow
        | Reason::CaptureExceedsTerms => Code::InvalidArgument,
        Reason::InsufficientTokens
        | Reason::HoldNotOpen
        | Reason::HoldExpired
        | Reason::WalletFrozen
        | Reason::OrderDisputed
        | Reason::NothingToRefund
        | Reason::Conflict
        | Reason::OrderAlreadyPaid
        | Reason::PromotionNotActive
        | Reason::ProhibitedPrompt
        | Reason::ProhibitedImage
        | Reason::CardInsufficientFunds
        | Reason::CardLimitExceeded
        | Reason::CardDetailsWrong
        | Reason::CardDeclined
        | Reason::CardAuthenticationRequired => Code::FailedPrecondition,
        Reason::NotFound => Code::NotFound,
        Reason::IdempotencyKeyReused | Reason::EmailTaken | Reason::PromotionAlreadyClaimed => {
            Code::AlreadyExists
        }
        Reason::NotApplied | Reason::PaymentInProgress => Code::Aborted,
        Reason::CancelledByUser | Reason::CancelledBySystem => Code::Cancelled,
        Reason::DeadlinePassed | Reason::ProviderTimeout => Code::DeadlineExceeded,
        Reason::Overloaded | Reason::RateLimited | Reason::Capacity => Code::ResourceExhausted,
        Reason::Unavailable | Reason::ProcessorUnavailable | Reason::ProviderError => Code::Unavailable,
        Reason::InternalError => Code::Internal,
        Reason::Unauthenticated | Reason::WrongCredentials | Reason::WebhookSignatureInvalid => {
            Code::Unauthenticated
        }
        Reason::PermissionDenied => Code::PermissionDenied,
    }
}

const fn reason_of_code(code: Code) -> Reason {
    match code {
        Code::InvalidArgument | Code::OutOfRange => Reason::InvalidInput,
        Code::NotFound => Reason::NotFound,
        Code::FailedPrecondition | Code::AlreadyExists | Code::Aborted => Reason::Conflict,
        Code::ResourceExhausted => Reason::Overloaded,
        Code::DeadlineExceeded | Code::Cancelled => Reason::DeadlinePassed,
        Code::Unavailable => Reason::Unavailable,
        Code::Unauthenticated => Reason::Unauthenticated,
        Code::PermissionDenied => Reason::PermissionDenied,
        Code::Ok | Code::Unknown | Code::Internal | Code::Unimplemented | Code::DataLoss => {
            Reason::InternalError
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_failure_survives_the_way_out_and_back() {
        for reason in Reason::ALL {
            let mut failure =
                Failure::new(*reason, "what to do").fact("needed", 7).retry_after(Duration::from_secs(2));
            failure
                .fields
                .push(FieldViolation { field: "tokens".into(), problem: "must be a number".into() });
            let status = Status::from(failure.clone());
            assert_ne!(status.code(), Code::Ok);
            assert_eq!(Failure::from_status(&status), failure);
        }
    }

    #[test]
    fn a_foreign_status_keeps_its_text_inside() {
        let failure = Failure::from_status(&Status::unavailable("connection to 10.0.0.7 refused"));
        assert_eq!(failure.reason, Reason::Unavailable);
        assert!(!failure.message.contains("10.0.0.7"));
    }

    #[test]
    fn what_only_the_connection_says_says_nothing_of_the_outcome() {
        let broken = Status::from_error(Box::new(std::io::Error::other("broken pipe")));
        assert_eq!(
            (broken.code(), Failure::from_status(&broken).reason),
            (Code::Unknown, Reason::Unavailable)
        );
        let told = Status::internal("a defect elsewhere");
        assert_eq!(Failure::from_status(&told).reason, Reason::InternalError);
        let own = Status::from(Failure::new(Reason::InternalError, "a defect"));
        assert_eq!(Failure::from_status(&own).reason, Reason::InternalError);
    }
}
