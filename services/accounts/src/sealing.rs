//! Sealing of private keys before they are stored: AES-256-GCM under the key encryption key, each bound to its id.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::entropy;

/// Where the key encryption key is configured.
pub const SETTING: &str = "TOKENBOOK_KEY_ENCRYPTION_KEY";

/// The first byte of what is sealed, so that another form may come one day.
const FORM: u8 = 1;
const SEALING_CONTEXT: &str = "tokenbook 2026 accounts signing key sealing";
const ADDRESS_CONTEXT: &str = "tokenbook 2026 accounts sign-in address digest";

/// The setting is not the base64 form of 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidKeyEncryptionKey {
    /// It is not base64.
    #[error("is not base64; make one with `openssl rand -base64 32`")]
    NotBase64,
    /// It has another length.
    #[error("holds {0} bytes instead of 32; make one with `openssl rand -base64 32`")]
    Length(usize),
}

/// What was stored does not open: the key encryption key is another one, or somebody changed what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a stored signing key does not open with {SETTING}; give the service the key that it was sealed with"
)]
pub struct Unsealable;

/// Sealing failed; only a system without randomness gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot seal a signing key")]
pub struct SealError;

/// The keys that are derived from the key encryption key, one for each purpose.
pub struct Sealer {
    sealing: LessSafeKey,
    address: [u8; 32],
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealer").finish_non_exhaustive()
    }
}

impl Sealer {
    /// Reads the key encryption key from its base64 form.
    pub fn new(base64: &str) -> Result<Self, InvalidKeyEncryptionKey> {
        let bytes = STANDARD.decode(base64.trim()).map_err(|_| InvalidKeyEncryptionKey::NotBase64)?;
        let length = bytes.len();
        if length != 32 {
            return Err(InvalidKeyEncryptionKey::Length(length));
        }
        let sealing = UnboundKey::new(&AES_256_GCM, &blake3::derive_key(SEALING_CONTEXT, &bytes))
            .map_err(|_| InvalidKeyEncryptionKey::Length(length))?;
        Ok(Self { sealing: LessSafeKey::new(sealing), address: blake3::derive_key(ADDRESS_CONTEXT, &bytes) })
    }

    /// Seals a private key; it opens only under the same id.
    pub fn seal(&self, key_id: &str, private_key: &[u8; 32]) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE_LEN] = entropy::bytes().map_err(|_| SealError)?;
        let mut sealed = private_key.to_vec();
        self.sealing
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to(key_id), &mut sealed)
            .map_err(|_| SealError)?;
        Ok([&[FORM][..], &nonce, &sealed].concat())
    }

    /// Opens a private key that was sealed under this id.
    pub fn open(&self, key_id: &str, sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let (form, rest) = sealed.split_first().ok_or(Unsealable)?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(Unsealable)?;
        if *form != FORM {
            return Err(Unsealable);
        }
        let mut rest = rest.to_vec();
        let opened = self
            .sealing
            .open_in_place(Nonce::assume_unique_for_key(*nonce), bound_to(key_id), &mut rest)
            .map_err(|_| Unsealable)?;
        Ok(opened.to_vec())
    }

    /// A keyed digest of an e-mail address, under which sign-ins are counted; who reads it learns no address.
    pub fn address_digest(&self, address: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.address, address.as_bytes()).as_bytes()
    }
}

fn bound_to(key_id: &str) -> Aad<String> {
    Aad::from(format!("tokenbook signing key {key_id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&STANDARD.encode([byte; 32])).unwrap()
    }

    #[test]
    fn what_is_sealed_opens_under_its_own_id_only() {
        let sealed = sealer(1).seal("key-1", &[7; 32]).unwrap();
        assert!(!sealed.windows(32).any(|window| window == [7; 32]));
        assert_eq!(sealer(1).open("key-1", &sealed), Ok(vec![7; 32]));
        assert_eq!(sealer(1).open("key-2", &sealed), Err(Unsealable));
        assert_eq!(sealer(2).open("key-1", &sealed), Err(Unsealable));
        assert_ne!(sealer(1).seal("key-1", &[7; 32]).unwrap(), sealed, "each has a nonce of its own");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let sealed = sealer(1).seal("key-1", &[7; 32]).unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(sealer(1).open("key-1", &changed), Err(Unsealable), "bit {bit}");
        }
        for cut in 0..sealed.len() {
            assert_eq!(sealer(1).open("key-1", &sealed[..cut]), Err(Unsealable), "cut at {cut}");
        }
    }

    #[test]
    fn a_wrong_key_encryption_key_says_what_is_wrong() {
        for (text, expected) in [
            (String::new(), InvalidKeyEncryptionKey::Length(0)),
            (STANDARD.encode([1; 16]), InvalidKeyEncryptionKey::Length(16)),
            (STANDARD.encode([1; 33]), InvalidKeyEncryptionKey::Length(33)),
            ("not base64!".to_owned(), InvalidKeyEncryptionKey::NotBase64),
        ] {
            assert_eq!(Sealer::new(&text).err(), Some(expected), "{text}");
        }
    }

    #[test]
    fn digests_of_addresses_depend_on_the_key() {
        assert_eq!(sealer(1).address_digest("a@example.com"), sealer(1).address_digest("a@example.com"));
        assert_ne!(sealer(1).address_digest("a@example.com"), sealer(2).address_digest("a@example.com"));
        assert_ne!(sealer(1).address_digest("a@example.com"), sealer(1).address_digest("b@example.com"));
    }
}
