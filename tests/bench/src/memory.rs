//! The memory of a wallet and of a remembered idempotency key: by how much the ledger's own memory grows with a known number of each.
//!
//! Tables grow by doubling, so the true cost at another number lies between half and twice of what is found at this one.

use std::fs;

use runtime::{BoxError, Clock};
use serde::Serialize;

use crate::accounts::Accounts;
use crate::ledger::Ledger;
use crate::payments::Payments;

/// Fewer keys than this say nothing: buffers grow too.
const ENOUGH_KEYS: u64 = 100_000;

/// How far the ledger's memory has grown.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Memory {
    /// New wallets with one lot each, and the key of the payment that opened it.
    pub(crate) wallets: u64,
    pub(crate) wallet_bytes: u64,
    /// Keys remembered during the steps.
    pub(crate) keys: u64,
    /// Absent after too few.
    pub(crate) key_bytes: Option<u64>,
    /// All of it at the end, in KiB.
    pub(crate) resident_kib: u64,
}

impl Memory {
    /// Before the steps: opens wallets, and sees by how much the ledger grows.
    pub(crate) async fn of_wallets(ledger: &Ledger, wallets: u32) -> Result<Self, BoxError> {
        // Buffers on the way of a flood of payments grow as well: the first ones fill them, and are not counted.
        open(ledger, wallets).await?;
        let before = resident_kib(ledger)?;
        open(ledger, wallets).await?;
        let after = resident_kib(ledger)?;
        let wallets = u64::from(wallets);
        Ok(Self {
            wallets,
            wallet_bytes: bytes_each(before, after, wallets),
            keys: answered(ledger.accounts()),
            key_bytes: None,
            resident_kib: after,
        })
    }

    /// After the steps: sees by how much the ledger has grown with the keys that it remembers since.
    pub(crate) fn with_keys(self, ledger: &Ledger) -> Result<Self, BoxError> {
        let keys = answered(ledger.accounts()).saturating_sub(self.keys);
        let resident_kib = resident_kib(ledger)?;
        let key_bytes = (keys >= ENOUGH_KEYS).then(|| bytes_each(self.resident_kib, resident_kib, keys));
        Ok(Self { keys, key_bytes, resident_kib, ..self })
    }
}

async fn open(ledger: &Ledger, wallets: u32) -> Result<(), BoxError> {
    let clock = Clock::system();
    let ids: Vec<String> = (0..wallets).map(|_| clock.new_id().to_string()).collect();
    Payments::new(ledger.kafka())?.all(&ids, 1).await?;
    ledger.wait_for_credits(&ids).await?;
    ledger.wait_for_token_log().await.map(drop)
}

/// Each token was spent by a call of its own.
fn answered(accounts: &Accounts) -> u64 {
    accounts.spent().map(|(_, spent)| spent).sum()
}

fn bytes_each(before_kib: u64, after_kib: u64, count: u64) -> u64 {
    after_kib.saturating_sub(before_kib).saturating_mul(1024) / count.max(1)
}

/// What the process holds itself, without files that are mapped.
fn resident_kib(ledger: &Ledger) -> Result<u64, BoxError> {
    let pid = ledger.pid().ok_or("the ledger has ended")?;
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    anonymous_kib(&status).ok_or_else(|| "the kernel does not say how much memory the ledger has".into())
}

fn anonymous_kib(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{anonymous_kib, bytes_each};

    #[test]
    fn memory_is_what_the_kernel_calls_anonymous() {
        let status = "VmRSS:\t  300 kB\nRssAnon:\t     123 kB\nRssFile:\t 177 kB\n";
        assert_eq!(anonymous_kib(status), Some(123));
        assert_eq!(bytes_each(100, 300, 1_000), 204);
    }
}
