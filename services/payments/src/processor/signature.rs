//! Signatures of webhooks: `t=<unix seconds>,v1=<hex>`, where v1 is HMAC-SHA256 over `<t>.<body>` under a shared secret.
//!
//! Source: Stripe's documentation, "Verify webhook signatures manually"; the sandbox signs the same way. The timestamp is
//! signed with the body, so that a recorded notification cannot be sent again later.

use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::WebhookError;

/// How far the sender's clock may be from ours, or how old a notification may be.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// While a secret is exchanged for another, a notification carries one signature for each.
const MAX_SIGNATURES: usize = 8;

/// The value of the signature header for a body sent at `now`.
pub fn sign(secret: &str, now: DateTime<Utc>, body: &[u8]) -> String {
    let timestamp = now.timestamp().to_string();
    match mac(secret, &timestamp, body) {
        Some(mac) => format!("t={timestamp},v1={}", hex::encode(mac.finalize().into_bytes())),
        None => String::new(),
    }
}

/// Whether the header's value proves that the holder of one of the secrets sent this body lately. There are several while
/// one is exchanged for another.
pub fn verify<'a>(
    secrets: impl IntoIterator<Item = &'a str>,
    header: &str,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), WebhookError> {
    let mut timestamp = None;
    let mut signatures = Vec::new();
    for part in header.split(',') {
        match part.trim().split_once('=') {
            Some(("t", value)) => timestamp = Some(value),
            Some(("v1", value)) if signatures.len() < MAX_SIGNATURES => signatures.push(value),
            // Other schemes, such as v0 of test events, prove nothing.
            _ => {}
        }
    }
    let timestamp = timestamp.ok_or(WebhookError::Signature)?;
    let sent = timestamp
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
        .ok_or(WebhookError::Signature)?;
    let signatures: Vec<_> = signatures.into_iter().filter_map(|it| hex::decode(it).ok()).collect();
    let genuine = secrets.into_iter().filter_map(|secret| mac(secret, timestamp, body)).any(|expected| {
        // Compares in constant time.
        signatures.iter().any(|signature| expected.clone().verify_slice(signature).is_ok())
    });
    if genuine && (now - sent).abs() <= TOLERANCE { Ok(()) } else { Err(WebhookError::Signature) }
}

fn mac(secret: &str, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    // HMAC takes keys of any length, so this does not fail; without a key nothing is genuine.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_test";
    const BODY: &[u8] = br#"{"type":"payment.succeeded"}"#;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
    }

    #[track_caller]
    fn check(header: &str, body: &[u8], now: DateTime<Utc>, genuine: bool) {
        assert_eq!(verify([SECRET], header, body, now).is_ok(), genuine, "{header} at {now}");
    }

    #[test]
    fn what_was_signed_is_believed_for_five_minutes() {
        let header = sign(SECRET, at(0), BODY);
        for (seconds, genuine) in [(0, true), (300, true), (301, false), (-300, true), (-301, false)] {
            check(&header, BODY, at(seconds), genuine);
        }
    }

    #[test]
    fn the_scheme_is_hmac_sha256_over_time_dot_body() {
        // Computed with `printf '1790000000.{}' | openssl dgst -sha256 -hmac whsec_test`.
        let header = "t=1790000000,v1=1c2847ad1f8158a1da978f36627ac1f07f7fd027321ac9ad40bccc06743f8396";
        assert_eq!(sign(SECRET, at(0), b"{}"), header);
    }

    #[test]
    fn one_genuine_signature_among_several_is_enough() {
        let genuine = sign(SECRET, at(0), BODY);
        let (timestamp, signature) = genuine.split_once(',').unwrap();
        check(&format!("{timestamp},v1=00ff,v0=abc,{signature}"), BODY, at(0), true);
    }

    #[test]
    fn any_of_several_secrets_is_enough() {
        let genuine = sign(SECRET, at(0), BODY);
        for (secrets, believed) in [
            (vec!["the next", SECRET], true),
            (vec![SECRET, "the next"], true),
            (vec!["the next"], false),
            (vec![], false),
        ] {
            assert_eq!(verify(secrets, &genuine, BODY, at(0)).is_ok(), believed);
        }
    }

    #[test]
    fn a_forged_notification_is_not_believed() {
        let genuine = sign(SECRET, at(0), BODY);
        let (timestamp, signature) = genuine.split_once(',').unwrap();
        check(&sign("another secret", at(0), BODY), BODY, at(0), false);
        check(&genuine, br#"{"type":"payment.failed"}"#, at(0), false);
        check(&format!("t=1790000001,{signature}"), BODY, at(0), false);
        for header in ["", "t=", "v1=", timestamp, signature, &format!("{timestamp},v1="), "t=x,v1=00"] {
            check(header, BODY, at(0), false);
        }
        check(&format!("{timestamp},v0={}", &signature[3..]), BODY, at(0), false);
    }
}
