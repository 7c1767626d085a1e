//! A statement as it stands in a file.

use chrono::{DateTime, Utc};
use eventlog::ChainHash;
use kernel::AccountId;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::source::folder::Octets;

/// The version of the format.
pub(super) const FORMAT: u32 = 1;

/// All that the books say of one account up to one head of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Statement {
    /// The version of the format.
    #[serde(rename = "tokenbook_statement")]
    pub(super) format: u32,
    pub(super) made_at: DateTime<Utc>,
    pub(super) account: AccountId,
    /// The partition of `ledger.events` that holds the account, of so many.
    pub(super) partition: i32,
    pub(super) partitions: i32,
    /// The newest entry of the partition, whoever's it is: everything below is as of here.
    pub(super) head: Head,
    pub(super) balance: serde_json::Value,
    pub(super) lots: serde_json::Value,
    pub(super) holds: serde_json::Value,
    /// The account's entries, all of them, oldest first.
    pub(super) entries: Vec<Line>,
    /// With `--with-chain`: every other record of the partition between the first of them and the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) between: Option<Vec<Between>>,
}

/// The chain's head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) offset: i64,
    pub(super) hash: ChainHash,
}

/// One entry of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) offset: i64,
    /// BLAKE3 of the value.
    pub(super) hash: ChainHash,
    /// The hash of the entry before it in the partition, as the value names it.
    pub(super) previous: ChainHash,
    /// The record's value, byte for byte.
    pub(super) value: Octets,
}

/// A record that is not the account's, or is void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Between {
    pub(super) offset: i64,
    pub(super) value: Octets,
}

/// A part of a statement that is compared as a whole.
pub(super) fn value(part: &impl Serialize) -> Result<serde_json::Value, Error> {
    serde_json::to_value(part).map_err(|error| Error::Defect(error.to_string()))
}
