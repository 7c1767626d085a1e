//! API keys: `tbk_<id>_<secret><checksum>`.
//!
//! The id finds the stored digest, the secret proves the holder, and the checksum lets a scanner for leaked secrets, or
//! a person who cut a letter off, know without asking us.

use std::fmt;

use chrono::{DateTime, Utc};
use kernel::AccountId;
use uuid::Uuid;

/// Live keys that an account may have.
pub const MAX_LIVE_API_KEYS: u32 = 20;

const PREFIX: &str = "tbk_";
const ID_CHARS: usize = 32;
/// 32 bytes in base 62.
const SECRET_CHARS: usize = 43;
/// 4 bytes in base 62.
const CHECKSUM_CHARS: usize = 6;
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECKSUM_CONTEXT: &str = "tokenbook 2026 api key checksum";
const DIGEST_CONTEXT: &str = "tokenbook 2026 api key digest";

/// The id of an API key; no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ApiKeyId(Uuid);

impl ApiKeyId {
    /// The id with this UUID.
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The UUID itself, for storage.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl fmt::Display for ApiKeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What its owner calls a key: 1 to 100 characters, none of them a control character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyName(String);

/// A text is no name for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must have 1 to 100 characters, such as the name of the program that will use the key")]
pub struct InvalidApiKeyName;

impl ApiKeyName {
    /// Checks a name; spaces around it are dropped.
    pub fn new(text: &str) -> Result<Self, InvalidApiKeyName> {
        let name = text.trim();
        if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
            return Err(InvalidApiKeyName);
        }
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is known of a key after it was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What its owner calls it.
    pub name: ApiKeyName,
    /// When it was issued.
    pub created_at: DateTime<Utc>,
    /// When it ended, if it did.
    pub revoked_at: Option<DateTime<Utc>>,
}

/// A key as its holder has it. It shows itself only where it is asked to.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKeySecret {
    id: ApiKeyId,
    text: String,
}

/// A text is not an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an API key")]
pub struct NotAnApiKey;

impl ApiKeySecret {
    /// A new key made of an id and random bytes.
    pub fn new(id: ApiKeyId, random: &[u8; 32]) -> Self {
        let mut text = format!("{PREFIX}{}_{}", id.0.simple(), base62(random, SECRET_CHARS));
        text.push_str(&checksum(&text));
        Self { id, text }
    }

    /// Reads a key back; one with a wrong checksum is none.
    pub fn parse(text: &str) -> Result<Self, NotAnApiKey> {
        let (id, rest) = text
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split_at_checked(ID_CHARS))
            .and_then(|(id, rest)| Some((id, rest.strip_prefix('_')?)))
            .ok_or(NotAnApiKey)?;
        if rest.len() != SECRET_CHARS + CHECKSUM_CHARS || !rest.bytes().all(|byte| DIGITS.contains(&byte)) {
            return Err(NotAnApiKey);
        }
        let (keyed, sum) = text.split_at_checked(text.len() - CHECKSUM_CHARS).ok_or(NotAnApiKey)?;
        let id = Uuid::try_parse(id).map_err(|_| NotAnApiKey)?;
        // One spelling of the id only, so that the text is as unique as the key.
        if checksum(keyed) != sum || !keyed[PREFIX.len()..].starts_with(&id.simple().to_string()) {
            return Err(NotAnApiKey);
        }
        Ok(Self { id: ApiKeyId(id), text: text.to_owned() })
    }

    /// Its id.
    pub fn id(&self) -> ApiKeyId {
        self.id
    }

    /// The key itself, to be shown once.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// What is stored. 256 random bits cannot be guessed, so a fast digest is as good as a slow one.
    pub fn digest(&self) -> [u8; 32] {
        blake3::derive_key(DIGEST_CONTEXT, self.text.as_bytes())
    }
}

impl fmt::Debug for ApiKeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeySecret").field("id", &self.id).finish_non_exhaustive()
    }
}

fn checksum(keyed: &str) -> String {
    let digest = blake3::derive_key(CHECKSUM_CONTEXT, keyed.as_bytes());
    base62(&digest[..4], CHECKSUM_CHARS)
}

/// A number of `bytes`, most significant first, in `chars` digits of base 62: long division, one digit a round.
fn base62(bytes: &[u8], chars: usize) -> String {
    let mut number = bytes.to_vec();
    let mut digits = Vec::with_capacity(chars);
    for _ in 0..chars {
        let mut remainder: usize = 0;
        for byte in &mut number {
            let dividend = remainder * 256 + usize::from(*byte);
            // A remainder is below 62, so the quotient is below 256.
            *byte = u8::try_from(dividend / 62).unwrap_or(u8::MAX);
            remainder = dividend % 62;
        }
        digits.push(char::from(DIGITS[remainder]));
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn key(random: u8) -> ApiKeySecret {
        ApiKeySecret::new(ApiKeyId::new(Uuid::from_u128(7)), &[random; 32])
    }

    #[test]
    fn base_62_holds_every_bit() {
        assert_eq!(base62(&[0; 4], 6), "000000");
        assert_eq!(base62(&[0, 0, 0, 61], 6), "00000z");
        assert_eq!(base62(&[0, 0, 0, 62], 6), "000010");
        // 2^32 - 1 and 2^256 - 1 still fit.
        assert_eq!(base62(&[255; 4], 6), "4gfFC3");
        assert_ne!(base62(&[255; 32], SECRET_CHARS), base62(&[255; 32], SECRET_CHARS + 1)[..SECRET_CHARS]);
    }

    #[test]
    fn a_key_reads_back_and_hides_in_logs() {
        let key = key(9);
        assert_eq!(key.expose().len(), 4 + 32 + 1 + 43 + 6);
        assert_eq!(ApiKeySecret::parse(key.expose()), Ok(key.clone()));
        assert!(!format!("{key:?}").contains(&key.expose()[37..]));
    }

    #[test]
    fn digests_differ_with_secret_and_id() {
        let other_id = ApiKeySecret::new(ApiKeyId::new(Uuid::from_u128(8)), &[9; 32]);
        let digests: HashSet<_> = [key(9), key(10), other_id].iter().map(ApiKeySecret::digest).collect();
        assert_eq!(digests.len(), 3);
    }

    #[test]
    fn a_name_is_short_and_visible() {
        assert_eq!(ApiKeyName::new(" render farm ").unwrap().as_str(), "render farm");
        for wrong in ["", "   ", "a\nb", &"n".repeat(101)] {
            assert_eq!(ApiKeyName::new(wrong), Err(InvalidApiKeyName), "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn every_key_reads_back(id in any::<u128>(), random in any::<[u8; 32]>()) {
            let key = ApiKeySecret::new(ApiKeyId::new(Uuid::from_u128(id)), &random);
            prop_assert_eq!(ApiKeySecret::parse(key.expose()), Ok(key));
        }

        #[test]
        fn a_key_with_one_other_letter_is_none(at in any::<prop::sample::Index>(), letter in 0_usize..62) {
            let mut text = key(9).expose().to_owned().into_bytes();
            let at = at.index(text.len());
            prop_assume!(text[at] != DIGITS[letter]);
            text[at] = DIGITS[letter];
            prop_assert_eq!(ApiKeySecret::parse(std::str::from_utf8(&text).unwrap()), Err(NotAnApiKey));
        }

        #[test]
        fn no_text_makes_the_reader_stumble(text in "(tbk_)?.{0,100}") {
            prop_assert_eq!(ApiKeySecret::parse(&text), Err(NotAnApiKey));
        }
    }
}
