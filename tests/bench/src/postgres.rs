//! The baseline: a PostgreSQL function that spends tokens, with nothing in front of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use local_stack::PostgresServer;
use runtime::{BoxError, Clock};
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection as _, PgConnection, PgPool};
use tokio::process::Command;

use crate::accounts::{CREDIT, Choice};
use crate::load::{self, Caller, Measured, Span};

/// Connections that callers share at most, as behind any pool; more only make the server slower.
pub(crate) const CONNECTIONS: u16 = 100;

/// How much longer pgbench runs, which counts the time that its sessions need to begin.
const MARGIN: Duration = Duration::from_secs(2);

const DATABASE: &str = "baseline";
const PASSWORD: &str = "bench";
const CHEAP_PASSWORD: &str = "set scram_iterations = 1; alter role baseline password 'bench'";
const SCHEMA: &str = include_str!("postgres.sql");
/// Each statement is prepared once per connection.
const SCRIPT: &str = "\\set account random(:first, :last)\n\
    \\set key random(1, 9223372036854775807)\n\
    select spend(:account, :key::text, 1);\n";

/// What calls the function.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Driver {
    /// `pgbench` if it is on the path, else ourselves.
    Auto,
    /// PostgreSQL's own load generator, in C: the cheapest for a server on the same cores.
    Pgbench,
    /// This process.
    Own,
}

/// The function in a database of its own, and what drives it.
pub(crate) struct Baseline {
    pool: PgPool,
    url: String,
    pgbench: Option<PathBuf>,
    accounts: u32,
}

impl Baseline {
    /// Makes the tables and the function, and credits the accounts; one more than asked for is the hot one.
    pub(crate) async fn prepare(
        postgres: &PostgresServer,
        driver: Driver,
        accounts: u32,
        folder: &Path,
    ) -> Result<Self, BoxError> {
        postgres.ensure_database(DATABASE, PASSWORD).await?;
        let mut superuser = PgConnection::connect(&postgres.url(DATABASE)).await?;
        // Proving a password thousands of times over is not what is measured when a hundred sessions begin.
        sqlx::raw_sql(CHEAP_PASSWORD).execute(&mut superuser).await?;
        superuser.close().await?;
        let url = format!("postgres://{DATABASE}:{PASSWORD}@127.0.0.1:{}/{DATABASE}", postgres.port());
        let pool = PgPoolOptions::new()
            .max_connections(u32::from(CONNECTIONS))
            // The server does not go away here, and asking each time would double what is measured.
            .test_before_acquire(false)
            .acquire_timeout(Duration::from_secs(30))
            .connect(&url)
            .await?;
        sqlx::raw_sql(SCHEMA).execute(&pool).await?;
        sqlx::query("insert into accounts select id, $2 from generate_series(1, $1) as id")
            .bind(i64::from(accounts) + 1)
            .bind(i64::try_from(CREDIT)?)
            .execute(&pool)
            .await?;
        sqlx::raw_sql("vacuum analyze").execute(&pool).await?;
        let installed = || std::process::Command::new("pgbench").arg("--version").output().is_ok();
        let uses_pgbench = match driver {
            Driver::Auto => installed(),
            Driver::Pgbench => true,
            Driver::Own => false,
        };
        let pgbench = uses_pgbench.then(|| folder.join("pgbench"));
        Ok(Self { pool, url, pgbench, accounts })
    }

    /// Where its database is.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What drives the function.
    pub(crate) fn driver(&self) -> &'static str {
        if self.pgbench.is_some() { "pgbench" } else { "own" }
    }

    /// The server's settings that matter here.
    pub(crate) async fn settings(&self) -> Result<BTreeMap<String, String>, BoxError> {
        let names = [
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_sync_method",
            "shared_buffers",
        ];
        let rows: Vec<(String, String)> =
            sqlx::query_as("select name, current_setting(name) from pg_settings where name = any($1)")
                .bind(&names[..])
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.into_iter().collect())
    }

    /// Lets so many callers call the function for the given span.
    pub(crate) async fn run(&self, choice: Choice, callers: u16, span: Span) -> Result<Measured, BoxError> {
        let hot = i64::from(self.accounts) + 1;
        let (first, last) = if choice == Choice::Hot { (hot, hot) } else { (1, i64::from(self.accounts)) };
        if let Some(folder) = &self.pgbench {
            return run_pgbench(&self.url, folder, callers.min(CONNECTIONS), (first, last), span).await;
        }
        let run = Clock::system().new_id().simple().to_string();
        let callers = (0..callers).map(|number| Spender {
            pool: self.pool.clone(),
            first,
            last,
            random: fastrand::Rng::new(),
            prefix: format!("{run}-{number}-"),
            calls: 0,
        });
        load::run(callers, span).await
    }

    /// Checks that what is left and what was logged add up to what was credited.
    pub(crate) async fn check(&self) -> Result<(), BoxError> {
        let (left, logged): (i64, i64) = sqlx::query_as(
            "select (select sum(balance) from accounts)::bigint, (select coalesce(sum(tokens), 0) from spend_log \
             where balance_after is not null)::bigint",
        )
        .fetch_one(&self.pool)
        .await?;
        let credited = i64::try_from(CREDIT)?.saturating_mul(i64::from(self.accounts) + 1);
        if left.saturating_add(logged) == credited {
            return Ok(());
        }
        Err(format!("in PostgreSQL {left} left and {logged} spent are not {credited} credited").into())
    }
}

/// Runs it, and reads every transaction's latency from its logs.
async fn run_pgbench(
    url: &str,
    folder: &Path,
    clients: u16,
    (first, last): (i64, i64),
    span: Span,
) -> Result<Measured, BoxError> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let script = folder.join("spend.sql");
    fs::write(&script, SCRIPT)?;
    let threads = std::thread::available_parallelism()?.get().min(usize::from(clients));
    let output = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--log", "--log-prefix=calls"])
        .arg(format!("--client={clients}"))
        .arg(format!("--jobs={threads}"))
        .arg(format!("--time={}", (span.warm_up + span.time + MARGIN).as_secs()))
        .arg(format!("--define=first={first}"))
        .arg(format!("--define=last={last}"))
        .arg("--file")
        .arg(&script)
        .arg(url)
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    if !output.status.success() {
        return Err(format!("pgbench failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    read_logs(folder, span)
}

/// A line of a log: client, number, latency in microseconds, script, and when it ended, in seconds and microseconds.
fn read_logs(folder: &Path, span: Span) -> Result<Measured, BoxError> {
    let mut calls: Vec<(Duration, Duration)> = Vec::new();
    for entry in fs::read_dir(folder)?.map_while(Result::ok) {
        if entry.file_name().as_encoded_bytes().starts_with(b"calls") {
            calls.extend(fs::read_to_string(entry.path())?.lines().filter_map(call));
        }
    }
    let first = calls.iter().map(|(ended, latency)| ended.saturating_sub(*latency)).min().unwrap_or_default();
    let begin = first + span.warm_up;
    let end = begin + span.time;
    if calls.iter().all(|(ended, _)| *ended < end) {
        return Err("pgbench ended before the step did: the machine has too much else to do".into());
    }
    let mut measured = Measured::new(span.time)?;
    measured.answered = u64::try_from(calls.len())?;
    for (_, latency) in calls.into_iter().filter(|(ended, _)| (begin..end).contains(ended)) {
        measured.count(latency, 1);
    }
    Ok(measured)
}

fn call(line: &str) -> Option<(Duration, Duration)> {
    let mut numbers = line.split(' ').map(str::parse::<u64>);
    let latency = numbers.nth(2)?.ok()?;
    let (seconds, micros) = (numbers.nth(1)?.ok()?, numbers.next()?.ok()?);
    Some((Duration::from_secs(seconds) + Duration::from_micros(micros), Duration::from_micros(latency)))
}

/// Spends one token at a time, under a new key each time.
struct Spender {
    pool: PgPool,
    first: i64,
    last: i64,
    random: fastrand::Rng,
    prefix: String,
    calls: u64,
}

impl Caller for Spender {
    async fn call(&mut self) -> Result<(), BoxError> {
        self.calls += 1;
        let answer: Option<i64> = sqlx::query_scalar("select spend($1, $2, 1)")
            .bind(self.random.i64(self.first..=self.last))
            .bind(format!("{}{}", self.prefix, self.calls))
            .fetch_one(&self.pool)
            .await?;
        answer.map(drop).ok_or_else(|| "PostgreSQL refused a call".into())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::call;

    #[test]
    fn a_line_of_a_log_tells_when_a_call_ended_and_how_long_it_took() {
        let (ended, latency) = call("3 17 1250 0 1770000000 42").unwrap();
        assert_eq!(ended, Duration::from_micros(1_770_000_000_000_042));
        assert_eq!(latency, Duration::from_micros(1250));
        assert_eq!(call("3 17 failed 0 1770000000 42"), None);
    }
}
