//! The whole service as it runs: gRPC with mutual TLS, Kafka, PostgreSQL, the sandbox processor over loopback, and something in
//! the gateway's place that passes webhooks on. One for all tests; they keep apart by account.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use clap::Parser as _;
use contracts::failure::Failure;
use contracts::payments::v1 as proto;
use contracts::payments::v1::payments_event::Kind;
use contracts::payments::v1::payments_service_client::PaymentsServiceClient;
use contracts::topic::TopicEvent as _;
use eventlog::{KafkaSettings, LogReader, Publisher, Topic};
use payments::config::{Config, SandboxConfig};
use payments::processor::signature;
use runtime::Clock;
use runtime::grpc::Channel;
use sqlx::PgPool;
use testkit::{Identities, eventually};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use crate::stripe_api::{self, StripeApi};

pub(crate) const API_KEY: &str = "an API key of the tests";
pub(crate) const WEBHOOK_SECRET: &str = "a webhook secret of the tests";

/// Long enough for a loaded machine; what is promised within a minute is waited for a minute.
pub(crate) const WITHIN: Duration = Duration::from_mins(1);

const PARTITIONS: i32 = 4;

/// Tests have a runtime each, and the stack has to outlive them.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
});
static STACK: OnceCell<Stack> = OnceCell::const_new();
static STRIPE_STACK: OnceCell<StripeStack> = OnceCell::const_new();

pub(crate) type Client = PaymentsServiceClient<Channel>;

pub(crate) struct Stack {
    pub(crate) sandbox_url: String,
    pub(crate) kafka: KafkaSettings,
    pub(crate) publisher: Publisher,
    pub(crate) clock: Clock,
    /// What the webhooks that came looked like, by payment id: body and signature.
    pub(crate) webhooks: Webhooks,
    url: String,
    pub(crate) identities: Identities,
    database_url: String,
}

pub(crate) type Webhooks = Arc<Mutex<BTreeMap<String, Vec<(Bytes, String)>>>>;

pub(crate) async fn stack() -> &'static Stack {
    STACK.get_or_init(|| async { RUNTIME.spawn(start()).await.unwrap() }).await
}

/// The sandbox's arguments; also for starting it as a process.
pub(crate) fn sandbox_arguments(listen: &str, database_url: &str, webhook_url: &str) -> Vec<String> {
    vec![
        format!("--http-listen={listen}"),
        "--admin-listen=127.0.0.1:0".to_owned(),
        format!("--database-url={database_url}"),
        format!("--processor-api-key={API_KEY}"),
        format!("--webhook-secret={WEBHOOK_SECRET}"),
        format!("--webhook-url={webhook_url}"),
    ]
}

/// The stack with Stripe in the sandbox's place.
pub(crate) struct StripeStack {
    pub(crate) stack: Stack,
    pub(crate) api: StripeApi,
    pub(crate) webhook_url: String,
    /// For tests that change how Stripe behaves, and those that would notice.
    pub(crate) alone: tokio::sync::Mutex<()>,
}

pub(crate) async fn stripe_stack() -> &'static StripeStack {
    STRIPE_STACK.get_or_init(|| async { RUNTIME.spawn(start_with_stripe()).await.unwrap() }).await
}

async fn start() -> Stack {
    let mut stack = Stack::prepare().await;
    let sandbox = format!("127.0.0.1:{}", testkit::free_port());
    let webhook_url = stack.pass_webhooks_on("sandbox", "webhook-signature", "/data/payment").await;
    let sandbox_database = testkit::postgres().await.create_database().await;
    let arguments = sandbox_arguments(&sandbox, &sandbox_database, &webhook_url);
    let config = SandboxConfig::parse_from(std::iter::once("sandbox".to_owned()).chain(arguments));
    payments::sandbox::build(testkit::context("sandbox-processor", config, Clock::system())).await.unwrap();
    stack.sandbox_url = format!("http://{sandbox}");
    stack
        .serve([
            format!("--processor-url={}", stack.sandbox_url),
            format!("--processor-api-key={API_KEY}"),
            format!("--webhook-secret={WEBHOOK_SECRET}"),
        ])
        .await;
    stack
}

async fn start_with_stripe() -> StripeStack {
    let stack = Stack::prepare().await;
    let api = StripeApi::start().await;
    let webhook_url = stack.pass_webhooks_on("stripe", "stripe-signature", "/data/object").await;
    api.send_webhooks_to(&webhook_url, 3);
    stack
        .serve([
            "--processor=stripe".to_owned(),
            format!("--stripe-url={}", api.url),
            format!("--stripe-api-key={}", stripe_api::API_KEY),
            format!("--stripe-webhook-secret=whsec_of_yesterday,{}", stripe_api::WEBHOOK_SECRET),
        ])
        .await;
    StripeStack { stack, api, webhook_url, alone: tokio::sync::Mutex::default() }
}

impl Stack {
    /// Everything but the service and its processor.
    pub(crate) async fn prepare() -> Self {
        let (postgres, kafka) = (testkit::postgres().await, testkit::kafka().await);
        let kafka = KafkaSettings {
            brokers: kafka.brokers(),
            partitions: PARTITIONS,
            replication: 1,
            client_id: "tests".to_owned(),
        };
        Self {
            sandbox_url: String::new(),
            publisher: Publisher::new(&kafka).unwrap(),
            kafka,
            clock: Clock::system(),
            webhooks: Webhooks::default(),
            url: format!("https://127.0.0.1:{}", testkit::free_port()),
            identities: Identities::new(),
            database_url: postgres.create_database().await,
        }
    }

    /// Starts the service with these settings of its processor.
    async fn serve<const N: usize>(&self, processor: [String; N]) {
        let arguments = std::iter::once("payments".to_owned()).chain(self.arguments()).chain(processor);
        let config = Config::parse_from(arguments);
        payments::build(testkit::context("payments", config, Clock::system())).await.unwrap();
    }

    /// The service's arguments but those of its processor; also for starting it as a process.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let arguments = [
            "--admin-listen=127.0.0.1:0".to_owned(),
            format!("--grpc-listen={}", self.url.trim_start_matches("https://")),
            format!("--database-url={}", self.database_url),
            format!("--kafka-brokers={}", self.kafka.brokers),
            format!("--kafka-partitions={PARTITIONS}"),
            "--processor-timeout-ms=1500".to_owned(),
        ];
        arguments.into_iter().chain(self.identities.arguments("payments")).collect()
    }

    /// Does what the gateway does with a processor's webhooks, and remembers them; `about` says where an event holds the
    /// payment.
    async fn pass_webhooks_on(
        &self,
        processor: &'static str,
        header: &'static str,
        about: &'static str,
    ) -> String {
        let (gateway, seen) = (self.client("gateway"), Arc::clone(&self.webhooks));
        let deliver = async move |headers: HeaderMap, body: Bytes| {
            let signature = headers[header].to_str().unwrap().to_owned();
            let event: serde_json::Value = serde_json::from_slice(&body).unwrap();
            let payment = event.pointer(about).unwrap();
            if let Some(id) = payment["metadata"]["payment_id"].as_str() {
                let mut seen = seen.lock().unwrap();
                seen.entry(id.to_owned()).or_default().push((body.clone(), signature.clone()));
            }
            let request = proto::DeliverWebhookRequest { processor: processor.into(), body, signature };
            match gateway.clone().deliver_webhook(request).await {
                Ok(_) => StatusCode::NO_CONTENT,
                Err(_) => StatusCode::SERVICE_UNAVAILABLE,
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let path = format!("/v1/webhooks/{processor}");
        let router = Router::new().route(&path, post(deliver));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        format!("http://{address}{path}")
    }
}

impl Stack {
    /// A client that proves to be `name`.
    pub(crate) fn client(&self, name: &str) -> Client {
        PaymentsServiceClient::new(self.identities.channel(&self.url, name, "payments"))
    }

    /// A new account that buys.
    pub(crate) fn buyer(&'static self) -> Buyer {
        Buyer { stack: self, client: self.client("gateway"), account: self.clock.new_id().to_string() }
    }

    /// The service's own database, on the test's runtime.
    pub(crate) async fn database(&self) -> PgPool {
        PgPool::connect(&self.database_url).await.unwrap()
    }

    /// A header for a body that the processor signs now.
    pub(crate) fn sign(&self, body: &[u8]) -> String {
        signature::sign(WEBHOOK_SECRET, self.clock.now(), body)
    }

    /// Everything published about an account, once its outbox is empty.
    pub(crate) async fn published(&self, account: &str) -> Vec<Kind> {
        let pool = self.database().await;
        eventually(WITHIN, "an empty outbox", async || {
            let waiting: (i64,) = sqlx::query_as("select count(*) from outbox where key = $1")
                .bind(account)
                .fetch_one(&pool)
                .await
                .unwrap();
            (waiting.0 == 0).then_some(())
        })
        .await;
        let (kafka, account) = (self.kafka.clone(), account.to_owned());
        let read = move || {
            let partition = eventlog::partition_of(account.as_bytes(), PARTITIONS);
            let mut reader = LogReader::for_ranges(&kafka).unwrap();
            let range = reader.read_range(&Topic::PAYMENTS, partition, 0, None).unwrap();
            range
                .map(|record| proto::PaymentsEvent::from_value(&record.unwrap().value).unwrap())
                .filter(|event| event.account_id == account)
                .filter_map(|event| event.kind)
                .collect()
        };
        tokio::task::spawn_blocking(read).await.unwrap()
    }
}

/// One account.
#[derive(Clone)]
pub(crate) struct Buyer {
    pub(crate) stack: &'static Stack,
    pub(crate) client: Client,
    pub(crate) account: String,
}

impl Buyer {
    pub(crate) fn key(&self) -> String {
        self.stack.clock.new_id().to_string()
    }

    pub(crate) async fn place(&mut self, package: &str, key: &str) -> Result<proto::Order, Failure> {
        let request = proto::PlaceOrderRequest {
            account_id: self.account.clone(),
            package_id: package.to_owned(),
            idempotency_key: key.to_owned(),
        };
        let answer =
            self.client.place_order(request).await.map_err(|status| Failure::from_status(&status))?;
        Ok(answer.into_inner().order.unwrap())
    }

    /// The id of a new order.
    pub(crate) async fn order(&mut self) -> String {
        let key = self.key();
        self.place("starter", &key).await.unwrap().order_id
    }

    pub(crate) async fn pay_with_key(
        &mut self,
        order: &str,
        method: &str,
        key: &str,
    ) -> Result<proto::Order, Failure> {
        let request = proto::PayOrderRequest {
            account_id: self.account.clone(),
            order_id: order.to_owned(),
            payment_method: method.to_owned(),
            idempotency_key: key.to_owned(),
        };
        let answer = self.client.pay_order(request).await.map_err(|status| Failure::from_status(&status))?;
        Ok(answer.into_inner().order.unwrap())
    }

    pub(crate) async fn pay(&mut self, order: &str, method: &str) -> Result<proto::Order, Failure> {
        let key = self.key();
        self.pay_with_key(order, method, &key).await
    }

    pub(crate) async fn get(&mut self, order: &str) -> Result<proto::Order, Failure> {
        let request = proto::GetOrderRequest { account_id: self.account.clone(), order_id: order.to_owned() };
        let answer = self.client.get_order(request).await.map_err(|status| Failure::from_status(&status))?;
        Ok(answer.into_inner().order.unwrap())
    }

    pub(crate) async fn wait_until(&mut self, order: &str, status: proto::OrderStatus) -> proto::Order {
        let what = format!("order {order} {}", status.as_str_name());
        eventually(WITHIN, &what, async || {
            let order = self.get(order).await.unwrap();
            (order.status() == status).then_some(order)
        })
        .await
    }

    /// How many payments of an order succeeded, as Kafka tells it, with how each was learned.
    pub(crate) async fn successes(&self, order: &str) -> Vec<proto::PaymentSucceeded> {
        let published = self.stack.published(&self.account).await;
        published
            .into_iter()
            .filter_map(|kind| match kind {
                Kind::PaymentSucceeded(paid) if paid.order_id == order => Some(paid),
                _ => None,
            })
            .collect()
    }
}

pub(crate) fn steps(order: &proto::Order) -> Vec<&str> {
    order.steps.iter().map(|step| step.step.as_str()).collect()
}

pub(crate) fn fact<'a>(order: &'a proto::Order, step: &str, name: &str) -> &'a str {
    let step = order.steps.iter().rfind(|found| found.step == step).expect("the step");
    step.facts.get(name).expect("the fact")
}
