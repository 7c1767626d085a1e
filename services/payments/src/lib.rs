//! Packages, promotions, orders and card payments.
//!
//! | folder | what |
//! |---|---|
//! | [`domain`] | the rules: order and attempt state machines, catalog, receipts, card numbers kept out |
//! | [`store`] | PostgreSQL |
//! | [`processor`] | what is needed of a card processor, and the adapters |
//! | [`service`] | the use cases: one transaction each, with the event in the outbox |
//! | [`grpc`], [`consumers`], [`poller`] | who asks for them |
//! | [`sandbox`] | a card processor to develop and test against; a program of its own (`tokenbook-sandbox-processor`) |
//!
//! Absent on purpose: card numbers, wallets and balances (the ledger credits tokens when it reads `PaymentSucceeded`), calls
//! to other services.

pub mod config;
pub mod consumers;
pub mod domain;
mod events;
pub mod grpc;
pub mod poller;
pub mod processor;
pub mod sandbox;
pub mod service;
pub mod store;

use std::sync::Arc;
use std::time::Duration;

use eventlog::{DeadLetters, KafkaSettings, LedgerFeed, Publisher, Topic};
use outbox::Relay;
use runtime::{BoxError, Context};

use crate::config::Config;
use crate::consumers::LedgerConsumer;
use crate::service::Payments;

/// The group under which Kafka's tools show how far this service has read the ledger.
pub const CONSUMER_GROUP: &str = "payments";

/// Builds the service: opens what it needs, binds, and spawns its tasks.
pub async fn build(context: Context<Config>) -> Result<(), BoxError> {
    let Context { config, lifecycle, readiness, clock, .. } = context;
    let database = readiness.gate("database");
    let kafka = readiness.gate("kafka");
    let processor = config.processor.open()?;
    let pool = store::open(&config.database).await?;
    database.open();
    let settings = KafkaSettings {
        brokers: config.kafka.kafka_brokers.clone(),
        partitions: config.kafka.kafka_partitions,
        replication: config.kafka.kafka_replication,
        client_id: "tokenbook-payments".to_owned(),
    };
    eventlog::ensure_topics(&settings, &[Topic::PAYMENTS, Topic::LEDGER]).await?;
    kafka.open();

    let publisher = Publisher::new(&settings)?;
    let stop = lifecycle.shutdown_token();
    let relay = Relay::new(pool.clone(), publisher.clone());
    lifecycle.spawn("outbox relay", {
        let stop = stop.clone();
        async move {
            relay.run(stop).await;
            Ok::<_, BoxError>(())
        }
    });

    let answer_within = Duration::from_millis(config.processor.processor_timeout_ms);
    let payments = Payments::new(pool.clone(), clock.clone(), Arc::from(processor), answer_within);
    let positions = outbox::load_positions(&pool).await?.chains(&Topic::LEDGER);
    let mut feed = LedgerFeed::start(&settings, CONSUMER_GROUP, &positions, eventlog::previous_of)?;
    let dead_letters = DeadLetters::new(publisher, Arc::new(move || clock.now()));
    let consumer = LedgerConsumer::new(payments.clone());
    lifecycle.spawn("ledger.events", {
        let stop = stop.clone();
        async move { eventlog::consume(&mut feed, &consumer, &dead_letters, &stop).await }
    });
    lifecycle.spawn("poller", {
        let payments = payments.clone();
        async move {
            poller::run(payments, stop).await;
            Ok::<_, BoxError>(())
        }
    });

    grpc::server(&config.grpc, &config.tls, payments).serve(&lifecycle, &readiness).await?;
    Ok(())
}
