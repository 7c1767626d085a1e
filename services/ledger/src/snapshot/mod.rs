//! Snapshots: what a book knows at one offset of its log, so that a start need not read the log from its beginning.
//!
//! A snapshot is never the truth. It is bound to the log by the offset and the hash of the chain's head, and used only if the log still
//! has that very entry there; a missing, old or damaged one costs time. Who makes them reads the log like anyone else and shares
//! nothing with the engines (`docs/LEDGER.md` says why).
//!
//! | module | holds |
//! |---|---|
//! | `form`, `wallet`, `values` | the bytes of a snapshot; pure |
//! | `follower` | from one snapshot to the next; pure |
//! | `store` | where snapshots are kept: a folder, or S3 |
//! | `keeper` | the thread that makes them |
//!
//! Absent on purpose: conversion of older versions (the log has everything), encryption (digests, ids and amounts only; the store's own
//! encryption serves).

mod follower;
mod form;
mod keeper;
mod store;
mod values;
mod wallet;

use eventlog::ChainHash;
use kernel::AccountId;

pub use self::follower::Follower;
pub use self::keeper::{Keeper, Owned};
pub(crate) use self::store::value_in;
pub use self::store::{Place, SnapshotStore, StoreError};
use crate::book::BookState;
use crate::domain::Inconsistent;

/// Why a snapshot is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It does not begin like one.
    #[error("it is no snapshot")]
    NoSnapshot,
    /// Another version of this program made it.
    #[error("its form is of version {0}, which this program does not read")]
    OtherVersion(u32),
    /// It is not as long as it says.
    #[error("it is not as long as it says")]
    Truncated,
    /// Its hash is not that of its bytes.
    #[error("its checksum is wrong")]
    Checksum,
    /// It is of another partition.
    #[error("it is of partition {0}")]
    OtherPartition(i32),
    /// Its checksum is right, and yet it does not read: a defect of the program that made it.
    #[error("it cannot be read: {0}")]
    Unreadable(&'static str),
    /// A wallet contradicts itself: a defect of the program that made it.
    #[error("the wallet of account {account} contradicts itself: {cause}")]
    Wallet {
        /// Whose.
        account: AccountId,
        /// How.
        cause: Inconsistent,
    },
    /// The log does not reach as far.
    #[error("the log does not reach to offset {0}, where it was made")]
    BeyondTheLog(i64),
    /// The log has another entry where the chain's head should be: the snapshot was made from another log.
    #[error("the log has another entry at offset {0}, where it was made")]
    OtherLog(i64),
}

impl From<values::Unreadable> for Damage {
    fn from(values::Unreadable(what): values::Unreadable) -> Self {
        Self::Unreadable(what)
    }
}

/// A state as a snapshot of a partition.
pub fn encode(partition: i32, state: &BookState) -> Vec<u8> {
    form::write(partition, state, &[])
}

/// The state that a snapshot of `partition` holds. Whether the log agrees, [`check_head`] tells.
///
/// # Errors
/// It is damaged, or not for this book: replay the log instead.
pub fn restore(partition: i32, bytes: &[u8]) -> Result<BookState, Damage> {
    let form::Opened { mut state, keys } = form::open(partition, bytes)?;
    form::take_keys(keys, &mut state)?;
    Ok(state)
}

/// Whether the log has the entry that a state rests on: `value` is what stands at the head's offset, if the log reaches that far.
///
/// # Errors
/// It does not: the state is of another log.
pub fn check_head(state: &BookState, value: Option<&[u8]>) -> Result<(), Damage> {
    let Some((offset, head)) = state.head() else { return Err(Damage::BeyondTheLog(-1)) };
    match value {
        None => Err(Damage::BeyondTheLog(offset)),
        Some(value) if ChainHash::of(value) == head => Ok(()),
        Some(_) => Err(Damage::OtherLog(offset)),
    }
}

#[cfg(test)]
mod tests;
