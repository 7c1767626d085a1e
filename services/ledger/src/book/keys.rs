//! Digests of idempotency keys and requests: what the book remembers of them, for ever, in 16 bytes each.

use kernel::AccountId;

/// Account, caller and key in 16 bytes. With 10^10 keys the chance that any two collide is below 10^-18 (birthday bound, 128 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyDigest([u8; 16]);

/// A request in 16 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestDigest([u8; 16]);

impl KeyDigest {
    /// The digest of a key, which is per account and caller.
    pub fn of(account: AccountId, caller: &str, key: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(account.uuid().as_bytes());
        // The caller's name holds no zero byte, so that caller and key cannot run into each other.
        hasher.update(caller.as_bytes());
        hasher.update(&[0]);
        hasher.update(key.as_bytes());
        Self(first_half(&hasher.finalize()))
    }
}

impl RequestDigest {
    /// The digest of a request's name and canonical bytes.
    pub fn of(name: &str, canonical: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(name.as_bytes());
        hasher.update(&[0]);
        hasher.update(canonical);
        Self(first_half(&hasher.finalize()))
    }

    /// The digest as it stands in an entry.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    pub const fn bytes(self) -> [u8; 16] {
        self.0
    }
}

fn first_half(hash: &blake3::Hash) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    half
}
