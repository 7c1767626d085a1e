//! Idempotency keys.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A caller's name for one request: 1 to 255 bytes of visible ASCII. Per account and caller, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdempotencyKey(Box<str>);

/// The key is empty, too long, or holds something else than visible ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 255 visible ASCII characters, such as a UUID made once for this request")]
pub struct InvalidIdempotencyKey;

impl IdempotencyKey {
    /// The longest key, in bytes.
    pub const MAX_BYTES: usize = 255;

    /// Checks a caller's key.
    pub fn new(text: impl Into<Box<str>>) -> Result<Self, InvalidIdempotencyKey> {
        let text = text.into();
        if text.is_empty() || text.len() > Self::MAX_BYTES || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(InvalidIdempotencyKey);
        }
        Ok(Self(text))
    }

    /// The key as its caller wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<IdempotencyKey> for Box<str> {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = InvalidIdempotencyKey;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(text)
    }
}

impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_short_visible_ascii() {
        for right in ["a", "order:1", &"k".repeat(255)] {
            assert_eq!(IdempotencyKey::new(right).unwrap().as_str(), right);
        }
        for wrong in ["", "a b", "ä", "a\n", &"k".repeat(256)] {
            assert_eq!(IdempotencyKey::new(wrong), Err(InvalidIdempotencyKey), "{wrong:?}");
        }
    }
}
