//! A run from the first process to the verdict.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use runtime::{BoxError, Clock};
use tokio::time::Instant;

use crate::books::Books;
use crate::callers::{Callers, Subject};
use crate::check::{self, Checked, Contradiction, Rule};
use crate::history::{Answer, Call};
use crate::load::{Load, first_credit};
use crate::nemesis;
use crate::plan::Plan;
use crate::report::{Report, Silence, count};
use crate::settling;
use crate::stage::{BROKERS, PARTITIONS, Stage};
use crate::verify;

/// Wallets in each partition.
const WALLETS: usize = 3;

/// What is to be run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What everything is drawn from.
    pub seed: u64,
    /// How long processes are harmed.
    pub seconds: u64,
    /// Instances of the ledger.
    pub instances: usize,
    /// Callers.
    pub callers: usize,
}

/// Runs it. What is found to be wrong stands in the report, and its evidence is kept.
///
/// # Errors
/// It could not be run: a program is missing, a server does not start.
pub async fn run(options: Options) -> Result<Report, BoxError> {
    runtime::install_tls_provider();
    let Options { seed, seconds, instances, callers } = options;
    let plan = Plan::of(seed, usize::from(BROKERS), instances, seconds);
    let folder = tempfile::Builder::new().prefix("tokenbook-chaos-").tempdir()?;
    say(&format!("seed {seed}: starting {BROKERS} brokers and {instances} instances"));
    let clock = Clock::system();
    let stage = Stage::start(folder.path(), instances).await?;
    let ways = Callers::new(&stage, &clock)?;
    let subjects = subjects(&clock);

    let mut history = Vec::new();
    if let Err(contradiction) = settling::serves(&ways, &subjects, &mut history).await {
        let logs = folder.keep();
        return Err(format!(
            "the ledger does not start: {}; logs are in {}",
            contradiction.shown,
            logs.display()
        )
        .into());
    }
    history.extend(settling::open(&ways, &subjects, |number| first_credit(number, subjects.len())).await);
    let load = Load::start(&ways, &subjects, seed, callers);
    let done = nemesis::run(&stage, &plan, &clock, Duration::from_secs(seconds)).await?;
    say("all is well again; waiting until everything serves");
    let healed = Instant::now();
    let mut afterwards = Vec::new();
    let mut contradictions: Vec<_> =
        settling::serves(&ways, &subjects, &mut afterwards).await.err().into_iter().collect();
    let served_after_ms = healed.elapsed().as_millis();
    let called = load.finish().await;
    let longest_silence_ms = Silence::of(&called);
    history.extend(called);
    history.extend(afterwards);
    for ended in stage.ended_by_themselves().await {
        contradictions.push(Contradiction::new(Rule::Serves, ended));
    }
    say("finding out what nobody knows");
    history.extend(settling::find_out(&ways, &subjects, &history).await);

    say("reading the log");
    let kafka = stage.kafka.clone();
    let books = tokio::task::spawn_blocking(move || Books::read(&kafka)).await??;
    let Checked { contradictions: told, excused } = check::check(&history, &books, &done.wakings);
    contradictions.extend(told);
    let verified = verify::verify(&stage).await?;
    contradictions.extend(verified.contradictions());
    let mut report = Report {
        ok: contradictions.is_empty(),
        plan,
        faults: done.faults,
        seconds,
        instances,
        calls: count(&history),
        decided_by_others: decided_by_others(&history),
        handovers: books.handovers(),
        claims: books.claims.len(),
        longest_silence_ms,
        served_after_ms,
        excused_reads: excused,
        verified: Some(verified),
        contradictions,
        evidence: None,
    };
    if !report.ok {
        report.evidence = Some(keep(&stage, &history, folder.keep()).await?);
    }
    Ok(report)
}

// So many in each partition.
fn subjects(clock: &Clock) -> Vec<Subject> {
    let mut found: Vec<Subject> = Vec::new();
    let wanted = usize::try_from(PARTITIONS).unwrap_or(1) * WALLETS;
    while found.len() < wanted {
        let subject = Subject::new(clock);
        let there = found.iter().filter(|other| other.partition == subject.partition).count();
        if there < WALLETS {
            found.push(subject);
        }
    }
    found.sort_by_key(|subject| subject.partition);
    // One of each partition after another, so that those of every kind are everywhere.
    let mut places: Vec<(usize, Subject)> =
        found.into_iter().enumerate().map(|(place, subject)| (place % WALLETS, subject)).collect();
    places.sort_by_key(|(place, _)| *place);
    places.into_iter().map(|(_, subject)| subject).collect()
}

fn decided_by_others(history: &[Call]) -> usize {
    let done: BTreeSet<_> = history
        .iter()
        .filter(|call| matches!(call.answer, Answer::Done(_) | Answer::Refused { .. }))
        .map(|call| (&call.account, &call.key))
        .collect();
    let came_to_nothing = |call: &&Call| matches!(call.answer, Answer::NoEffect(_));
    history.iter().filter(came_to_nothing).filter(|call| done.contains(&(&call.account, &call.key))).count()
}

// What whoever looks into it will want: all logs, what callers were told, the log.
async fn keep(stage: &Stage, history: &[Call], folder: PathBuf) -> Result<PathBuf, BoxError> {
    write_history(history, &folder.join("history.jsonl"))?;
    verify::copy(stage, &folder.join("copy")).await?;
    Ok(folder)
}

fn write_history(history: &[Call], path: &Path) -> Result<(), BoxError> {
    let mut file = BufWriter::new(File::create(path)?);
    for call in history {
        serde_json::to_writer(&mut file, call)?;
        file.write_all(b"\n")?;
    }
    Ok(file.flush()?)
}

/// Tells people how far it is.
pub(crate) fn say(what: &str) {
    eprintln!("chaos: {what}");
}
