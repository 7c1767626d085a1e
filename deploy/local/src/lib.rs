//! Tokenbook on one machine: Kafka, PostgreSQL and every service, started by one command.
//!
//! The library starts and ends the parts; `testkit` uses it for private instances on free ports, the binary
//! `tokenbook-local` for the stack that a person works with. Absent on purpose: containers, root, unsafe code, and any
//! tie to one asynchronous runtime.

mod distribution;
mod error;
mod free_ports;
mod guard;
mod kafka;
mod postgres;
mod secrets;

pub use distribution::{Distribution, Progress, home, missing_prerequisites};
pub use error::{Error, Result};
pub use free_ports::{free_port, is_free};
pub use guard::Signal;
pub use kafka::{KafkaOptions, KafkaServer};
pub use postgres::{PostgresOptions, PostgresServer};
