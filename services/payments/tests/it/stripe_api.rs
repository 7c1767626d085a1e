//! Stripe's API as its documentation describes it, as far as payments use it: idempotency keys, errors, statuses, the lagging
//! search and signed events. It charges nobody, and can be told to misbehave as networks and servers do.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use payments::processor::{STRIPE_VERSION, signature};
use runtime::Clock;
use serde_json::{Value, json};
use tokio::net::TcpListener;

pub(crate) const API_KEY: &str = "sk_test_51TokenbookTests";
pub(crate) const WEBHOOK_SECRET: &str = "whsec_of_the_tests";

const INTENT: &str = include_str!("../fixtures/stripe/payment_intent.json");
const DECLINED: &str = include_str!("../fixtures/stripe/declined.json");
const EVENT: &str = include_str!("../fixtures/stripe/event.json");

/// What happens to the next call that creates a payment.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    /// It is lost on its way, and never answered.
    Lost,
    /// It does what it should, and its answer is lost.
    AnswerLost,
    /// It is refused before anything happens; nothing is remembered.
    Refused(u16, Value),
    /// It fails in the middle, and the key answers so from then on.
    Broken,
}

/// A call that came.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) path: String,
    pub(crate) form: BTreeMap<String, String>,
    pub(crate) headers: HeaderMap,
}

#[derive(Default)]
struct Books {
    intents: BTreeMap<String, Value>,
    /// What each key was first used for, and how that was answered.
    keys: BTreeMap<String, (BTreeMap<String, String>, u16, Value)>,
    calls: Vec<Call>,
    troubles: VecDeque<Trouble>,
    search: Option<u16>,
    deaf: bool,
    stubborn: bool,
    webhook: Option<(String, usize)>,
}

/// The server.
#[derive(Clone)]
pub(crate) struct StripeApi {
    books: Arc<Mutex<Books>>,
    serial: Arc<AtomicU32>,
    pub(crate) url: String,
}

impl StripeApi {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let api = Self { books: Arc::default(), serial: Arc::default(), url };
        let router = Router::new()
            .route("/v1/payment_intents", post(create))
            .route("/v1/payment_intents/search", get(search))
            .route("/v1/payment_intents/{id}", get(retrieve))
            .route("/v1/payment_intents/{id}/cancel", post(cancel))
            .with_state(api.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        api
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap()
    }

    /// Lets the next call that creates a payment go wrong.
    pub(crate) fn next_create(&self, trouble: Trouble) {
        self.books().troubles.push_back(trouble);
    }

    /// The search is up to date from now on, or answers with an error; at first it lags behind everything.
    pub(crate) fn search_answers(&self, status: u16) {
        self.books().search = Some(status);
    }

    /// Answers no question about payments.
    pub(crate) fn be_deaf(&self, deaf: bool) {
        self.books().deaf = deaf;
    }

    /// Cancels nothing.
    pub(crate) fn be_stubborn(&self, stubborn: bool) {
        self.books().stubborn = stubborn;
    }

    /// Sends each event so many times.
    pub(crate) fn send_webhooks_to(&self, url: &str, times: usize) {
        self.books().webhook = Some((url.to_owned(), times));
    }

    pub(crate) fn calls(&self, path: &str) -> Vec<Call> {
        self.books().calls.iter().filter(|call| call.path == path).cloned().collect()
    }

    /// The payments of that status.
    pub(crate) fn intents(&self, status: &str) -> Vec<Value> {
        self.books().intents.values().filter(|intent| intent["status"] == status).cloned().collect()
    }

    /// Ends what is processing.
    pub(crate) fn settle(&self, id: &str) {
        let mut books = self.books();
        let intent = books.intents.get_mut(id).unwrap();
        assert_eq!(intent["status"], "processing");
        succeed(intent, "visa");
        let intent = intent.clone();
        self.notify(&books, "payment_intent.succeeded", intent);
    }

    fn notify(&self, books: &Books, kind: &str, mut intent: Value) {
        let Some((url, times)) = books.webhook.clone() else { return };
        if let Some(charge) = intent["latest_charge"]["id"].as_str() {
            intent["latest_charge"] = json!(charge);
        }
        let mut event: Value = serde_json::from_str(EVENT).unwrap();
        event["id"] = json!(format!("evt_{}", self.serial.fetch_add(1, Ordering::Relaxed)));
        event["type"] = json!(kind);
        event["data"]["object"] = intent;
        let body = event.to_string();
        tokio::spawn(async move {
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            for _ in 0..times {
                let signature = signature::sign(WEBHOOK_SECRET, Clock::system().now(), body.as_bytes());
                let request = client.post(&url).header("Stripe-Signature", signature).body(body.clone());
                request.send().await.unwrap().error_for_status().unwrap();
            }
        });
    }

    /// Notes a call, and refuses one that Stripe would not even look at.
    fn admit(&self, method: &Method, path: &str, headers: &HeaderMap, body: &[u8]) -> Result<(), Answer> {
        let form = form_urlencoded::parse(body).into_owned().collect();
        self.books().calls.push(Call { path: path.to_owned(), form, headers: headers.clone() });
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if header("authorization") != format!("Bearer {API_KEY}") {
            return Err(refuse(401, "invalid_request_error", None, None));
        }
        assert_eq!(header("stripe-version"), STRIPE_VERSION);
        if *method == Method::POST {
            assert_eq!(header("content-type"), "application/x-www-form-urlencoded");
        }
        Ok(())
    }
}

struct Answer(u16, Value);

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let headers = [("content-type", "application/json"), ("request-id", "req_of_the_tests")];
        (StatusCode::from_u16(self.0).unwrap(), headers, self.1.to_string()).into_response()
    }
}

/// The body of an error.
pub(crate) fn error(kind: &str, code: Option<&str>, param: Option<&str>) -> Value {
    let mut error = json!({"type": kind, "message": "…", "request_log_url": "https://dashboard.stripe.com/test/logs/req"});
    if let Some(code) = code {
        error["code"] = json!(code);
    }
    if let Some(param) = param {
        error["param"] = json!(param);
    }
    json!({"error": error})
}

fn refuse(status: u16, kind: &str, code: Option<&str>, param: Option<&str>) -> Answer {
    Answer(status, error(kind, code, param))
}

async fn create(State(api): State<StripeApi>, headers: HeaderMap, body: Bytes) -> Response {
    if let Err(refused) = api.admit(&Method::POST, "/v1/payment_intents", &headers, &body) {
        return refused.into_response();
    }
    let form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let trouble = api.books().troubles.pop_front();
    let answer = match &trouble {
        Some(Trouble::Lost) => return std::future::pending().await,
        Some(Trouble::Refused(status, body)) => Answer(*status, body.clone()),
        Some(Trouble::AnswerLost | Trouble::Broken) | None => {
            let key = headers["idempotency-key"].to_str().unwrap();
            api.under_key(key, &form, matches!(trouble, Some(Trouble::Broken)))
        }
    };
    if matches!(trouble, Some(Trouble::AnswerLost)) {
        return std::future::pending().await;
    }
    answer.into_response()
}

impl StripeApi {
    /// Carries a request out, or answers what the key was answered before.
    fn under_key(&self, key: &str, form: &BTreeMap<String, String>, broken: bool) -> Answer {
        let mut books = self.books();
        if let Some((first, status, body)) = books.keys.get(key) {
            return if first == form {
                Answer(*status, body.clone())
            } else {
                refuse(400, "idempotency_error", None, None)
            };
        }
        if broken {
            let body = error("api_error", None, None);
            books.keys.insert(key.to_owned(), (form.clone(), 500, body.clone()));
            return Answer(500, body);
        }
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let mut intent = new_intent(&format!("pi_3Test{serial:08}"), form);
        let (status, kind) = match form.get("payment_method").map(String::as_str) {
            None => {
                assert!(!form.contains_key("confirm"), "nothing to confirm");
                intent["status"] = json!("requires_payment_method");
                (200, "payment_intent.created")
            }
            Some(method) => match confirm(&mut intent, method) {
                Some(confirmed) => confirmed,
                // A fault of the parameters: nothing was carried out, and the key is free.
                None => {
                    return refuse(
                        400,
                        "invalid_request_error",
                        Some("resource_missing"),
                        Some("payment_method"),
                    );
                }
            },
        };
        self.notify(&books, kind, intent.clone());
        books.intents.insert(intent["id"].as_str().unwrap().to_owned(), intent.clone());
        let body = if status == 402 {
            let mut error = intent["last_payment_error"].clone();
            error["payment_intent"] = intent;
            json!({"error": error})
        } else {
            intent
        };
        books.keys.insert(key.to_owned(), (form.clone(), status, body.clone()));
        Answer(status, body)
    }
}

fn new_intent(id: &str, form: &BTreeMap<String, String>) -> Value {
    let mut intent: Value = serde_json::from_str(INTENT).unwrap();
    assert_eq!(form["payment_method_types[]"], "card");
    intent["id"] = json!(id);
    intent["amount"] = json!(form["amount"].parse::<u64>().unwrap());
    intent["amount_received"] = json!(0);
    intent["currency"] = json!(form["currency"]);
    intent["latest_charge"] = Value::Null;
    intent["metadata"] = form
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("metadata[")?.strip_suffix(']')?, json!(value))))
        .map(|(name, value)| (name.to_owned(), value))
        .collect::<serde_json::Map<_, _>>()
        .into();
    intent
}

/// Confirms with one of Stripe's documented test methods; `None` if there is no such method.
fn confirm(intent: &mut Value, method: &str) -> Option<(u16, &'static str)> {
    let declined = |intent: &mut Value, code: &str, decline_code: Option<&str>| {
        let body: Value = serde_json::from_str(DECLINED).unwrap();
        let mut error = body["error"].clone();
        error.as_object_mut().unwrap().remove("payment_intent");
        error["code"] = json!(code);
        error["decline_code"] = json!(decline_code);
        intent["last_payment_error"] = error;
        intent["status"] = json!("requires_payment_method");
        Some((402, "payment_intent.payment_failed"))
    };
    match method.strip_prefix("pm_card_")? {
        "visa_chargeDeclined" => declined(intent, "card_declined", Some("generic_decline")),
        "visa_chargeDeclinedInsufficientFunds" => {
            declined(intent, "card_declined", Some("insufficient_funds"))
        }
        "visa_chargeDeclinedVelocityLimitExceeded" => {
            declined(intent, "card_declined", Some("card_velocity_exceeded"))
        }
        "chargeDeclinedIncorrectCvc" => declined(intent, "incorrect_cvc", Some("incorrect_cvc")),
        "chargeDeclinedProcessingError" => declined(intent, "processing_error", Some("processing_error")),
        "authenticationRequired" => declined(intent, "authentication_required", None),
        // Not as asked: a bank that wants to see its customer after all.
        "requiresAction" => {
            intent["status"] = json!("requires_action");
            intent["next_action"] = json!({"type": "redirect_to_url",
                "redirect_to_url": {"url": "https://hooks.stripe.com/3d_secure", "return_url": null}});
            Some((200, "payment_intent.requires_action"))
        }
        "slow" => {
            intent["status"] = json!("processing");
            Some((200, "payment_intent.processing"))
        }
        brand @ ("visa" | "mastercard" | "amex" | "discover" | "jcb" | "diners" | "unionpay") => {
            succeed(intent, brand);
            Some((200, "payment_intent.succeeded"))
        }
        _ => None,
    }
}

fn succeed(intent: &mut Value, brand: &str) {
    let whole: Value = serde_json::from_str(INTENT).unwrap();
    intent["status"] = json!("succeeded");
    intent["amount_received"] = intent["amount"].clone();
    intent["latest_charge"] = whole["latest_charge"].clone();
    intent["latest_charge"]["payment_method_details"]["card"]["brand"] = json!(brand);
}

async fn retrieve(
    State(api): State<StripeApi>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Answer, Answer> {
    api.admit(&Method::GET, "/v1/payment_intents/{id}", &headers, query.unwrap_or_default().as_bytes())?;
    let books = api.books();
    if books.deaf {
        return Err(refuse(503, "api_error", None, None));
    }
    let missing = || refuse(404, "invalid_request_error", Some("resource_missing"), Some("intent"));
    books.intents.get(&id).map(|intent| Answer(200, intent.clone())).ok_or_else(missing)
}

async fn search(
    State(api): State<StripeApi>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Answer, Answer> {
    let query = query.unwrap_or_default();
    api.admit(&Method::GET, "/v1/payment_intents/search", &headers, query.as_bytes())?;
    let asked: BTreeMap<_, _> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let id = asked["query"].strip_prefix("metadata['payment_id']:'").and_then(|it| it.strip_suffix('\''));
    let books = api.books();
    let data: Vec<Value> = match books.search {
        None => Vec::new(),
        Some(200) => {
            books.intents.values().filter(|it| it["metadata"]["payment_id"] == id.unwrap()).cloned().collect()
        }
        Some(status) => return Err(refuse(status, "invalid_request_error", None, None)),
    };
    let url = "/v1/payment_intents/search";
    Ok(Answer(200, json!({"object": "search_result", "url": url, "has_more": false, "data": data})))
}

async fn cancel(
    State(api): State<StripeApi>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Answer, Answer> {
    api.admit(&Method::POST, "/v1/payment_intents/{id}/cancel", &headers, &body)?;
    let form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let mut books = api.books();
    if books.stubborn {
        return Err(refuse(500, "api_error", None, None));
    }
    let intent = books.intents.get_mut(&id).unwrap();
    if !intent["status"].as_str().unwrap().starts_with("requires_") {
        let mut body = error("invalid_request_error", Some("payment_intent_unexpected_state"), None);
        body["error"]["payment_intent"] = intent.clone();
        return Err(Answer(400, body));
    }
    intent["status"] = json!("canceled");
    intent["canceled_at"] = json!(1_790_000_009);
    intent["cancellation_reason"] = json!(form.get("cancellation_reason"));
    let intent = intent.clone();
    api.notify(&books, "payment_intent.canceled", intent.clone());
    Ok(Answer(200, intent))
}
