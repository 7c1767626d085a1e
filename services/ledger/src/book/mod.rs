//! One partition's book as a state machine without I/O, clock or randomness: messages in, actions out.
//!
//! The protocol (`docs/LEDGER.md` tells why it is safe):
//!
//! 0. **Resting.** The consumer group says who should own a partition. A book to which it is not assigned decides and answers nothing.
//! 1. **Reading.** Assigned, the book reads the log from the last offset that it knows to be committed. A record counts if and only if it names
//!    the head of the chain.
//! 2. **Claiming.** At the end it appends `BookClaimed`. Acknowledged at the offset where it expected, the book is its own: whatever an
//!    earlier owner, or its own earlier self, still sends names an older head and is void. Anywhere else, it reads on and claims again.
//! 3. **Owning.** Commands are decided one after another on a speculative state and appended without waiting. An entry acknowledged at
//!    the offset right after its predecessor's is committed, and only then is anything answered. Any other acknowledgement, or none, means
//!    that the outcome is unknown: back to reading. After the next claim every pending caller gets a definite answer. A question is
//!    answered once the broker has told where the log ended after it came, and everything before that end is known.
//! 4. **Leaving.** When the group takes the partition away, the book takes nothing new, sees off what is in flight, and rests.
//!
//! Absent on purpose: Kafka, gRPC, threads, time (it comes with each message), the form of a record (a [`Codec`] knows it).

mod answers;
mod keys;
mod machine;
mod ownership;
mod questions;
mod record;
mod state;

pub(crate) use answers::FirstAnswer;
pub use keys::{KeyDigest, RequestDigest, RequestMark};
pub use machine::{Book, Instance};
pub use record::Judged;
pub(crate) use state::Head;
pub use state::{BookState, Corrupt, Effect, Owner, Took};

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use eventlog::{ChainHash, previous_of};
use kernel::{AccountId, HoldId};
use uuid::Uuid;

use crate::domain::{Balance, Command, Entry, Hold, InputPosition};

/// The form of an entry in the log. Encoding must be deterministic: the hash of the bytes is the next entry's `previous`.
pub trait Codec {
    /// The record's value for an entry that follows `previous`.
    ///
    /// # Errors
    /// The entry has no published form; that is a defect, not a caller's fault.
    fn encode(&self, entry: &Entry, previous: ChainHash) -> Result<Vec<u8>, CodecError>;

    /// The entry that a record's value holds, and the hash that it names.
    ///
    /// # Errors
    /// The value is not an entry.
    fn decode(&self, value: &[u8]) -> Result<(Entry, ChainHash), CodecError>;

    /// The hash that a record's value names as its predecessor, whether or not the rest can be understood.
    fn previous(&self, value: &[u8]) -> Option<ChainHash> {
        previous_of(value)
    }

    /// [`Self::previous`] and what the entry changes, as [`Self::decode`] would tell: replay needs no more of it, and may get it quicker.
    fn judge(&self, value: &[u8]) -> (Option<ChainHash>, Result<Effect, CodecError>) {
        (self.previous(value), self.decode(value).map(|(entry, _)| entry.into()))
    }
}

/// Where the ids of entries come from.
pub trait Ids {
    /// An id that nobody else makes.
    fn next_id(&mut self) -> Uuid;
}

/// An entry cannot be written, or a value is not an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CodecError(pub String);

/// A command with who asks for it and under which key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Whose wallet.
    pub account: AccountId,
    /// The verified name of the caller, or the input's topic.
    pub caller: Arc<str>,
    /// The caller's idempotency key, or the input's business key.
    pub key: Box<str>,
    /// Tells a repetition from another request under the same key.
    pub digest: RequestDigest,
    /// What is asked.
    pub command: Command,
    /// After this moment it must not be decided any more.
    pub deadline: Option<DateTime<Utc>>,
    /// The trace that it belongs to (W3C `traceparent`), carried on by the entry's record.
    pub trace: Option<Box<str>>,
}

/// A question about a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Query {
    /// Its balance.
    Balance(AccountId),
    /// One of its open holds.
    Hold(AccountId, HoldId),
}

/// What comes into the book. `T` is the shell's way back to a caller.
#[derive(Debug, Clone)]
pub enum Message<T> {
    /// The group gives the partition to this instance.
    Assigned,
    /// The group takes the partition away.
    Revoked,
    /// A caller's command.
    Command(T, Box<Request>),
    /// A question.
    Query(T, Query),
    /// An event of another topic that is a command to a wallet. `epoch` is the one of the [`Action::InputsFrom`] that asked for it.
    Input {
        /// Which reading of the inputs it belongs to.
        epoch: u64,
        /// Where it stands.
        position: InputPosition,
        /// What it asks.
        request: Box<Request>,
    },
    /// An event of another topic that could not be understood; it is in the dead letters by now.
    InputRejected {
        /// Which reading of the inputs it belongs to.
        epoch: u64,
        /// Where it stands.
        position: InputPosition,
        /// What is wrong with it.
        detail: String,
    },
    /// The broker has the entry, at this offset if it told one.
    Acked {
        /// Of the [`Action::Append`].
        seq: u64,
        /// Where it stands; `None` where the broker only said that it had it already.
        offset: Option<i64>,
    },
    /// The entry could not be delivered; it may still land.
    Lost {
        /// Of the [`Action::Append`].
        seq: u64,
    },
    /// A record of the log, while the book reads; or while it rests, to keep it warm.
    Record {
        /// Its offset.
        offset: i64,
        /// Its value, byte for byte.
        value: bytes::Bytes,
    },
    /// Records one after another, judged by a thread that took the work off the book's. Only for a book that starts: one whose callers wait for outcomes
    /// passes it over, since they are owed the whole entry.
    Judged(Vec<Judged>),
    /// What the log says up to an offset, from a snapshot that was checked against the log. Only a book that knows nothing yet takes it.
    Restored(Box<BookState>),
    /// The reading has come to the log's end as it was when the reading began.
    End {
        /// The offset that the next record will have.
        next_offset: i64,
    },
    /// Where the log ends, looked up after it was asked for.
    EndIs {
        /// Of the [`Action::AskEnd`].
        ask: u64,
        /// The offset that the next record will have, counting every record that may have been acknowledged to anybody.
        next_offset: i64,
    },
    /// Time goes by.
    Tick,
}

/// What the book wants done.
#[derive(Debug, Clone)]
pub enum Action<T> {
    /// Append a record, after all those asked for before. Answered by [`Message::Acked`] or [`Message::Lost`], in order.
    Append {
        /// Identifies it in the answer.
        seq: u64,
        /// The entry, for the record's key and headers.
        entry: Arc<Entry>,
        /// The record's value.
        value: Vec<u8>,
        /// The trace that it belongs to.
        trace: Option<Box<str>>,
    },
    /// Tell a caller.
    Reply(T, Reply),
    /// Read the log from here to its end: [`Message::Record`]s, then [`Message::End`].
    ReadFrom {
        /// The first offset wanted.
        offset: i64,
    },
    /// Ask the broker where the log ends now; answered by [`Message::EndIs`]. A value from before this moment must not be used.
    AskEnd {
        /// Identifies it in the answer.
        ask: u64,
    },
    /// The partition is another instance's to serve: stop the inputs. Until it is assigned again, requests are turned away.
    Rest,
    /// (Re)start the inputs: each topic from its offset here, topics that are not named from their beginning.
    InputsFrom {
        /// Marks what comes of it; inputs of an earlier epoch are passed over.
        epoch: u64,
        /// The next offset by topic.
        next_offsets: BTreeMap<String, i64>,
    },
    /// The books are damaged: nothing more can be done with this partition, and nothing must be.
    Halt(Corrupt),
}

/// An entry that is in the books for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The entry.
    pub entry: Arc<Entry>,
    /// Where it stands in the partition.
    pub offset: i64,
}

/// What a caller is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The command's entry is in the books; a refusal is an entry too.
    Committed(Committed),
    /// The same request was decided before: its answer is the entry at this offset.
    Recall(i64),
    /// The key was used with another request.
    KeyReused,
    /// This attempt has had no effect and never will have, nor will any under its key that was decided before, by whomever. One that no book has
    /// decided yet may still be.
    NotApplied,
    /// Another instance should own the book. Nothing came or will come of the request here; the owner knows what became of
    /// earlier attempts.
    NotOwner,
    /// The book does not take requests yet, or had to stop. Nothing came or will come of this request; nothing is said about
    /// earlier attempts.
    NotReady,
    /// The deadline had passed before it could be decided: as [`Self::NotApplied`].
    DeadlinePassed,
    /// A balance.
    Balance(Balance),
    /// An open hold, if it is one.
    Hold(Option<Box<Hold>>),
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;
