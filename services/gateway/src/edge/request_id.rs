//! The id of a request: the client's own if it is plausible, else a new one.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};
use runtime::Clock;

/// Where a client may say the id, and where the answer tells it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

const LENGTHS: std::ops::RangeInclusive<usize> = 8..=128;

/// The id of one request, as logs and problems show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The client's id, or a new one where it said none or one that does not look like an id.
    pub fn of(headers: &HeaderMap, clock: &Clock) -> Self {
        let said = headers.get(HEADER).and_then(|value| value.to_str().ok()).filter(|text| plausible(text));
        Self(said.map_or_else(|| clock.new_id().to_string().into(), Into::into))
    }

    /// The id itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn plausible(text: &str) -> bool {
    LENGTHS.contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_an_id_is_taken_over() {
        let clock = Clock::system();
        let id = |said: &'static str| {
            let headers = HeaderMap::from_iter([(HEADER, axum::http::HeaderValue::from_static(said))]);
            RequestId::of(&headers, &clock)
        };
        for right in ["0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "checkout.42_a"] {
            assert_eq!(id(right).as_str(), right);
        }
        for wrong in ["", "short", "with space", "a\"},{\"level\":1", "<script>-tag"] {
            assert_ne!(id(wrong).as_str(), wrong);
            assert_eq!(id(wrong).as_str().len(), 36);
        }
        assert_ne!(RequestId::of(&HeaderMap::new(), &clock), RequestId::of(&HeaderMap::new(), &clock));
    }
}
