//! What the book writes: past tense, full of facts, enough to evolve a wallet without deciding again.

use chrono::{DateTime, Utc};
use kernel::{AccountId, EntryId, HoldId, LotId, Reason, SettlementTerms, Tokens};

use super::{LotPart, LotSource};

/// The business object that a movement of tokens is about, such as (`generation`, its id).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reference {
    /// What it is.
    pub kind: String,
    /// Which one.
    pub id: String,
}

impl Reference {
    /// The business object of this kind with this id.
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: id.into() }
    }
}

/// A wallet seen at one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// What can be spent or held; none while there is a debt.
    pub available: Tokens,
    /// What open holds have set aside.
    pub held: Tokens,
    /// What is owed.
    pub debt: Tokens,
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
    pub caller: String,
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
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are about wallets; a box would cost every one of them"
)]
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

/// What can happen to a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The account was registered.
    Opened,
    /// A lot was added.
    Credited {
        /// The new lot.
        lot: LotId,
        /// How many tokens, before debt was repaid.
        tokens: Tokens,
        /// Where they came from.
        source: LotSource,
        /// When what is left is taken back.
        expires_at: Option<DateTime<Utc>>,
        /// How many of them repaid a debt.
        debt_repaid: Tokens,
        /// The order, grant or adjustment.
        reference: Reference,
    },
    /// Tokens were set aside.
    Held {
        /// The new hold.
        hold: HoldId,
        /// How many tokens.
        tokens: Tokens,
        /// Of which lots.
        parts: Vec<LotPart>,
        /// When it releases itself.
        expires_at: DateTime<Utc>,
        /// What each outcome costs.
        terms: SettlementTerms,
        /// The work.
        reference: Reference,
    },
    /// A hold lives longer.
    HoldExtended {
        /// Which hold.
        hold: HoldId,
        /// Until when.
        expires_at: DateTime<Utc>,
    },
    /// Tokens were used.
    Deducted(Deduction),
    /// A hold ended without a (further) charge.
    Released {
        /// Which hold.
        hold: HoldId,
        /// How many tokens are free again.
        tokens: Tokens,
        /// Of which lots.
        parts: Vec<LotPart>,
        /// Why.
        reason: Option<Reason>,
        /// The work.
        reference: Reference,
    },
    /// What was left of a promotional lot was taken back after its period.
    LotExpired {
        /// Which lot.
        lot: LotId,
        /// How many tokens.
        tokens: Tokens,
    },
    /// A command was refused; the balance is the one that it saw.
    Refused {
        /// The command's name.
        command: &'static str,
        /// Why.
        reason: Reason,
        /// The tokens asked for.
        tokens: Tokens,
        /// The hold that it was about.
        hold: Option<HoldId>,
        /// What it was about.
        reference: Option<Reference>,
    },
}

/// Tokens used: a capture, a settlement or a single spend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deduction {
    /// The hold that was charged; `None` for a single spend.
    pub hold: Option<HoldId>,
    /// All tokens used, over-capture included.
    pub tokens: Tokens,
    /// From which lots: parts of the hold, or of free tokens for a single spend.
    pub parts: Vec<LotPart>,
    /// From which lots beyond the hold.
    pub over_captured: Vec<LotPart>,
    /// What the same entry gave back.
    pub released: Vec<LotPart>,
    /// Whether the hold ended.
    pub closes_hold: bool,
    /// Why a failure was charged.
    pub reason: Option<Reason>,
    /// The category of prohibited content.
    pub detail: String,
    /// The work.
    pub reference: Reference,
    /// The price before discounts, where it differs.
    pub list_tokens: Tokens,
    /// The promotion that made the difference.
    pub promotion: String,
}
