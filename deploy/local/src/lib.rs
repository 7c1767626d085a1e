//! Tokenbook on one machine: Kafka, PostgreSQL and every service, started by one command.
//!
//! The library starts and ends the parts; `testkit` uses it for private instances on free ports, the binary
//! `tokenbook-local` for the stack that a person works with. Absent on purpose: containers, root, unsafe code, and any
//! tie of a server to one asynchronous runtime.

mod authority;
mod demo;
mod distribution;
mod error;
mod free_ports;
mod guard;
mod kafka;
mod kafka_cluster;
mod kafka_tools;
mod ports;
mod postgres;
mod program;
mod secrets;
mod services;
mod stack;

pub use authority::{Authority, Identity};
pub use demo::{DEMO_EMAIL, DemoAccount};
pub use distribution::{Distribution, Progress, home, missing_prerequisites};
pub use error::{Error, Result};
pub use free_ports::{free_port, is_free};
pub use guard::Signal;
pub use kafka::{KafkaOptions, KafkaPlace, KafkaServer};
pub use kafka_cluster::KafkaCluster;
pub use kafka_tools::{kafka_tool, kafka_tool_names};
pub use ports::{Port, PortChoice, Ports};
pub use postgres::{PostgresOptions, PostgresServer};
pub use program::Program;
pub use services::Service;
pub use stack::{Addresses, Notices, Part, RestartPolicy, Stack, StackOptions};
