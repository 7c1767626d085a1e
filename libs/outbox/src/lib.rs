//! The transactional outbox in PostgreSQL and the relay that publishes it in order; and the other direction, the
//! positions of a consumer that keeps them in the same database.
//!
//! A service inserts an event in the transaction of the change that it tells of ([`insert`]): both happen or neither. The
//! [`Relay`] publishes what is committed and deletes it once the broker has acknowledged it. A crash in between publishes an
//! event twice, never not at all, so consumers are idempotent by business key.
//!
//! For records that come in, [`advance_position`] stores how far the service has come in the transaction of
//! the record's effect, and says whether the record is new.
//!
//! A service includes the tables by copying `migrations/outbox.sql`, the text of [`MIGRATION`], into its own migrations.
//!
//! Absent on purpose: a high watermark of published ids. Ids become visible in the order of commits, not of
//! numbers; a relay that remembered the highest would lose events. This one takes what is there.

mod event;
mod positions;
mod relay;
mod transaction;

pub use event::{InsertError, OutboxEvent, insert};
pub use positions::{
    Advanced, ChainStep, PositionError, Positions, StoredPosition, advance_chains, advance_position,
    load_positions,
};
pub use relay::Relay;
pub use transaction::begin;

/// The tables of the outbox and of the consumer's positions.
pub const MIGRATION: &str = include_str!("../migrations/outbox.sql");

/// The channel on which an insert wakes the relay.
const CHANNEL: &str = "outbox";

/// The class of the advisory locks that keep the ids of one key in the order of their commits ("tkey").
const KEY_LOCKS: i32 = 0x746b_6579;

/// The advisory lock of the one active relay of a database ("trelay").
const RELAY_LOCK: i64 = 0x7472_656c_6179;
