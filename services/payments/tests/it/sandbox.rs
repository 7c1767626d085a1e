//! The sandbox processor as a program of its own.

use std::process::{Command, Stdio};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use payments::sandbox::wire::{DeclineCode, Metadata, NewPayment, Payment, Status};
use testkit::{Process, eventually};
use tokio::net::TcpListener;

use crate::stack::{API_KEY, WITHIN, sandbox_arguments, stack};

struct Sandbox {
    process: Process,
    url: String,
}

/// Starts the program and waits until it answers.
async fn start(database_url: &str, webhook_url: &str) -> Sandbox {
    let listen = format!("127.0.0.1:{}", testkit::free_port());
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokenbook-sandbox-processor"));
    command.args(sandbox_arguments(&listen, database_url, webhook_url)).env_clear().stdout(Stdio::null());
    let sandbox = Sandbox { process: Process::spawn(&mut command), url: format!("http://{listen}") };
    eventually(WITHIN, "the sandbox answers", async || {
        client().get(format!("{}/v1/methods", sandbox.url)).send().await.ok()
    })
    .await;
    sandbox
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap()
}

fn payment(method: &str) -> NewPayment {
    let metadata = Metadata { payment_id: "p".into(), order_id: "o".into() };
    NewPayment { amount: 499, currency: "USD".into(), payment_method: method.into(), metadata }
}

async fn submit(url: &str, key: &str, payment: &NewPayment) -> reqwest::Response {
    let request = client().post(format!("{url}/v1/payments")).bearer_auth(API_KEY);
    request.header("idempotency-key", key).json(payment).send().await.unwrap()
}

async fn look_up(url: &str, path: &str) -> reqwest::Response {
    client().get(format!("{url}{path}")).bearer_auth(API_KEY).send().await.unwrap()
}

#[tokio::test]
async fn a_payment_and_its_webhook_survive_kill_9() {
    let database = testkit::postgres().await.create_database().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let webhook_url = format!("http://{}/hook", listener.local_addr().unwrap());
    let (delivered, mut deliveries) = tokio::sync::mpsc::channel(8);
    let refused_once = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let hook = post(async move |body: String| {
        if refused_once.swap(true, std::sync::atomic::Ordering::SeqCst) {
            delivered.send(body).await.unwrap();
            StatusCode::OK
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    });
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/hook", hook)).await });

    let mut sandbox = start(&database, &webhook_url).await;
    let accepted: Payment = submit(&sandbox.url, "key", &payment("pm_visa_slow")).await.json().await.unwrap();
    assert_eq!(accepted.status, Status::Processing);
    // SIGKILL, on every Unix.
    sandbox.process.kill();
    drop(sandbox);

    let sandbox = start(&database, &webhook_url).await;
    let repeated: Payment = submit(&sandbox.url, "key", &payment("pm_visa_slow")).await.json().await.unwrap();
    assert_eq!(repeated.id, accepted.id);
    let body = tokio::time::timeout(WITHIN, deliveries.recv()).await.unwrap().unwrap();
    assert!(body.contains(&accepted.id) && body.contains("payment.succeeded"), "{body}");
    let settled: Payment =
        look_up(&sandbox.url, &format!("/v1/payments/{}", accepted.id)).await.json().await.unwrap();
    assert_eq!(settled.status, Status::Succeeded);
    let by_key: Payment =
        look_up(&sandbox.url, "/v1/payments?idempotency_key=key").await.json().await.unwrap();
    assert_eq!(by_key, settled);
}

#[tokio::test]
async fn each_declining_method_fails_at_once_with_its_code() {
    let stack = stack().await;
    for (method, code) in [
        ("pm_declined_insufficient_funds", DeclineCode::InsufficientFunds),
        ("pm_declined_limit", DeclineCode::LimitExceeded),
        ("pm_declined_wrong_details", DeclineCode::WrongDetails),
        ("pm_declined", DeclineCode::Declined),
    ] {
        let key = stack.clock.new_id().to_string();
        let answer: Payment = submit(&stack.sandbox_url, &key, &payment(method)).await.json().await.unwrap();
        assert_eq!((answer.status, answer.decline_code), (Status::Failed, Some(code)), "{method}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_said() {
    let stack = stack().await;
    let url = &stack.sandbox_url;
    let key = stack.clock.new_id().to_string();
    let status = async |key: &str, payment: &NewPayment| submit(url, key, payment).await.status().as_u16();
    assert_eq!(status(&key, &payment("pm_unheard_of")).await, 400);
    assert_eq!(status("", &payment("pm_visa")).await, 400);
    assert_eq!(status(&key, &NewPayment { amount: 0, ..payment("pm_visa") }).await, 400);
    assert_eq!(status(&key, &payment("pm_visa")).await, 200);
    assert_eq!(status(&key, &NewPayment { amount: 500, ..payment("pm_visa") }).await, 409);
    assert_eq!(look_up(url, "/v1/payments/sbx_unheard_of").await.status(), 404);
    assert_eq!(look_up(url, "/v1/payments?idempotency_key=unheard-of").await.status(), 404);
    for key in ["", "wrong"] {
        let answer = client().get(format!("{url}/v1/payments/x")).bearer_auth(key).send().await.unwrap();
        assert_eq!(answer.status(), 401);
    }
}
