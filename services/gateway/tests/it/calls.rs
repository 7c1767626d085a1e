//! Each call: what it asks of which service, and what it makes of the answer.

use access_tokens::Role;
use contracts::accounts::v1 as accounts;
use contracts::common::v1 as common;
use contracts::failure::Failure;
use contracts::generation::v1 as generation;
use contracts::ledger::v1 as ledger;
use contracts::payments::v1 as payments;
use kernel::Reason;
use ledger::TokenLogKind::{Hold, Purchase, Use};
use serde_json::json;

use crate::samples;
use crate::world::{World, a_time, json, problem};

#[tokio::test]
async fn registering_and_logging_in_pass_the_credentials_on_and_back() {
    let world = World::new().await;
    let account = samples::account(&world, &[accounts::Role::User]);
    world.accounts.on("RegisterAccount", move |_: accounts::RegisterAccountRequest| {
        Ok(accounts::RegisterAccountResponse { account: Some(account.clone()) })
    });
    let id = world.account.to_string();
    world.accounts.on("CreateSession", move |_: accounts::CreateSessionRequest| {
        Ok(accounts::CreateSessionResponse {
            access_token: "a.b.c".into(),
            expires_at: a_time(),
            account_id: id.clone(),
        })
    });
    let credentials = json!({"email": "ada@example.com", "password": "correct horse battery staple"});
    let registered = json(world.request("POST", "/v1/accounts").json(&credentials), 201).await;
    assert_eq!(registered["account_id"], world.account.to_string());
    assert_eq!(registered["roles"], json!(["user"]));
    let asked = world.accounts.asked::<accounts::RegisterAccountRequest>("RegisterAccount");
    assert_eq!(asked[0].password, "correct horse battery staple");

    let response = world.request("POST", "/v1/sessions").json(&credentials).send().await.unwrap();
    assert_eq!(response.headers()["cache-control"], "no-store");
    let session: serde_json::Value = response.json().await.unwrap();
    assert_eq!(
        session,
        json!({"access_token": "a.b.c", "token_type": "Bearer", "expires_at": "2026-11-22T13:00:00Z",
               "account_id": world.account.to_string()})
    );
}

#[tokio::test]
async fn refused_credentials_are_told_by_reason_and_field() {
    let world = World::new().await;
    world.accounts.on("RegisterAccount", |asked: accounts::RegisterAccountRequest| {
        let failure = match asked.email.as_str() {
            "taken@example.com" => Failure::new(Reason::EmailTaken, "an account with this e-mail exists"),
            "weak@example.com" => Failure::new(Reason::WeakPassword, "too easy to guess"),
            _ => Failure::invalid("email", "is not an e-mail address"),
        };
        Err::<accounts::RegisterAccountResponse, _>(failure)
    });
    let register = |email: &str| {
        world
            .request("POST", "/v1/accounts")
            .json(&json!({"email": email, "password": "long enough for anybody"}))
    };
    problem(register("taken@example.com"), 409, "EMAIL_TAKEN").await;
    problem(register("weak@example.com"), 422, "WEAK_PASSWORD").await;
    let wrong = problem(register("nobody"), 400, "INVALID_INPUT").await;
    assert_eq!(wrong["errors"], json!([{"field": "email", "problem": "is not an e-mail address"}]));
}

#[tokio::test]
async fn me_is_the_account_with_its_balance() {
    let world = World::new().await;
    let account = samples::account(&world, &[accounts::Role::User, accounts::Role::Support]);
    world.accounts.on("GetAccount", move |_: accounts::GetAccountRequest| {
        Ok(accounts::GetAccountResponse { account: Some(account.clone()) })
    });
    world.ledger.on("GetBalance", |_: ledger::GetBalanceRequest| {
        Ok(ledger::GetBalanceResponse {
            balance: Some(common::Balance { available: 5, ..common::Balance::default() }),
        })
    });
    let me = json(world.by_user("GET", "/v1/me"), 200).await;
    assert_eq!(me["email"], "ada@example.com");
    assert_eq!(me["roles"], json!(["user", "support"]));
    let balance = json!({"available": 5, "held": 0, "locked": 0, "debt": 0, "frozen": false, "version": 0});
    assert_eq!(me["balance"], balance);
}

#[tokio::test]
async fn what_everybody_may_see_may_be_cached_for_a_minute() {
    let world = World::new().await;
    world.payments.on("ListPackages", |_: payments::ListPackagesRequest| {
        Ok(payments::ListPackagesResponse { packages: vec![samples::package()] })
    });
    world.payments.on("ListPromotions", |_: payments::ListPromotionsRequest| {
        Ok(payments::ListPromotionsResponse { promotions: vec![samples::gift()] })
    });
    world.generation.on("GetPricing", |_: generation::GetPricingRequest| Ok(samples::pricing()));
    for path in ["/v1/packages", "/v1/pricing", "/v1/promotions"] {
        let response = world.request("GET", path).send().await.unwrap();
        assert_eq!(response.headers()["cache-control"], "public, max-age=60", "{path}");
    }
    let packages = json(world.request("GET", "/v1/packages"), 200).await;
    assert_eq!(
        packages["packages"][0],
        json!({"package_id": "starter", "name": "Starter", "tokens": 1000,
               "price": {"currency": "USD", "minor_units": 999}})
    );
    let pricing = json(world.request("GET", "/v1/pricing"), 200).await;
    assert_eq!(pricing["models"][0]["kind"], "image");
    assert_eq!(pricing["models"][0]["rates"][0]["millitokens"], 6000);
    assert_eq!(pricing["settlement"]["technical_failure"], "release");

    let promotions = json(world.request("GET", "/v1/promotions"), 200).await;
    assert_eq!(
        promotions["promotions"],
        json!([
            {"promotion_id": "launch-25", "kind": "discount", "name": "Launch", "active": true, "percent": 25,
             "kinds": ["image"], "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z"},
            {"promotion_id": "welcome", "kind": "gift", "name": "Welcome", "active": false, "tokens": 100,
             "tokens_expire_at": null, "starts_at": "2098-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z"},
        ])
    );
}

#[tokio::test]
async fn a_quote_passes_the_work_on_and_shows_its_lines() {
    let world = World::new().await;
    world.generation.on("Quote", |asked: generation::QuoteRequest| {
        let work = asked.work.unwrap();
        if work.model == "none" {
            return Err(Failure::invalid("work.model", "is not a model of the price book"));
        }
        Ok(generation::QuoteResponse { quote: Some(samples::quote()) })
    });
    let quote = |model: &str| {
        let body = json!({"kind": "video", "model": model, "duration_seconds": 4, "resolution": "720p", "fps": 24,
                          "audio": true, "reference_images": ["img-1"]});
        world.request("POST", "/v1/quotes").json(&body)
    };
    let quoted = json(quote("m"), 200).await;
    assert_eq!((quoted["tokens"].as_u64(), quoted["list_tokens"].as_u64()), (Some(90), Some(120)));
    assert_eq!(quoted["price_book_version"], "2026-11-01");
    assert_eq!(quoted["discount"]["percent"], 25);
    assert_eq!(quoted["lines"][0]["unit_millitokens"], 6000);
    let asked = world.generation.asked::<generation::QuoteRequest>("Quote");
    let spec = generation::VideoSpec { duration_seconds: 4, resolution: "720p".into(), fps: 24, audio: true };
    assert_eq!(asked[0].work.clone().unwrap().spec, Some(generation::work::Spec::Video(spec)));
    assert_eq!(asked[0].work.clone().unwrap().reference_image_ids, ["img-1"]);
    let refused = problem(quote("none"), 400, "INVALID_INPUT").await;
    assert_eq!(refused["errors"][0]["field"], "model");
}

#[tokio::test]
async fn an_order_is_placed_read_and_listed() {
    let world = World::new().await;
    let order = samples::order(&world, payments::OrderStatus::Pending);
    let (placed, read, listed) = (order.clone(), order.clone(), order);
    world.payments.on("PlaceOrder", move |_: payments::PlaceOrderRequest| {
        Ok(payments::PlaceOrderResponse { order: Some(placed.clone()) })
    });
    world.payments.on("GetOrder", move |_: payments::GetOrderRequest| {
        Ok(payments::GetOrderResponse { order: Some(read.clone()) })
    });
    world.payments.on("ListOrders", move |_: payments::ListOrdersRequest| {
        Ok(payments::ListOrdersResponse { orders: vec![listed.clone()], next_cursor: "next".into() })
    });
    let place = world.by_user("POST", "/v1/orders").header("idempotency-key", "k");
    let response = place.json(&json!({"package_id": "starter"})).send().await.unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers()["location"], format!("/v1/orders/{}", samples::ID));
    let order: serde_json::Value = response.json().await.unwrap();
    assert_eq!(order["status"], "pending");
    assert!(order.get("account_id").is_none() && order["receipt_number"].is_null());
    assert_eq!(order["steps"][0]["event_id"], samples::ID);

    let read = json(world.by_user("GET", &format!("/v1/orders/{}", samples::ID)), 200).await;
    assert_eq!(read, order);
    let asked = world.payments.asked::<payments::GetOrderRequest>("GetOrder");
    assert_eq!(asked[0].account_id, world.account.to_string(), "a user reads only their own");
    let listed = json(world.by_user("GET", "/v1/orders?limit=1&cursor=abc"), 200).await;
    assert_eq!((&listed["orders"][0], &listed["next_cursor"]), (&order, &json!("next")));
    let asked = world.payments.asked::<payments::ListOrdersRequest>("ListOrders");
    assert_eq!((asked[0].limit, asked[0].cursor.as_str()), (1, "abc"));
}

#[tokio::test]
async fn a_declined_card_says_what_to_do() {
    let world = World::new().await;
    world.payments.on("PayOrder", |asked: payments::PayOrderRequest| {
        let reason = match asked.payment_method.as_str() {
            "pm_declined_limit" => Reason::CardLimitExceeded,
            "pm_declined_wrong_details" => Reason::CardDetailsWrong,
            _ => Reason::CardInsufficientFunds,
        };
        Err::<payments::PayOrderResponse, _>(Failure::new(reason, "the card was declined"))
    });
    let path = format!("/v1/orders/{}/payment", samples::ID);
    for (method, reason, says) in [
        ("pm_declined_insufficient_funds", "CARD_INSUFFICIENT_FUNDS", "funds"),
        ("pm_declined_limit", "CARD_LIMIT_EXCEEDED", "limit"),
        ("pm_declined_wrong_details", "CARD_DETAILS_WRONG", "number"),
    ] {
        let pay = world.by_user("POST", &path).header("idempotency-key", method);
        let declined = problem(pay.json(&json!({"payment_method": method})), 402, reason).await;
        assert!(declined["remedy"].as_str().unwrap().contains(says), "{declined}");
    }
    assert_eq!(world.payments.calls("PayOrder").len(), 3, "a declined card is not tried again by us");
}

#[tokio::test]
async fn a_generation_is_taken_and_too_few_tokens_are_told_with_numbers() {
    let world = World::new().await;
    let queued = samples::generation(&world, generation::GenerationStatus::Queued);
    world.generation.on("CreateGeneration", move |asked: generation::CreateGenerationRequest| {
        if asked.prompt == "dear" {
            let failure =
                Failure::new(Reason::InsufficientTokens, "this needs 120 tokens and 35 are available");
            return Err(failure.fact("needed", 120).fact("available", 35));
        }
        Ok(generation::CreateGenerationResponse { generation: Some(queued.clone()) })
    });
    let generate = |prompt: &str| {
        let body = json!({"kind": "image", "model": "m", "prompt": prompt, "width": 64, "height": 65, "steps": 9,
                          "count": 2, "simulate": "slow"});
        world.by_user("POST", "/v1/generations").header("idempotency-key", "k").json(&body)
    };
    let response = generate("a lighthouse").send().await.unwrap();
    assert_eq!(response.status(), 202);
    assert_eq!(response.headers()["location"], format!("/v1/generations/{}", samples::ID));
    let taken: serde_json::Value = response.json().await.unwrap();
    assert_eq!(
        (&taken["id"], &taken["status"], &taken["held"]),
        (&json!(samples::ID), &json!("queued"), &json!(90))
    );
    assert_eq!((&taken["cost"], &taken["text"]), (&json!(null), &json!(null)));
    let asked = &world.generation.asked::<generation::CreateGenerationRequest>("CreateGeneration")[0];
    assert_eq!((asked.prompt.as_str(), asked.simulate.as_str()), ("a lighthouse", "slow"));
    assert_eq!(asked.account_id, world.account.to_string());

    let refused = problem(generate("dear"), 402, "INSUFFICIENT_TOKENS").await;
    assert_eq!((refused["needed"].as_u64(), refused["available"].as_u64()), (Some(120), Some(35)));
}

#[tokio::test]
async fn a_finished_generation_shows_cost_and_files_or_why_it_failed() {
    let world = World::new().await;
    let mut done = samples::generation(&world, generation::GenerationStatus::Succeeded);
    (done.held, done.settled, done.charged, done.finished_at) = (0, true, 90, a_time());
    done.media = vec![generation::Media { index: 0, content_type: "image/png".into(), bytes: 7 }];
    let mut failed = samples::generation(&world, generation::GenerationStatus::Failed);
    (failed.settled, failed.charged) = (true, 90);
    (failed.failure_reason, failed.failure_detail) =
        (common::Reason::ProhibitedPrompt.into(), "violence".into());
    let page = vec![done.clone(), failed];
    world.generation.on("GetGeneration", move |_: generation::GetGenerationRequest| {
        Ok(generation::GetGenerationResponse { generation: Some(done.clone()) })
    });
    world.generation.on("ListGenerations", move |_: generation::ListGenerationsRequest| {
        Ok(generation::ListGenerationsResponse { generations: page.clone(), next_cursor: String::new() })
    });
    let done = json(world.by_user("GET", &format!("/v1/generations/{}", samples::ID)), 200).await;
    assert_eq!((&done["status"], &done["cost"]), (&json!("succeeded"), &json!(90)));
    let url = format!("/v1/generations/{}/media/0", samples::ID);
    assert_eq!(done["media"], json!([{"index": 0, "content_type": "image/png", "bytes": 7, "url": url}]));
    let listed = json(world.by_user("GET", "/v1/generations"), 200).await;
    let failed = &listed["generations"][1];
    assert_eq!(
        (&failed["failure_reason"], &failed["failure_detail"]),
        (&json!("PROHIBITED_PROMPT"), &json!("violence"))
    );
    assert_eq!(listed["next_cursor"], json!(null));
}

#[tokio::test]
async fn the_token_log_shows_every_column_and_takes_kinds_in_both_spellings() {
    let world = World::new().await;
    world.ledger.on("ListTokenLog", |_: ledger::ListTokenLogRequest| {
        Ok(ledger::ListTokenLogResponse {
            entries: vec![samples::log_entry()],
            next_cursor: "16".into(),
            version: 17,
        })
    });
    let log = json(
        world.by_user("GET", "/v1/token-log?limit=200&cursor=20&kind=use,hold&kind=purchase&kind=use"),
        200,
    )
    .await;
    assert_eq!(
        log["entries"][0],
        json!({
            "version": 17, "time": "2026-11-22T13:00:00Z", "kind": "use", "amount": -90, "held_change": -90,
            "balance_after": 910, "available_after": 910, "held_after": 0,
            "reference": {"kind": "generation", "id": samples::ID}, "reason": "PROHIBITED_PROMPT",
            "reason_detail": "violence", "list_amount": 120, "promotion_id": "launch-25", "hold_id": samples::ID,
            "entry_id": samples::ID, "position": {"partition": 2, "offset": 4711},
        })
    );
    assert_eq!((&log["next_cursor"], &log["version"]), (&json!("16"), &json!(17)));
    let asked = &world.ledger.asked::<ledger::ListTokenLogRequest>("ListTokenLog")[0];
    assert_eq!(asked.kinds().collect::<Vec<_>>(), [Use, Hold, Purchase]);
    assert_eq!(
        (asked.limit, asked.cursor.as_str(), asked.account_id.as_str()),
        (200, "20", world.account.to_string().as_str())
    );
}

#[tokio::test]
async fn support_sees_any_order_and_any_token_log() {
    let world = World::new().await;
    let order = samples::order(&world, payments::OrderStatus::Credited);
    world.payments.on("GetOrder", move |_: payments::GetOrderRequest| {
        Ok(payments::GetOrderResponse { order: Some(order.clone()) })
    });
    world
        .ledger
        .on("ListTokenLog", |_: ledger::ListTokenLogRequest| Ok(ledger::ListTokenLogResponse::default()));
    let order = json(world.by(Role::Support, "GET", "/v1/support/orders/TB-2026-000123"), 200).await;
    assert_eq!(order["account_id"], world.account.to_string());
    let asked = &world.payments.asked::<payments::GetOrderRequest>("GetOrder")[0];
    assert_eq!((asked.account_id.as_str(), asked.order_id.as_str()), ("", "TB-2026-000123"));
    let path = format!("/v1/support/accounts/{}/token-log", samples::ID);
    json(world.by(Role::Support, "GET", &path), 200).await;
    assert_eq!(world.ledger.asked::<ledger::ListTokenLogRequest>("ListTokenLog")[0].account_id, samples::ID);
}

#[tokio::test]
async fn api_keys_are_issued_listed_and_revoked() {
    let world = World::new().await;
    let key = accounts::ApiKey {
        api_key_id: "key-7".into(),
        name: "reports".into(),
        created_at: a_time(),
        ..accounts::ApiKey::default()
    };
    let issued = key.clone();
    world.accounts.on("CreateApiKey", move |_: accounts::CreateApiKeyRequest| {
        Ok(accounts::CreateApiKeyResponse { api_key: Some(issued.clone()), secret: "tbk_once".into() })
    });
    world.accounts.on("ListApiKeys", move |_: accounts::ListApiKeysRequest| {
        Ok(accounts::ListApiKeysResponse { api_keys: vec![key.clone()] })
    });
    world.accounts.on("RevokeApiKey", |_: accounts::RevokeApiKeyRequest| {
        Ok(accounts::RevokeApiKeyResponse { api_key: None })
    });
    let issue = world.by(Role::Service, "POST", "/v1/api-keys").json(&json!({"name": "reports"}));
    let issued = json(issue, 201).await;
    assert_eq!((&issued["api_key_id"], &issued["secret"]), (&json!("key-7"), &json!("tbk_once")));
    let listed = json(world.by(Role::Service, "GET", "/v1/api-keys"), 200).await;
    assert!(listed["api_keys"][0].get("secret").is_none() && listed["api_keys"][0]["revoked_at"].is_null());
    let revoked = world.by(Role::Service, "DELETE", "/v1/api-keys/key-7").send().await.unwrap();
    assert_eq!(revoked.status(), 204);
    let asked = &world.accounts.asked::<accounts::RevokeApiKeyRequest>("RevokeApiKey")[0];
    assert_eq!(
        (asked.account_id.as_str(), asked.api_key_id.as_str()),
        (world.account.to_string().as_str(), "key-7")
    );
}

#[tokio::test]
async fn a_notification_reaches_payments_byte_for_byte() {
    let world = World::new().await;
    world.payments.on("DeliverWebhook", |asked: payments::DeliverWebhookRequest| {
        if asked.signature == "forged" {
            return Err(Failure::new(Reason::WebhookSignatureInvalid, "the signature is wrong"));
        }
        Ok(payments::DeliverWebhookResponse {})
    });
    let body: Vec<u8> = (0..=255).chain(*b"{\"id\": 1,\r\n \"a\":\t1.0}").collect();
    let deliver =
        |processor: &str| world.request("POST", &format!("/v1/webhooks/{processor}")).body(body.clone());
    for (processor, header) in [("sandbox", "Webhook-Signature"), ("stripe", "Stripe-Signature")] {
        let answer = deliver(processor).header(header, "t=1,v1=abc").send().await.unwrap();
        assert_eq!(answer.status(), 204);
        let asked = world.payments.asked::<payments::DeliverWebhookRequest>("DeliverWebhook").pop().unwrap();
        assert_eq!((asked.processor.as_str(), asked.signature.as_str()), (processor, "t=1,v1=abc"));
        assert_eq!(asked.body, body);
    }
    let before = world.payments.calls("DeliverWebhook").len();
    problem(deliver("sandbox"), 400, "WEBHOOK_SIGNATURE_INVALID").await;
    let both = deliver("sandbox").header("Webhook-Signature", "a").header("Stripe-Signature", "b");
    problem(both, 400, "WEBHOOK_SIGNATURE_INVALID").await;
    assert_eq!(world.payments.calls("DeliverWebhook").len(), before);
    problem(deliver("sandbox").header("Webhook-Signature", "forged"), 400, "WEBHOOK_SIGNATURE_INVALID").await;
}

#[tokio::test]
async fn what_breaks_inside_stays_inside() {
    let world = World::new().await;
    world.ledger.fails("GetBalance", tonic::Status::internal("panicked at src/book.rs:7"));
    let broken = problem(world.by_user("GET", "/v1/balance"), 500, "INTERNAL_ERROR").await;
    assert!(!broken.to_string().contains("book.rs"), "{broken}");
    // An answer that breaks its contract is our fault, not the client's.
    world.payments.on("GetOrder", |_: payments::GetOrderRequest| {
        Ok(payments::GetOrderResponse { order: Some(payments::Order::default()) })
    });
    problem(world.by_user("GET", &format!("/v1/orders/{}", samples::ID)), 500, "INTERNAL_ERROR").await;
}
