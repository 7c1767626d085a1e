//! The simulator: the ledger's books, run by the thousand through everything that can go wrong, and judged by an oracle.
//!
//! A run is one thread and one seed. The books are the very code that serves (`ledger::book`, its codec, its consumers, its
//! checks of requests); around them everything is simulated: the log with its replicas, the instances, the consumer group, the input
//! topics, the clocks, the callers. All that differs between two runs is drawn from the seed (`chance.rs`), so that a seed
//! replays exactly.
//!
//! | module | holds |
//! |---|---|
//! | `world` | what happens, step by step |
//! | `faults` | which faults a seed makes, and how often |
//! | `broker`, `process` | the log and its producers; an instance and its queues |
//! | `shelf` | the store of snapshots, and what really is in it |
//! | `asked`, `published` | what is asked of wallets, and its published form |
//! | `oracle` | what must be true, worked out apart from the ledger |
//! | `defect` | what can be done wrong on purpose, to see the oracle find it |
//! | `trace`, `counts` | what happened, and how much of it |

mod asked;
mod broker;
mod chance;
mod counts;
mod defect;
mod faults;
mod oracle;
mod process;
mod published;
mod shelf;
mod trace;
mod world;

use std::fmt;
use std::panic::{self, AssertUnwindSafe};

pub use counts::Counts;
pub use defect::Defect;
pub use oracle::Violation;

use self::world::World;

/// What a run does that its seed does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many of the last lines of its course are kept to be shown if it fails.
    pub lines: usize,
    /// How many steps it has, instead of those that the seed draws.
    pub steps: Option<u64>,
    /// The point at which a process dies, beside the crashes that the seed draws; see [`Run::points`].
    pub crash_at: Option<u64>,
    /// What is done wrong.
    pub defect: Option<Defect>,
}

impl Default for Plan {
    fn default() -> Self {
        Self { lines: 80, steps: None, crash_at: None, defect: None }
    }
}

/// A run that went well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// A hash over everything that happened, in its order.
    pub trace: String,
    /// The points at which a process could have died: before each step, and before each thing that a book wants done.
    pub points: u64,
    /// What it met.
    pub counts: Counts,
}

/// A run that came upon something that must never be.
#[derive(Debug)]
pub struct Failure {
    /// The seed that replays it.
    pub seed: u64,
    /// At which step.
    pub step: u64,
    /// What must never be.
    pub violation: Violation,
    /// What happened last.
    pub last: Vec<String>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.last {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "\nseed {} fails at step {}:\n  {}", self.seed, self.step, self.violation)?;
        write!(f, "to replay it: make sim SEED={}", self.seed)
    }
}

/// Runs the world of one seed from its first step to its rest.
///
/// # Errors
/// The oracle found something that must never be.
pub fn run(seed: u64) -> Result<Run, Box<Failure>> {
    run_as(seed, &Plan::default())
}

/// Does the same by a plan.
///
/// # Errors
/// The oracle found something that must never be.
pub fn run_as(seed: u64, plan: &Plan) -> Result<Run, Box<Failure>> {
    let mut world = World::new(seed, *plan);
    // What panics inside a book, or inside the oracle, is told with its seed as well.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| world.run()));
    match outcome.unwrap_or_else(|_| Err(Violation("something panics".to_owned()))) {
        Ok(()) => Ok(Run { trace: world.trace.hash(), points: world.points(), counts: world.counts }),
        Err(violation) => Err(Box::new(Failure {
            seed,
            step: world.trace.step(),
            violation,
            last: world.trace.into_last(),
        })),
    }
}
