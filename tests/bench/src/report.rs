//! The table for people and the JSON for programs.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use runtime::BoxError;
use serde::Serialize;

use crate::cpu::Used;
use crate::load::{Measured, Span};
use crate::machine::{Machine, load};

/// Who calls what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Case {
    /// All on one account, or spread over all others.
    pub(crate) hot: bool,
    /// Callers at the same time.
    pub(crate) callers: u16,
}

impl fmt::Display for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accounts = if self.hot { "one hot account" } else { "many accounts" };
        write!(formatter, "{accounts}, {} callers", self.callers)
    }
}

/// What the numbers depend on.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) kafka_flushes_each_append: bool,
    pub(crate) postgres: BTreeMap<String, String>,
    pub(crate) postgres_driver: &'static str,
    pub(crate) postgres_connections_at_most: u16,
    pub(crate) ledger_connections: u16,
    pub(crate) accounts: u32,
    pub(crate) span: Span,
    pub(crate) rounds: u16,
}

/// One side's numbers of one step.
#[derive(Clone, Debug, Serialize)]
struct Numbers {
    requests_per_second: u64,
    p50_micros: u64,
    p99_micros: u64,
    requests: u64,
    cpu_micros_per_request: Used,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_log_behind_millis: Option<u64>,
}

impl Numbers {
    fn of(measured: &Measured, behind: Option<Duration>, cpu: Used) -> Self {
        Self {
            requests_per_second: measured.per_second(),
            p50_micros: measured.latency.value_at_quantile(0.5),
            p99_micros: measured.latency.value_at_quantile(0.99),
            requests: measured.latency.len(),
            cpu_micros_per_request: cpu,
            token_log_behind_millis: behind
                .map(|behind| u64::try_from(behind.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}

#[derive(Debug, Serialize)]
struct Row {
    #[serde(flatten)]
    case: Case,
    ledger: Vec<Numbers>,
    postgres: Vec<Numbers>,
    /// Ledger by PostgreSQL, in hundredths.
    ratio_percent: Option<u64>,
}

/// Everything that a run found out.
#[derive(Debug)]
pub(crate) struct Report {
    machine: Machine,
    settings: Settings,
    rows: Vec<Row>,
    spent: Option<u64>,
}

impl Report {
    /// A report without numbers.
    pub(crate) fn new(machine: Machine, settings: Settings, cases: Vec<Case>) -> Self {
        let row = |case| Row { case, ledger: Vec::new(), postgres: Vec::new(), ratio_percent: None };
        Self { machine, settings, rows: cases.into_iter().map(row).collect(), spent: None }
    }

    /// What the ledger did, and how long its token log needed to show it all afterwards.
    pub(crate) fn ledger(&mut self, case: Case, measured: &Measured, behind: Duration, cpu: Used) {
        let numbers = Numbers::of(measured, Some(behind), cpu);
        crate::say(&format!("  ledger     {}", line(&numbers)));
        self.row(case, |row| row.ledger.push(numbers));
    }

    /// What the PostgreSQL function did.
    pub(crate) fn postgres(&mut self, case: Case, measured: &Measured, cpu: Used) {
        let numbers = Numbers::of(measured, None, cpu);
        crate::say(&format!("  PostgreSQL {}", line(&numbers)));
        self.row(case, |row| row.postgres.push(numbers));
    }

    /// Every balance was right, after this many tokens were spent.
    pub(crate) fn checked(&mut self, spent: u64) {
        self.spent = Some(spent);
    }

    fn row(&mut self, case: Case, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.case == case) {
            change(row);
            if let (Some(ledger), Some(postgres)) = (best(&row.ledger), best(&row.postgres)) {
                row.ratio_percent =
                    (ledger.requests_per_second * 100).checked_div(postgres.requests_per_second);
            }
        }
    }

    /// Prints the table and writes the JSON.
    pub(crate) fn finish(self, json: &Path) -> Result<(), BoxError> {
        let mut output = std::io::stdout().lock();
        self.print(&mut output)?;
        if let Some(folder) = json.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(json, serde_json::to_vec_pretty(&self.json())?)?;
        writeln!(output, "\nThe numbers as JSON: {}", json.display())?;
        Ok(())
    }

    fn print(&self, output: &mut impl std::io::Write) -> std::io::Result<()> {
        let (machine, settings) = (&self.machine, &self.settings);
        let postgres = |name: &str| settings.postgres.get(name).map_or("?", String::as_str);
        writeln!(output, "Single Spend calls, {}", machine.time)?;
        writeln!(
            output,
            "machine     {} cores ({}), {} MiB, Linux {}, {}, fdatasync {} µs; load before {}, after {}",
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
        writeln!(output, "Kafka       1 broker, 4 partitions, replication 1, acks=all, idempotent; {flush}")?;
        writeln!(
            output,
            "PostgreSQL  {}, fsync={}, synchronous_commit={}, full_page_writes={}, shared_buffers={}",
            postgres("server_version"),
            postgres("fsync"),
            postgres("synchronous_commit"),
            postgres("full_page_writes"),
            postgres("shared_buffers"),
        )?;
        writeln!(
            output,
            "ledger      unary gRPC over mutual TLS, {} HTTP/2 connections; its token log is projected to the same PostgreSQL meanwhile",
            settings.ledger_connections,
        )?;
        writeln!(
            output,
            "function    no service in front, prepared statements, driven by {}, one connection a caller up to {}",
            settings.postgres_driver, settings.postgres_connections_at_most,
        )?;
        writeln!(
            output,
            "load        closed loops on the same cores, {} accounts, {} s after {} s of warm-up, best of {}",
            settings.accounts,
            settings.span.time.as_secs(),
            settings.span.warm_up.as_secs(),
            settings.rounds,
        )?;
        writeln!(output)?;
        writeln!(
            output,
            "| accounts | callers | ledger/s | p50 ms | p99 ms | PostgreSQL/s | p50 ms | p99 ms | ratio | token log behind |"
        )?;
        writeln!(output, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")?;
        for row in &self.rows {
            let behind = best(&row.ledger).and_then(|numbers| numbers.token_log_behind_millis);
            writeln!(
                output,
                "| {} | {} | {} | {} | {} | {} |",
                if row.case.hot { "one, hot".to_owned() } else { settings.accounts.to_string() },
                row.case.callers,
                cells(best(&row.ledger)),
                cells(best(&row.postgres)),
                row.ratio_percent.map_or("–".to_owned(), |ratio| format!(
                    "{}.{:02}",
                    ratio / 100,
                    ratio % 100
                )),
                behind.map_or("–".to_owned(), |millis| format!("{millis} ms")),
            )?;
        }
        writeln!(output, "\nProcessor time per call in µs, what else ran on the cores left out:")?;
        for row in &self.rows {
            for (side, numbers) in [("ledger", best(&row.ledger)), ("PostgreSQL", best(&row.postgres))] {
                if let Some(numbers) = numbers {
                    writeln!(output, "- {}, {side}: {}", row.case, spelled(&numbers.cpu_micros_per_request))?;
                }
            }
        }
        if let Some(spent) = self.spent {
            writeln!(output, "\nAll balances are right: {spent} tokens were spent, and as many are gone.")?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        let settings = &self.settings;
        serde_json::json!({
            "machine": self.machine,
            "load_after": load(),
            "settings": {
                "kafka_flushes_each_append": settings.kafka_flushes_each_append,
                "postgres": settings.postgres,
                "postgres_driver": settings.postgres_driver,
                "postgres_connections_at_most": settings.postgres_connections_at_most,
                "ledger_connections": settings.ledger_connections,
                "accounts": settings.accounts,
                "seconds": settings.span.time.as_secs(),
                "warm_up_seconds": settings.span.warm_up.as_secs(),
            },
            "rows": self.rows,
            "tokens_spent_and_checked": self.spent,
        })
    }
}

/// The round that troubled the step least.
fn best(rounds: &[Numbers]) -> Option<&Numbers> {
    rounds.iter().max_by_key(|numbers| numbers.requests_per_second)
}

fn cells(numbers: Option<&Numbers>) -> String {
    numbers.map_or("– | – | –".to_owned(), |numbers| {
        let (p50, p99) = (millis(numbers.p50_micros), millis(numbers.p99_micros));
        format!("{} | {p50} | {p99}", numbers.requests_per_second)
    })
}

fn line(numbers: &Numbers) -> String {
    format!(
        "{:>7}/s  p50 {} ms  p99 {} ms  CPU µs/call: {}",
        numbers.requests_per_second,
        millis(numbers.p50_micros),
        millis(numbers.p99_micros),
        spelled(&numbers.cpu_micros_per_request),
    )
}

fn spelled(cpu: &Used) -> String {
    let sum: u64 = cpu.values().sum();
    let parts: Vec<String> = cpu.iter().map(|(name, micros)| format!("{name} {micros}")).collect();
    format!("{sum} ({})", parts.join(", "))
}

fn millis(micros: u64) -> String {
    format!("{}.{:02}", micros / 1_000, micros % 1_000 / 10)
}
