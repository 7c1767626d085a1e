//! Runs the simulator: for some time over ever new seeds, or one seed again.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::io;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use sim::{Counts, Plan};

/// How often to say that it is still going well.
const SHOWN_EVERY: Duration = Duration::from_secs(10);

/// Runs the ledger's books through seeded faults and judges them by an independent oracle.
#[derive(Parser)]
struct Arguments {
    /// Run this one seed.
    #[arg(long)]
    seed: Option<u64>,
    /// How many of the last lines to show of a run that fails.
    #[arg(long, default_value_t = 80)]
    lines: usize,
    /// Run seeds one after another for so long, on all processors.
    #[arg(long, default_value_t = 60, conflicts_with = "seed")]
    seconds: u64,
    /// The first of them; one where hardly anybody has been before unless it is given.
    #[arg(long, conflicts_with = "seed")]
    from: Option<u64>,
}

fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::parse();
    let plan = Plan { lines: arguments.lines, ..Plan::default() };
    let mut out = io::stdout();
    if let Some(seed) = arguments.seed {
        return one(&mut out, seed, &plan);
    }
    // 32 bits of the system's randomness: short enough to be typed.
    let from = arguments.from.unwrap_or_else(|| RandomState::new().hash_one(()) >> 32);
    many(&mut out, from, Duration::from_secs(arguments.seconds), &plan)
}

fn one(out: &mut impl io::Write, seed: u64, plan: &Plan) -> io::Result<ExitCode> {
    match sim::run_as(seed, plan) {
        Ok(run) => {
            writeln!(out, "seed {seed} holds; trace {}", run.trace)?;
            met(out, &run.counts)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            writeln!(out, "{failure}")?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn many(out: &mut impl io::Write, first: u64, time: Duration, plan: &Plan) -> io::Result<ExitCode> {
    writeln!(out, "from seed {first}")?;
    let begun = Instant::now();
    let next = &AtomicU64::new(first);
    let (sender, runs) = mpsc::channel();
    thread::scope(|threads| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            let sender = sender.clone();
            threads.spawn(move || {
                while begun.elapsed() < time {
                    let run = sim::run_as(next.fetch_add(1, Ordering::Relaxed), plan);
                    // Nobody listens any more once a run has failed.
                    if sender.send(run).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut counts, mut held, mut shown) = (Counts::default(), 0, begun);
        for run in runs {
            match run {
                Ok(run) => counts.add(&run.counts),
                Err(failure) => {
                    writeln!(out, "{failure}")?;
                    return Ok(ExitCode::FAILURE);
                }
            }
            held += 1;
            if shown.elapsed() >= SHOWN_EVERY {
                shown = Instant::now();
                writeln!(out, "{held} seeds hold")?;
            }
        }
        report(out, first, held, &counts, begun.elapsed())?;
        Ok(ExitCode::SUCCESS)
    })
}

fn report(
    out: &mut impl io::Write,
    first: u64,
    held: u64,
    counts: &Counts,
    took: Duration,
) -> io::Result<()> {
    let per_minute = |count: u64| u128::from(count) * 60_000 / took.as_millis().max(1);
    let last = (first + held).saturating_sub(1);
    writeln!(out, "seeds {first} to {last} hold: {held} runs in {:.1} s", took.as_secs_f64())?;
    writeln!(
        out,
        "per minute: {} seeds, {} steps, {} commands, {} entries",
        per_minute(held),
        per_minute(counts.steps),
        per_minute(counts.commands_run()),
        per_minute(counts.entries_written())
    )?;
    met(out, counts)
}

fn met(out: &mut impl io::Write, counts: &Counts) -> io::Result<()> {
    writeln!(out, "commands: {:?}", counts.commands)?;
    writeln!(out, "entries:  {:?}", counts.entries)?;
    writeln!(out, "answers:  {:?}", counts.answers)?;
    writeln!(out, "faults:   {:?}", counts.faults)?;
    writeln!(out, "starts:   {:?}", counts.starts)
}
