//! Generation: what work costs, whether it is allowed, and getting it done by a provider.
//!
//! | module | what |
//! |---|---|
//! | [`domain`] | work, prices, discounts, moderation, the life of a job: pure |
//! | [`store`] | PostgreSQL: price book, jobs with leases, images; events through the outbox |
//! | [`provider`] | who does the work, behind one trait: the sandbox, and servers that speak OpenAI's API |
//! | [`workers`] | workers, the sweeper of requests, the keeper of holds |
//! | [`grpc`], [`consumers`] | what comes in |
//!
//! Invariants: the request is stored before the ledger is asked, and the ledger's key follows from the job, so no hold is
//! without a job and none is made twice; content is judged before a provider sees it; an outcome is recorded once, by whoever
//! holds the lease, together with its event; price, discount and terms are those of the moment of acceptance.
//!
//! Absent on purpose: balances and settlement, which are the ledger's; it acts on our events by the terms in the hold.

pub mod authorize;
pub mod changes;
pub mod config;
pub mod consumers;
pub mod domain;
pub mod grpc;
pub mod media;
pub mod moderation;
pub mod provider;
pub mod store;
pub mod upload;
pub mod workers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use eventlog::{DeadLetters, KafkaSettings, LedgerFeed, Publisher, Topic};
use ledger_client::{ConnectError, LedgerClient, Options};
use outbox::Relay;
use runtime::config::Invalid;
use runtime::{BoxError, Clock, Context};
use tokio::sync::Notify;

use crate::authorize::Authorizer;
use crate::changes::Changes;
use crate::config::{Config, ProviderChoice};
use crate::consumers::LedgerEvents;
use crate::media::MediaFolder;
use crate::moderation::{ListModerator, Moderator};
use crate::provider::Provider;
use crate::provider::openai::OpenAi;
use crate::provider::sandbox::Sandbox;
use crate::store::Store;
use crate::workers::{HoldKeeper, Sweeper, Worker};

/// The name under which `kafka-consumer-groups` shows how far this service is behind the ledger.
const GROUP: &str = "generation";

/// Builds the service: opens the database, binds the gRPC server and spawns everything that goes on by itself.
pub async fn build(context: Context<Config>) -> Result<(), BoxError> {
    let provider = chosen(&context.config, &context.clock)?;
    start(context, provider).await.map(drop)
}

/// Makes a provider, once there is a database for it.
type MakeProvider = Box<dyn FnOnce(&Store, &Context<Config>) -> Arc<dyn Provider> + Send>;

/// The provider that the configuration names, its settings checked.
fn chosen(config: &Config, clock: &Clock) -> Result<MakeProvider, Invalid> {
    match config.provider {
        ProviderChoice::Sandbox => Ok(Box::new(|store, context| {
            Arc::new(Sandbox::new(
                store.pool().clone(),
                context.clock.clone(),
                Duration::from_millis(context.config.sandbox_unknown_ms),
                Duration::from_millis(context.config.sandbox_pace_ms),
            ))
        })),
        ProviderChoice::OpenAi => {
            let provider = Arc::new(OpenAi::new(&config.openai, clock.clone())?);
            Ok(Box::new(|_, _| provider))
        }
    }
}

/// [`build`] with a provider of the caller's; answers where the gRPC server listens.
pub async fn start(
    context: Context<Config>,
    provider: impl FnOnce(&Store, &Context<Config>) -> Arc<dyn Provider>,
) -> Result<SocketAddr, BoxError> {
    let config = &context.config;
    let moderator: Arc<dyn Moderator> = Arc::new(
        ListModerator::read(config.moderation_terms.as_deref(), config.moderation_images.as_deref())
            .map_err(|error| {
                Invalid::new("TOKENBOOK_MODERATION_TERMS or TOKENBOOK_MODERATION_IMAGES", error)
            })?,
    );
    let media =
        MediaFolder::open(&config.media_dir).map_err(|error| Invalid::new("TOKENBOOK_MEDIA_DIR", error))?;
    let ledger = LedgerClient::connect(
        &config.ledger_url,
        &config.tls,
        Options { timeout: config.jobs.ledger_timeout(), ..Options::default() },
    )
    .map_err(|error| match error {
        ConnectError::Unusable(runtime::grpc::Error::Invalid(setting)) => setting,
        wrong => Invalid::new("TOKENBOOK_LEDGER_URL", wrong),
    })?;
    let (database, kafka) = (context.readiness.gate("database"), context.readiness.gate("kafka"));

    let store = Store::open(&config.database).await?;
    database.open();
    let settings = KafkaSettings {
        brokers: config.kafka.kafka_brokers.clone(),
        partitions: config.kafka.kafka_partitions,
        replication: config.kafka.kafka_replication,
        client_id: "tokenbook-generation".to_owned(),
    };
    eventlog::ensure_topics(&settings, &[Topic::GENERATION, Topic::LEDGER]).await?;
    kafka.open();

    let provider = provider(&store, &context);
    let waiting = store.jobs_of_others(provider.name()).await?;
    if waiting > 0 {
        tracing::warn!(
            jobs = waiting,
            provider = provider.name(),
            "jobs of another provider wait, their tokens held, until an instance with that provider runs again"
        );
    }
    let work_waits = Arc::new(Notify::new());
    let authorizer = Authorizer::new(ledger, store.clone(), context.clock.clone(), Arc::clone(&work_waits));
    follow_the_log(&context, &store, &settings).await?;
    let changes = Changes::default();
    spawn(&context, "changes", |shutdown| changes.clone().listen(store.pool().clone(), shutdown));
    spawn_job_tasks(&context, &store, &authorizer);
    let worker = Worker {
        store: store.clone(),
        provider: Arc::clone(&provider),
        moderator,
        media: media.clone(),
        clock: context.clock.clone(),
        options: config.jobs.clone(),
        work_waits,
    };
    for number in 1..=config.jobs.workers {
        spawn(&context, format!("worker {number}"), |shutdown| worker.clone().run(shutdown));
    }

    let service = grpc::server(grpc::Parts {
        store,
        authorizer,
        changes,
        media,
        clock: context.clock.clone(),
        options: config.jobs.clone(),
        provider: Arc::clone(&provider),
        shutdown: context.lifecycle.shutdown_token(),
    });
    let server =
        runtime::grpc::Server::new(&config.grpc, &config.tls, grpc::policy(), contracts::DESCRIPTORS);
    Ok(server.add(service).serve(&context.lifecycle, &context.readiness).await?)
}

/// Publishes our events, and follows the ledger's.
async fn follow_the_log(
    context: &Context<Config>,
    store: &Store,
    settings: &KafkaSettings,
) -> Result<(), BoxError> {
    let publisher = Publisher::new(settings)?;
    let relay = Relay::new(store.pool().clone(), publisher.clone());
    spawn(context, "outbox relay", |shutdown| relay.run(shutdown));

    let positions = outbox::load_positions(store.pool()).await?;
    let chains = positions.chains(&Topic::LEDGER);
    let mut feed = LedgerFeed::start(settings, GROUP, &chains, eventlog::previous_of)?;
    let clock = context.clock.clone();
    let dead_letters = DeadLetters::new(publisher, Arc::new(move || clock.now()));
    let handler = LedgerEvents::new(store.clone());
    let shutdown = context.lifecycle.shutdown_token();
    context.lifecycle.spawn("ledger events", async move {
        let consumed = eventlog::consume(&mut feed, &handler, &dead_letters, &shutdown).await;
        feed.shutdown().await;
        consumed
    });
    Ok(())
}

fn spawn_job_tasks(context: &Context<Config>, store: &Store, authorizer: &Authorizer) {
    let options = &context.config.jobs;
    let sweeper = Sweeper {
        store: store.clone(),
        authorizer: authorizer.clone(),
        clock: context.clock.clone(),
        again_after: options.authorize_again(),
    };
    spawn(context, "sweeper", |shutdown| sweeper.run(shutdown));
    let holds = HoldKeeper {
        store: store.clone(),
        authorizer: authorizer.clone(),
        clock: context.clock.clone(),
        hold: options.hold(),
    };
    spawn(context, "hold keeper", |shutdown| holds.run(shutdown));
}

/// Spawns a task that ends only at shutdown.
fn spawn<F>(
    context: &Context<Config>,
    name: impl Into<std::borrow::Cow<'static, str>>,
    task: impl FnOnce(tokio_util::sync::CancellationToken) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let running = task(context.lifecycle.shutdown_token());
    context.lifecycle.spawn(name, async move {
        running.await;
        Ok::<_, BoxError>(())
    });
}
