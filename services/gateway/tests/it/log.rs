//! What the process logs, and that no secret is in it.

use std::io::Write;
use std::sync::{Mutex, Once};

use contracts::accounts::v1 as accounts;
use contracts::failure::Failure;
use kernel::Reason;
use serde_json::json;

use crate::samples;
use crate::world::{World, problem};

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Keeps everything that is logged in this process from now on, at the lowest level.
pub(crate) fn capture() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .json()
            .with_env_filter("info,gateway=trace,runtime=trace")
            .with_writer(|| Sink)
            .init();
    });
}

struct Sink;

impl Write for Sink {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn logged() -> String {
    String::from_utf8(LINES.lock().unwrap().clone()).unwrap()
}

#[tokio::test]
async fn each_request_is_one_line_and_holds_no_secret() {
    let world = World::new().await;
    let secrets = [
        "hunter2-in-a-password",
        "tbk_a-secret-key-nobody-may-see",
        "query-secret",
        "prompt-secret",
        "path-secret",
    ];
    world.accounts.on("CreateSession", |_: accounts::CreateSessionRequest| {
        Err::<accounts::CreateSessionResponse, _>(Failure::new(Reason::WrongCredentials, "wrong"))
    });
    let credentials = json!({"email": "log-test@example.com", "password": secrets[0]});
    let log_in =
        world.request("POST", "/v1/sessions").header("x-request-id", "log-test-0001").json(&credentials);
    problem(log_in, 401, "WRONG_CREDENTIALS").await;
    let with_key = world.request("GET", "/v1/balance?token=query-secret").bearer_auth(secrets[1]);
    problem(with_key.header("x-request-id", "log-test-0002"), 401, "UNAUTHENTICATED").await;
    let prompt =
        json!({"kind": "image", "model": "m", "prompt": secrets[3], "width": 64, "height": 64, "steps": 1});
    let generate = world.by_user("POST", "/v1/generations").header("idempotency-key", "k-1").json(&prompt);
    problem(generate.header("x-request-id", "log-test-0003"), 404, "NOT_FOUND").await;
    let nowhere = world.request("GET", "/reset/path-secret").header("x-request-id", "log-test-0004");
    problem(nowhere, 404, "NOT_FOUND").await;
    let token = world.token(&[access_tokens::Role::User]);
    assert_eq!(world.generation.calls("CreateGeneration").len(), 1, "{}", samples::ID);

    let logged = logged();
    for secret in secrets.into_iter().chain([token.as_str(), "log-test@example.com"]) {
        assert!(!logged.contains(secret), "{secret} is in the log");
    }
    let line = |id: &str| {
        let mut lines = logged.lines().filter(|line| line.contains("gateway::access") && line.contains(id));
        let line = lines.next().unwrap_or_else(|| panic!("no line of {id}")).to_owned();
        assert!(lines.next().is_none(), "{id} has two lines");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        line["fields"].clone()
    };
    let fields = line("log-test-0003");
    assert_eq!(fields["method"], "POST");
    assert_eq!(fields["route"], "/v1/generations");
    assert_eq!(fields["status"], 404);
    assert_eq!(fields["reason"], "NOT_FOUND");
    assert_eq!(fields["account_id"], world.account.to_string());
    assert_eq!(fields["trace_id"].as_str().unwrap().len(), 32);
    assert_eq!(line("log-test-0001")["reason"], "WRONG_CREDENTIALS");
    assert_eq!(line("log-test-0002")["route"], "/v1/balance");
    assert_eq!(line("log-test-0004")["route"], "(none)");
}
