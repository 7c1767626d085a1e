//! P12: the token log, and the trace from the call to the log.

use futures::StreamExt as _;
use reqwest::Method;
use serde_json::{Value, json};
use testkit::eventually;

use crate::answers::{count, list, text};
use crate::customer::{Customer, SOON, image, simulated, unique};
use crate::operator;
use crate::world::shared;

#[tokio::test]
async fn p12_the_token_log_lists_everything_and_adds_up_after_a_mixed_history() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    customer.post("/v1/promotions/welcome/claim", &unique("claim"), &json!({})).await.expect(201);
    let mut prohibited = image();
    prohibited["prompt"] = "prohibited-test-hate".into();
    let chat = json!({ "kind": "chat", "model": "talk-1-mini", "max_output_tokens": 500,
                       "messages": [{ "role": "user", "content": "Good evening." }] });
    let works = [image(), prohibited, chat, simulated("server_error"), simulated("timeout_not_run"), image()];
    let ids = futures::future::join_all(works.iter().map(|work| customer.generate(work))).await;
    for id in &ids {
        customer.settled(id).await;
    }
    let declined = customer.place_order().await;
    customer.pay(&declined, "pm_declined").await.refused(402, "CARD_DECLINED");
    customer.buy("pm_amex").await;
    eventually(SOON, "the gift in the log", async || {
        customer.log().await.iter().any(|line| line["kind"] == "promotion").then_some(())
    })
    .await;

    // The whole of it, and the checks that it adds up, are in `log`.
    let log = customer.log().await;
    let of_kind = |kind: &str| log.iter().filter(|line| line["kind"] == kind).count();
    let counted = ["purchase", "promotion", "hold", "use", "release"].map(of_kind);
    assert_eq!(counted, [2, 1, 6, 4, 2], "{log:?}");
    assert_eq!(log.len(), 15);
    assert_eq!(customer.log_in_pages_of(4).await, log);

    let uses = customer.get("/v1/token-log?kind=use&limit=3").await.expect(200);
    assert!(list(&uses, "entries").iter().all(|line| line["kind"] == "use"), "{uses}");
    assert_eq!(list(&uses, "entries").len(), 3);
    let both = customer.get("/v1/token-log?kind=purchase&kind=promotion").await.expect(200);
    assert_eq!(list(&both, "entries").len(), 3);
    customer.get("/v1/token-log?limit=0").await.refused(400, "INVALID_INPUT");
    customer.get("/v1/token-log?kind=theft").await.refused(400, "INVALID_INPUT");
}

#[tokio::test]
async fn p12_what_was_answered_stands_in_the_log_at_once() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    for _ in 0..5 {
        let id = customer.generate(&simulated("slow")).await;
        assert_eq!(customer.lines_about("hold", &id).await.len(), 1);
    }
}

#[tokio::test]
async fn one_trace_leads_from_the_call_to_the_books() {
    let world = shared().await;
    let customer = Customer::new(&world).await;
    let (bought, generated) = ("4bf92f3577b34da6a3ce929d0e0e4736", "0af7651916cd43dd8448eb211c80319c");
    let traced = |path: &str, trace: &str, body: &Value| {
        let request = customer.request(Method::POST, path).header("idempotency-key", unique("traced"));
        request.header("traceparent", format!("00-{trace}-00f067aa0ba902b7-01")).json(body)
    };
    let order = customer.place_order().await;
    let pay = traced(&format!("/v1/orders/{order}/payment"), bought, &json!({ "payment_method": "pm_visa" }));
    customer.send(pay).await.expect(200);
    customer.credited(&order).await;
    let answer = customer.send(traced("/v1/generations", generated, &image())).await.expect(202);
    customer.settled(text(&answer, "id")).await;
    for (kind, trace) in [
        ("payments.v1.PaymentSucceeded", bought),
        ("ledger.v1.TokensCredited", bought),
        ("generation.v1.GenerationRequested", generated),
        ("ledger.v1.TokensHeld", generated),
        ("generation.v1.GenerationSucceeded", generated),
        ("ledger.v1.TokensDeducted", generated),
    ] {
        let records = operator::records_of(&world, &customer.account, kind).await;
        assert_eq!(records.len(), 1, "{kind}");
        let traceparent = records[0].traceparent().unwrap_or_default();
        assert_eq!(traceparent.split('-').nth(1), Some(trace), "{kind}");
    }
}

#[tokio::test]
async fn every_record_in_kafka_is_json_with_headers_for_tools() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let id = customer.generate(&image()).await;
    customer.settled(&id).await;
    let records = operator::records_of(&world, &customer.account, "").await;
    assert!(records.len() >= 8, "{}", records.len());
    for record in records {
        let (value, event) = (operator::value(&record), record.event().unwrap());
        assert_eq!(value["id"], event.id.as_str(), "{value}");
        assert_eq!(value["accountId"], customer.account.as_str(), "{value}");
        assert_eq!(record.headers.text("content-type"), Some("application/json"));
        assert!(!value.to_string().contains(&customer.email), "{value}");
    }
}

/// What a server-sent event says.
fn events(stream: &str) -> Vec<(String, Value)> {
    let field = |event: &str, name: &str| {
        event.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
    };
    stream
        .split("\n\n")
        .filter_map(|event| {
            let data = field(event, "data:")?;
            Some((field(event, "event:").unwrap_or_default(), serde_json::from_str(&data).unwrap()))
        })
        .collect()
}

#[tokio::test]
async fn events_of_a_generation_are_sent_until_it_is_final_and_settled() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let chat = json!({ "kind": "chat", "model": "talk-1", "max_output_tokens": 500,
                       "messages": [{ "role": "user", "content": "Good evening." }] });
    let id = customer.generate(&chat).await;
    let request = customer.request(Method::GET, &format!("/v1/generations/{id}/events"));
    let response = request.send().await.unwrap().error_for_status().unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = Vec::new();
    let mut chunks = response.bytes_stream();
    // It ends by itself, or the client's deadline fails the test.
    while let Some(chunk) = chunks.next().await {
        stream.extend_from_slice(&chunk.unwrap());
    }
    let events = events(&String::from_utf8(stream).unwrap());
    let (_, last) = events.iter().rfind(|(name, _)| name == "status").expect("a status");
    assert_eq!((text(last, "status"), &last["settled"]), ("succeeded", &json!(true)), "{last}");
    let pieces: Vec<_> = events.iter().filter(|(name, _)| name == "text").collect();
    assert!(pieces.len() > 3, "the text grows while one watches: {events:?}");
    let mut whole = String::new();
    for (_, piece) in pieces {
        let kept: String = whole.chars().take(usize::try_from(count(piece, "offset")).unwrap()).collect();
        whole = kept + text(piece, "text");
    }
    assert_eq!(whole, text(&customer.generation(&id).await, "text"));

    // Whoever comes late is told the end at once.
    let again = customer.get(&format!("/v1/generations/{id}/events")).await;
    let late = again.body.as_str().map(self::events).unwrap_or_default();
    assert!(late.iter().any(|(name, state)| name == "status" && state["settled"] == true), "{late:?}");
}
