//! The tables for people and the JSON for programs.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use runtime::BoxError;
use serde::Serialize;

use crate::accounts::Choice;
use crate::cpu::Used;
use crate::goals::{Found, Goal, Side, percent};
use crate::kafka::Written;
use crate::lag::Lag;
use crate::load::{Measured, Span};
use crate::machine::{Machine, load};
use crate::memory::{Cost, Memory};
use crate::rebuild::Rebuild;
use crate::replay::{Replay, Restored};
use crate::steps::{Case, Step};

/// What the numbers depend on.
#[derive(Debug, Serialize)]
pub(crate) struct Settings {
    pub(crate) kafka_flushes_each_append: bool,
    pub(crate) kafka_jvm: Vec<&'static str>,
    pub(crate) partitions: u16,
    pub(crate) postgres: BTreeMap<String, String>,
    pub(crate) postgres_driver: &'static str,
    pub(crate) postgres_connections_at_most: u16,
    pub(crate) service_connections: u16,
    pub(crate) connections: u16,
    pub(crate) threads: u16,
    pub(crate) accounts: u32,
    pub(crate) seconds: u64,
    pub(crate) warm_up_seconds: u64,
    pub(crate) rounds: u16,
}

impl Settings {
    /// How long each step takes.
    pub(crate) fn time(span: Span) -> (u64, u64) {
        (span.time.as_secs(), span.warm_up.as_secs())
    }
}

/// The numbers of one step in one round.
#[derive(Clone, Debug, Serialize)]
struct Numbers {
    calls_per_second: u64,
    p50_micros: u64,
    p99_micros: u64,
    calls: u64,
    cpu_micros_per_call: Used,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_log_behind_millis: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    step: Step,
    rounds: Vec<Numbers>,
}

/// Everything that a run found out.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    machine: Machine,
    settings: Settings,
    steps: Vec<Row>,
    /// Bytes of the records that librdkafka wrote, on average.
    pub(crate) record_bytes: Option<u64>,
    pub(crate) written: Vec<Written>,
    pub(crate) lag: Option<Lag>,
    pub(crate) memory: Option<Memory>,
    pub(crate) rebuild: Option<Rebuild>,
    pub(crate) replay: Option<Replay>,
    /// Every balance was right, after this many tokens were spent.
    pub(crate) tokens_spent_and_checked: Option<u64>,
}

impl Report {
    /// A report without numbers.
    pub(crate) fn new(machine: Machine, settings: Settings, steps: Vec<Step>) -> Self {
        Self {
            machine,
            settings,
            steps: steps.into_iter().map(|step| Row { step, rounds: Vec::new() }).collect(),
            record_bytes: None,
            written: Vec::new(),
            lag: None,
            memory: None,
            rebuild: None,
            replay: None,
            tokens_spent_and_checked: None,
        }
    }

    /// What a step did, and how long the token log needed to show it all afterwards.
    pub(crate) fn step(&mut self, step: Step, measured: &Measured, behind: Option<Duration>, cpu: Used) {
        let numbers = Numbers {
            calls_per_second: measured.per_second(),
            p50_micros: measured.latency.value_at_quantile(0.5),
            p99_micros: measured.latency.value_at_quantile(0.99),
            calls: measured.latency.len(),
            cpu_micros_per_call: cpu,
            token_log_behind_millis: behind
                .map(|behind| u64::try_from(behind.as_millis()).unwrap_or(u64::MAX)),
        };
        crate::say(&format!(
            "  {:>7}/s  p50 {} ms  p99 {} ms  CPU µs/call: {}",
            numbers.calls_per_second,
            millis(numbers.p50_micros),
            millis(numbers.p99_micros),
            spelled(&numbers.cpu_micros_per_call),
        ));
        if let Some(row) = self.steps.iter_mut().find(|row| row.step == step) {
            row.rounds.push(numbers);
        }
    }

    /// Whether each append was flushed, to one partition.
    fn is_flushed_alone(&self) -> bool {
        self.settings.kafka_flushes_each_append && self.settings.partitions == 1
    }

    fn best(&self, step: Step) -> Option<&Numbers> {
        best(&self.steps.iter().find(|row| row.step == step)?.rounds)
    }

    fn goals(&self) -> Vec<Goal> {
        let mut callers: Vec<u16> = self.steps.iter().map(|row| row.step.callers).collect();
        callers.sort_unstable();
        callers.dedup();
        Goal::of(&Found {
            per_second: &|step| self.best(step).map(|numbers| numbers.calls_per_second),
            p50_micros: &|step| self.best(step).map(|numbers| numbers.p50_micros),
            flushed_alone: self.is_flushed_alone(),
            callers: &callers,
            lag: self.lag.as_ref(),
            memory: self.memory.as_ref(),
            replay: self.replay.as_ref(),
        })
    }

    /// Prints the tables and writes the JSON.
    pub(crate) fn finish(&self, path: &Path) -> Result<(), BoxError> {
        let goals = self.goals();
        let mut output = std::io::stdout().lock();
        self.print_settings(&mut output)?;
        self.print_steps(&mut output)?;
        self.print_others(&mut output)?;
        print_goals(&goals, &mut output)?;
        if let Some(spent) = self.tokens_spent_and_checked {
            writeln!(output, "\nAll balances are right: {spent} tokens were spent, and as many are gone.")?;
        }
        let judged: Vec<_> = goals.iter().map(|goal| Judged { goal, met: goal.met() }).collect();
        let json = serde_json::json!({ "load_after": load(), "goals": judged, "run": self });
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, serde_json::to_vec_pretty(&json)?)?;
        writeln!(output, "\nThe numbers as JSON: {}", path.display())?;
        Ok(())
    }

    fn print_settings(&self, output: &mut impl Write) -> std::io::Result<()> {
        let (machine, settings) = (&self.machine, &self.settings);
        let postgres = |name: &str| settings.postgres.get(name).map_or("?", String::as_str);
        writeln!(
            output,
            "{}\nmachine     {} cores ({}), {} MiB, Linux {}, {}, fdatasync {} µs; load before {}, after {}",
            machine.time,
            machine.cores,
            machine.processor,
            machine.memory_mib,
            machine.kernel,
            machine.file_system,
            machine.sync_micros,
            machine.load_before,
            load(),
        )?;
        let flush = if settings.kafka_flushes_each_append {
            "each append flushed to disk (log.flush.interval.messages=1)"
        } else {
            "appends in the page cache, which survives kill -9 and not a power cut"
        };
        writeln!(
            output,
            "Kafka       1 broker ({}), {} partitions, replication 1, acks=all; {flush}",
            settings.kafka_jvm.join(" "),
            settings.partitions,
        )?;
        writeln!(
            output,
            "PostgreSQL  {}, as it comes: fsync={}, synchronous_commit={}, full_page_writes={}, shared_buffers={}",
            postgres("server_version"),
            postgres("fsync"),
            postgres("synchronous_commit"),
            postgres("full_page_writes"),
            postgres("shared_buffers"),
        )?;
        writeln!(
            output,
            "function    no service in front, prepared statements, driven by {}, one connection a caller up to {}",
            settings.postgres_driver, settings.postgres_connections_at_most,
        )?;
        writeln!(
            output,
            "services    gRPC over mutual TLS, {} HTTP/2 connections, {} thread(s) of load; {} connections to PostgreSQL before the \
             function; the ledger's token log is projected to the same PostgreSQL meanwhile",
            settings.connections, settings.threads, settings.service_connections,
        )?;
        writeln!(
            output,
            "load        closed loops on the same cores, {} accounts, {} s after {} s of warm-up, best of {}",
            settings.accounts, settings.seconds, settings.warm_up_seconds, settings.rounds,
        )
    }

    fn print_steps(&self, output: &mut impl Write) -> std::io::Result<()> {
        if self.steps.is_empty() {
            return Ok(());
        }
        writeln!(
            output,
            "\n| accounts | callers | | calls/s | p50 ms | p99 ms | of the function | token log behind | CPU µs/call |"
        )?;
        writeln!(output, "|---|--:|---|--:|--:|--:|--:|--:|---|")?;
        for row in &self.steps {
            let (step, Some(numbers)) = (row.step, best(&row.rounds)) else { continue };
            // One partition's accounts are no other load to the function.
            let choice = if step.choice == Choice::OnePartition { Choice::Spread } else { step.choice };
            let function = self.best(Step::single(Case::Function, choice, step.callers));
            let ratio = function.filter(|_| step.case != Case::Function).map(|function| {
                let percent = percent(numbers.calls_per_second, function.calls_per_second);
                format!("{}.{:02}", percent / 100, percent % 100)
            });
            let behind = numbers.token_log_behind_millis.map(|millis| format!("{millis} ms"));
            writeln!(
                output,
                "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
                step.choice,
                step.callers,
                step.name(),
                numbers.calls_per_second,
                millis(numbers.p50_micros),
                millis(numbers.p99_micros),
                ratio.unwrap_or_default(),
                behind.unwrap_or_default(),
                spelled(&numbers.cpu_micros_per_call),
            )?;
        }
        Ok(())
    }

    fn print_others(&self, output: &mut impl Write) -> std::io::Result<()> {
        for written in &self.written {
            writeln!(
                output,
                "\nraw librdkafka, {} producer, as fast as it takes records: {} records/s, {} MiB/s, {} bytes each",
                written.producer,
                written.records_per_second,
                written.mib_per_second,
                self.record_bytes.unwrap_or_default(),
            )?;
        }
        if let Some(lag) = &self.lag {
            writeln!(output, "\nAt {} entries/s:", lag.entries_per_second)?;
            for (what, wait) in [
                ("from an entry to its row in the token log", lag.entry_to_row),
                ("from a payment to the balance", lag.payment_to_balance),
            ] {
                let (p50, p99) = (millis(wait.p50_micros), millis(wait.p99_micros));
                writeln!(output, "- {what}: p50 {p50} ms, p99 {p99} ms ({} samples)", wait.samples)?;
            }
        }
        if let Some(memory) = &self.memory {
            let [wallet, key] = [memory.wallet, memory.key]
                .map(|Cost { mean, least, most }| format!("{mean} bytes ({least} to {most})"));
            writeln!(
                output,
                "\nMemory: {wallet} a wallet with one lot, {key} a remembered key, by how full the tables are."
            )?;
        }
        if let Some(rebuild) = &self.rebuild {
            writeln!(
                output,
                "\nRebuild of the token log: {} records, {} records/s into the shadow, {} ms in all; for the swap projectors waited {} ms, \
                 readers {} ms.",
                rebuild.records,
                rebuild.records_per_second(),
                rebuild.whole_millis,
                millis(rebuild.projectors_waited_micros),
                millis(rebuild.readers_waited_micros),
            )?;
        }
        if let Some(replay) = &self.replay {
            writeln!(
                output,
                "\nRestart without a snapshot over {} entries: {} ms, of which {} ms with an empty log: {} entries/s. A bare consumer: {} \
                 records/s, {} MiB in {} ms.",
                replay.entries,
                replay.restart_millis,
                replay.empty_restart_millis,
                replay.entries_per_second(),
                replay.consumed_per_second(),
                replay.consumer.bytes / 1_048_576,
                replay.consumer.millis,
            )?;
            let Restored { restart_millis, bytes } = replay.snapshot;
            writeln!(output, "With a snapshot ({} KiB in all): {restart_millis} ms.", bytes / 1024)?;
        }
        Ok(())
    }
}

#[derive(Serialize)]
struct Judged<'a> {
    #[serde(flatten)]
    goal: &'a Goal,
    met: bool,
}

fn print_goals(goals: &[Goal], output: &mut impl Write) -> std::io::Result<()> {
    if goals.is_empty() {
        return Ok(());
    }
    writeln!(output, "\n| goal | wanted | found | of it | |\n|---|--:|--:|--:|---|")?;
    for goal in goals {
        let side = if goal.side == Side::AtLeast { "≥" } else { "≤" };
        writeln!(
            output,
            "| {} | {side} {} {} | {} {} | {} % | {} |",
            goal.what,
            goal.wanted,
            goal.unit,
            goal.found,
            goal.unit,
            goal.percent(),
            if goal.met() { "met" } else { "not met" },
        )?;
    }
    Ok(())
}

/// The round that was troubled least.
fn best(rounds: &[Numbers]) -> Option<&Numbers> {
    rounds.iter().max_by_key(|numbers| numbers.calls_per_second)
}

fn spelled(cpu: &Used) -> String {
    let sum: u64 = cpu.values().sum();
    let parts: Vec<String> = cpu.iter().map(|(name, micros)| format!("{name} {micros}")).collect();
    format!("{sum} ({})", parts.join(", "))
}

fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}
