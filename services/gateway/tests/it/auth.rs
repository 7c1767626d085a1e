//! Who may do what, and how it is proved.

use access_tokens::{Claims, Role, Signer};
use chrono::TimeDelta;
use contracts::accounts::v1 as accounts;
use contracts::common::v1 as common;
use contracts::failure::Failure;
use contracts::ledger::v1 as ledger;
use kernel::Reason;
use serde_json::json;

use crate::samples;
use crate::world::{World, json, problem, publish};

fn balances(world: &World) {
    world.ledger.on("GetBalance", |_: ledger::GetBalanceRequest| {
        Ok(ledger::GetBalanceResponse {
            balance: Some(common::Balance {
                available: 880,
                held: 120,
                version: 17,
                ..common::Balance::default()
            }),
        })
    });
}

#[tokio::test]
async fn a_good_token_reads_its_own_accounts_balance() {
    let world = World::new().await;
    balances(&world);
    let balance = json(world.by_user("GET", "/v1/balance"), 200).await;
    assert_eq!(
        balance,
        json!({"available": 880, "held": 120, "locked": 0, "debt": 0, "frozen": false, "version": 17})
    );
    let asked = world.ledger.asked::<ledger::GetBalanceRequest>("GetBalance");
    assert_eq!(asked[0].account_id, world.account.to_string());
}

#[tokio::test]
async fn no_credentials_and_bad_ones_are_refused_before_any_service_is_asked() {
    let world = World::new().await;
    balances(&world);
    let good = world.claims(&[Role::User]);
    let ago = |claims: &Claims, by: TimeDelta| Claims {
        issued_at: claims.issued_at - by,
        expires_at: claims.expires_at - by,
        ..claims.clone()
    };
    let expired = world.signer().sign(&ago(&good, TimeDelta::hours(1)));
    let other_key = Signer::new("key-1", &[9; 32]).unwrap().sign(&good);
    let unknown_key = Signer::new("key-9", &[9; 32]).unwrap().sign(&good);
    let mut tampered = world.token(&[Role::User]);
    tampered.replace_range(tampered.len() - 4.., "AAAA");
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0Iiwia2lkIjoia2V5LTEifQ.e30.";
    for (token, says) in [
        (expired.as_str(), "expired"),
        (&other_key, "not valid"),
        (&unknown_key, "not valid"),
        (&tampered, "not valid"),
        (none, "not valid"),
        ("nonsense", "not valid"),
    ] {
        let refused =
            problem(world.request("GET", "/v1/balance").bearer_auth(token), 401, "UNAUTHENTICATED").await;
        assert!(refused["detail"].as_str().unwrap().contains(says), "{token}: {refused}");
    }
    problem(world.request("GET", "/v1/balance"), 401, "UNAUTHENTICATED").await;
    problem(world.request("GET", "/v1/balance").basic_auth("ada", Some("x")), 401, "UNAUTHENTICATED").await;
    assert!(world.ledger.calls("GetBalance").is_empty());
}

#[tokio::test]
async fn each_role_may_do_its_own_and_no_more() {
    let world = World::new().await;
    let calls = [
        ("GET", "/v1/balance".to_owned(), &[Role::User, Role::Service][..]),
        ("GET", "/v1/balance/events".to_owned(), &[Role::User, Role::Service]),
        ("GET", "/v1/token-log".to_owned(), &[Role::User, Role::Service]),
        ("GET", "/v1/orders".to_owned(), &[Role::User, Role::Service]),
        ("GET", "/v1/generations".to_owned(), &[Role::User, Role::Service]),
        ("GET", format!("/v1/generations/{}/events", samples::ID), &[Role::User, Role::Service]),
        ("GET", format!("/v1/generations/{}/media/0", samples::ID), &[Role::User, Role::Service]),
        ("GET", "/v1/me".to_owned(), &[Role::User, Role::Service, Role::Support]),
        ("GET", "/v1/api-keys".to_owned(), &[Role::Service]),
        ("POST", "/v1/api-keys".to_owned(), &[Role::Service]),
        ("DELETE", "/v1/api-keys/key-7".to_owned(), &[Role::Service]),
        ("GET", "/v1/support/orders/TB-1".to_owned(), &[Role::Support]),
        ("GET", format!("/v1/support/accounts/{}/token-log", samples::ID), &[Role::Support]),
        ("POST", "/v1/orders".to_owned(), &[Role::User, Role::Service]),
        ("POST", format!("/v1/orders/{}/payment", samples::ID), &[Role::User, Role::Service]),
        ("POST", "/v1/generations".to_owned(), &[Role::User, Role::Service]),
        ("POST", "/v1/promotions/welcome/claim".to_owned(), &[Role::User, Role::Service]),
        ("POST", "/v1/images".to_owned(), &[Role::User, Role::Service]),
    ];
    for (method, path, allowed) in calls {
        for role in Role::ALL {
            let status = world.by(role, method, &path).send().await.unwrap().status().as_u16();
            let refused = status == 403;
            assert_eq!(refused, !allowed.contains(&role), "{method} {path} by {role:?}: {status}");
        }
        problem(world.by_nobody(method, &path), 403, "PERMISSION_DENIED").await;
        problem(world.request(method, &path), 401, "UNAUTHENTICATED").await;
    }
}

#[tokio::test]
async fn a_key_that_was_published_after_the_start_is_found_when_a_token_names_it() {
    let world = World::new().await;
    balances(&world);
    let new = Signer::new("key-2", &[8; 32]).unwrap();
    publish(&world.accounts, &[world.signer(), &new]);
    let token = new.sign(&world.claims(&[Role::User]));
    json(world.request("GET", "/v1/balance").bearer_auth(&token), 200).await;
    let fetched = world.accounts.calls("ListSigningKeys").len();
    // Inventing keys makes nobody fetch again and again.
    for number in 0..20 {
        let invented = Signer::new(format!("invented-{number}"), &[9; 32]).unwrap();
        let token = invented.sign(&world.claims(&[Role::User]));
        problem(world.request("GET", "/v1/balance").bearer_auth(token), 401, "UNAUTHENTICATED").await;
    }
    assert!(world.accounts.calls("ListSigningKeys").len() <= fetched + 1);
}

#[tokio::test]
async fn an_api_key_acts_for_its_account_and_is_asked_about_once() {
    let world = World::new().await;
    balances(&world);
    let owner = samples::account(&world, &[accounts::Role::Service]);
    world.accounts.on("AuthenticateApiKey", move |asked: accounts::AuthenticateApiKeyRequest| {
        if asked.secret != "tbk_good" {
            return Err(Failure::new(Reason::Unauthenticated, "unknown key"));
        }
        Ok(accounts::AuthenticateApiKeyResponse { api_key_id: "key-7".into(), account: Some(owner.clone()) })
    });
    world.accounts.on("RevokeApiKey", |_: accounts::RevokeApiKeyRequest| {
        Ok(accounts::RevokeApiKeyResponse { api_key: None })
    });
    let with = |secret: &str| world.request("GET", "/v1/balance").bearer_auth(secret);
    for _ in 0..3 {
        json(with("tbk_good"), 200).await;
        problem(with("tbk_bad"), 401, "UNAUTHENTICATED").await;
    }
    assert_eq!(world.accounts.calls("AuthenticateApiKey").len(), 2, "one question for each key");
    problem(
        world.request("GET", "/v1/support/orders/TB-1").bearer_auth("tbk_good"),
        403,
        "PERMISSION_DENIED",
    )
    .await;

    // A key revoked here is asked about anew.
    let revoke = world.request("DELETE", "/v1/api-keys/key-7").bearer_auth("tbk_good");
    assert_eq!(revoke.send().await.unwrap().status(), 204);
    json(with("tbk_good"), 200).await;
    assert_eq!(world.accounts.calls("AuthenticateApiKey").len(), 3);
}

#[tokio::test]
async fn accounts_being_down_is_not_said_to_be_a_wrong_api_key() {
    let world = World::new().await;
    world.accounts.fails("AuthenticateApiKey", tonic::Status::unavailable("connection refused by 10.0.0.7"));
    let refused =
        problem(world.request("GET", "/v1/balance").bearer_auth("tbk_good"), 503, "UNAVAILABLE").await;
    assert!(!refused.to_string().contains("10.0.0.7"), "{refused}");
}

#[tokio::test]
async fn public_calls_need_no_credentials_and_do_not_mind_bad_ones() {
    let world = World::new().await;
    world
        .generation
        .on("GetPricing", |_: contracts::generation::v1::GetPricingRequest| Ok(samples::pricing()));
    json(world.request("GET", "/v1/pricing"), 200).await;
    json(world.request("GET", "/v1/pricing").bearer_auth("nonsense"), 200).await;
}
