//! What runs during a run: the servers, the ledger and its baselines, each a process of its own.

use std::path::Path;
use std::time::Duration;

use eventlog::KafkaSettings;
use local_stack::{
    Authority, Distribution, KafkaOptions, KafkaServer, PostgresOptions, PostgresServer, free_port,
};
use runtime::BoxError;

use crate::accounts::{Accounts, Choice};
use crate::batches::Batches;
use crate::commands::Work;
use crate::cpu::Processes;
use crate::kafka::Records;
use crate::ledger::Ledger;
use crate::load::{Measured, Span};
use crate::options::Options;
use crate::postgres::Baseline;
use crate::service::Service;
use crate::steps::{Case, Step};
use crate::stream::Stream;
use crate::unary::Unary;
use crate::wire::Endpoint;

/// The broker's memory and collector, as for a broker that shares a small machine: a heap of fixed size, half of it for what is young,
/// since requests live shortly; no concurrent collector's threads on two cores.
pub(crate) const BROKER_JVM: [&str; 4] = ["-XX:+UseSerialGC", "-Xms1g", "-Xmx1g", "-Xmn512m"];

/// Who warms everything up.
const WARMERS: u16 = 64;

/// The running parts.
pub(crate) struct Stage {
    kafka: KafkaServer,
    postgres: PostgresServer,
    pub(crate) baseline: Baseline,
    service: Option<(Service, Unary)>,
    pub(crate) ledger: Option<Ledger>,
    records: Option<Records>,
    partitions: i32,
    connections: u16,
    threads: u16,
}

impl Stage {
    /// Starts what the cases need.
    pub(crate) async fn set(options: &Options, folder: &Path) -> Result<Self, BoxError> {
        let distribution = tokio::task::spawn_blocking(|| Distribution::ensure(&crate::say)).await??;
        crate::say("starting Kafka and PostgreSQL");
        let kafka = KafkaOptions {
            flush_every_message: options.flush,
            jvm: BROKER_JVM.map(str::to_owned).into(),
            ..KafkaOptions::new(folder.join("kafka"), free_port()?)
        };
        let postgres = PostgresOptions::new(folder.join("postgres"), free_port()?);
        let (kafka, postgres) = tokio::try_join!(
            KafkaServer::start(&distribution, kafka),
            PostgresServer::start(&distribution, postgres),
        )?;
        let baseline = Baseline::prepare(&postgres, options.driver, options.accounts, folder).await?;
        let mut stage = Self {
            kafka,
            postgres,
            baseline,
            service: None,
            ledger: None,
            records: None,
            partitions: i32::from(options.partitions),
            connections: options.connections,
            threads: options.threads,
        };
        let authority = Authority::open_or_create(folder.join("tls"))?;
        if options.wants(Case::Service) {
            crate::say("starting the service in front of PostgreSQL");
            let log = folder.join("service.log");
            let service = Service::start(&authority, log, stage.baseline.url()).await?;
            let unary = stage.unary(service.endpoint(), &Accounts::numbered(options.accounts));
            stage.service = Some((service, unary));
        }
        if options.cases.iter().any(|case| case.needs_ledger()) {
            crate::say("starting the ledger");
            let accounts = Accounts::new(options.accounts, stage.partitions);
            let (log, kafka) = (folder.join("ledger.log"), stage.log());
            stage.ledger = Some(Ledger::start(&authority, log, kafka, &stage.postgres, accounts).await?);
        }
        Ok(stage)
    }

    /// Opens the accounts and lets everything run for a while.
    pub(crate) async fn warm_up(&mut self, options: &Options) -> Result<(), BoxError> {
        let Some(ledger) = &self.ledger else { return Ok(()) };
        crate::say("crediting the accounts");
        ledger.open_accounts().await?;
        crate::say("warming up");
        let span = Span { warm_up: Duration::ZERO, time: options.warm_up() };
        self.unary_to(ledger).run(Work::Spend, Choice::Spread, WARMERS, span).await?;
        ledger.wait_for_token_log().await?;
        if options.wants(Case::Kafka) {
            self.records = Some(Records::take(ledger.kafka()).await?);
        }
        Ok(())
    }

    /// Lets the callers of a step call for the given span.
    pub(crate) async fn run(&self, step: Step, span: Span) -> Result<Measured, BoxError> {
        let (choice, callers) = (step.choice, step.callers);
        match step.case {
            Case::Function => self.baseline.run(choice, callers, span).await,
            Case::Service => {
                let (_, unary) = self.service.as_ref().ok_or("the service does not run")?;
                unary.run(Work::Spend, choice, callers, span).await
            }
            Case::Kafka => self.records()?.run(callers, span).await,
            Case::Unary => self.unary_to(self.ledger()?).run(Work::Spend, choice, callers, span).await,
            Case::Pairs => {
                self.unary_to(self.ledger()?).run(Work::AuthorizeAndCapture, choice, callers, span).await
            }
            Case::Stream => self.stream()?.run(Work::Spend, choice, callers, span).await,
            Case::StreamPairs => self.stream()?.run(Work::AuthorizeAndCapture, choice, callers, span).await,
            Case::Client => self.ledger()?.client()?.run(Work::Spend, choice, callers, span).await,
            Case::Batch => {
                let (endpoint, accounts) = self.ways()?;
                Batches { endpoint, accounts }.run(step.commands, choice, callers, span).await
            }
            Case::Lag | Case::Memory | Case::Rebuild | Case::Replay => Err("this is no load".into()),
        }
    }

    /// All processes, for their processor time.
    pub(crate) fn processes(&self) -> Processes {
        let mut processes = Processes::new();
        processes.add("kafka", self.kafka.pid());
        processes.add("postgres", self.postgres.pid());
        processes.add("ledger", self.ledger.as_ref().and_then(Ledger::pid));
        processes.add("service", self.service.as_ref().and_then(|(service, _)| service.pid()));
        processes
    }

    /// The running ledger.
    pub(crate) fn ledger(&self) -> Result<&Ledger, BoxError> {
        self.ledger.as_ref().ok_or_else(|| "the ledger does not run".into())
    }

    /// Entries to write again.
    pub(crate) fn records(&self) -> Result<&Records, BoxError> {
        self.records.as_ref().ok_or_else(|| "no entries were taken".into())
    }

    /// Unary calls to the ledger.
    pub(crate) fn unary_to(&self, ledger: &Ledger) -> Unary {
        self.unary(ledger.endpoint(), ledger.accounts())
    }

    /// Ends everything.
    pub(crate) async fn stop(mut self) -> Result<(), BoxError> {
        if let Some(ledger) = &mut self.ledger {
            ledger.kill().await?;
        }
        drop(self.service);
        tokio::join!(self.kafka.stop(), self.postgres.stop());
        Ok(())
    }

    fn ways(&self) -> Result<(Endpoint, Accounts), BoxError> {
        let ledger = self.ledger()?;
        Ok((ledger.endpoint().clone(), ledger.accounts().clone()))
    }

    fn stream(&self) -> Result<Stream, BoxError> {
        let (endpoint, accounts) = self.ways()?;
        Ok(Stream { endpoint, accounts })
    }

    fn unary(&self, endpoint: &Endpoint, accounts: &Accounts) -> Unary {
        Unary {
            endpoint: endpoint.clone(),
            accounts: accounts.clone(),
            connections: self.connections,
            threads: self.threads,
        }
    }

    fn log(&self) -> KafkaSettings {
        KafkaSettings {
            brokers: self.kafka.brokers(),
            partitions: self.partitions,
            replication: 1,
            client_id: "tokenbook-bench".to_owned(),
        }
    }
}
