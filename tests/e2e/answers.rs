//! Reading JSON answers without ceremony.

use reqwest::StatusCode;
use serde_json::Value;

/// An answer of the gateway.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    /// The body of an answer with this status; anything else fails the test with the whole answer.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    /// The problem of an answer with this status and reason.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, reason: &str) -> Value {
        let problem = self.expect(status);
        assert_eq!(problem["reason"], reason, "{problem}");
        problem
    }
}

/// A text member.
#[track_caller]
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("`{name}` is no text in {value}"))
}

/// A whole number that is not negative.
#[track_caller]
pub(crate) fn count(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or_else(|| panic!("`{name}` is no count in {value}"))
}

/// A whole number with its sign.
#[track_caller]
pub(crate) fn signed(value: &Value, name: &str) -> i64 {
    value[name].as_i64().unwrap_or_else(|| panic!("`{name}` is no whole number in {value}"))
}

/// A list.
#[track_caller]
pub(crate) fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("`{name}` is no list in {value}"))
}
