//! Every request that moves tokens or money has a key, and the service gets it unchanged.

use contracts::generation::v1 as generation;
use contracts::payments::v1 as payments;
use reqwest::RequestBuilder;
use serde_json::json;

use crate::samples;
use crate::world::{World, json, problem};

/// Every call that needs a key, with a right body.
fn keyed(world: &World) -> Vec<(&'static str, RequestBuilder)> {
    let image = json!({"kind": "image", "model": "m", "prompt": "p", "width": 64, "height": 64, "steps": 1});
    let pay = format!("/v1/orders/{}/payment", samples::ID);
    vec![
        ("orders", world.by_user("POST", "/v1/orders").json(&json!({"package_id": "starter"}))),
        ("payment", world.by_user("POST", &pay).json(&json!({"payment_method": "pm_visa"}))),
        ("generations", world.by_user("POST", "/v1/generations").json(&image)),
        ("claim", world.by_user("POST", "/v1/promotions/welcome/claim")),
    ]
}

fn answers(world: &World) {
    let order = samples::order(world, payments::OrderStatus::Pending);
    let placed = order.clone();
    world.payments.on("PlaceOrder", move |_: payments::PlaceOrderRequest| {
        Ok(payments::PlaceOrderResponse { order: Some(placed.clone()) })
    });
    world.payments.on("PayOrder", move |_: payments::PayOrderRequest| {
        Ok(payments::PayOrderResponse { order: Some(order.clone()) })
    });
    world.payments.on("ClaimPromotion", |_: payments::ClaimPromotionRequest| {
        Ok(payments::ClaimPromotionResponse {
            grant_id: samples::ID.into(),
            promotion: Some(samples::gift()),
        })
    });
    let queued = samples::generation(world, generation::GenerationStatus::Queued);
    world.generation.on("CreateGeneration", move |_: generation::CreateGenerationRequest| {
        Ok(generation::CreateGenerationResponse { generation: Some(queued.clone()) })
    });
}

#[tokio::test]
async fn without_a_key_nothing_is_done_and_the_problem_says_what_to_send() {
    let world = World::new().await;
    answers(&world);
    for (_, request) in keyed(&world) {
        let refused = problem(request, 400, "IDEMPOTENCY_KEY_MISSING").await;
        assert!(refused["detail"].as_str().unwrap().contains("Idempotency-Key"), "{refused}");
    }
    let too_long = "k".repeat(256);
    for wrong in ["", "two words", "tab\tbed", too_long.as_str()] {
        for (_, request) in keyed(&world) {
            let refused = problem(request.header("Idempotency-Key", wrong), 400, "INVALID_INPUT").await;
            assert_eq!(refused["errors"][0]["field"], "Idempotency-Key", "{refused}");
        }
    }
    for (_, request) in keyed(&world) {
        let twice = request.header("Idempotency-Key", "a").header("Idempotency-Key", "b");
        problem(twice, 400, "INVALID_INPUT").await;
    }
    for (double, method) in [
        (&world.payments, "PlaceOrder"),
        (&world.payments, "PayOrder"),
        (&world.payments, "ClaimPromotion"),
        (&world.generation, "CreateGeneration"),
    ] {
        assert!(double.calls(method).is_empty(), "{method} was called");
    }
}

#[tokio::test]
async fn the_key_reaches_the_service_unchanged() {
    let world = World::new().await;
    answers(&world);
    let longest = "k".repeat(255);
    for key in ["5b8c2f0e-6d43-4f6e-9d0b-0f6f4f3b1a11", "order:1/~!", &longest] {
        for (name, request) in keyed(&world) {
            let status = match name {
                "orders" | "claim" => 201,
                "generations" => 202,
                _ => 200,
            };
            json(request.header("Idempotency-Key", key), status).await;
        }
        let placed = world.payments.asked::<payments::PlaceOrderRequest>("PlaceOrder");
        let paid = world.payments.asked::<payments::PayOrderRequest>("PayOrder");
        let claimed = world.payments.asked::<payments::ClaimPromotionRequest>("ClaimPromotion");
        let created = world.generation.asked::<generation::CreateGenerationRequest>("CreateGeneration");
        assert_eq!(placed.last().unwrap().idempotency_key, key);
        assert_eq!(paid.last().unwrap().idempotency_key, key);
        assert_eq!(claimed.last().unwrap().idempotency_key, key);
        assert_eq!(created.last().unwrap().idempotency_key, key);
    }
}

#[tokio::test]
async fn a_keyed_command_is_repeated_when_its_service_was_away_for_a_moment() {
    let world = World::new().await;
    let order = samples::order(&world, payments::OrderStatus::Pending);
    let tries = std::sync::atomic::AtomicU32::new(0);
    world.payments.on("PlaceOrder", move |_: payments::PlaceOrderRequest| {
        if tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
            return Err(contracts::failure::Failure::new(kernel::Reason::Unavailable, "restarting"));
        }
        Ok(payments::PlaceOrderResponse { order: Some(order.clone()) })
    });
    let place = world.by_user("POST", "/v1/orders").json(&json!({"package_id": "starter"}));
    json(place.header("Idempotency-Key", "k"), 201).await;
    let asked = world.payments.asked::<payments::PlaceOrderRequest>("PlaceOrder");
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0], asked[1]);
}

#[tokio::test]
async fn a_service_that_stays_away_is_asked_a_bounded_number_of_times() {
    let world = World::new().await;
    world.payments.fails("PlaceOrder", tonic::Status::unavailable("gone"));
    world.accounts.fails("RegisterAccount", tonic::Status::unavailable("gone"));
    let place = world.by_user("POST", "/v1/orders").json(&json!({"package_id": "starter"}));
    problem(place.header("Idempotency-Key", "k"), 503, "UNAVAILABLE").await;
    assert_eq!(world.payments.calls("PlaceOrder").len(), 3);
    // Without a key nothing is repeated on the client's behalf.
    let credentials = json!({"email": "a@example.com", "password": "long enough for anybody"});
    problem(world.request("POST", "/v1/accounts").json(&credentials), 503, "UNAVAILABLE").await;
    assert_eq!(world.accounts.calls("RegisterAccount").len(), 1);
}

#[tokio::test]
async fn a_service_that_asks_for_a_longer_pause_is_believed_and_the_client_told() {
    let world = World::new().await;
    world.payments.on("PlaceOrder", |_: payments::PlaceOrderRequest| {
        let busy = contracts::failure::Failure::new(kernel::Reason::Overloaded, "busy");
        Err::<payments::PlaceOrderResponse, _>(busy.retry_after(std::time::Duration::from_secs(7)))
    });
    let place = world.by_user("POST", "/v1/orders").json(&json!({"package_id": "starter"}));
    let refused = problem(place.header("Idempotency-Key", "k"), 503, "OVERLOADED").await;
    assert_eq!(refused["retry_after"], 7);
    assert_eq!(world.payments.calls("PlaceOrder").len(), 1);
}
