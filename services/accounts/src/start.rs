//! From a configuration to a service that takes calls.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use eventlog::{KafkaSettings, Publisher, Topic};
use outbox::Relay;
use runtime::config::{DatabaseOptions, Invalid};
use runtime::{Context, grpc};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection as _, PgConnection, PgPool};

use crate::api_keys::ApiKeys;
use crate::config::Config;
use crate::domain::KeyAge;
use crate::grpc::{AccountsGrpc, access_policy};
use crate::key_ring::KeyRing;
use crate::passwords::{HashError, Passwords};
use crate::registration::Accounts;
use crate::sealing::{self, Sealer};
use crate::sessions::Sessions;

const NAME: &str = "tokenbook-accounts";

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
    /// The topic is not there, or not as it should be.
    #[error("cannot prepare the topic")]
    Topics(#[from] eventlog::TopicError),
    /// The log cannot be written to.
    #[error("cannot publish")]
    Publisher(#[from] eventlog::PublishError),
    /// Passwords cannot be hashed.
    #[error(transparent)]
    Passwords(#[from] HashError),
    /// There is no signing key to use.
    #[error("cannot prepare the signing keys")]
    Keys(#[source] crate::Error),
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
    let sealer = Sealer::new(config.key_encryption_key.expose())
        .map_err(|problem| Invalid::new(sealing::SETTING, problem))?;
    let sealer = Arc::new(sealer);

    let pool = connect(&config.database).await?;
    sqlx::migrate!().run(&pool).await?;
    let kafka = KafkaSettings {
        brokers: config.kafka.kafka_brokers.clone(),
        partitions: config.kafka.kafka_partitions,
        replication: config.kafka.kafka_replication,
        client_id: NAME.to_owned(),
    };
    eventlog::ensure_topics(&kafka, &[Topic::ACCOUNTS]).await?;
    let publisher = Publisher::new(&kafka)?;

    let life = config.access_token_life();
    let age = KeyAge::new(config.signing_key_age());
    let keys = Arc::new(KeyRing::new(pool.clone(), clock.clone(), Arc::clone(&sealer), age, life));
    keys.prepare().await.map_err(StartError::Keys)?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let passwords = Passwords::new(threads, usize::from(config.password_queue))?;
    let service = AccountsGrpc {
        accounts: Accounts::new(pool.clone(), clock.clone(), passwords.clone()),
        sessions: Sessions::new(pool.clone(), clock.clone(), passwords, Arc::clone(&keys), sealer, life),
        api_keys: ApiKeys::new(pool.clone(), clock),
        keys: Arc::clone(&keys),
    };

    let shutdown = lifecycle.shutdown_token();
    let relay = Relay::new(pool, publisher);
    lifecycle.spawn("outbox relay", {
        let shutdown = shutdown.clone();
        async move {
            relay.run(shutdown).await;
            Ok::<_, Infallible>(())
        }
    });
    lifecycle.spawn("signing keys", async move {
        keys.look_after(shutdown).await;
        Ok::<_, Infallible>(())
    });
    let server = grpc::Server::new(&config.grpc, &config.tls, access_policy(), contracts::DESCRIPTORS);
    Ok(server.add(service.into_server()).serve(&lifecycle, &readiness).await?)
}

async fn connect(options: &DatabaseOptions) -> Result<PgPool, StartError> {
    let connect: PgConnectOptions = options.database_url.expose().parse().map_err(|_| {
        Invalid::new("TOKENBOOK_DATABASE_URL", "is not postgres://user:password@host:port/database")
    })?;
    let statement_timeout = format!("{}ms", options.database_statement_timeout_ms);
    let connect = connect.application_name(NAME).options([("statement_timeout", statement_timeout)]);
    let pool = PgPoolOptions::new()
        .max_connections(options.database_max_connections)
        .acquire_timeout(options.acquire_timeout())
        .connect_with(connect.clone())
        .await;
    if let Err(sqlx::Error::PoolTimedOut) = pool {
        // The pool kept trying for as long as it may; one try without it says what is wrong.
        PgConnection::connect_with(&connect).await?.close().await?;
    }
    Ok(pool?)
}
