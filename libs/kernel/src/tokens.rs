//! Whole tokens with checked arithmetic.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number of whole tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tokens(u64);

/// A sum of tokens left the range of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sum of tokens left the range of 64 bits")]
pub struct TokensOverflow;

impl Tokens {
    /// No tokens.
    pub const ZERO: Self = Self(0);

    /// This many tokens.
    pub const fn new(count: u64) -> Self {
        Self(count)
    }

    /// The number itself.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Whether it is none at all.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or an error when it does not fit.
    pub fn plus(self, other: Self) -> Result<Self, TokensOverflow> {
        self.0.checked_add(other.0).map(Self).ok_or(TokensOverflow)
    }

    /// The difference, or an error when it would be negative.
    pub fn minus(self, other: Self) -> Result<Self, TokensOverflow> {
        self.0.checked_sub(other.0).map(Self).ok_or(TokensOverflow)
    }

    /// The difference, or none when it would be negative.
    #[must_use]
    pub const fn saturating_minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The sum of all, or an error when it does not fit.
    pub fn sum(all: impl IntoIterator<Item = Self>) -> Result<Self, TokensOverflow> {
        all.into_iter().try_fold(Self::ZERO, Self::plus)
    }
}

impl fmt::Display for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_checked_at_both_ends() {
        let most = Tokens::new(u64::MAX);
        assert_eq!(most.plus(Tokens::new(1)), Err(TokensOverflow));
        assert_eq!(Tokens::ZERO.minus(Tokens::new(1)), Err(TokensOverflow));
        assert_eq!(Tokens::sum([most, Tokens::ZERO]), Ok(most));
        assert_eq!(Tokens::sum([most, Tokens::new(1)]), Err(TokensOverflow));
        assert_eq!(Tokens::new(2).saturating_minus(Tokens::new(3)), Tokens::ZERO);
    }
}
