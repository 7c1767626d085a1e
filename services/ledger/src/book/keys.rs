//! Digests of idempotency keys and requests: what the book remembers of them, for ever.

use std::hash::{Hash, Hasher};

use kernel::AccountId;

/// Account, caller and key in 16 bytes. With 10^10 keys the chance that any two collide is below 10^-18 (birthday bound, 128 bits).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyDigest([u8; 16]);

impl Hash for KeyDigest {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Half of a digest is one too.
        let [first, ..] = self.0.as_chunks().0 else { return };
        state.write_u64(u64::from_le_bytes(*first));
    }
}

/// Nearly every account, caller and key together are shorter, and so are most requests.
const SHORT: usize = 256;

/// A request in 16 bytes, as it stands in its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RequestDigest([u8; 16]);

/// Half of a request's digest: what is remembered. It is only held against requests under the same key, of which one in 2^64 would be taken for
/// another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestMark([u8; 8]);

impl RequestMark {
    /// The mark from its 8 bytes.
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// The 8 bytes.
    pub const fn bytes(self) -> [u8; 8] {
        self.0
    }
}

impl KeyDigest {
    /// The digest of a key, which is per account and caller.
    pub fn of(account: AccountId, caller: &str, key: &str) -> Self {
        // The caller's name holds no zero byte, so that caller and key cannot run into each other.
        let account = account.uuid();
        Self(digest_of([account.as_bytes(), caller.as_bytes(), &[0], key.as_bytes()]))
    }

    /// The digest from its 16 bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    pub const fn bytes(self) -> [u8; 16] {
        self.0
    }

    /// Which of 256 tables it belongs to: by a part that [`Hash`] makes nothing of.
    pub(super) const fn table(&self) -> usize {
        let [.., last] = self.0;
        last as usize
    }
}

impl RequestDigest {
    /// The digest of a request's name and canonical bytes.
    pub fn of(name: &str, canonical: &[u8]) -> Self {
        Self(digest_of([name.as_bytes(), &[0], canonical]))
    }

    /// Its first half.
    pub fn mark(self) -> RequestMark {
        let mut half = [0; 8];
        half.copy_from_slice(&self.0[..8]);
        RequestMark(half)
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

// What fits is hashed at one go, which takes half as long: every request and every entry of a replay has it done.
fn digest_of<const N: usize>(parts: [&[u8]; N]) -> [u8; 16] {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut short = [0; SHORT];
    let hash = if let Some(whole) = short.get_mut(..length) {
        let mut rest = &mut *whole;
        for part in parts {
            let (here, behind) = rest.split_at_mut(part.len());
            here.copy_from_slice(part);
            rest = behind;
        }
        blake3::hash(whole)
    } else {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(part);
        }
        hasher.finalize()
    };
    first_half(&hash)
}

fn first_half(hash: &blake3::Hash) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    half
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_key_has_the_digest_that_it_always_had_whatever_its_length() {
        let account = AccountId::new(Uuid::from_u128(7));
        for length in [0, 1, 36, 160, SHORT - 17 - 6, SHORT - 17 - 5, 400, 2_000] {
            let key = "k".repeat(length);
            let mut hasher = blake3::Hasher::new();
            hasher.update(account.uuid().as_bytes()).update(b"caller").update(&[0]).update(key.as_bytes());
            assert_eq!(
                KeyDigest::of(account, "caller", &key).bytes(),
                first_half(&hasher.finalize()),
                "{length}"
            );
        }
    }
}
