//! What must be true of the log and of every answer, worked out apart from the ledger.
//!
//! The oracle follows the log's bytes with a JSON parser and BLAKE3, decides by the plain rules of `wallet.rs` what each entry
//! must say, and compares. It knows what was asked from the world that asked it. It uses nothing of the ledger's own code.

mod answers;
mod chain;
mod form;
mod holds;
mod refusal;
mod reversal;
mod wallet;

use std::collections::BTreeMap;

pub(crate) use answers::{Answers, Told};
pub(crate) use chain::{Chain, Entry};
pub(crate) use wallet::{Hold, Wallet};

use crate::asked::{Asked, Fact, Time};

/// Something that must never be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Violation(pub String);

/// Fails with a violation unless the condition holds.
macro_rules! demand {
    ($holds:expr, $($why:tt)+) => {
        if !$holds {
            return Err($crate::oracle::Violation(format!($($why)+)));
        }
    };
}
pub(crate) use demand;

/// Account, caller and idempotency key.
pub(crate) type Key = (String, String, String);

/// How an entry came to be: the world was there when its book decided it.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    /// When, in the order of all that books took up.
    pub(crate) moment: u64,
    /// By which start of which instance.
    pub(crate) by: u64,
    /// The clock of the instance that decided.
    pub(crate) at: Time,
    /// Whose attempt was decided, if a caller's was.
    pub(crate) attempt: Option<u64>,
    /// After this moment it must not have been.
    pub(crate) deadline: Option<Time>,
}

/// What an input record means.
#[derive(Debug, Clone)]
pub(crate) enum Meaning {
    /// It moves no tokens.
    Nothing,
    /// It cannot be understood, or is not this partition's.
    Rejected,
    /// It states this of this account.
    Fact(String, Fact),
}

/// One record of an input topic.
#[derive(Debug, Clone)]
pub(crate) struct InputRecord {
    pub(crate) event_id: String,
    pub(crate) meaning: Meaning,
}

/// All that the world has asked and seen of one partition.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// What was asked under a key, by the digest of the request.
    pub(crate) calls: BTreeMap<Key, BTreeMap<String, Asked>>,
    /// The input topics, by offset.
    pub(crate) inputs: BTreeMap<&'static str, Vec<InputRecord>>,
    /// By the entry's id.
    pub(crate) decided: BTreeMap<String, Decided>,
}
