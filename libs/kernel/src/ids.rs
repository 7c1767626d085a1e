//! Newtypes for every id, so that one can never stand where another is meant.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that should be an id is not a UUID in its usual form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind} must be a UUID such as 0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77")]
pub struct ParseIdError {
    /// Which id was expected, such as `account id`.
    pub kind: &'static str,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with this UUID.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself, for storage.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Its text, written into a buffer of at least 36 bytes, such as [`Uuid::encode_buffer`], instead of a `String`.
            pub fn encode(self, buffer: &mut [u8]) -> &str {
                self.0.hyphenated().encode_lower(buffer)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.encode(&mut Uuid::encode_buffer()).to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                // Only the canonical form: an id is also a Kafka key and part of idempotency digests, so that two
                // spellings of one id would be two accounts.
                match Uuid::try_parse(text) {
                    Ok(uuid) if text.len() == 36 && !text.bytes().any(|b| b.is_ascii_uppercase()) => Ok(Self(uuid)),
                    _ => Err(ParseIdError { kind: $kind }),
                }
            }
        }
    };
}

id!(
    /// Whose wallet it is.
    AccountId,
    "account id"
);
id!(
    /// One entry of the books.
    EntryId,
    "entry id"
);
id!(
    /// One dispute of a payment.
    DisputeId,
    "dispute id"
);
id!(
    /// One event of any topic.
    EventId,
    "event id"
);
id!(
    /// One generation, the job that a hold pays for.
    GenerationId,
    "generation id"
);
id!(
    /// One claim of a promotion by one account.
    GrantId,
    "grant id"
);
id!(
    /// Tokens set aside for one piece of work.
    HoldId,
    "hold id"
);
id!(
    /// One credit and what is left of it.
    LotId,
    "lot id"
);
id!(
    /// One purchase of a package.
    OrderId,
    "order id"
);
id!(
    /// One attempt to pay an order.
    PaymentId,
    "payment id"
);
id!(
    /// One refund of an order.
    RefundId,
    "refund id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_one_spelling() {
        let text = "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77";
        assert_eq!(text.parse::<AccountId>().unwrap().to_string(), text);
        assert_eq!(text.parse::<AccountId>().unwrap().encode(&mut Uuid::encode_buffer()), text);
        for wrong in [
            "",
            "0190D6C4-6F3A-7C3E-9F55-1D2B8C1F0A77",
            "0190d6c46f3a7c3e9f551d2b8c1f0a77",
            "{0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77}",
        ] {
            assert_eq!(wrong.parse::<AccountId>(), Err(ParseIdError { kind: "account id" }), "{wrong}");
        }
    }
}
