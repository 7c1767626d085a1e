//! Tokenbook on one machine: Kafka, PostgreSQL and every service, started by one command.
