//! Ids that are names rather than UUIDs, so that one can never stand where another is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Text that is not a name: 1 to 64 letters, digits, `-`, `_`, `.` or `:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to 64 letters, digits, `-`, `_`, `.` or `:`")]
pub struct NotAName;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl FromStr for $name {
            type Err = NotAName;

            fn from_str(text: &str) -> Result<Self, NotAName> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAName;

            fn try_from(text: String) -> Result<Self, NotAName> {
                if is_name(&text) { Ok(Self(text)) } else { Err(NotAName) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// What is for sale.
    PackageId
);
text_id!(
    /// A gift or a discount.
    PromotionId
);
text_id!(
    /// An uploaded reference image.
    ImageId
);
text_id!(
    /// An API key, without its secret.
    ApiKeyId
);
text_id!(
    /// A model.
    ModelId
);
text_id!(
    /// The processor's token for a payment method; never a card number.
    PaymentMethod
);
text_id!(
    /// A card processor.
    Processor
);
text_id!(
    /// An order's id, or its receipt number.
    OrderOrReceipt
);

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        for right in ["starter", "pm_visa", "R-7KQ4-2MXD", "still-1.v1", &"x".repeat(64)] {
            assert_eq!(right.parse::<PackageId>().unwrap().to_string(), right);
        }
        for wrong in ["", "a b", "../etc", "ä", "a\n", "<x>", &"x".repeat(65)] {
            assert_eq!(wrong.parse::<PackageId>(), Err(NotAName), "{wrong:?}");
        }
    }
}
