//! The issuer's side.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use crate::claims::{Header, Payload};
use crate::{ALGORITHM, Claims, ISSUER, TYPE};

/// The length of an Ed25519 private key (seed).
pub const SEED_BYTES: usize = 32;

/// A private key is not 32 bytes, or not the one of the public key that it should belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the private key does not fit")]
pub struct InvalidSeed;

/// A private key with its id.
pub struct Signer {
    key_id: String,
    pair: Ed25519KeyPair,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

impl Signer {
    /// The key with this seed.
    pub fn new(key_id: impl Into<String>, seed: &[u8; SEED_BYTES]) -> Result<Self, InvalidSeed> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| InvalidSeed)?;
        Ok(Self { key_id: key_id.into(), pair })
    }

    /// The key with this seed, which must be the one of `public_key`.
    pub fn checked(key_id: impl Into<String>, seed: &[u8], public_key: &[u8]) -> Result<Self, InvalidSeed> {
        let pair = Ed25519KeyPair::from_seed_and_public_key(seed, public_key).map_err(|_| InvalidSeed)?;
        Ok(Self { key_id: key_id.into(), pair })
    }

    /// The id that tokens name as `kid`.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// What verifiers need.
    pub fn public_key(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(self.pair.public_key().as_ref());
        bytes
    }

    /// The token with these claims; times are cut to whole seconds.
    pub fn sign(&self, claims: &Claims) -> String {
        let header = Header { alg: ALGORITHM.to_owned(), typ: TYPE.to_owned(), kid: self.key_id.clone() };
        let mut token = encoded(&header);
        token.push('.');
        token.push_str(&encoded(&Payload::new(ISSUER, claims)));
        let signature = self.pair.sign(token.as_bytes());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature.as_ref(), &mut token);
        token
    }
}

fn encoded(part: &impl serde::Serialize) -> String {
    // Structs of strings and numbers always have a JSON form; an empty part would only make an invalid token.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(part).unwrap_or_default())
}
