//! The ledger under load: its own program between real servers, its accounts, and the check of their balances.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use contracts::ledger::v1::{
    GetBalanceRequest, GetBalanceResponse, ListTokenLogRequest, ListTokenLogResponse,
};
use eventlog::{KafkaSettings, partition_of};
use local_stack::{Authority, Identity, PostgresServer, free_port};
use runtime::{BoxError, TlsOptions};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::accounts::{Accounts, CREDIT};
use crate::client::Client;
use crate::payments::Payments;
use crate::process::{self, Process};
use crate::rebuild::{self, Rebuild};
use crate::wire::{CallError, Endpoint, Wire};

/// How long the ledger may take for anything that is not measured.
const PATIENCE: Duration = Duration::from_mins(3);
const AGAIN: Duration = Duration::from_millis(50);
/// How often a starting ledger is asked whether it serves: what a start is measured in.
const SERVES_AGAIN: Duration = Duration::from_millis(5);
/// Balances asked for at the same time.
const ASKING: usize = 16;
/// Every how manieth account's token log is waited for.
const SAMPLE: usize = 499;
const PASSWORD: &str = "bench";

/// The running ledger and those who know it.
pub(crate) struct Ledger {
    process: Process,
    settings: Vec<(&'static str, String)>,
    log: PathBuf,
    kafka: KafkaSettings,
    port: u16,
    tls: TlsOptions,
    operator: TlsOptions,
    endpoint: Endpoint,
    wire: Wire,
    accounts: Accounts,
}

fn tls_of(identity: Identity) -> TlsOptions {
    TlsOptions { tls_ca: identity.ca, tls_cert: identity.cert, tls_key: identity.key }
}

impl Ledger {
    /// Starts it and waits until it serves. There are no accounts yet.
    pub(crate) async fn start(
        authority: &Authority,
        log: PathBuf,
        kafka: KafkaSettings,
        postgres: &PostgresServer,
        accounts: Accounts,
    ) -> Result<Self, BoxError> {
        postgres.ensure_database("ledger", PASSWORD).await?;
        let (grpc, admin) = (free_port()?, free_port()?);
        let database = format!("postgres://ledger:{PASSWORD}@127.0.0.1:{}/ledger", postgres.port());
        let mut settings = vec![
            ("TOKENBOOK_GRPC_LISTEN", format!("127.0.0.1:{grpc}")),
            ("TOKENBOOK_ADMIN_LISTEN", format!("127.0.0.1:{admin}")),
            ("TOKENBOOK_KAFKA_BROKERS", kafka.brokers.clone()),
            ("TOKENBOOK_KAFKA_PARTITIONS", kafka.partitions.to_string()),
            ("TOKENBOOK_DATABASE_URL", database),
        ];
        settings.extend(process::identity(&authority.issue("ledger")?));
        let me = authority.issue("metering/bench")?;
        let endpoint = Endpoint::new(grpc, &me)?;
        let tls = tls_of(me);
        let operator = tls_of(authority.issue("operator")?);
        let mut process = Process::start("tokenbook-ledger", &settings, &log)?;
        let wire = serves(&endpoint, &mut process, &accounts, kafka.partitions).await?;
        Ok(Self { process, settings, log, kafka, port: grpc, tls, operator, endpoint, wire, accounts })
    }

    /// Opens the accounts by events of payments, and waits until it has credited them.
    pub(crate) async fn open_accounts(&self) -> Result<(), BoxError> {
        Payments::new(&self.kafka)?.all(self.accounts.ids(), CREDIT).await?;
        self.wait_for_credits(self.accounts.ids()).await?;
        self.wait_for_token_log().await?;
        Ok(())
    }

    /// Where it is.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// The client that services use, at it.
    pub(crate) fn client(&self) -> Result<Client, BoxError> {
        Client::new(self.port, &self.tls, &self.accounts)
    }

    /// Has it rebuild its token log.
    pub(crate) async fn rebuild(&self) -> Result<Rebuild, BoxError> {
        rebuild::measure(self.port, &self.operator).await
    }

    /// Its accounts.
    pub(crate) fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// The log that it keeps its books in.
    pub(crate) fn kafka(&self) -> &KafkaSettings {
        &self.kafka
    }

    /// Its process.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.pid()
    }

    /// Ends it by SIGKILL.
    pub(crate) async fn kill(&mut self) -> Result<(), BoxError> {
        self.process.kill().await
    }

    /// From the next start on it keeps snapshots, and makes one of each partition as soon as it can; in which folder.
    pub(crate) fn keep_snapshots(&mut self) -> PathBuf {
        let folder = self.log.with_file_name("snapshots");
        self.settings.push(("TOKENBOOK_SNAPSHOTS", format!("file://{}", folder.display())));
        self.settings.push(("TOKENBOOK_SNAPSHOT_EVERY", "1000".to_owned()));
        folder
    }

    /// Starts it again after it was killed; how long that took until every book served.
    pub(crate) async fn start_again(&mut self) -> Result<Duration, BoxError> {
        let began = Instant::now();
        self.process = Process::start("tokenbook-ledger", &self.settings, &self.log)?;
        self.wire = serves(&self.endpoint, &mut self.process, &self.accounts, self.kafka.partitions).await?;
        Ok(began.elapsed())
    }

    /// Waits until these accounts, whose payments were told in this order, have their tokens.
    pub(crate) async fn wait_for_credits(&self, accounts: &[String]) -> Result<(), BoxError> {
        let began = Instant::now();
        let mut wire = self.wire.clone();
        // A partition's payments are credited one after another.
        for account in by_partition(accounts, self.kafka.partitions).values() {
            loop {
                match available(&mut wire, account).await {
                    Ok(0) => {}
                    // Payments fill a book's mailbox before the callers do.
                    Err(error) if error.passes() => {}
                    Ok(_) => break,
                    Err(error) => return Err(error.into()),
                }
                if began.elapsed() > PATIENCE {
                    return Err("the accounts were not credited".into());
                }
                sleep(AGAIN).await;
            }
        }
        Ok(())
    }

    /// Waits until the token log shows what was spent; how long that took.
    pub(crate) async fn wait_for_token_log(&self) -> Result<Duration, BoxError> {
        let began = Instant::now();
        let mut wire = self.wire.clone();
        let list = wire.method("ListTokenLog")?;
        let ids = self.accounts.ids();
        for account_id in ids.iter().step_by(SAMPLE).chain(ids.last()) {
            // With no version asked for, the ledger itself waits for the one that its book has now.
            let asked =
                ListTokenLogRequest { account_id: account_id.clone(), limit: 1, ..Default::default() };
            loop {
                let answer: Result<ListTokenLogResponse, CallError> = wire.call(&list, &asked).await;
                match answer {
                    Ok(_) => break,
                    Err(error) if error.passes() && began.elapsed() < PATIENCE => {
                        sleep(AGAIN).await;
                    }
                    Err(error) => return Err(format!("the token log does not catch up: {error}").into()),
                }
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
            let mut wire = self.wire.clone();
            asking.spawn(async move {
                for (account, expected) in part {
                    let found = available(&mut wire, &account).await?;
                    if found != expected {
                        let wrong = format!("account {account} has {found} tokens instead of {expected}");
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
}

/// Waits until a ledger that was just started answers for an account of every partition.
async fn serves(
    endpoint: &Endpoint,
    process: &mut Process,
    accounts: &Accounts,
    partitions: i32,
) -> Result<Wire, BoxError> {
    let attempts = async {
        loop {
            match ask_all(endpoint, accounts, partitions).await {
                Ok(wire) => return Ok(wire),
                Err(_) => process.still_runs()?,
            }
            sleep(SERVES_AGAIN).await;
        }
    };
    timeout(PATIENCE, attempts).await.map_err(|_| "the ledger does not serve")?
}

async fn ask_all(endpoint: &Endpoint, accounts: &Accounts, partitions: i32) -> Result<Wire, BoxError> {
    let mut wire = endpoint.connect().await?;
    for account in by_partition(accounts.ids(), partitions).values() {
        available(&mut wire, account).await?;
    }
    Ok(wire)
}

/// The last of these accounts in each partition.
fn by_partition(accounts: &[String], partitions: i32) -> BTreeMap<i32, &str> {
    accounts.iter().map(|id| (partition_of(id.as_bytes(), partitions), id.as_str())).collect()
}

/// The tokens that an account may spend, as its book knows them.
pub(crate) async fn available(wire: &mut Wire, account: &str) -> Result<u64, CallError> {
    let asked = GetBalanceRequest { account_id: account.to_owned() };
    let method = wire.method("GetBalance")?;
    let answer: GetBalanceResponse = wire.call(&method, &asked).await?;
    Ok(answer.balance.map(|balance| balance.available).unwrap_or_default())
}
