//! A real Kafka and a real PostgreSQL for tests.
