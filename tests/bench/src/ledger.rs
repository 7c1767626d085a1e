//! The ledger under load: its own program between real servers, its accounts, and the check of their balances.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use contracts::common::v1::{Money, Reference};
use contracts::convert;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::ledger::v1::{GetBalanceRequest, ListTokenLogRequest, SpendRequest};
use contracts::payments::v1::payments_event::Kind;
use contracts::payments::v1::{PaymentSucceeded, PaymentsEvent};
use contracts::topic::TopicEvent as _;
use eventlog::{CloudEvent, KafkaSettings, OutgoingEvent, Publisher, Topic};
use local_stack::{Authority, Identity, KafkaServer, PostgresServer, free_port};
use runtime::grpc::{Channel, Client};
use runtime::{BoxError, Clock, TlsOptions};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tonic::Code;

use crate::load::{self, Accounts, CREDIT, Caller, Measured, Span};
use crate::report::Case;

/// How long the ledger may take for anything that is not measured.
const PATIENCE: Duration = Duration::from_mins(2);
const AGAIN: Duration = Duration::from_millis(50);
/// Balances asked for at the same time.
const ASKING: usize = 16;
/// Every how manieth account's token log is waited for.
const SAMPLE: usize = 499;
const PASSWORD: &str = "bench";

type Ledgers = LedgerServiceClient<Channel>;

/// The running ledger and those who know it.
pub(crate) struct Ledger {
    process: Child,
    channels: Vec<Ledgers>,
    accounts: Accounts,
}

impl Ledger {
    /// Starts it, opens the accounts by events of payments, and waits until it has credited them.
    pub(crate) async fn start(
        folder: &Path,
        kafka: &KafkaServer,
        postgres: &PostgresServer,
        connections: u16,
        accounts: Accounts,
    ) -> Result<Self, BoxError> {
        crate::say("starting the ledger");
        let authority = Authority::open_or_create(folder.join("tls"))?;
        postgres.ensure_database("ledger", PASSWORD).await?;
        let port = free_port()?;
        let log = folder.join("ledger.log");
        let process = launch(&authority.issue("ledger")?, &log, port, kafka, postgres)?;
        let me = authority.issue("metering/bench")?;
        let tls = TlsOptions { tls_ca: me.ca, tls_cert: me.cert, tls_key: me.key };
        let client = Client::to(&format!("https://localhost:{port}"), &tls, "ledger")?;
        let channels = (0..connections).map(|_| LedgerServiceClient::new(client.channel())).collect();
        let mut ledger = Self { process, channels, accounts };
        ledger.wait_until_it_answers(&log).await?;
        crate::say("crediting the accounts");
        credit(kafka.brokers(), &ledger.accounts).await?;
        ledger.wait_for_credits().await?;
        ledger.wait_for_token_log().await?;
        Ok(ledger)
    }

    /// Lets the callers of a case spend for the given span.
    pub(crate) async fn run(&self, case: Case, span: Span) -> Result<Measured, BoxError> {
        let run = Clock::system().new_id().simple().to_string();
        let callers = self.channels.iter().cycle().take(usize::from(case.callers)).enumerate().map(
            |(number, client)| Spender {
                client: client.clone(),
                accounts: self.accounts.clone(),
                hot: case.hot,
                random: fastrand::Rng::new(),
                prefix: format!("{run}-{number}-"),
                calls: 0,
            },
        );
        load::run(callers, span).await
    }

    /// Waits until the token log shows what was spent; how long that took.
    pub(crate) async fn wait_for_token_log(&self) -> Result<Duration, BoxError> {
        let began = Instant::now();
        let mut client = self.client()?;
        let hot = self.accounts.ids().get(self.accounts.hot());
        for account_id in self.accounts.ids().iter().step_by(SAMPLE).chain(hot) {
            // With no version asked for, the ledger itself waits for the one that its book has now.
            let asked =
                ListTokenLogRequest { account_id: account_id.clone(), limit: 1, ..Default::default() };
            while let Err(status) = client.list_token_log(asked.clone()).await {
                if began.elapsed() > PATIENCE || status.code() != Code::Unavailable {
                    return Err(format!("the token log does not catch up: {status}").into());
                }
                sleep(AGAIN).await;
            }
        }
        Ok(began.elapsed())
    }

    /// Checks that every balance is what was credited less what was spent by calls that were answered; how much that was.
    pub(crate) async fn check(&self) -> Result<u64, BoxError> {
        let expected: Vec<(String, u64)> =
            self.accounts.spent().map(|(id, spent)| (id.to_owned(), CREDIT.saturating_sub(spent))).collect();
        let spent = self.accounts.spent().map(|(_, spent)| spent).sum();
        let mut asking = JoinSet::new();
        for part in expected.chunks(expected.len().div_ceil(ASKING)).map(<[_]>::to_vec) {
            let mut client = self.client()?;
            asking.spawn(async move {
                for (account_id, expected) in part {
                    let found = available(&mut client, &account_id).await?;
                    if found != expected {
                        let wrong = format!("account {account_id} has {found} tokens instead of {expected}");
                        return Err(BoxError::from(wrong));
                    }
                }
                Ok(())
            });
        }
        while let Some(done) = asking.join_next().await {
            done??;
        }
        Ok(spent)
    }

    /// Its process.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.id()
    }

    /// Ends it.
    pub(crate) async fn stop(mut self) -> Result<(), BoxError> {
        self.process.kill().await.map_err(Into::into)
    }

    fn client(&self) -> Result<Ledgers, BoxError> {
        self.channels.first().cloned().ok_or_else(|| "no connection to the ledger".into())
    }

    async fn wait_until_it_answers(&mut self, log: &Path) -> Result<(), BoxError> {
        let mut client = self.client()?;
        let account = self.accounts.ids().first().cloned().unwrap_or_default();
        let began = Instant::now();
        loop {
            let answer = timeout(PATIENCE, available(&mut client, &account)).await?;
            let Err(error) = answer else { return Ok(()) };
            if let Some(status) = self.process.try_wait()? {
                let said = std::fs::read_to_string(log).unwrap_or_default();
                return Err(format!("the ledger ended with {status}:\n{said}").into());
            }
            if began.elapsed() > PATIENCE {
                return Err(format!("the ledger does not answer: {error}").into());
            }
            sleep(AGAIN).await;
        }
    }

    async fn wait_for_credits(&self) -> Result<(), BoxError> {
        let mut client = self.client()?;
        let began = Instant::now();
        for account in self.accounts.ids() {
            while available(&mut client, account).await? < CREDIT {
                if began.elapsed() > PATIENCE {
                    return Err("the accounts were not credited".into());
                }
                sleep(AGAIN).await;
            }
        }
        Ok(())
    }
}

/// The ledger's program, found beside ours. It ends with us, however we end.
fn launch(
    identity: &Identity,
    log: &Path,
    port: u16,
    kafka: &KafkaServer,
    postgres: &PostgresServer,
) -> Result<Child, BoxError> {
    let program = std::env::current_exe()?.with_file_name("tokenbook-ledger");
    if !program.is_file() {
        return Err(format!("{} is not built; `make bench` builds it", program.display()).into());
    }
    let database = format!("postgres://ledger:{PASSWORD}@127.0.0.1:{}/ledger", postgres.port());
    let output = File::create(log)?;
    Ok(Command::new("setpriv")
        .args(["--pdeathsig", "KILL", "--"])
        .arg(program)
        .env("TOKENBOOK_GRPC_LISTEN", format!("127.0.0.1:{port}"))
        .env("TOKENBOOK_ADMIN_LISTEN", format!("127.0.0.1:{}", free_port()?))
        .env("TOKENBOOK_TLS_CA", &identity.ca)
        .env("TOKENBOOK_TLS_CERT", &identity.cert)
        .env("TOKENBOOK_TLS_KEY", &identity.key)
        .env("TOKENBOOK_KAFKA_BROKERS", kafka.brokers())
        .env("TOKENBOOK_DATABASE_URL", database)
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .kill_on_drop(true)
        .spawn()?)
}

/// Publishes a payment for each account, as the payments service does.
async fn credit(brokers: String, accounts: &Accounts) -> Result<(), BoxError> {
    let settings =
        KafkaSettings { brokers, partitions: 4, replication: 1, client_id: "tokenbook-bench".to_owned() };
    let publisher = Publisher::new(&settings)?;
    let clock = Clock::system();
    let mut acknowledgements = Vec::with_capacity(accounts.ids().len());
    for account in accounts.ids() {
        acknowledgements.push(publisher.enqueue(payment(&clock, account)?).await?);
    }
    for acknowledgement in acknowledgements {
        acknowledgement.acknowledged().await?;
    }
    Ok(())
}

fn payment(clock: &Clock, account: &str) -> Result<OutgoingEvent, BoxError> {
    let paid = PaymentsEvent {
        id: clock.new_id().to_string(),
        time: Some(convert::timestamp(clock.now())),
        account_id: account.to_owned(),
        kind: Some(Kind::PaymentSucceeded(PaymentSucceeded {
            order_id: clock.new_id().to_string(),
            package_id: "bench".to_owned(),
            tokens: CREDIT,
            price: Some(Money { currency_code: "USD".to_owned(), minor_units: 0 }),
            payment_id: clock.new_id().to_string(),
            processor: "bench".to_owned(),
            learned_by: "webhook".to_owned(),
            ..PaymentSucceeded::default()
        })),
    };
    Ok(OutgoingEvent {
        topic: Topic::PAYMENTS,
        key: account.to_owned(),
        value: paid.to_value()?.into(),
        event: CloudEvent {
            id: paid.id.clone(),
            ce_type: paid.event_type().unwrap_or_default().to_owned(),
            source: PaymentsEvent::SOURCE.to_owned(),
            subject: account.to_owned(),
            time: clock.now(),
            content_type: CloudEvent::JSON.to_owned(),
            traceparent: None,
        },
    })
}

async fn available(client: &mut Ledgers, account: &str) -> Result<u64, BoxError> {
    let asked = GetBalanceRequest { account_id: account.to_owned() };
    let answer = client.get_balance(asked).await?.into_inner();
    Ok(answer.balance.map(|balance| balance.available).unwrap_or_default())
}

/// Spends one token at a time, under a new key each time.
struct Spender {
    client: Ledgers,
    accounts: Accounts,
    hot: bool,
    random: fastrand::Rng,
    prefix: String,
    calls: u64,
}

impl Caller for Spender {
    async fn call(&mut self) -> Result<(), BoxError> {
        let hot = self.accounts.hot();
        let place = if self.hot { hot } else { self.random.usize(..hot) };
        self.calls += 1;
        let request = SpendRequest {
            account_id: self.accounts.ids().get(place).cloned().unwrap_or_default(),
            idempotency_key: format!("{}{}", self.prefix, self.calls),
            tokens: 1,
            reference: Some(Reference { kind: "bench".to_owned(), id: "1".to_owned() }),
        };
        self.client.spend(request).await?;
        self.accounts.spend(place, 1);
        Ok(())
    }
}
