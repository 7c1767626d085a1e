//! The memory of a wallet and of a remembered idempotency key, as [`bin/memory.rs`](bin/memory.rs) finds it.

use runtime::BoxError;
use serde::{Deserialize, Serialize};

use crate::process;

/// What each costs.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// A wallet with one lot.
    pub(crate) wallet: Cost,
    /// A remembered key.
    pub(crate) key: Cost,
}

/// Bytes that one costs, by how full the tables are: between two doublings.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Cost {
    pub(crate) mean: u64,
    pub(crate) least: u64,
    pub(crate) most: u64,
}

impl Memory {
    /// Of up to so many wallets, and as many keys.
    pub(crate) async fn of(count: u32) -> Result<Self, BoxError> {
        let output = process::output("tokenbook-bench-memory", &[count.to_string()]).await?;
        serde_json::from_slice(&output).map_err(Into::into)
    }
}
