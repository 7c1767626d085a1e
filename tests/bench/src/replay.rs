//! A restart without a snapshot: the whole log is read and applied before a call is answered. Beside it a bare consumer of the same log.

use std::time::Duration;

use runtime::BoxError;
use serde::Serialize;

use crate::accounts::Choice;
use crate::commands::Work;
use crate::kafka::{self, Read};
use crate::ledger::Ledger;
use crate::load::Span;
use crate::unary::Unary;

/// How the log is brought to its length.
const FILLERS: u16 = 512;
const FILL: Span = Span { warm_up: Duration::ZERO, time: Duration::from_secs(5) };

/// What a restart took.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Replay {
    /// What the log held.
    pub(crate) entries: u64,
    /// From the start of the process until every book answered.
    pub(crate) restart_millis: u64,
    /// The same with a log that holds nearly nothing: what a start takes besides reading.
    pub(crate) empty_restart_millis: u64,
    /// The bare consumer.
    pub(crate) consumer: Read,
}

impl Replay {
    /// Entries applied per second, what a start takes besides left out.
    pub(crate) fn entries_per_second(&self) -> u64 {
        per_second(self.entries, self.restart_millis.saturating_sub(self.empty_restart_millis))
    }

    /// Records that the bare consumer read per second.
    pub(crate) fn consumed_per_second(&self) -> u64 {
        per_second(self.consumer.records, self.consumer.millis)
    }
}

fn per_second(count: u64, millis: u64) -> u64 {
    count.saturating_mul(1_000) / millis.max(1)
}

/// Restarts a ledger whose log holds nearly nothing yet.
pub(crate) async fn restart_empty(ledger: &mut Ledger) -> Result<u64, BoxError> {
    ledger.kill().await?;
    millis(ledger.start_again().await?)
}

/// Fills the log to at least so many entries, reads it, and restarts the ledger over it.
pub(crate) async fn measure(
    ledger: &mut Ledger,
    unary: &Unary,
    at_least: u64,
    empty_restart_millis: u64,
) -> Result<Replay, BoxError> {
    let log = ledger.kafka().clone();
    let held = || {
        let log = log.clone();
        tokio::task::spawn_blocking(move || kafka::entries(&log))
    };
    let mut entries = held().await??;
    while entries < at_least {
        crate::say(&format!("  the log holds {entries} entries of {at_least}"));
        unary.run(Work::Spend, Choice::Spread, FILLERS, FILL).await?;
        entries = held().await??;
    }
    // Otherwise the projector would catch up while the restart is timed.
    ledger.wait_for_token_log().await?;
    ledger.kill().await?;
    let reading = log.clone();
    let consumer = tokio::task::spawn_blocking(move || kafka::read_log(&reading)).await??;
    let restart_millis = millis(ledger.start_again().await?)?;
    Ok(Replay { entries, restart_millis, empty_restart_millis, consumer })
}

fn millis(time: Duration) -> Result<u64, BoxError> {
    Ok(u64::try_from(time.as_millis())?)
}
