//! From a configuration to a service that takes calls.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use eventlog::{KafkaSettings, LogError, PointReader, Topic, TopicError};
use runtime::config::{DatabaseOptions, Invalid};
use runtime::{Context, Gate, grpc};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::book::Instance;
use crate::config::Config;
use crate::grpc::{LedgerGrpc, Relays, access_policy};
use crate::projector::{Awaited, Projector};
use crate::rebuild::Rebuilder;
use crate::shell::{self, Books, Ended, Engines, Settings, StartError as ShellError};
use crate::snapshot::{Keeper, Place, SnapshotStore, StoreError};
use crate::store::{MIGRATIONS, ReadModel};

const NAME: &str = "tokenbook-ledger";

/// The group under which operators see how far the books have followed their inputs.
const INPUTS_GROUP: &str = "ledger";

/// The group that shares the partitions among the instances; its members are the instances, by name.
const SHARING_GROUP: &str = "ledger-books";

/// The group under which operators see how far the token log is projected.
const PROJECTOR_GROUP: &str = "ledger-projector";

/// How often readiness looks at the books.
const LOOK: Duration = Duration::from_millis(50);

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting cannot be used.
    #[error("wrong configuration")]
    Configuration(#[from] Invalid),
    /// The database cannot be reached.
    #[error("cannot use the database of TOKENBOOK_DATABASE_URL")]
    Database(#[from] sqlx::Error),
    /// The tables cannot be made.
    #[error("cannot migrate the database of TOKENBOOK_DATABASE_URL")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The topics are not there, or not as they should be.
    #[error("cannot prepare the topics")]
    Topics(#[from] TopicError),
    /// The log cannot be read.
    #[error("cannot read the log")]
    Log(#[from] LogError),
    /// The books cannot be started.
    #[error("cannot start the books")]
    Books(#[from] ShellError),
    /// The snapshots' place cannot be used.
    #[error("cannot use the place of TOKENBOOK_SNAPSHOTS")]
    Snapshots(#[from] StoreError),
    /// No thread or runtime for the projector.
    #[error("cannot start the projector's thread")]
    Thread(#[from] io::Error),
    /// The gRPC server cannot be started.
    #[error("cannot serve gRPC")]
    Grpc(#[from] grpc::Error),
}

/// Builds the service.
pub async fn build(context: Context<Config>) -> Result<(), StartError> {
    start(context).await.map(|_| ())
}

/// Builds the service; answers the address that its gRPC server listens at.
pub async fn start(context: Context<Config>) -> Result<SocketAddr, StartError> {
    let Context { config, lifecycle, readiness, clock, .. } = context;
    let mut server = grpc::Server::new(&config.grpc, &config.tls, access_policy(), contracts::DESCRIPTORS);
    // The books say where they are found, so that must be known before them. Who calls early waits.
    let bound = server.bind().await?;
    let address = config.advertised(bound)?;
    let pool = connect(&config.database, &[]).await?;
    MIGRATIONS.run(&pool).await?;
    let kafka = KafkaSettings {
        brokers: config.kafka.kafka_brokers.clone(),
        partitions: config.kafka.kafka_partitions,
        replication: config.kafka.kafka_replication,
        client_id: NAME.to_owned(),
    };
    tokio::try_join!(
        eventlog::ensure_topics(&kafka, &Topic::ALL),
        eventlog::ensure_latest(&kafka, &Topic::OWNERS)
    )?;

    let settings = Settings {
        kafka: kafka.clone(),
        instance: Instance { name: config.instance.clone(), address: address.clone() },
        engine_threads: usize::from(config.engine_threads),
        mailbox_capacity: usize::try_from(config.mailbox_capacity).unwrap_or(usize::MAX),
        in_flight: usize::try_from(config.entries_in_flight).unwrap_or(usize::MAX),
        balance_watches: usize::try_from(config.balance_watches).unwrap_or(usize::MAX),
        group: INPUTS_GROUP.to_owned(),
        sharing_group: SHARING_GROUP.to_owned(),
        snapshots: match &config.snapshots {
            Place::Off => None,
            Place::At(url) => Some(SnapshotStore::at(url)?),
        },
    };
    let log = PointReader::start(&kafka)?;
    let (books, engines) = shell::start(&settings, &clock, log.clone())?;
    let stop = lifecycle.shutdown_token();
    if let Some(store) = settings.snapshots {
        let owned = {
            let books = books.clone();
            Box::new(move || books.owned())
        };
        let keeper = Keeper::new(store, kafka.clone(), config.snapshot_every, owned, stop.clone());
        lifecycle.spawn("snapshots", tokio::task::spawn_blocking(move || keeper.run()));
    }
    lifecycle.spawn("books", keep(engines, stop.clone()));
    lifecycle.spawn("readiness", show_readiness(books.clone(), readiness.gate("books"), stop.clone()));

    let (progress, progressed) = watch::channel(0);
    let awaited = Arc::new(Awaited::default());
    let rebuilder = Rebuilder {
        database: connection(&config.database)?,
        kafka: kafka.clone(),
        progress: progress.clone(),
    };
    let projector = Projector {
        kafka,
        group: PROJECTOR_GROUP.to_owned(),
        share: books.share(),
        progress,
        awaited: Arc::clone(&awaited),
        latest: Duration::from_secs(config.token_log_late_seconds),
        clock: clock.clone(),
    };
    lifecycle.spawn("projector", project(config.database.clone(), projector, stop.clone()));
    let service = LedgerGrpc {
        relays: Relays::new(books.owners().clone(), address, config.tls.clone()),
        books,
        log,
        read_model: ReadModel::new(pool),
        progress: progressed,
        awaited,
        rebuilder,
        clock,
        stop,
    };
    let service = contracts::ledger::v1::ledger_service_server::LedgerServiceServer::new(service);
    Ok(server.add(service).serve(&lifecycle, &readiness).await?)
}

// The projector decodes every entry again. In a thread, a runtime and a pool of its own it does not hold up those who wait for answers.
async fn project(
    database: DatabaseOptions,
    projector: Projector,
    stop: CancellationToken,
) -> Result<(), StartError> {
    let (ended, end) = oneshot::channel();
    std::thread::Builder::new().name("ledger-project".to_owned()).spawn(move || {
        let projecting = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                // What a power cut takes from the read model is projected again: rows and position go together, and the log has everything.
                let pool = connect(&database, &[("synchronous_commit", "off")]).await?;
                projector.run(pool, stop).await;
                Ok(())
            })
        };
        // Whoever waits for the end is gone only when the process ends.
        drop(ended.send(projecting()));
    })?;
    end.await.unwrap_or_else(|_| Err(StartError::Thread(io::Error::other("the projector's thread panicked"))))
}

// A book that had to stop ends the process: serving some partitions while another one's books are damaged would hide it.
async fn keep(mut engines: Engines, stop: CancellationToken) -> Result<(), Ended> {
    let ended = tokio::select! {
        () = stop.cancelled() => None,
        ended = engines.ended.recv() => ended,
    };
    // Leaving the group and joining the threads block.
    let stopped = tokio::task::spawn_blocking(move || engines.stop()).await;
    if let Err(error) = stopped {
        tracing::error!(%error, "the engines did not stop");
    }
    ended.map_or(Ok(()), Err)
}

async fn show_readiness(
    books: Books,
    gate: Gate,
    stop: CancellationToken,
) -> Result<(), std::convert::Infallible> {
    loop {
        if books.are_settled() {
            gate.open();
        } else {
            gate.close();
        }
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

async fn connect(options: &DatabaseOptions, settings: &[(&str, &str)]) -> Result<PgPool, StartError> {
    let statement_timeout = format!("{}ms", options.database_statement_timeout_ms);
    Ok(PgPoolOptions::new()
        .max_connections(options.database_max_connections)
        .acquire_timeout(options.acquire_timeout())
        .connect_with(
            connection(options)?
                .options([("statement_timeout", statement_timeout.as_str())])
                .options(settings.iter().copied()),
        )
        .await?)
}

fn connection(options: &DatabaseOptions) -> Result<PgConnectOptions, Invalid> {
    let connect: PgConnectOptions = options.database_url.expose().parse().map_err(|_| {
        Invalid::new("TOKENBOOK_DATABASE_URL", "is not postgres://user:password@host:port/database")
    })?;
    Ok(connect.application_name(NAME))
}
