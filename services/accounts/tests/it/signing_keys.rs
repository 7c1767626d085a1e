use access_tokens::{Refused, Verifier};
use chrono::{DateTime, TimeDelta, Utc};
use contracts::accounts::v1::RotateSigningKeyRequest;
use contracts::convert::timestamp;
use runtime::Clock;
use sqlx::Connection as _;

use crate::service::{PASSWORD, World, published, register, sign_in, verifier};

fn noon() -> DateTime<Utc> {
    "2026-07-01T12:00:00Z".parse().unwrap()
}

fn later(days: i64) -> Clock {
    Clock::fixed(noon() + TimeDelta::days(days))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_key_is_published_before_it_signs() {
    let world = World::at(later(0)).await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let keys = published(&mut gateway).await;
    let [next, present] = keys.as_slice() else { panic!("{keys:?}") };
    assert_eq!(present.not_before, Some(timestamp(noon())));
    assert_eq!(next.not_before, Some(timestamp(noon() + TimeDelta::days(30))));
    assert_eq!((&next.not_after, &present.not_after), (&None, &None));

    let known_before = Verifier::from_published(keys.clone()).unwrap();
    let rotated =
        operator.rotate_signing_key(RotateSigningKeyRequest {}).await.unwrap().into_inner().key.unwrap();
    assert_eq!(rotated.key_id, next.key_id);
    register(&mut gateway, "ada@example.com").await;
    let session = sign_in(&mut gateway, "ada@example.com", PASSWORD).await.unwrap();
    assert!(known_before.verify(&session.access_token, world.clock.now()).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_keeps_old_tokens_good_until_they_expire() {
    let world = World::at(later(100)).await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    register(&mut gateway, "ada@example.com").await;
    let old = sign_in(&mut gateway, "ada@example.com", PASSWORD).await.unwrap().access_token;
    let before = published(&mut gateway).await;
    operator.rotate_signing_key(RotateSigningKeyRequest {}).await.unwrap();
    let new = sign_in(&mut gateway, "ada@example.com", PASSWORD).await.unwrap().access_token;

    assert_eq!(published(&mut gateway).await.len(), 3);
    let verifier_now = verifier(&mut gateway).await;
    for token in [&old, &new] {
        assert!(verifier_now.verify(token, world.clock.now()).is_ok());
    }
    // As long as the old token lives, its key is published; then it goes.
    world.clock.advance(TimeDelta::minutes(60));
    assert!(verifier(&mut gateway).await.verify(&old, world.clock.now()).is_ok());
    world.clock.advance(TimeDelta::minutes(2));
    let after = published(&mut gateway).await;
    assert_eq!(after.len(), 2);
    assert!(after.iter().all(|key| key.key_id != before[1].key_id));
    assert_eq!(verifier(&mut gateway).await.verify(&old, world.clock.now()), Err(Refused::UnknownKey));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_old_enough_hands_over_by_itself() {
    let world = World::at(later(200)).await;
    let service = world.start().await;
    let first = published(&mut world.caller(&service, "gateway")).await;
    service.stop().await;
    world.clock.advance(TimeDelta::days(29));
    let service = world.start().await;
    assert_eq!(published(&mut world.caller(&service, "gateway")).await, first);
    service.stop().await;
    world.clock.advance(TimeDelta::days(1));
    let service = world.start().await;
    let keys = published(&mut world.caller(&service, "gateway")).await;
    let ids: Vec<_> = keys.iter().map(|key| key.key_id.as_str()).collect();
    assert_eq!(
        ids[1..],
        [first[0].key_id.as_str(), first[1].key_id.as_str()],
        "next is present, present retired"
    );
    assert!(keys[2].not_after.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_agree_on_the_keys() {
    let world = World::new().await;
    let config = world.config().await;
    let starts = (0..4).map(|_| world.start_with(config.clone()));
    let services: Vec<_> = futures::future::try_join_all(starts).await.unwrap();
    let mut lists = Vec::new();
    for service in &services {
        lists.push(published(&mut world.caller(service, "gateway")).await);
    }
    assert_eq!(lists[0].len(), 2, "{:?}", lists[0]);
    assert!(lists.iter().all(|list| *list == lists[0]));

    let rotations = services.iter().map(|service| {
        let mut operator = world.caller(service, "operator");
        async move { operator.rotate_signing_key(RotateSigningKeyRequest {}).await }
    });
    futures::future::try_join_all(rotations).await.unwrap();
    let mut gateway = world.caller(&services[0], "gateway");
    register(&mut gateway, "ada@example.com").await;
    let verifier = verifier(&mut gateway).await;
    let mut signed_by = Vec::new();
    for service in &services {
        let token =
            sign_in(&mut world.caller(service, "gateway"), "ada@example.com", PASSWORD).await.unwrap();
        assert!(verifier.verify(&token.access_token, world.clock.now()).is_ok());
        signed_by.push(token.access_token.split('.').next().unwrap().to_owned());
    }
    assert!(signed_by.iter().all(|header| *header == signed_by[0]), "one key signs everywhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn private_keys_are_stored_sealed_and_only_while_they_are_needed() {
    let world = World::new().await;
    let service = world.start().await;
    world.caller(&service, "operator").rotate_signing_key(RotateSigningKeyRequest {}).await.unwrap();
    let mut database = sqlx::PgConnection::connect(&world.database_url).await.unwrap();
    let rows: Vec<(bool, Option<Vec<u8>>)> =
        sqlx::query_as("select retired_at is not null, sealed_seed from signing_keys")
            .fetch_all(&mut database)
            .await
            .unwrap();
    assert_eq!(rows.len(), 3);
    for (retired, sealed) in rows {
        assert_eq!(sealed.is_none(), retired);
        // Form, nonce, seed, tag.
        assert!(sealed.is_none_or(|sealed| sealed.len() == 1 + 12 + 32 + 16));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_encryption_key_keeps_the_service_from_starting_and_says_why() {
    let world = World::new().await;
    world.start().await.stop().await;
    for (key, told) in [
        ("AQID", "TOKENBOOK_KEY_ENCRYPTION_KEY: holds 3 bytes instead of 32"),
        ("!", "TOKENBOOK_KEY_ENCRYPTION_KEY: is not base64"),
        ("IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=", "does not open with TOKENBOOK_KEY_ENCRYPTION_KEY"),
    ] {
        let mut config = world.config().await;
        config.key_encryption_key = key.to_owned().into();
        let error = world.start_with(config).await.err().unwrap();
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        assert!(text.contains(told), "{text}");
        assert!(!text.contains(key), "{text}");
    }
    world.start().await;
}
