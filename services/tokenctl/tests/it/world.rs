//! A Kafka with topics, and a ledger on it as a process of its own: the program under test must not share code with it.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::topic::TopicEvent;
use eventlog::{CloudEvent, KafkaSettings, OutgoingEvent, Position, Publisher, Topic};
use runtime::Clock;
use runtime::grpc::Channel;
use testkit::{Identities, Process, eventually};
use tokio::runtime::Runtime;
use tokio::sync::OnceCell;

use crate::customer::Customer;
use crate::story::{self, Told};

/// Two are enough to tell partitions apart, and few enough to fill.
pub(crate) const PARTITIONS: i32 = 2;

/// Long enough for a busy machine, short enough to fail a test that hangs.
pub(crate) const SOON: Duration = Duration::from_mins(1);

/// Tests have a runtime each, and what they share has to outlive them.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
});
static SHARED: OnceCell<Shared> = OnceCell::const_new();

/// What tests share: a running ledger, and what has happened to one account, whatever else happens to others.
pub(crate) struct Shared {
    pub(crate) world: World,
    pub(crate) ledger: Ledger,
    pub(crate) told: Told,
}

pub(crate) struct World {
    pub(crate) settings: KafkaSettings,
    pub(crate) clock: Clock,
    pub(crate) publisher: Publisher,
    identities: Identities,
    database_url: String,
}

/// A ledger as a process of its own.
pub(crate) struct Ledger {
    pub(crate) url: String,
    process: Process,
}

pub(crate) async fn shared() -> &'static Shared {
    let start = async || {
        let begin = || {
            RUNTIME.block_on(async {
                let world = World::start().await;
                let mut ledger = world.spawn("ledger-0").await;
                let told = story::tell(&world, &ledger).await;
                // What comes after is another owner's.
                ledger.kill();
                story::strays(&world, &told).await;
                let ledger = world.spawn("ledger-1").await;
                Shared { world, ledger, told }
            })
        };
        tokio::task::spawn_blocking(begin).await.unwrap()
    };
    SHARED.get_or_init(start).await
}

impl Shared {
    /// The arguments that name the cluster, and more.
    pub(crate) fn on<'a>(&'a self, arguments: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["--brokers", self.world.settings.brokers.as_str()];
        all.extend_from_slice(arguments);
        all
    }

    /// A new account.
    pub(crate) fn customer(&'static self) -> Customer<'static> {
        Customer::new(&self.world, &self.ledger.url)
    }
}

impl World {
    async fn start() -> Self {
        let settings = KafkaSettings {
            brokers: testkit::kafka().await.brokers(),
            partitions: PARTITIONS,
            replication: 1,
            client_id: "tokenctl-tests".to_owned(),
        };
        eventlog::ensure_topics(&settings, &Topic::ALL).await.unwrap();
        Self {
            publisher: Publisher::new(&settings).unwrap(),
            settings,
            clock: Clock::system(),
            identities: Identities::new(),
            database_url: testkit::postgres().await.create_database().await,
        }
    }

    /// Starts a ledger, and waits until it answers.
    pub(crate) async fn spawn(&self, instance: &str) -> Ledger {
        let address = format!("127.0.0.1:{}", testkit::free_port());
        let mut command = Command::new(ledger_program());
        command
            .args([
                "--admin-listen=127.0.0.1:0".to_owned(),
                format!("--grpc-listen={address}"),
                format!("--kafka-brokers={}", self.settings.brokers),
                format!("--kafka-partitions={PARTITIONS}"),
                format!("--database-url={}", self.database_url),
                format!("--instance={instance}"),
            ])
            .args(self.identities.arguments("ledger"))
            .stdout(Stdio::null());
        let ledger = Ledger { url: format!("https://{address}"), process: Process::spawn(&mut command) };
        for partition in 0..PARTITIONS {
            let customer = Customer::in_partition(self, &ledger.url, partition);
            eventually(SOON, "the ledger answers", async || customer.try_balance().await.ok()).await;
        }
        ledger
    }

    /// A client that proves to be `name`.
    pub(crate) fn client(&self, url: &str, name: &str) -> LedgerServiceClient<Channel> {
        LedgerServiceClient::new(self.identities.channel(url, name, "ledger"))
    }

    /// The flags by which the program proves to be `name`.
    pub(crate) fn certificate(&self, name: &str) -> [String; 3] {
        self.identities.arguments(name)
    }

    /// The ledger's database.
    pub(crate) async fn database(&self) -> sqlx::PgPool {
        sqlx::PgPool::connect(&self.database_url).await.unwrap()
    }

    pub(crate) fn new_id(&self) -> String {
        self.clock.new_id().to_string()
    }

    /// Publishes an event as its owner's outbox would.
    pub(crate) async fn publish<E: TopicEvent>(&self, event: &E) -> Position {
        let value = event.to_value().unwrap();
        let ce_type = event.event_type().unwrap();
        self.publish_value(E::TOPIC, event.event_id(), event.account_id(), ce_type, value).await
    }

    /// Publishes whatever it is.
    pub(crate) async fn publish_value(
        &self,
        topic: &'static str,
        id: &str,
        key: &str,
        ce_type: &str,
        value: impl Into<Vec<u8>>,
    ) -> Position {
        let event = OutgoingEvent {
            topic: Topic::named(topic).unwrap(),
            key: key.to_owned(),
            value: value.into().into(),
            event: CloudEvent {
                id: id.to_owned(),
                ce_type: ce_type.to_owned(),
                source: "/tokenbook/tests".to_owned(),
                subject: key.to_owned(),
                time: self.clock.now(),
                content_type: CloudEvent::JSON.to_owned(),
                traceparent: None,
            },
        };
        self.publisher.publish(event).await.unwrap()
    }
}

/// The ledger stands beside the program under test.
fn ledger_program() -> PathBuf {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_tokenctl")).with_file_name("tokenbook-ledger");
    assert!(program.is_file(), "{} is missing: cargo build -p ledger", program.display());
    program
}

impl Ledger {
    /// Ends it by SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.process.kill();
    }
}
