//! The trial balance: all postings of a log, added up.

use std::collections::{BTreeMap, HashMap};

use contracts::common::v1::Balance;
use contracts::convert::Malformed;
use contracts::ledger::v1::LedgerEvent;
use kernel::AccountId;

use crate::{Account, Part, postings};

/// An entry that the trial balance does not accept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Imbalance {
    /// The entry has no postings that could be added up.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The entry's postings do not add up to zero.
    #[error("the entry {entry} is out of balance by {by} tokens")]
    Entry {
        /// The entry's id.
        entry: String,
        /// The sum of its postings.
        by: i128,
    },
    /// After the entry, a part of the wallet is below zero, or a debt above.
    #[error("after the entry {entry} the account {account} stands at {tokens}")]
    Overdrawn {
        /// The entry's id.
        entry: String,
        /// The account.
        account: Account,
        /// What it stands at.
        tokens: i128,
    },
    /// The entry states another balance than all postings so far yield.
    #[error("the entry {entry} states {stated} tokens {what}, and the postings yield {posted}")]
    Balance {
        /// The entry's id.
        entry: String,
        /// Of what.
        what: &'static str,
        /// As the entry has it.
        stated: u64,
        /// As the postings have it.
        posted: i128,
    },
}

/// What the parts of one wallet stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Neither used nor set aside nor frozen.
    pub free: i128,
    /// Set aside by open holds.
    pub held: i128,
    /// Set aside by refunds under way.
    pub reserved: i128,
    /// What is left of disputed orders.
    pub frozen: i128,
    /// What is owed, as a negative number.
    pub debt: i128,
}

impl Totals {
    /// What the owner owns: the sum of all parts.
    pub const fn owned(&self) -> i128 {
        self.free + self.held + self.reserved + self.frozen + self.debt
    }

    /// What can be spent or held.
    pub const fn available(&self) -> i128 {
        if self.debt == 0 { self.free } else { 0 }
    }

    /// What is there, and neither available nor held.
    pub const fn locked(&self) -> i128 {
        self.reserved + self.frozen + self.free - self.available()
    }

    const fn part(&mut self, part: Part) -> &mut i128 {
        match part {
            Part::Free => &mut self.free,
            Part::Held => &mut self.held,
            Part::Reserved => &mut self.reserved,
            Part::Frozen => &mut self.frozen,
            Part::Debt => &mut self.debt,
        }
    }

    // The first of `balance_after` that these totals contradict.
    fn contradicts(&self, balance: &Balance) -> Option<(&'static str, u64, i128)> {
        [
            ("available", balance.available, self.available()),
            ("held", balance.held, self.held),
            ("locked", balance.locked, self.locked()),
            ("owed", balance.debt, -self.debt),
        ]
        .into_iter()
        .find(|(_, stated, posted)| i128::from(*stated) != *posted)
    }
}

/// All postings of a log, added up. Entries of one wallet must come in their order; those of different wallets may come in any.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrialBalance {
    wallets: HashMap<AccountId, Totals>,
    others: BTreeMap<Account, i128>,
}

impl TrialBalance {
    /// Adds an entry, and checks it.
    ///
    /// # Errors
    /// The entry does not balance, overdraws a part of its wallet, or states another balance than the postings yield. It is
    /// added all the same (but for one that is malformed), so that one error does not hide the next.
    pub fn add(&mut self, event: &LedgerEvent) -> Result<(), Imbalance> {
        let postings = postings(event)?;
        let by: i128 = postings.iter().map(|posting| posting.tokens).sum();
        let mut overdrawn = None;
        for posting in postings {
            match &posting.account {
                Account::Wallet(wallet, part) => {
                    let total = self.wallets.entry(*wallet).or_default().part(*part);
                    *total += posting.tokens;
                    if (*part == Part::Debt && *total > 0) || (*part != Part::Debt && *total < 0) {
                        overdrawn.get_or_insert((posting.account, *total));
                    }
                }
                Account::Issued(_)
                | Account::Consumed(_)
                | Account::Refunded
                | Account::ClawedBack
                | Account::Expired => *self.others.entry(posting.account).or_default() += posting.tokens,
            }
        }
        let entry = || event.id.clone();
        if by != 0 {
            return Err(Imbalance::Entry { entry: entry(), by });
        }
        if let Some((account, tokens)) = overdrawn {
            return Err(Imbalance::Overdrawn { entry: entry(), account, tokens });
        }
        match self.contradiction(event) {
            Some((what, stated, posted)) => Err(Imbalance::Balance { entry: entry(), what, stated, posted }),
            None => Ok(()),
        }
    }

    fn contradiction(&self, event: &LedgerEvent) -> Option<(&'static str, u64, i128)> {
        let wallet: AccountId = event.account_id.parse().ok()?;
        let stated = event.balance_after.unwrap_or_default();
        self.wallet(wallet).contradicts(&stated)
    }

    /// What the parts of a wallet stand at.
    pub fn wallet(&self, wallet: AccountId) -> Totals {
        self.wallets.get(&wallet).copied().unwrap_or_default()
    }

    /// All wallets.
    pub fn wallets(&self) -> impl Iterator<Item = (AccountId, Totals)> {
        self.wallets.iter().map(|(wallet, totals)| (*wallet, *totals))
    }

    /// All accounts that belong to no wallet, in their order.
    pub fn others(&self) -> impl Iterator<Item = (&Account, i128)> {
        self.others.iter().map(|(account, tokens)| (account, *tokens))
    }

    /// The sum of all accounts: zero, if all entries balance.
    pub fn sum(&self) -> i128 {
        self.wallets.values().map(Totals::owned).sum::<i128>() + self.others.values().sum::<i128>()
    }
}
