//! Access tokens: their claims, how they are signed, and the strict check that every verifier makes.
//!
//! A token is a JWT (RFC 7519, profile of RFC 9068) with an Ed25519 signature (RFC 8037). There is one algorithm, so a
//! token's header chooses nothing but the key: whatever else it says is refused before any signature is looked at.
//!
//! Absent on purpose: network, storage and clocks. Whoever verifies brings the published keys and the time.

mod claims;
mod signer;
mod verifier;

pub use claims::{Claims, Role};
pub use signer::{InvalidSeed, SEED_BYTES, Signer};
pub use verifier::{InvalidKey, PublishedKey, Refused, Verifier};

/// Who issues the tokens: the claim `iss`.
pub const ISSUER: &str = "tokenbook";

/// How far the clocks of issuer and verifier may be apart, in seconds.
pub const LEEWAY_SECONDS: i64 = 30;

/// The longest token that a verifier looks at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 4096;

const ALGORITHM: &str = "EdDSA";
/// RFC 9068, so that no other kind of JWT passes for an access token.
const TYPE: &str = "at+jwt";
