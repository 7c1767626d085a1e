//! Chaos on the real thing: three Kafka brokers and several instances of the ledger, as processes; callers with all kinds of requests; brokers and
//! instances killed and frozen in an order that a seed says; and in the end every answer that a caller got, held against the log.
//!
//! `make chaos SECONDS=120 SEED=7`. `docs/LEDGER.md` tells what it is for, and what it found.
//!
//! | module | does |
//! |---|---|
//! | [`plan`] | draws what goes wrong from the seed |
//! | `stage` | runs brokers, PostgreSQL and instances |
//! | `callers`, `load` | ask, and write down what they were told ([`history`]) |
//! | `nemesis` | does what the plan says |
//! | `settling` | waits until all is well, and finds out what is not known |
//! | [`books`], [`check`] | read the log, and judge |
//! | [`report`] | one page, or JSON |
//!
//! Absent on purpose: the ledger's own code (it is met only as a program, over gRPC, and in the log), cut networks (a frozen process stands for them: it says
//! nothing, holds its connections, and later goes on as if nothing had been), and a replay to the millisecond (a seed repeats what is done and in
//! which order, not what the machine makes of it: `tests/sim` repeats exactly).

pub mod books;
mod callers;
pub mod check;
pub mod history;
mod load;
mod nemesis;
pub mod plan;
pub mod report;
mod run;
mod settling;
mod stage;
mod verify;

pub use run::{Options, run};
