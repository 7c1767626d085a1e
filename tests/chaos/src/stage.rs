//! What runs: brokers, PostgreSQL, and instances of the ledger.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use eventlog::KafkaSettings;
use local_stack::{
    Authority, Distribution, Identity, KafkaCluster, KafkaOptions, PostgresOptions, PostgresServer, Program,
    Signal, free_port,
};
use runtime::{BoxError, TlsOptions};
use tokio::sync::Mutex;

use crate::plan::How;

/// Brokers, each of which has all that is replicated.
pub(crate) const BROKERS: u16 = 3;

/// Partitions of every topic.
pub(crate) const PARTITIONS: i32 = 4;

/// Megabytes of Java heap for each broker.
const HEAP_MB: u32 = 256;

/// Entries of a partition between two snapshots: so few that most starts find one.
const SNAPSHOT_EVERY: u32 = 500;

/// All that runs; dropping it ends it.
pub(crate) struct Stage {
    pub(crate) cluster: KafkaCluster,
    _postgres: PostgresServer,
    instances: Vec<Instance>,
    authority: Authority,
    pub(crate) kafka: KafkaSettings,
    programs: PathBuf,
    folder: PathBuf,
}

struct Instance {
    name: String,
    url: String,
    environment: BTreeMap<String, String>,
    // None while it is killed or stopped.
    program: Mutex<Option<Program>>,
}

impl Stage {
    /// Starts everything in the folder; the instances may not serve yet.
    pub(crate) async fn start(folder: &Path, instances: usize) -> Result<Self, BoxError> {
        let programs = programs()?;
        let distribution = tokio::task::spawn_blocking(|| Distribution::ensure(&crate::run::say)).await??;
        let options = KafkaOptions { heap_mb: HEAP_MB, ..KafkaOptions::ephemeral(folder.join("kafka"), 0) };
        let postgres = PostgresOptions::ephemeral(folder.join("postgres"), free_port()?);
        let (cluster, postgres) = tokio::try_join!(
            KafkaCluster::start(&distribution, &options, BROKERS),
            PostgresServer::start(&distribution, postgres),
        )?;
        postgres.create_database("ledger").await?;
        let kafka = KafkaSettings {
            brokers: cluster.brokers(),
            partitions: PARTITIONS,
            replication: i32::from(BROKERS),
            client_id: "tokenbook-chaos".to_owned(),
        };
        let authority = Authority::open_or_create(folder.join("certificates"))?;
        let identity = authority.issue("ledger")?;
        let instances = (0..instances)
            .map(|number| {
                let address = format!("127.0.0.1:{}", free_port()?);
                let settings = [
                    ("GRPC_LISTEN", address.clone()),
                    ("ADMIN_LISTEN", format!("127.0.0.1:{}", free_port()?)),
                    ("INSTANCE", format!("ledger-{number}")),
                    ("KAFKA_BROKERS", kafka.brokers.clone()),
                    ("KAFKA_PARTITIONS", kafka.partitions.to_string()),
                    ("KAFKA_REPLICATION", kafka.replication.to_string()),
                    ("DATABASE_URL", postgres.url("ledger")),
                    ("SNAPSHOTS", format!("file://{}", folder.join("snapshots").display())),
                    ("SNAPSHOT_EVERY", SNAPSHOT_EVERY.to_string()),
                    ("TLS_CA", identity.ca.display().to_string()),
                    ("TLS_CERT", identity.cert.display().to_string()),
                    ("TLS_KEY", identity.key.display().to_string()),
                ];
                let environment = settings.map(|(name, value)| (format!("TOKENBOOK_{name}"), value));
                Ok(Instance {
                    name: format!("ledger-{number}"),
                    url: format!("https://{address}"),
                    environment: environment.into(),
                    program: Mutex::new(None),
                })
            })
            .collect::<Result<Vec<_>, BoxError>>()?;
        let folder = folder.to_owned();
        let stage = Self { cluster, _postgres: postgres, instances, authority, kafka, programs, folder };
        for number in 0..stage.instances.len() {
            stage.start_instance(number).await?;
        }
        Ok(stage)
    }

    /// Where the instances answer.
    pub(crate) fn urls(&self) -> impl Iterator<Item = &str> {
        self.instances.iter().map(|instance| instance.url.as_str())
    }

    /// Who calls under this name.
    pub(crate) fn identity(&self, name: &str) -> Result<TlsOptions, BoxError> {
        let Identity { ca, cert, key } = self.authority.issue(name)?;
        Ok(TlsOptions { tls_ca: ca, tls_cert: cert, tls_key: key })
    }

    /// One of our programs.
    pub(crate) fn program(&self, name: &str) -> Result<PathBuf, BoxError> {
        let program = self.programs.join(name);
        if program.is_file() {
            return Ok(program);
        }
        Err(format!("{} is not built; `cargo build -p ledger -p tokenctl` builds it", program.display())
            .into())
    }

    /// Harms an instance.
    pub(crate) async fn harm_instance(&self, number: usize, how: How) {
        let Some(instance) = self.instances.get(number) else { return };
        let mut program = instance.program.lock().await;
        match how {
            How::Freeze => {
                if let Some(program) = program.as_ref() {
                    program.signal(Signal::Stop);
                }
            }
            // One that has ended by itself stays here, to be told of.
            How::Kill | How::Stop if program.as_ref().is_some_and(|program| program.ended().is_some()) => {}
            How::Kill => {
                if let Some(program) = program.take() {
                    program.kill().await;
                }
            }
            How::Stop => {
                if let Some(program) = program.take() {
                    program.stop().await;
                }
            }
        }
    }

    /// Lets an instance go on, or starts it again.
    pub(crate) async fn cure_instance(&self, number: usize, how: How) -> Result<(), BoxError> {
        match how {
            How::Freeze => {
                if let Some(instance) = self.instances.get(number)
                    && let Some(program) = instance.program.lock().await.as_ref()
                {
                    program.signal(Signal::Continue);
                }
                Ok(())
            }
            How::Kill | How::Stop => self.start_instance(number).await,
        }
    }

    /// Instances that ended without being asked to, and how.
    pub(crate) async fn ended_by_themselves(&self) -> Vec<String> {
        let mut ended = Vec::new();
        for instance in &self.instances {
            if let Some(how) = instance.program.lock().await.as_ref().and_then(Program::ended) {
                ended.push(format!("{} {how}", instance.name));
            }
        }
        ended
    }

    async fn start_instance(&self, number: usize) -> Result<(), BoxError> {
        let Some(instance) = self.instances.get(number) else { return Ok(()) };
        let mut program = instance.program.lock().await;
        if program.is_none() {
            let command: Vec<OsString> = vec![self.program("tokenbook-ledger")?.into()];
            let environment = instance.environment.clone();
            *program = Some(Program::start(&instance.name, command, environment, &self.folder).await?);
        }
        Ok(())
    }
}

// Beside our own program, or beside the folder of tests.
fn programs() -> Result<PathBuf, BoxError> {
    let me = std::env::current_exe()?;
    let folder = me.parent().ok_or("our program has no folder")?;
    let above = folder.parent().filter(|_| folder.ends_with("deps"));
    Ok(above.unwrap_or(folder).to_owned())
}
