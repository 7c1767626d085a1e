//! What generation knows of its field: work and its price, discounts, moderation and the states of a job.
//!
//! Absent on purpose: databases, gRPC, Kafka, providers, clocks and randomness. Everything here is a plain value or a
//! pure function; time and ids come in as arguments.

pub mod discount;
pub mod generation;
pub mod moderation;
pub mod pricing;
pub mod settlement;
pub mod work;
