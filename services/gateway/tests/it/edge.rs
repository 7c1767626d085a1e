//! What every request goes through.

use std::num::NonZeroU32;

use contracts::accounts::v1 as accounts;
use contracts::failure::Failure;
use contracts::generation::v1 as generation;
use contracts::ledger::v1 as ledger;
use futures::StreamExt as _;
use futures::stream;
use kernel::Reason;
use serde_json::json;

use crate::samples;
use crate::world::{World, json, problem};

const TRACE: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn prices(world: &World) {
    world.generation.on("GetPricing", |_: generation::GetPricingRequest| Ok(samples::pricing()));
}

#[tokio::test]
async fn a_trace_passes_through_to_the_services_and_is_told_to_the_client() {
    let world = World::new().await;
    prices(&world);
    let response = world.request("GET", "/v1/pricing").header("traceparent", TRACE).send().await.unwrap();
    assert_eq!(response.headers()["x-trace-id"], "0af7651916cd43dd8448eb211c80319c");
    assert!(
        response.headers()["traceparent"]
            .to_str()
            .unwrap()
            .starts_with("00-0af7651916cd43dd8448eb211c80319c-")
    );
    let call = world.generation.calls("GetPricing").pop().unwrap();
    assert!(
        call.metadata["traceparent"].to_str().unwrap().starts_with("00-0af7651916cd43dd8448eb211c80319c-")
    );
    assert!(call.metadata.contains_key("grpc-timeout"), "calls have a deadline");

    // Without one, or with nonsense, a trace begins here.
    for sent in [None, Some("nonsense")] {
        let mut request = world.request("GET", "/v1/pricing");
        if let Some(sent) = sent {
            request = request.header("traceparent", sent);
        }
        let response = request.send().await.unwrap();
        let trace = response.headers()["x-trace-id"].to_str().unwrap().to_owned();
        let call = world.generation.calls("GetPricing").pop().unwrap();
        assert!(call.metadata["traceparent"].to_str().unwrap().contains(&trace));
    }
}

#[tokio::test]
async fn a_client_cannot_set_our_deadlines() {
    let world = World::new().await;
    prices(&world);
    json(world.request("GET", "/v1/pricing").header("grpc-timeout", "1n"), 200).await;
}

#[tokio::test]
async fn every_answer_has_a_request_id_and_headers_that_protect() {
    let world = World::new().await;
    prices(&world);
    let response =
        world.request("GET", "/v1/pricing").header("x-request-id", "checkout-4711").send().await.unwrap();
    assert_eq!(response.headers()["x-request-id"], "checkout-4711");
    for path in ["/v1/pricing", "/v1/nothing", "/", "/docs/", "/openapi.json", "/v1/balance"] {
        let response = world.request("GET", path).header("x-request-id", "<script>").send().await.unwrap();
        let headers = response.headers();
        assert_eq!(headers["x-request-id"].len(), 36, "{path}: an implausible id is replaced");
        assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(headers["x-frame-options"], "DENY", "{path}");
        assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
        assert!(
            headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(headers.get("access-control-allow-origin").is_none(), "{path}");
        assert!(headers.get("strict-transport-security").is_none(), "{path}: this is not https");
    }
}

#[tokio::test]
async fn an_account_that_asks_too_often_waits_and_others_do_not() {
    let world = World::with(|config| config.rates.rate_limit_per_account = NonZeroU32::new(3).unwrap()).await;
    world
        .ledger
        .on("GetBalance", |_: ledger::GetBalanceRequest| Ok(ledger::GetBalanceResponse { balance: None }));
    for _ in 0..3 {
        json(world.by_user("GET", "/v1/balance"), 200).await;
    }
    let refused = problem(world.by_user("GET", "/v1/balance"), 429, "RATE_LIMITED").await;
    assert!((1..=20).contains(&refused["retry_after"].as_u64().unwrap()), "{refused}");
    let mut other = world.claims(&[access_tokens::Role::User]);
    other.account_id = samples::ID.parse().unwrap();
    let token = world.signer().sign(&other);
    json(world.request("GET", "/v1/balance").bearer_auth(token), 200).await;
}

#[tokio::test]
async fn an_address_without_credentials_has_a_limit_and_a_stricter_one_for_signing_in() {
    let world = World::with(|config| {
        config.rates.rate_limit_per_address = NonZeroU32::new(8).unwrap();
        config.rates.rate_limit_sign_in = NonZeroU32::new(2).unwrap();
    })
    .await;
    prices(&world);
    world.accounts.on("CreateSession", |_: accounts::CreateSessionRequest| {
        Err::<accounts::CreateSessionResponse, _>(Failure::new(Reason::WrongCredentials, "wrong"))
    });
    let log_in = || {
        world.request("POST", "/v1/sessions").json(&json!({"email": "a@example.com", "password": "guess"}))
    };
    for _ in 0..2 {
        problem(log_in(), 401, "WRONG_CREDENTIALS").await;
    }
    problem(log_in(), 429, "RATE_LIMITED").await;
    let register =
        world.request("POST", "/v1/accounts").json(&json!({"email": "a@example.com", "password": "guess"}));
    problem(register, 429, "RATE_LIMITED").await;
    assert_eq!(world.accounts.calls("CreateSession").len(), 2);
    for _ in 0..4 {
        json(world.request("GET", "/v1/pricing"), 200).await;
    }
    problem(world.request("GET", "/v1/pricing"), 429, "RATE_LIMITED").await;
    // Guessing tokens is no way around.
    problem(world.request("GET", "/v1/balance").bearer_auth("guess"), 429, "RATE_LIMITED").await;
    world
        .ledger
        .on("GetBalance", |_: ledger::GetBalanceRequest| Ok(ledger::GetBalanceResponse { balance: None }));
    json(world.by_user("GET", "/v1/balance"), 200).await;
}

#[tokio::test]
async fn guessing_api_keys_is_limited_like_guessing_passwords() {
    let world = World::with(|config| config.rates.rate_limit_sign_in = NonZeroU32::new(2).unwrap()).await;
    world.accounts.on("AuthenticateApiKey", |_: accounts::AuthenticateApiKeyRequest| {
        Err::<accounts::AuthenticateApiKeyResponse, _>(Failure::new(Reason::Unauthenticated, "unknown"))
    });
    let guess = |number: u32| world.request("GET", "/v1/balance").bearer_auth(format!("tbk_{number}"));
    problem(guess(1), 401, "UNAUTHENTICATED").await;
    problem(guess(2), 401, "UNAUTHENTICATED").await;
    problem(guess(3), 429, "RATE_LIMITED").await;
    assert_eq!(world.accounts.calls("AuthenticateApiKey").len(), 2);
}

#[tokio::test]
async fn forwarded_addresses_count_only_behind_a_trusted_proxy() {
    let one = NonZeroU32::new(1).unwrap();
    let trusting = World::with(|config| {
        config.rates.rate_limit_per_address = one;
        config.http.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    prices(&trusting);
    let ask =
        |world: &World, address: &str| world.request("GET", "/v1/pricing").header("x-forwarded-for", address);
    json(ask(&trusting, "198.51.100.1"), 200).await;
    json(ask(&trusting, "198.51.100.2"), 200).await;
    problem(ask(&trusting, "203.0.113.9, 198.51.100.2"), 429, "RATE_LIMITED").await;

    let wary = World::with(|config| config.rates.rate_limit_per_address = one).await;
    prices(&wary);
    json(ask(&wary, "198.51.100.1"), 200).await;
    problem(ask(&wary, "198.51.100.2"), 429, "RATE_LIMITED").await;
}

#[tokio::test]
async fn too_many_requests_at_once_are_turned_away_and_slow_ones_given_up() {
    let world = World::with(|config| {
        config.http.http_max_requests = 1;
        config.http.http_request_timeout_seconds = 2;
    })
    .await;
    prices(&world);
    world.ledger.streams::<ledger::GetBalanceResponse>("GetBalance", || stream::pending().boxed());
    let slow = tokio::spawn(world.by_user("GET", "/v1/balance").send());
    testkit::eventually(crate::world::SOON, "the slow call is under way", async || {
        (!world.ledger.calls("GetBalance").is_empty()).then_some(())
    })
    .await;
    problem(world.request("GET", "/v1/pricing"), 503, "OVERLOADED").await;
    crate::world::problem_of(slow.await.unwrap().unwrap(), 504, "DEADLINE_PASSED").await;
    json(world.request("GET", "/v1/pricing"), 200).await;
}

#[tokio::test]
async fn json_is_compressed_for_those_who_ask() {
    let world = World::new().await;
    let response =
        world.request("GET", "/openapi.json").header("accept-encoding", "gzip").send().await.unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let bytes = response.bytes().await.unwrap();
    assert_eq!(bytes[..2], [0x1f, 0x8b]);
    let plain = world.request("GET", "/openapi.json").send().await.unwrap();
    assert!(plain.headers().get("content-encoding").is_none());
    assert!(plain.bytes().await.unwrap().len() > 4 * bytes.len());
}

#[tokio::test]
async fn browsers_may_call_from_listed_origins_only() {
    let world = World::with(|config| config.http.cors_origins = vec!["https://app.example.com".into()]).await;
    prices(&world);
    let preflight = |origin: &str| {
        world
            .request("OPTIONS", "/v1/orders")
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,idempotency-key")
    };
    let allowed = preflight("https://app.example.com").send().await.unwrap();
    assert_eq!(allowed.headers()["access-control-allow-origin"], "https://app.example.com");
    assert!(allowed.headers()["access-control-allow-headers"].to_str().unwrap().contains("idempotency-key"));
    let other = preflight("https://evil.example.com").send().await.unwrap();
    assert!(other.headers().get("access-control-allow-origin").is_none());
    let response =
        world.request("GET", "/v1/pricing").header("origin", "https://app.example.com").send().await.unwrap();
    assert_eq!(response.headers()["access-control-allow-origin"], "https://app.example.com");
}

#[tokio::test]
async fn a_public_https_address_is_told_to_browsers_and_in_the_document() {
    let world = World::with(|config| config.http.public_url = Some("https://api.example.com".into())).await;
    let response = world.request("GET", "/openapi.json").send().await.unwrap();
    assert!(response.headers().contains_key("strict-transport-security"));
    let document: serde_json::Value = response.json().await.unwrap();
    assert_eq!(document["servers"][0]["url"], "https://api.example.com");
}

#[tokio::test]
async fn the_gateway_is_ready_only_once_it_can_recognise_people() {
    let world = World::new().await;
    assert!(world.readiness.closed().is_empty());
    assert!(!world.accounts.calls("ListSigningKeys").is_empty());
}
