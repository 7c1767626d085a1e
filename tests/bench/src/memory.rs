//! The memory of a wallet and of a remembered idempotency key, as [`bin/memory.rs`](bin/memory.rs) finds it.

use runtime::BoxError;
use serde::{Deserialize, Serialize};

use crate::process;

/// What each costs.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Memory {
    /// A wallet with one lot.
    pub(crate) wallet: Cost,
    /// A remembered key.
    pub(crate) key: Cost,
}

/// Bytes that one costs, by how full the tables are: between two doublings.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Cost {
    pub(crate) mean: u64,
    pub(crate) least: u64,
    pub(crate) most: u64,
}

/// What the program finds: bytes that one costs, at each look.
#[derive(Deserialize)]
struct Found {
    wallet: Vec<u64>,
    key: Vec<u64>,
}

impl Cost {
    fn of(found: &[u64]) -> Option<Self> {
        let mean = found.iter().sum::<u64>().checked_div(found.len() as u64)?;
        Some(Self { mean, least: *found.iter().min()?, most: *found.iter().max()? })
    }
}

impl Memory {
    /// Of up to so many wallets, and as many keys.
    pub(crate) async fn of(count: u32) -> Result<Self, BoxError> {
        let output = process::output("tokenbook-bench-memory", &[count.to_string()]).await?;
        let Found { wallet, key } = serde_json::from_slice(&output)?;
        let costs = Cost::of(&wallet).zip(Cost::of(&key));
        let (wallet, key) = costs.ok_or("nothing was counted")?;
        Ok(Self { wallet, key })
    }
}

#[cfg(test)]
mod tests {
    use super::Cost;

    #[test]
    fn a_cost_is_the_mean_of_all_looks_with_its_extremes() {
        let Cost { mean, least, most } = Cost::of(&[40, 30, 80]).unwrap();
        assert_eq!((mean, least, most), (50, 30, 80));
        assert!(Cost::of(&[]).is_none());
    }
}
