//! The servers, and the ledgers on them.

use std::collections::BTreeMap;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use clap::Parser as _;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::topic::TopicEvent;
use eventlog::{CloudEvent, KafkaSettings, OutgoingEvent, Position, Publisher, Topic, partition_of};
use ledger::Config;
use local_stack::{KafkaOptions, KafkaServer};
use runtime::grpc::Channel;
use runtime::{Clock, Lifecycle, Readiness, TlsOptions};
use testkit::{Identities, eventually};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, MutexGuard, OnceCell};

use crate::books::Books;
use crate::customer::Customer;

pub(crate) const PARTITIONS: i32 = 4;

/// Who most tests call as.
pub(crate) const METERING: &str = "metering/tests";

/// Long enough for a busy machine, short enough to fail a test that hangs.
pub(crate) const SOON: Duration = Duration::from_mins(1);

pub(crate) type Client = LedgerServiceClient<Channel>;

/// Tests have a runtime each, and the shared ledger has to outlive them.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
});
static SHARED: OnceCell<Shared> = OnceCell::const_new();
/// Brokers are heavy, so that there is one more at a time.
static APART: Mutex<()> = Mutex::const_new(());

/// What outlives a ledger.
pub(crate) struct World {
    pub(crate) settings: KafkaSettings,
    pub(crate) clock: Clock,
    publisher: Publisher,
    identities: Identities,
    database_url: String,
}

/// A world with a ledger for all tests that disturb nothing.
pub(crate) struct Shared {
    pub(crate) world: World,
    pub(crate) ledger: Ledger,
}

/// A world that a test may do anything to.
pub(crate) struct Apart {
    pub(crate) world: World,
    kafka: Mutex<Option<KafkaServer>>,
    options: KafkaOptions,
    _alone: MutexGuard<'static, ()>,
}

/// A ledger inside this process.
pub(crate) struct Ledger {
    pub(crate) url: String,
    pub(crate) readiness: Readiness,
    lifecycle: Lifecycle,
}

/// A ledger as a process of its own.
pub(crate) struct Process {
    pub(crate) url: String,
    child: Child,
}

pub(crate) async fn shared() -> &'static Shared {
    let start = async || {
        let task = RUNTIME.spawn(async {
            let world = World::on(testkit::kafka().await.brokers()).await;
            let ledger = world.start("ledger-0").await;
            Shared { world, ledger }
        });
        task.await.unwrap()
    };
    SHARED.get_or_init(start).await
}

impl Shared {
    pub(crate) fn client(&self, name: &str) -> Client {
        self.world.client(&self.ledger.url, name)
    }

    /// A new account.
    pub(crate) fn customer(&'static self) -> Customer<'static> {
        self.world.customer(&self.ledger.url)
    }

    /// A new account that has bought tokens.
    pub(crate) async fn customer_with(&'static self, tokens: u64) -> Customer<'static> {
        let customer = self.customer();
        customer.buy(tokens).await;
        customer
    }
}

impl World {
    async fn on(brokers: String) -> Self {
        let settings = KafkaSettings {
            brokers,
            partitions: PARTITIONS,
            replication: 1,
            client_id: "ledger-tests".to_owned(),
        };
        Self {
            publisher: Publisher::new(&settings).unwrap(),
            settings,
            clock: Clock::system(),
            identities: Identities::new(),
            database_url: testkit::postgres().await.create_database().await,
        }
    }

    /// A world with a Kafka of its own.
    pub(crate) async fn apart() -> Apart {
        let alone = APART.lock().await;
        let options = KafkaOptions::ephemeral(testkit::folder("kafka"), testkit::free_port());
        let kafka = KafkaServer::start(&testkit::distribution().await, options.clone()).await.unwrap();
        let world = Self::on(kafka.brokers()).await;
        Apart { world, kafka: Mutex::new(Some(kafka)), options, _alone: alone }
    }

    fn arguments(&self, instance: &str, grpc_listen: &str) -> Vec<String> {
        let mut arguments = vec![
            format!("--grpc-listen={grpc_listen}"),
            format!("--kafka-brokers={}", self.settings.brokers),
            format!("--kafka-partitions={PARTITIONS}"),
            format!("--database-url={}", self.database_url),
            format!("--instance={instance}"),
        ];
        arguments.extend(self.identities.arguments("ledger"));
        arguments
    }

    /// Starts a ledger inside this process, and waits until it owns the books that are its own.
    pub(crate) async fn start(&self, instance: &str) -> Ledger {
        self.start_with(instance, &[]).await
    }

    /// The same, at a port that is the same when it is started again.
    pub(crate) async fn start_at(&self, instance: &str, port: u16) -> Ledger {
        self.start_on(instance, port, &[]).await
    }

    /// The same with further settings.
    pub(crate) async fn start_with(&self, instance: &str, further: &[&str]) -> Ledger {
        self.start_on(instance, 0, further).await
    }

    async fn start_on(&self, instance: &str, port: u16, further: &[&str]) -> Ledger {
        let mut arguments = self.arguments(instance, &format!("127.0.0.1:{port}"));
        arguments.extend(further.iter().map(ToString::to_string));
        arguments.push("--admin-listen=127.0.0.1:0".to_owned());
        let config = Config::parse_from(std::iter::once("ledger".to_owned()).chain(arguments));
        let context = testkit::context("ledger", config, self.clock.clone());
        let (lifecycle, readiness) = (context.lifecycle.clone(), context.readiness.clone());
        let address = ledger::start(context).await.unwrap();
        tokio::time::timeout(SOON, readiness.ready()).await.expect("the books are owned");
        Ledger { url: format!("https://{address}"), readiness, lifecycle }
    }

    /// Starts a ledger as a process, and waits until it answers.
    pub(crate) async fn spawn(&self, port: u16) -> Process {
        self.spawn_as("ledger-0", port).await
    }

    /// The same under a name.
    pub(crate) async fn spawn_as(&self, instance: &str, port: u16) -> Process {
        let listen = "--admin-listen=127.0.0.1:0".to_owned();
        self.spawn_with(instance, port, &[listen], &[]).await
    }

    /// The same with settings of the test's own.
    pub(crate) async fn spawn_with(
        &self,
        instance: &str,
        port: u16,
        settings: &[String],
        environment: &[(&str, String)],
    ) -> Process {
        let address = format!("127.0.0.1:{port}");
        let child = Command::new(env!("CARGO_BIN_EXE_tokenbook-ledger"))
            .args(self.arguments(instance, &address))
            .args(settings)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let process = Process { url: format!("https://{address}"), child };
        let customer = self.customer(&process.url);
        eventually(SOON, "the process answers", async || customer.try_balance().await.ok()).await;
        process
    }

    /// A client of the ledger at `url` that proves to be `name`.
    pub(crate) fn client(&self, url: &str, name: &str) -> Client {
        Client::new(self.identities.channel(url, name, "ledger"))
    }

    /// Where the ledger at `url` is, for a client that proves to be `name`.
    pub(crate) fn endpoint(&self, url: &str, name: &str) -> runtime::grpc::Client {
        runtime::grpc::Client::to(url, &self.identities.tls(name), "ledger").unwrap()
    }

    /// The certificate of a client that proves to be `name`.
    pub(crate) fn tls(&self, name: &str) -> TlsOptions {
        self.identities.tls(name)
    }

    /// A pool on the database of the read model.
    pub(crate) async fn database(&self) -> sqlx::PgPool {
        sqlx::PgPool::connect(&self.database_url).await.unwrap()
    }

    /// An account in each partition, in their order.
    pub(crate) fn accounts_everywhere(&self) -> Vec<String> {
        let mut found = BTreeMap::new();
        while found.len() < usize::try_from(PARTITIONS).unwrap() {
            let account = self.new_id();
            found.insert(partition_of(account.as_bytes(), PARTITIONS), account);
        }
        found.into_values().collect()
    }

    /// Waits until these instances, by name and URL, share the books evenly, and each answers for every account.
    pub(crate) async fn shared_by(&self, instances: &[(&str, &str)]) {
        eventually(SOON, "the instances share the books", async || {
            let owners = Books::read(self).await.owners();
            let count = |name: &str| owners.values().filter(|owner| *owner == name).count();
            let counts: Vec<_> = instances.iter().map(|(name, _)| count(name)).collect();
            let even = counts.iter().max()? - counts.iter().min()? <= 1;
            (even && counts.iter().sum::<usize>() == usize::try_from(PARTITIONS).unwrap()).then_some(())
        })
        .await;
        for (account, (name, url)) in self
            .accounts_everywhere()
            .iter()
            .flat_map(|account| instances.iter().map(move |it| (account, it)))
        {
            let customer = self.customer(url).for_account(account);
            let what = format!("{name} answers for {account}");
            eventually(SOON, &what, async || customer.try_balance().await.ok()).await;
        }
    }

    /// A new account, on behalf of which a service that meters tokens calls the ledger at `url`: it may do all that there is.
    pub(crate) fn customer(&self, url: &str) -> Customer<'_> {
        Customer::new(self, self.client(url, METERING))
    }

    /// Publishes an event as its owner's outbox would.
    pub(crate) async fn publish<E: TopicEvent>(&self, event: &E) -> Position {
        let value = event.to_value().unwrap();
        self.publish_value(E::TOPIC, event.account_id(), event.event_type().unwrap(), value).await
    }

    /// Publishes whatever it is, with an account's key.
    pub(crate) async fn publish_value(
        &self,
        topic: &'static str,
        key: &str,
        ce_type: &str,
        value: impl Into<Vec<u8>>,
    ) -> Position {
        let event = OutgoingEvent {
            topic: Topic::named(topic).unwrap(),
            key: key.to_owned(),
            value: value.into().into(),
            event: CloudEvent {
                id: self.clock.new_id().to_string(),
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

    pub(crate) fn new_id(&self) -> String {
        self.clock.new_id().to_string()
    }
}

impl Apart {
    /// Ends Kafka by SIGKILL.
    pub(crate) async fn kill_kafka(&self) {
        self.kafka.lock().await.take().unwrap().kill().await;
    }

    /// Starts it again on the data that the killed one left.
    pub(crate) async fn restart_kafka(&self) {
        let kafka = KafkaServer::start(&testkit::distribution().await, self.options.clone()).await;
        *self.kafka.lock().await = Some(kafka.unwrap());
    }
}

impl Ledger {
    /// Stops as SIGTERM does.
    pub(crate) async fn stop(self) {
        testkit::stop(self.lifecycle).await;
    }
}

/// The sum of a counter, by whatever labels, of the process that shows its metrics at this port.
pub(crate) async fn counted(admin: u16, counter: &str) -> u64 {
    let mut stream = TcpStream::connect(("127.0.0.1", admin)).await.unwrap();
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let counters = answer.lines().filter(|line| line.starts_with(counter));
    counters.map(|line| line.rsplit_once(' ').unwrap().1.parse::<u64>().unwrap()).sum()
}

impl Process {
    /// Its id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Ends it by SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended; then there is nothing to do.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
