//! A customer: an account and everything that it can do, through REST only.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use local_stack::Stack;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use testkit::eventually;

use crate::answers::{Answer, count, list, signed, text};

/// What takes moments on an idle machine.
pub(crate) const SOON: Duration = Duration::from_secs(30);
/// The promise of P9, which also bounds every settlement here.
pub(crate) const WITHIN_A_MINUTE: Duration = Duration::from_mins(1);
/// A number of tokens that the package of the tests holds.
pub(crate) const STARTER: u64 = 500;

/// Of every customer.
pub(crate) const PASSWORD: &str = "ledgers never forget 1494";

/// A wallet as the API shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Balance {
    pub(crate) available: u64,
    pub(crate) held: u64,
    pub(crate) debt: u64,
}

impl Balance {
    pub(crate) fn of(value: &Value) -> Self {
        Self { available: count(value, "available"), held: count(value, "held"), debt: count(value, "debt") }
    }

    /// Tokens that are there and not set aside.
    pub(crate) fn free(available: u64) -> Self {
        Self { available, held: 0, debt: 0 }
    }
}

/// A text that no other call of this process gives.
pub(crate) fn unique(what: &str) -> String {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    format!("{what}-{}", CALLS.fetch_add(1, Ordering::Relaxed))
}

/// Somebody who may not have logged in.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    http: Client,
    gateway: String,
    token: Option<String>,
}

impl Visitor {
    pub(crate) fn new(stack: &Stack) -> Self {
        let http = Client::builder().no_proxy().timeout(Duration::from_secs(40)).build().unwrap();
        Self { http, gateway: stack.addresses().gateway, token: None }
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.gateway));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// The answer, or none if there was no connection to get one on.
    pub(crate) async fn attempt(&self, request: RequestBuilder) -> Option<Answer> {
        let response = request.send().await.ok()?;
        let (status, body) = (response.status(), response.bytes().await.ok()?);
        let body = serde_json::from_slice(&body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&body).into_owned()));
        Some(Answer { status, body })
    }

    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        self.attempt(request).await.expect("the gateway answers")
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// A call that needs no idempotency key.
    pub(crate) async fn ask(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// A call that moves tokens or money, under a key.
    pub(crate) async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.send(self.keyed(path, key, body)).await
    }

    fn keyed(&self, path: &str, key: &str, body: &Value) -> RequestBuilder {
        self.request(Method::POST, path).header("idempotency-key", key).json(body)
    }

    /// The same, repeated under the same key as long as the answer is only "not now": what a careful client does.
    pub(crate) async fn insist(&self, path: &str, key: &str, body: &Value) -> Answer {
        eventually(WITHIN_A_MINUTE, &format!("a definite answer of {path}"), async || {
            let answer = self.attempt(self.keyed(path, key, body)).await?;
            (!answer.status.is_server_error()).then_some(answer)
        })
        .await
    }

    pub(crate) async fn quote(&self, work: &Value) -> Value {
        self.ask("/v1/quotes", work).await.expect(200)
    }
}

/// Somebody with an account.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    visitor: Visitor,
    pub(crate) account: String,
    pub(crate) email: String,
}

impl std::ops::Deref for Customer {
    type Target = Visitor;

    fn deref(&self) -> &Visitor {
        &self.visitor
    }
}

impl Customer {
    /// Signs up and logs in.
    pub(crate) async fn new(stack: &Stack) -> Self {
        let email = format!("{}@example.com", unique("reader"));
        let mut visitor = Visitor::new(stack);
        let credentials = json!({ "email": email, "password": PASSWORD });
        let account = visitor.ask("/v1/accounts", &credentials).await.expect(201);
        let account = text(&account, "account_id").to_owned();
        visitor.log_in(&email).await;
        Self { visitor, account, email }
    }

    /// Signs up, logs in and buys one package.
    pub(crate) async fn with_tokens(stack: &Stack) -> Self {
        let customer = Self::new(stack).await;
        customer.buy("pm_visa").await;
        customer
    }

    pub(crate) async fn log_in_again(&mut self) {
        let email = self.email.clone();
        self.visitor.log_in(&email).await;
    }

    pub(crate) async fn balance(&self) -> Balance {
        Balance::of(&self.get("/v1/balance").await.expect(200))
    }

    pub(crate) async fn place_order(&self) -> String {
        let order = self.insist("/v1/orders", &unique("order"), &json!({ "package_id": "starter" })).await;
        text(&order.expect(201), "order_id").to_owned()
    }

    pub(crate) async fn pay(&self, order: &str, method: &str) -> Answer {
        let path = format!("/v1/orders/{order}/payment");
        self.post(&path, &unique("payment"), &json!({ "payment_method": method })).await
    }

    /// The order, once its tokens are in the wallet.
    pub(crate) async fn credited(&self, order: &str) -> Value {
        self.follow(&format!("/v1/orders/{order}"), "a credited order", |order| order["status"] == "credited")
            .await
    }

    /// Buys one package.
    pub(crate) async fn buy(&self, method: &str) -> Value {
        let order = self.place_order().await;
        self.pay(&order, method).await.expect(200);
        self.credited(&order).await
    }

    /// Orders work, and returns its id.
    pub(crate) async fn generate(&self, work: &Value) -> String {
        let generation = self.insist("/v1/generations", &unique("work"), work).await.expect(202);
        text(&generation, "id").to_owned()
    }

    pub(crate) async fn generation(&self, id: &str) -> Value {
        self.get(&format!("/v1/generations/{id}")).await.expect(200)
    }

    /// The generation, once it is paid for or released.
    pub(crate) async fn settled(&self, id: &str) -> Value {
        self.follow(&format!("/v1/generations/{id}"), "a settled generation", |generation| {
            generation["settled"] == true
        })
        .await
    }

    /// The generation, once it has this status.
    pub(crate) async fn reaches(&self, id: &str, status: &str) -> Value {
        self.follow(&format!("/v1/generations/{id}"), status, |generation| generation["status"] == status)
            .await
    }

    async fn follow(&self, path: &str, what: &str, done: impl Fn(&Value) -> bool) -> Value {
        eventually(WITHIN_A_MINUTE, &format!("{what} at {path}"), async || {
            let answer = self.attempt(self.request(Method::GET, path)).await?;
            (answer.status == 200 && done(&answer.body)).then_some(answer.body)
        })
        .await
    }

    /// The whole token log, newest first, read in pages of this size.
    pub(crate) async fn log_in_pages_of(&self, limit: u32) -> Vec<Value> {
        let mut lines = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("/v1/token-log?limit={limit}{cursor}")).await.expect(200);
            assert!(list(&page, "entries").len() <= limit as usize);
            lines.extend_from_slice(list(&page, "entries"));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return lines,
            }
        }
    }

    /// The whole token log, newest first, of which it was checked that it adds up exactly to the balance.
    pub(crate) async fn log(&self) -> Vec<Value> {
        // Both are of one moment if nothing happened in between.
        let (balance, lines) = eventually(SOON, "a quiet moment", async || {
            let before = self.get("/v1/balance").await.expect(200);
            let lines = self.log_in_pages_of(200).await;
            (before == self.get("/v1/balance").await.expect(200)).then(|| (Balance::of(&before), lines))
        })
        .await;
        let (mut owned, mut held) = (0, 0);
        for line in lines.iter().rev() {
            owned += signed(line, "amount");
            held += signed(line, "held_change");
            assert_eq!(signed(line, "balance_after"), owned, "{line}");
            assert_eq!(signed(line, "held_after"), held, "{line}");
            assert_eq!(signed(line, "available_after"), owned - held, "{line}");
        }
        let shown = |tokens: u64| i64::try_from(tokens).unwrap();
        assert_eq!(owned, shown(balance.available + balance.held) - shown(balance.debt), "{lines:?}");
        assert_eq!(held, shown(balance.held), "{lines:?}");
        assert!(lines.is_sorted_by(|newer, older| count(newer, "version") > count(older, "version")));
        lines
    }

    /// The lines of the checked log of one kind about one order, generation or promotion.
    pub(crate) async fn lines_about(&self, kind: &str, id: &str) -> Vec<Value> {
        let about = |line: &Value| line["kind"] == kind && line["reference"]["id"] == id;
        self.log().await.into_iter().filter(about).collect()
    }
}

impl Visitor {
    async fn log_in(&mut self, email: &str) {
        let credentials = json!({ "email": email, "password": PASSWORD });
        let session = self.ask("/v1/sessions", &credentials).await.expect(200);
        self.token = Some(text(&session, "access_token").to_owned());
    }
}

/// An image that costs five tokens.
pub(crate) fn image() -> Value {
    json!({ "kind": "image", "model": "still-1", "prompt": "a lighthouse at dusk", "width": 512, "height": 512, "steps": 70,
            "count": 1 })
}

/// The same, with the sandbox provider told how to behave.
pub(crate) fn simulated(how: &str) -> Value {
    let mut work = image();
    work["simulate"] = how.into();
    work
}

/// The price of [`image`].
pub(crate) const IMAGE: u64 = 5;
