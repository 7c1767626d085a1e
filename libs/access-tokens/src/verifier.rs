//! The verifier's side.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use contracts::accounts::v1 as proto;
use contracts::convert::{Malformed, optional_time};
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::de::DeserializeOwned;

use crate::claims::{Header, Payload};
use crate::{ALGORITHM, Claims, ISSUER, LEEWAY_SECONDS, MAX_TOKEN_BYTES, TYPE};

const SIGNATURE_BYTES: usize = 64;

/// Why a token is refused. A client is told no more than that it is; the cause is for metrics and tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It has not the form of a token.
    #[error("not an access token")]
    Malformed,
    /// It names another algorithm or type than the one there is.
    #[error("another algorithm or type")]
    Algorithm,
    /// Its key is not among the published ones. A verifier may fetch them anew, at a bounded rate, and try once more.
    #[error("unknown key")]
    UnknownKey,
    /// The signature is not the key's.
    #[error("wrong signature")]
    Signature,
    /// Somebody else issued it.
    #[error("another issuer")]
    Issuer,
    /// It is issued in the future.
    #[error("not valid yet")]
    NotYetValid,
    /// Its time is over, or its key's.
    #[error("expired")]
    Expired,
}

/// A published key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("signing key: {0}")]
pub struct InvalidKey(#[from] Malformed);

/// A public key as published by `ListSigningKeys`.
///
/// When it begins to sign (`not_before`) is not looked at: an early rotation moves that moment forward, and verifiers
/// that fetched the keys before would refuse good tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedKey {
    /// The `kid` of its tokens.
    pub key_id: String,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// After this no valid token of the key exists.
    pub not_after: Option<DateTime<Utc>>,
}

impl TryFrom<proto::SigningKey> for PublishedKey {
    type Error = InvalidKey;

    fn try_from(key: proto::SigningKey) -> Result<Self, InvalidKey> {
        if key.key_id.is_empty() {
            return Err(Malformed::missing("key_id").into());
        }
        let public_key = key
            .public_key
            .as_ref()
            .try_into()
            .map_err(|_| Malformed::new("public_key", "must be the 32 bytes of an Ed25519 key"))?;
        let not_after = optional_time("not_after", key.not_after.as_ref())?;
        Ok(Self { key_id: key.key_id, public_key, not_after })
    }
}

/// Checks tokens against the published keys. Immutable: fetching the keys anew makes a new one.
#[derive(Debug, Clone, Default)]
pub struct Verifier {
    keys: HashMap<String, PublishedKey>,
}

impl Verifier {
    /// A verifier that believes these keys.
    pub fn new(keys: impl IntoIterator<Item = PublishedKey>) -> Self {
        Self { keys: keys.into_iter().map(|key| (key.key_id.clone(), key)).collect() }
    }

    /// A verifier that believes the keys of a `ListSigningKeys` response.
    pub fn from_published(keys: impl IntoIterator<Item = proto::SigningKey>) -> Result<Self, InvalidKey> {
        let keys: Vec<_> = keys.into_iter().map(PublishedKey::try_from).collect::<Result<_, _>>()?;
        Ok(Self::new(keys))
    }

    /// What a token says, if everything about it is right.
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, Refused> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Refused::Malformed);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(Refused::Malformed)?;
        let header: Header = decoded(header)?;
        if header.alg != ALGORITHM || header.typ != TYPE {
            return Err(Refused::Algorithm);
        }
        let key = self.keys.get(&header.kid).ok_or(Refused::UnknownKey)?;
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Refused::Malformed)?;
        if signature.len() != SIGNATURE_BYTES {
            return Err(Refused::Signature);
        }
        UnparsedPublicKey::new(&ED25519, key.public_key)
            .verify(signed.as_bytes(), &signature)
            .map_err(|_| Refused::Signature)?;
        let payload: Payload = decoded(payload)?;
        check_claims(&payload, key, now)
    }
}

fn check_claims(payload: &Payload, key: &PublishedKey, now: DateTime<Utc>) -> Result<Claims, Refused> {
    if payload.iss != ISSUER {
        return Err(Refused::Issuer);
    }
    let claims = payload.claims().ok_or(Refused::Malformed)?;
    let leeway = TimeDelta::seconds(LEEWAY_SECONDS);
    if claims.issued_at > now + leeway {
        return Err(Refused::NotYetValid);
    }
    let over = |end: DateTime<Utc>| now.signed_duration_since(end) >= leeway;
    if over(claims.expires_at) || key.not_after.is_some_and(over) {
        return Err(Refused::Expired);
    }
    Ok(claims)
}

fn decoded<T: DeserializeOwned>(part: &str) -> Result<T, Refused> {
    let json = URL_SAFE_NO_PAD.decode(part).map_err(|_| Refused::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| Refused::Malformed)
}

#[cfg(test)]
mod tests;
