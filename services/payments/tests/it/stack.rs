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

pub(crate) type Client = PaymentsServiceClient<Channel>;

pub(crate) struct Stack {
    pub(crate) sandbox_url: String,
    pub(crate) kafka: KafkaSettings,
    pub(crate) publisher: Publisher,
    pub(crate) clock: Clock,
    /// What the webhooks that came looked like, by payment id: body and signature.
    pub(crate) webhooks: Webhooks,
    url: String,
    identities: Identities,
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

async fn start() -> Stack {
    let (postgres, kafka) = (testkit::postgres().await, testkit::kafka().await);
    let identities = Identities::new();
    let database_url = postgres.create_database().await;
    let grpc = format!("127.0.0.1:{}", testkit::free_port());
    let sandbox = format!("127.0.0.1:{}", testkit::free_port());
    let url = format!("https://{grpc}");

    let webhooks = Webhooks::default();
    let gateway = PaymentsServiceClient::new(identities.channel(&url, "gateway", "payments"));
    let webhook_url = pass_webhooks_on(gateway, Arc::clone(&webhooks)).await;
    let sandbox_database = postgres.create_database().await;
    let arguments = sandbox_arguments(&sandbox, &sandbox_database, &webhook_url);
    let config = SandboxConfig::parse_from(std::iter::once("sandbox".to_owned()).chain(arguments));
    payments::sandbox::build(testkit::context("sandbox-processor", config, Clock::system())).await.unwrap();

    let arguments = [
        "payments".to_owned(),
        "--admin-listen=127.0.0.1:0".to_owned(),
        format!("--grpc-listen={grpc}"),
        format!("--database-url={database_url}"),
        format!("--kafka-brokers={}", kafka.brokers()),
        format!("--kafka-partitions={PARTITIONS}"),
        format!("--processor-url=http://{sandbox}"),
        format!("--processor-api-key={API_KEY}"),
        format!("--webhook-secret={WEBHOOK_SECRET}"),
        "--processor-timeout-ms=1500".to_owned(),
    ];
    let config = Config::parse_from(arguments.into_iter().chain(identities.arguments("payments")));
    payments::build(testkit::context("payments", config, Clock::system())).await.unwrap();

    let kafka = KafkaSettings {
        brokers: kafka.brokers(),
        partitions: PARTITIONS,
        replication: 1,
        client_id: "tests".to_owned(),
    };
    let publisher = Publisher::new(&kafka).unwrap();
    let (sandbox_url, clock) = (format!("http://{sandbox}"), Clock::system());
    Stack { sandbox_url, kafka, publisher, clock, webhooks, url, identities, database_url }
}

/// Does what the gateway does with webhooks, and remembers them.
async fn pass_webhooks_on(gateway: Client, seen: Webhooks) -> String {
    let deliver = async move |headers: HeaderMap, body: Bytes| {
        let signature = headers["webhook-signature"].to_str().unwrap().to_owned();
        let event: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let payment_id = event["data"]["payment"]["metadata"]["payment_id"].as_str().unwrap().to_owned();
        seen.lock().unwrap().entry(payment_id).or_default().push((body.clone(), signature.clone()));
        let request = proto::DeliverWebhookRequest { processor: "sandbox".into(), body, signature };
        match gateway.clone().deliver_webhook(request).await {
            Ok(_) => StatusCode::NO_CONTENT,
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/v1/webhooks/sandbox", post(deliver))).await.unwrap();
    });
    format!("http://{address}/v1/webhooks/sandbox")
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
