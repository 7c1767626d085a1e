use std::time::{Duration, Instant};

use access_tokens::Role;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::Reason;
use runtime::Clock;

use crate::service::{Client, PASSWORD, World, register, set_roles, sign_in, verifier};

fn noon() -> DateTime<Utc> {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_gives_a_token_that_the_published_keys_verify() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account = register(&mut gateway, "ada@example.com").await;
    let roles = [contracts::accounts::v1::Role::User, contracts::accounts::v1::Role::Support];
    set_roles(&mut operator, &account.account_id, &roles).await;

    let session = sign_in(&mut gateway, " ADA@example.com", PASSWORD).await.unwrap();
    assert_eq!(session.account_id, account.account_id);
    let now = world.clock.now();
    let claims = verifier(&mut gateway).await.verify(&session.access_token, now).unwrap();
    assert_eq!(claims.account_id.to_string(), account.account_id);
    assert_eq!(claims.roles.into_iter().collect::<Vec<_>>(), [Role::User, Role::Support]);
    assert_eq!(claims.expires_at - claims.issued_at, TimeDelta::hours(1));
    assert_eq!(Some(contracts::convert::timestamp(claims.expires_at)), session.expires_at);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_gets_the_answer_of_a_wrong_password() {
    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    register(&mut gateway, "ada@example.com").await;
    let wrong = sign_in(&mut gateway, "ada@example.com", "wrong horse battery staple").await.unwrap_err();
    assert_eq!(wrong.reason, Reason::WrongCredentials);
    for (email, password) in [
        ("eve@example.com", PASSWORD),
        ("no address", PASSWORD),
        ("", ""),
        ("ada@example.com", ""),
        ("ada@example.com", &"x".repeat(300)),
    ] {
        assert_eq!(sign_in(&mut gateway, email, password).await.unwrap_err(), wrong, "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_address_takes_as_long_as_a_wrong_password() {
    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    register(&mut gateway, "ada@example.com").await;
    let mut quickest = [Duration::MAX; 2];
    // The quickest of some, since other tests run beside this one. Without the hash it would be a tenth.
    for _ in 0..5 {
        for (email, quickest) in ["ada@example.com", "eve@example.com"].into_iter().zip(&mut quickest) {
            let begun = Instant::now();
            sign_in(&mut gateway, email, "wrong horse battery staple").await.unwrap_err();
            *quickest = begun.elapsed().min(*quickest);
        }
    }
    let [known, unknown] = quickest;
    assert!(unknown * 2 > known && known * 2 > unknown, "known {known:?}, unknown {unknown:?}");
}

async fn fail(gateway: &mut Client, email: &str) -> contracts::failure::Failure {
    sign_in(gateway, email, "wrong horse battery staple").await.unwrap_err()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_failures_the_next_attempt_has_to_wait_known_or_not() {
    let world = World::at(Clock::fixed(noon())).await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    register(&mut gateway, "ada@example.com").await;
    for email in ["ada@example.com", "eve@example.com"] {
        for _ in 0..5 {
            assert_eq!(fail(&mut gateway, email).await.reason, Reason::WrongCredentials);
        }
        let throttled = fail(&mut gateway, email).await;
        assert_eq!(throttled.reason, Reason::RateLimited);
        assert_eq!(throttled.retry_after, Some(Duration::from_secs(1)));
        let right = sign_in(&mut gateway, email, PASSWORD).await.unwrap_err();
        assert_eq!(right.reason, Reason::RateLimited, "the right password has to wait as well");
    }
    world.clock.advance(TimeDelta::seconds(1));
    assert_eq!(fail(&mut gateway, "ada@example.com").await.reason, Reason::WrongCredentials);
    assert_eq!(fail(&mut gateway, "ada@example.com").await.retry_after, Some(Duration::from_secs(2)));

    world.clock.advance(TimeDelta::seconds(2));
    sign_in(&mut gateway, "ada@example.com", PASSWORD).await.unwrap();
    for _ in 0..5 {
        let again = fail(&mut gateway, "ada@example.com").await;
        assert_eq!(again.reason, Reason::WrongCredentials, "a success forgets the failures");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_guesses_at_once_are_no_way_around_the_limit() {
    let world = World::at(Clock::fixed(noon() + TimeDelta::days(1))).await;
    let service = world.start().await;
    let gateway = world.caller(&service, "gateway");
    register(&mut gateway.clone(), "ada@example.com").await;
    let guesses = (0..20).map(|_| {
        let mut gateway = gateway.clone();
        tokio::spawn(async move { fail(&mut gateway, "ada@example.com").await.reason })
    });
    let mut compared = 0;
    for guess in guesses.collect::<Vec<_>>() {
        match guess.await.unwrap() {
            Reason::WrongCredentials => compared += 1,
            other => assert_eq!(other, Reason::RateLimited),
        }
    }
    assert_eq!(compared, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_with_older_parameters_is_replaced_at_sign_in() {
    use argon2::password_hash::PasswordHasher as _;
    use sqlx::Connection as _;

    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    register(&mut gateway, "ada@example.com").await;
    let older = argon2::Argon2::from(argon2::Params::new(1024, 1, 1, None).unwrap());
    let older = older.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
    let mut database = sqlx::PgConnection::connect(&world.database_url).await.unwrap();
    sqlx::query("update accounts set password_hash = $1").bind(&older).execute(&mut database).await.unwrap();

    sign_in(&mut gateway, "ada@example.com", PASSWORD).await.unwrap();
    let (stored,): (String,) =
        sqlx::query_as("select password_hash from accounts").fetch_one(&mut database).await.unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    sign_in(&mut gateway, "ada@example.com", PASSWORD).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_would_have_to_wait_too_long_is_told_when_to_come_again() {
    let world = World::new().await;
    let mut config = world.config().await;
    config.password_queue = 1;
    let service = world.start_with(config).await.unwrap();
    let gateway = world.caller(&service, "gateway");
    let attempts = (0..64).map(|number| {
        let mut gateway = gateway.clone();
        tokio::spawn(async move { fail(&mut gateway, &format!("eve{number}@example.com")).await })
    });
    let mut refused = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        let failure = attempt.await.unwrap();
        if failure.reason == Reason::Overloaded {
            assert_eq!(failure.retry_after, Some(Duration::from_secs(1)));
            refused += 1;
        } else {
            assert_eq!(failure.reason, Reason::WrongCredentials);
        }
    }
    assert!(refused > 0);
}
