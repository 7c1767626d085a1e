//! What an operator sees of a running stack with ordinary tools, and what nobody must see.

use local_stack::{Service, kafka_tool};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::eventually;

use crate::answers::text;
use crate::customer::{Customer, PASSWORD, SOON, image};
use crate::operator;
use crate::world::shared;

#[tokio::test]
async fn p15_no_secret_stands_in_a_log_or_an_event() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let work = customer.generate(&image()).await;
    customer.settled(&work).await;
    let session = json!({ "email": customer.email, "password": PASSWORD });
    let session = customer.ask("/v1/sessions", &session).await.expect(200);
    // The signature is what makes a token one.
    let signature = text(&session, "access_token").rsplit('.').next().unwrap().to_owned();
    let secrets = std::fs::read(world.certificates().with_file_name("secrets.json")).unwrap();
    let secrets: Value = serde_json::from_slice(&secrets).unwrap();
    let secrets: Vec<_> = secrets.as_object().unwrap().values().map(|it| it.as_str().unwrap()).collect();
    assert!(secrets.len() >= 8, "databases, processor, webhooks, keys");
    let mut hidden = vec![PASSWORD, &signature, &customer.email, "a lighthouse at dusk"];
    hidden.extend(secrets);
    assert_eq!(operator::found_anywhere(&world, &hidden).await, [""; 0]);
}

#[tokio::test]
async fn every_service_is_healthy_counts_what_it_does_and_logs_json() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let work = customer.generate(&image()).await;
    customer.settled(&work).await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (service, admin) in &world.addresses().admin {
        for path in ["healthz", "readyz", "metrics"] {
            let answer = client.request(Method::GET, format!("{admin}/{path}")).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{service} {path}");
            // The processor's sandbox stands for the outside world, and counts nothing for us.
            if path == "metrics" && *service != Service::SandboxProcessor {
                assert!(answer.text().await.unwrap().contains("# TYPE "), "{service}");
            }
        }
        for line in operator::log_of(&world, *service).lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{service}: {line}"));
            assert!(line["level"].is_string() && line["time"].is_string(), "{service}: {line}");
        }
    }
}

#[tokio::test]
async fn kafka_consumer_groups_shows_the_lag_of_every_service_that_reads() {
    let world = shared().await;
    let customer = Customer::with_tokens(&world).await;
    let work = customer.generate(&image()).await;
    customer.settled(&work).await;
    let distribution = testkit::distribution().await;
    let home = world.certificates().parent().unwrap().to_owned();
    eventually(SOON, "a lag for every reader", async || {
        let arguments = ["--describe", "--all-groups"].map(Into::into);
        let mut tool = kafka_tool(&distribution, &home, "consumer-groups", &arguments).unwrap();
        let shown = tokio::task::spawn_blocking(move || tool.output().unwrap()).await.unwrap();
        let shown = String::from_utf8(shown.stdout).unwrap();
        let reads = |service: Service, topic: &str| {
            shown.lines().any(|line| {
                let mut columns = line.split_whitespace();
                columns.next() == Some(service.name())
                    && columns.next() == Some(topic)
                    && columns.nth(3).is_some_and(|lag| lag.parse::<u64>().is_ok())
            })
        };
        let all = [
            (Service::Ledger, "payments.events"),
            (Service::Ledger, "generation.events"),
            (Service::Payments, "ledger.events"),
            (Service::Generation, "ledger.events"),
        ];
        all.iter().all(|(service, topic)| reads(*service, topic)).then_some(())
    })
    .await;
}
