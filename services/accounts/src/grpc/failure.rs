//! What a caller is told when something is refused or fails.

use std::time::Duration;

use contracts::failure::{Failure, FieldViolation};
use kernel::Reason;

use crate::error::Error;

/// How long to stay away from what is busy or gone for a moment.
const PAUSE: Duration = Duration::from_secs(1);

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let told = error.to_string();
        match error {
            Error::InvalidEmail(problem) => Self::invalid("email", problem.to_string()),
            Error::WeakPassword(problem) => {
                let mut failure = Self::new(Reason::WeakPassword, told);
                failure.fields.push(violation("password", problem.to_string()));
                failure
            }
            Error::EmailTaken => {
                let mut failure = Self::new(Reason::EmailTaken, told);
                failure.fields.push(violation("email", "is taken".to_owned()));
                failure
            }
            Error::WrongCredentials => Self::new(Reason::WrongCredentials, told),
            Error::Throttled(throttled) => Self::new(
                Reason::RateLimited,
                format!("{told}; try again in {} seconds", throttled.retry_after.as_secs()),
            )
            .retry_after(throttled.retry_after),
            Error::Overloaded => {
                Self::new(Reason::Overloaded, format!("{told}; try again in a second")).retry_after(PAUSE)
            }
            Error::NoSuchAccount | Error::NoSuchApiKey => Self::new(Reason::NotFound, told),
            Error::InvalidRoles(problem) => Self::invalid("roles", problem.to_string()),
            Error::InvalidApiKeyName(problem) => Self::invalid("name", problem.to_string()),
            Error::NotAService => Self::new(Reason::PermissionDenied, told),
            Error::TooManyApiKeys => Self::new(Reason::Conflict, told),
            Error::InvalidApiKey => Self::new(Reason::Unauthenticated, told),
            Error::Unavailable(_) => {
                tracing::warn!(error = told, "a call failed");
                Self::new(
                    Reason::Unavailable,
                    "accounts cannot be read at this moment; try again in a second",
                )
                .retry_after(PAUSE)
            }
            Error::Internal { .. } => {
                tracing::error!(error = told, "a call failed");
                Self::internal()
            }
        }
    }
}

fn violation(field: &str, problem: String) -> FieldViolation {
    FieldViolation { field: field.to_owned(), problem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Throttled, WeakPassword};

    fn check(error: Error, reason: Reason, field: Option<&str>, retry_after: Option<u64>) {
        let shown = format!("{error:?}");
        let failure = Failure::from(error);
        assert_eq!(failure.reason, reason, "{shown}");
        assert_eq!(failure.fields.first().map(|it| it.field.as_str()), field, "{shown}");
        assert_eq!(failure.retry_after.map(|it| it.as_secs()), retry_after, "{shown}");
    }

    #[test]
    fn a_refusal_names_its_reason_its_field_and_its_delay() {
        check(WeakPassword::TooShort.into(), Reason::WeakPassword, Some("password"), None);
        check(Error::EmailTaken, Reason::EmailTaken, Some("email"), None);
        check(crate::domain::InvalidEmail.into(), Reason::InvalidInput, Some("email"), None);
        check(Error::WrongCredentials, Reason::WrongCredentials, None, None);
        check(Throttled { retry_after: Duration::from_secs(8) }.into(), Reason::RateLimited, None, Some(8));
        check(Error::Overloaded, Reason::Overloaded, None, Some(1));
        check(Error::InvalidApiKey, Reason::Unauthenticated, None, None);
    }

    #[test]
    fn text_from_inside_stays_inside() {
        let broken = sqlx::Error::Protocol("row of ada@example.com".to_owned());
        assert_eq!(Failure::from(Error::from(broken)), Failure::internal());
        let gone = sqlx::Error::Io(std::io::Error::other("10.0.0.7 refused"));
        let failure = Failure::from(Error::from(gone));
        assert_eq!(failure.reason, Reason::Unavailable);
        assert!(!failure.message.contains("10.0.0.7"));
    }
}
