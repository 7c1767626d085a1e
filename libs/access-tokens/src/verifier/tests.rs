use std::collections::BTreeSet;

use proptest::prelude::*;
use ring::hmac;
use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{InvalidSeed, Role, Signer};

const SEED: [u8; 32] = [7; 32];

fn signer() -> Signer {
    Signer::new("key-1", &SEED).unwrap()
}

fn published(signer: &Signer) -> PublishedKey {
    PublishedKey { key_id: signer.key_id().to_owned(), public_key: signer.public_key(), not_after: None }
}

fn verifier() -> Verifier {
    Verifier::new([published(&signer())])
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn claims() -> Claims {
    Claims {
        account_id: "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".parse().unwrap(),
        roles: BTreeSet::from([Role::User, Role::Support]),
        issued_at: at(0),
        expires_at: at(3600),
        token_id: Uuid::from_u128(42),
    }
}

/// A token with any header and payload, signed with our own key.
fn token_of(header: &serde_json::Value, payload: &serde_json::Value) -> String {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload.to_string())
    );
    let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(&SEED).unwrap();
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn header() -> serde_json::Value {
    json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "key-1"})
}

fn payload() -> serde_json::Value {
    json!({
        "iss": "tokenbook", "sub": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "iat": at(0).timestamp(),
        "exp": at(3600).timestamp(), "roles": ["user"], "jti": Uuid::from_u128(42),
    })
}

fn with(mut object: serde_json::Value, field: &str, value: serde_json::Value) -> serde_json::Value {
    object[field] = value;
    object
}

#[test]
fn a_good_token_gives_its_claims() {
    assert_eq!(verifier().verify(&signer().sign(&claims()), at(10)), Ok(claims()));
}

#[test]
fn a_token_is_good_from_its_issue_to_its_expiry_give_or_take_the_leeway() {
    let token = signer().sign(&claims());
    for (now, expected) in [
        (-31, Some(Refused::NotYetValid)),
        (-30, None),
        (0, None),
        (3600, None),
        (3629, None),
        (3630, Some(Refused::Expired)),
        (1_000_000, Some(Refused::Expired)),
    ] {
        assert_eq!(verifier().verify(&token, at(now)).err(), expected, "at {now}");
    }
}

#[test]
fn no_token_outlives_its_key() {
    let key = PublishedKey { not_after: Some(at(100)), ..published(&signer()) };
    let verifier = Verifier::new([key]);
    let token = signer().sign(&claims());
    assert!(verifier.verify(&token, at(129)).is_ok());
    assert_eq!(verifier.verify(&token, at(130)), Err(Refused::Expired));
}

#[test]
fn only_the_one_algorithm_type_and_set_of_header_fields_is_accepted() {
    assert!(verifier().verify(&token_of(&header(), &payload()), at(10)).is_ok());
    for (field, value, expected) in [
        ("alg", json!("none"), Refused::Algorithm),
        ("alg", json!("HS256"), Refused::Algorithm),
        ("alg", json!("ES256"), Refused::Algorithm),
        ("alg", json!("eddsa"), Refused::Algorithm),
        ("typ", json!("JWT"), Refused::Algorithm),
        ("kid", json!("key-2"), Refused::UnknownKey),
        ("crit", json!(["exp"]), Refused::Malformed),
        ("jwk", json!({"kty": "OKP"}), Refused::Malformed),
        ("kid", json!(null), Refused::Malformed),
    ] {
        let token = token_of(&with(header(), field, value.clone()), &payload());
        assert_eq!(verifier().verify(&token, at(10)), Err(expected), "{field} {value}");
    }
}

#[test]
fn claims_that_are_wrong_are_refused_though_signed() {
    for (field, value, expected) in [
        ("iss", json!("another"), Refused::Issuer),
        ("sub", json!("nobody"), Refused::Malformed),
        ("exp", json!("tomorrow"), Refused::Malformed),
        ("exp", json!(i64::MAX), Refused::Malformed),
        ("iat", json!(null), Refused::Malformed),
        ("jti", json!(1), Refused::Malformed),
    ] {
        let token = token_of(&header(), &with(payload(), field, value.clone()));
        assert_eq!(verifier().verify(&token, at(10)), Err(expected), "{field} {value}");
    }
}

#[test]
fn newer_claims_and_roles_are_passed_over() {
    let newer = with(with(payload(), "roles", json!(["user", "emperor"])), "tenant", json!("x"));
    let claims = verifier().verify(&token_of(&header(), &newer), at(10)).unwrap();
    assert_eq!(claims.roles, BTreeSet::from([Role::User]));
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let token = signer().sign(&claims());
    let (signed, _) = token.rsplit_once('.').unwrap();
    for unsigned in [signed.to_owned(), format!("{signed}."), String::new(), ".".into(), "..".into()] {
        assert!(verifier().verify(&unsigned, at(10)).is_err(), "{unsigned}");
    }
}

#[test]
fn the_public_key_is_no_shared_secret() {
    for alg in ["HS256", "EdDSA"] {
        let head = with(header(), "alg", json!(alg));
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(head.to_string()),
            URL_SAFE_NO_PAD.encode(payload().to_string())
        );
        let key = hmac::Key::new(hmac::HMAC_SHA256, &signer().public_key());
        let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
        assert!(verifier().verify(&format!("{signed}.{tag}"), at(10)).is_err(), "{alg}");
    }
}

#[test]
fn another_keys_signature_is_refused() {
    let other = Signer::new("key-1", &[8; 32]).unwrap();
    assert_eq!(verifier().verify(&other.sign(&claims()), at(10)), Err(Refused::Signature));
}

#[test]
fn a_seed_is_bound_to_its_public_key() {
    assert!(Signer::checked("key-1", &SEED, &signer().public_key()).is_ok());
    assert_eq!(Signer::checked("key-1", &[8; 32], &signer().public_key()).err(), Some(InvalidSeed));
    assert_eq!(Signer::checked("key-1", &SEED[1..], &signer().public_key()).err(), Some(InvalidSeed));
}

#[test]
fn a_published_key_must_be_whole() {
    let right = proto::SigningKey {
        key_id: "key-1".into(),
        public_key: signer().public_key().to_vec().into(),
        not_before: None,
        not_after: None,
    };
    assert!(
        Verifier::from_published([right.clone()]).unwrap().verify(&signer().sign(&claims()), at(10)).is_ok()
    );
    let short = proto::SigningKey { public_key: vec![1; 31].into(), ..right.clone() };
    let nameless = proto::SigningKey { key_id: String::new(), ..right };
    for wrong in [short, nameless] {
        assert!(Verifier::from_published([wrong]).is_err());
    }
}

proptest! {
    #[test]
    fn any_changed_bit_is_refused(byte in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut token = signer().sign(&claims()).into_bytes();
        let byte = byte.index(token.len());
        token[byte] ^= 1 << bit;
        // What is no text never reaches a verifier.
        if let Ok(token) = String::from_utf8(token) {
            prop_assert!(verifier().verify(&token, at(10)).is_err());
        }
    }

    #[test]
    fn any_cut_or_lengthened_token_is_refused(cut in any::<prop::sample::Index>(), tail in "[A-Za-z0-9_.=-]{1,4}") {
        let token = signer().sign(&claims());
        prop_assert!(verifier().verify(&token[..cut.index(token.len())], at(10)).is_err());
        let longer = token + &tail;
        prop_assert!(verifier().verify(&longer, at(10)).is_err());
    }

    #[test]
    fn no_text_makes_the_verifier_stumble(text in any::<String>()) {
        prop_assert!(verifier().verify(&text, at(10)).is_err());
    }

    #[test]
    fn what_is_signed_is_what_is_read(
        account in any::<u128>(), token_id in any::<u128>(), life in 1_i64..100_000,
        roles in prop::collection::btree_set(prop::sample::select(&Role::ALL[..]), 0..4),
    ) {
        let claims = Claims {
            account_id: kernel::AccountId::new(Uuid::from_u128(account)),
            roles,
            issued_at: at(0),
            expires_at: at(life),
            token_id: Uuid::from_u128(token_id),
        };
        prop_assert_eq!(verifier().verify(&signer().sign(&claims), at(0)), Ok(claims));
    }
}
