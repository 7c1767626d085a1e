//! Kafka as Tokenbook uses it: topics, the idempotent producer, the chain reader, consumers with dead letters.
