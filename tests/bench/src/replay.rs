//! A restart: without a snapshot the whole log is read and applied before a call is answered. Beside it a bare consumer of the same log,
//! and a restart with a snapshot.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

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

/// How long the ledger may take to make its snapshots.
const PATIENCE: Duration = Duration::from_mins(3);
const AGAIN: Duration = Duration::from_millis(50);

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
    /// With a snapshot of each partition.
    pub(crate) snapshot: Restored,
}

/// What a restart took that began with snapshots.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Restored {
    /// From the start of the process until every book answered.
    pub(crate) restart_millis: u64,
    /// All snapshots together.
    pub(crate) bytes: u64,
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

pub(crate) fn per_second(count: u64, millis: u64) -> u64 {
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
    crate::say("  reading it with a bare consumer");
    let reading = log.clone();
    let consumer = tokio::task::spawn_blocking(move || kafka::read_log(&reading)).await??;
    crate::say("  starting the ledger without a snapshot");
    let restart_millis = millis(ledger.start_again().await?)?;
    crate::say("  starting it with a snapshot");
    let snapshot = with_snapshots(ledger).await?;
    Ok(Replay { entries, restart_millis, empty_restart_millis, consumer, snapshot })
}

/// Lets the ledger make its snapshots, and restarts it.
async fn with_snapshots(ledger: &mut Ledger) -> Result<Restored, BoxError> {
    let partitions = ledger.kafka().partitions;
    ledger.kill().await?;
    let folder = ledger.keep_snapshots();
    ledger.start_again().await?;
    let began = Instant::now();
    let bytes = loop {
        if let Some(bytes) = snapshots(&folder, partitions)? {
            break bytes;
        }
        if began.elapsed() > PATIENCE {
            return Err("the ledger makes no snapshots".into());
        }
        tokio::time::sleep(AGAIN).await;
    };
    ledger.kill().await?;
    Ok(Restored { restart_millis: millis(ledger.start_again().await?)?, bytes })
}

/// The size of all partitions' snapshots, once each has one.
fn snapshots(folder: &Path, partitions: i32) -> Result<Option<u64>, BoxError> {
    let mut bytes = 0;
    for partition in 0..partitions {
        let folder = folder.join("ledger.events").join(format!("{partition:05}"));
        let Ok(found) = fs::read_dir(folder) else { return Ok(None) };
        let mut newest = 0;
        for file in found {
            let file = file?;
            if file.path().extension().is_some_and(|extension| extension == "snapshot") {
                newest = newest.max(file.metadata()?.len());
            }
        }
        if newest == 0 {
            return Ok(None);
        }
        bytes += newest;
    }
    Ok(Some(bytes))
}

fn millis(time: Duration) -> Result<u64, BoxError> {
    Ok(u64::try_from(time.as_millis())?)
}
