//! Runs the chaos: one seed for some time.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use chaos::Options;
use clap::Parser;

/// The exit code when a server or a program cannot be had (`EX_UNAVAILABLE` of sysexits.h).
const EXIT_UNAVAILABLE: u8 = 69;

/// Kills and freezes Kafka brokers and instances of the ledger under load, and holds every answer against the log.
#[derive(Parser)]
struct Arguments {
    /// What the faults, and what callers ask, are drawn from; one where hardly anybody has been before unless it is given.
    #[arg(long)]
    seed: Option<u64>,
    /// How long processes are harmed.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// Instances of the ledger.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(2..=9))]
    instances: u16,
    /// Callers.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    callers: u16,
    /// Answer in JSON.
    #[arg(long)]
    json: bool,
}

#[tokio::main]
async fn main() -> io::Result<ExitCode> {
    let Arguments { seed, seconds, instances, callers, json } = Arguments::parse();
    // 32 bits of the system's randomness: short enough to be typed.
    let seed = seed.unwrap_or_else(|| RandomState::new().hash_one(()) >> 32);
    let options = Options { seed, seconds, instances: usize::from(instances), callers: usize::from(callers) };
    let mut out = io::stdout();
    match chaos::run(options).await {
        Ok(report) => {
            if json {
                serde_json::to_writer(&mut out, &report)?;
                writeln!(out)?;
            } else {
                writeln!(out, "{report}")?;
            }
            Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Err(error) => {
            writeln!(io::stderr(), "chaos: {error}")?;
            Ok(ExitCode::from(EXIT_UNAVAILABLE))
        }
    }
}
