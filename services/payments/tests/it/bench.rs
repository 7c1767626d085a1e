//! The service without its network, over a database of its own and with a clock that the test moves: for what takes minutes, and
//! for crashes. The processor is the stack's sandbox, or an address where nobody answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use clap::Parser as _;
use kernel::{AccountId, IdempotencyKey, OrderId, PaymentId};
use payments::domain::{Order, StepKind};
use payments::processor::{Processor, SandboxProcessor};
use payments::service::{OrderName, PayOrder, Payments, PaymentsError, PlaceOrder};
use runtime::config::DatabaseOptions;
use runtime::{Clock, Secret};
use sqlx::PgPool;
use testkit::eventually;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::stack::{API_KEY, WEBHOOK_SECRET, WITHIN, stack};

pub(crate) struct Bench {
    pub(crate) clock: Clock,
    pub(crate) pool: PgPool,
    pub(crate) account: AccountId,
}

#[derive(clap::Parser)]
struct Database {
    #[command(flatten)]
    options: DatabaseOptions,
}

/// Ids of a fixed clock count up from its time, so each bench lives in an hour of its own.
static HOURS: AtomicI64 = AtomicI64::new(1);

impl Bench {
    pub(crate) async fn new() -> Self {
        let url = testkit::postgres().await.create_database().await;
        let database = Database::parse_from(["bench".to_owned(), format!("--database-url={url}")]);
        let hour = TimeDelta::hours(HOURS.fetch_add(1, Ordering::Relaxed));
        let clock = Clock::fixed(Clock::system().now() + hour);
        let account = AccountId::new(clock.new_id());
        Self { pool: payments::store::open(&database.options).await.unwrap(), clock, account }
    }

    /// The service with its processor at this address.
    pub(crate) fn with_processor(&self, url: &str) -> Payments {
        let (api_key, secret) = (Secret::from(API_KEY.to_owned()), Secret::from(WEBHOOK_SECRET.to_owned()));
        let within = Duration::from_millis(500);
        let processor = SandboxProcessor::new(url, api_key, secret, within).unwrap();
        self.with(Arc::new(processor), within)
    }

    /// The service with any processor.
    pub(crate) fn with(&self, processor: Arc<dyn Processor>, within: Duration) -> Payments {
        Payments::new(self.pool.clone(), self.clock.clone(), processor, within)
    }

    /// The service with the sandbox.
    pub(crate) async fn payments(&self) -> Payments {
        self.with_processor(&stack().await.sandbox_url)
    }

    /// The service with a processor that takes connections and never answers.
    pub(crate) async fn with_silent_processor(&self) -> Payments {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let mut open = Vec::new();
            while let Ok((connection, _)) = listener.accept().await {
                open.push(connection);
            }
        });
        self.with_processor(&format!("http://{address}"))
    }

    pub(crate) fn key(&self) -> IdempotencyKey {
        IdempotencyKey::new(self.clock.new_id().to_string()).unwrap()
    }

    pub(crate) async fn order(&self, payments: &Payments) -> OrderId {
        let place =
            PlaceOrder { account: self.account, package: "starter".parse().unwrap(), key: self.key() };
        payments.place_order(place).await.unwrap().id
    }

    pub(crate) async fn pay(
        &self,
        payments: &Payments,
        order: OrderId,
        method: &str,
    ) -> Result<Order, PaymentsError> {
        let (account, key) = (self.account, self.key());
        payments.pay_order(PayOrder { account, order, method: method.parse().unwrap(), key }).await
    }

    pub(crate) async fn get(&self, payments: &Payments, order: OrderId) -> Order {
        payments.get_order(Some(self.account), &OrderName::Id(order)).await.unwrap()
    }

    /// Polls while the clock moves on by `by` at a time, until the order is as wanted. It moves when nothing is due: what it
    /// made due has been taken up, however slow the machine is.
    pub(crate) async fn poll_until(
        &self,
        payments: &Payments,
        order: OrderId,
        by: TimeDelta,
        wanted: impl Fn(&Order) -> bool,
    ) -> Order {
        let stop = CancellationToken::new();
        let poller = tokio::spawn(payments::poller::run(payments.clone(), stop.clone()));
        let found = eventually(WITHIN, "the order as wanted", async || {
            if !self.something_is_due().await {
                self.clock.advance(by);
            }
            Some(self.get(payments, order).await).filter(&wanted)
        })
        .await;
        stop.cancel();
        poller.await.unwrap();
        found
    }

    async fn something_is_due(&self) -> bool {
        let due = "select exists (select from attempts where state = 'open' and next_poll_at <= $1)";
        let (due,): (bool,) = sqlx::query_as(due).bind(self.clock.now()).fetch_one(&self.pool).await.unwrap();
        due
    }

    /// The kinds of events that wait in the outbox; nobody publishes them here.
    pub(crate) async fn events(&self) -> Vec<String> {
        let kinds: Vec<(String,)> =
            sqlx::query_as("select ce_type from outbox order by id").fetch_all(&self.pool).await.unwrap();
        kinds.into_iter().map(|(kind,)| kind.rsplit('.').next().unwrap().to_owned()).collect()
    }
}

/// The attempt of an order's last step of that kind.
pub(crate) fn payment_of(order: &Order, kind: StepKind) -> PaymentId {
    let step = order.steps.iter().rfind(|step| step.kind == kind).expect("the step");
    step.facts["payment_id"].parse().unwrap()
}
