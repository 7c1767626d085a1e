//! Kafka as Tokenbook uses it: topics, the idempotent producer, the chain reader, consumers with dead letters.
//!
//! The only crate that speaks to Kafka. It moves bytes and headers: what a value means is the business of
//! whoever calls it, so this crate knows neither the contracts nor any domain.
//!
//! | for | use |
//! |---|---|
//! | creating and checking topics at start | [`ensure_topics`] |
//! | publishing facts | [`Publisher`] (services with a database go through the `outbox` crate) |
//! | following topics from positions kept in one's own database | [`InputConsumer`], [`LedgerFeed`], [`consume()`] |
//! | the rule that says which ledger records count | [`ChainVerifier`] |
//! | the ledger's own way into the log | [`Appender`] |
//! | replay and point reads | [`LogReader`], [`PointReader`]; of batches as they lie, [`Records`] |
//! | what cannot be processed | [`DeadLetters`] |
//! | sharing partitions with other processes | [`Membership`] |
//!
//! Absent on purpose: Kafka transactions (the hash chain is the fence), positions kept by groups (they live in the consumer's database; group
//! offsets only show the lag, and a group's members only learn which partitions should be theirs), compaction and retention (the topics are the
//! books; only [`Topic::OWNERS`], which can be lost, keeps no more than the latest word on each key).

mod append;
mod chain;
mod client;
mod consume;
mod consumer;
mod dead_letters;
mod error;
mod feed;
mod fetch;
mod format;
mod hashing;
mod headers;
mod membership;
mod point;
mod publisher;
mod read;
mod received;
mod topic;
mod topics;
mod wire;

pub use append::{Appender, Delivery, Fate, Gathering};
pub use chain::{ChainHash, ChainHashError, ChainPosition, ChainVerifier, Verdict, previous_of};
pub use client::KafkaSettings;
pub use consume::{ConsumeError, Feed, HandleError, Handled, Handler, consume};
pub use consumer::{InputConsumer, StartAt};
pub use dead_letters::{Clock, DeadLetters};
pub use error::LogError;
pub use feed::{LedgerFeed, PreviousOf};
pub use fetch::{Records, SeenRecord};
pub use headers::{CloudEvent, Headers, HeadersError};
pub use kernel::partition_of;
pub use membership::{Membership, Sharing};
pub use point::PointReader;
pub use publisher::{Acknowledgement, MAX_EVENT_BYTES, OutgoingEvent, Position, PublishError, Publisher};
pub use read::{LogReader, LogRecord, RangeReader, WholeRangeReader};
pub use received::{ChainLink, Received};
pub use topic::{InvalidTopic, Topic};
pub use topics::{TopicError, ensure_latest, ensure_topics};
