//! What is sold and what is given away. Both are data in the database; nothing here names a package or a gift.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use kernel::{Money, Tokens};

/// Not a name of the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 64 of a-z, 0-9, '_' and '-', as the catalog lists it")]
pub struct InvalidName;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            /// The name itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;

            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-');
                if (1..=64).contains(&text.len()) && text.bytes().all(legal) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidName)
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

name!(
    /// The name of a package, such as `starter`.
    PackageId
);
name!(
    /// The name of a promotion, such as `welcome`.
    PromotionId
);

/// A number of tokens for a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name in requests.
    pub id: PackageId,
    /// Its name for people.
    pub name: String,
    /// What the buyer gets.
    pub tokens: Tokens,
    /// What the buyer pays.
    pub price: Money,
}

/// A gift of tokens, once per account, inside its period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    /// Its name in requests.
    pub id: PromotionId,
    /// Its name for people.
    pub name: String,
    /// What each account gets.
    pub tokens: Tokens,
    /// When the period begins.
    pub starts_at: DateTime<Utc>,
    /// When it is over: the first moment outside.
    pub ends_at: DateTime<Utc>,
    /// When granted tokens expire; `None` for never.
    pub tokens_expire_at: Option<DateTime<Utc>>,
}

impl Promotion {
    /// Whether the gift can be claimed at that moment.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.starts_at <= now && now < self.ends_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gift_can_be_claimed_from_its_first_moment_until_before_its_end() {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        let promotion = Promotion {
            id: "welcome".parse().unwrap(),
            name: "Welcome".into(),
            tokens: Tokens::new(50),
            starts_at: at(100),
            ends_at: at(200),
            tokens_expire_at: None,
        };
        for (second, open) in [(99, false), (100, true), (199, true), (200, false)] {
            assert_eq!(promotion.is_open(at(second)), open, "{second}");
        }
    }

    #[test]
    fn a_name_of_the_catalog_is_short_and_plain() {
        assert_eq!("starter".parse::<PackageId>().unwrap().as_str(), "starter");
        for wrong in ["", "Starter", "a b", "a'b", &"x".repeat(65)] {
            assert_eq!(wrong.parse::<PackageId>(), Err(InvalidName), "{wrong:?}");
        }
    }
}
