//! What the book writes: an entry says when, why and for which wallet something changed, and what the wallet is after it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{AccountId, EntryId, OrderId, Tokens};

use super::Change;

/// The business object that a movement of tokens is about, such as (`generation`, its id). A command, what came of it and the hold that it made
/// share it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference(Option<Arc<Named>>);

#[derive(Debug, PartialEq, Eq)]
struct Named {
    kind: Box<str>,
    id: Box<str>,
}

impl Reference {
    /// The business object of this kind with this id; none if both are empty.
    pub fn new(kind: impl Into<Box<str>>, id: impl Into<Box<str>>) -> Self {
        let named = Named { kind: kind.into(), id: id.into() };
        Self((!named.kind.is_empty() || !named.id.is_empty()).then(|| Arc::new(named)))
    }

    /// What it is.
    pub fn kind(&self) -> &str {
        self.0.as_ref().map_or("", |named| &named.kind)
    }

    /// Which one.
    pub fn id(&self) -> &str {
        self.0.as_ref().map_or("", |named| &named.id)
    }

    /// The order, if it is one.
    pub fn order(&self) -> Option<OrderId> {
        if self.kind() == "order" { self.id().parse().ok() } else { None }
    }
}

/// A wallet seen at one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// What can be spent or held; none while there is a debt.
    pub available: Tokens,
    /// What open holds have set aside.
    pub held: Tokens,
    /// What is there but not to be used now: reserved by refunds, frozen by disputes, or about to repay the debt. The wallet owns
    /// available + held + locked - debt.
    pub locked: Tokens,
    /// What is owed.
    pub debt: Tokens,
    /// Whether an operator froze the wallet.
    pub frozen: bool,
    /// The number of the last entry; 0 for a wallet without any.
    pub version: u64,
}

/// Where an input stands in its topic; the partition is the book's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputPosition {
    /// The topic.
    pub topic: String,
    /// The record's offset.
    pub offset: i64,
    /// The event's id.
    pub event_id: String,
}

/// What made the book write an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cause {
    /// The verified name of the caller, the input's topic, or `schedule`.
    pub caller: Arc<str>,
    /// The caller's key, or an input's business key; empty for what the book does by itself.
    pub key: String,
    /// A digest of the request, by which a repetition is told from another request under the same key.
    pub digest: [u8; 16],
    /// The event that caused it, if an event did.
    pub input: Option<InputPosition>,
}

/// One entry of the books, without the hash that chains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// When it was decided; never before the entry that it follows.
    pub time: DateTime<Utc>,
    /// What made the book write it.
    pub cause: Cause,
    /// What it says.
    pub kind: Kind,
}

/// An entry is about one wallet, or about the book itself.
#[expect(clippy::large_enum_variant, reason = "nearly every entry is of the large kind")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Something happened to a wallet.
    Wallet {
        /// Whose wallet.
        account: AccountId,
        /// The wallet after it; its version counts entries without gaps.
        balance: Balance,
        /// What happened.
        change: Change,
    },
    /// Something happened to the book.
    Book(BookEvent),
}

/// What can happen to a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookEvent {
    /// An instance became its one writer.
    Claimed {
        /// Which instance.
        instance: String,
        /// One higher than any term before.
        term: u64,
        /// Where it answers.
        address: String,
    },
    /// An input could not be understood and went to the dead letters.
    InputRejected {
        /// What is wrong with it.
        detail: String,
    },
}
