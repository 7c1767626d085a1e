//! The ledger: wallets, the books that record them, and the read model.
//!
//! | folder | holds |
//! |---|---|
//! | `domain` | wallets and what may happen to them: `decide` and `evolve`; pure |
//! | `book` | one partition's book as a state machine without I/O: order, idempotency, the hash chain, ownership |
//! | `codec` | entries as they stand in the log |
//! | `consumers` | events of other topics as commands; pure |
//! | `shell` | Kafka, threads and callers around the books |
//! | `snapshot` | what a book knows, kept so that a start need not read the whole log |
//! | `projector`, `store` | the read model in PostgreSQL |
//! | `rebuild` | the read model once more from the log, compared and swapped in |
//! | `grpc` | `LedgerService`, and who may call it |
//!
//! Absent on purpose: an outbox (the book's entry *is* the event), Kafka transactions and leases (the chain is the fence), transfers
//! between accounts (nothing here needs two books at once).

pub mod book;
pub mod codec;
mod config;
pub mod consumers;
mod cores;
pub mod domain;
pub mod grpc;
pub mod projector;
pub mod rebuild;
pub mod shell;
pub mod snapshot;
mod start;
pub mod store;

pub use config::Config;
pub use start::{StartError, build, start};
