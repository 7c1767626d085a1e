//! What is committed: the state that replaying the log yields.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use eventlog::ChainHash;
use kernel::AccountId;

use super::{CodecError, KeyDigest, RequestDigest};
use crate::domain::{BookEvent, Cause, Entry, Inconsistent, Kind, Wallet};

/// The log contradicts itself; serving from it would be guessing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Corrupt {
    /// An entry of the chain does not fit the wallet that it is about.
    #[error("the entry at offset {offset} does not fit its wallet: {cause}")]
    Wallet {
        /// Where the entry stands.
        offset: i64,
        /// What does not fit.
        cause: Inconsistent,
    },
    /// An entry states another balance than replaying it gives.
    #[error("the entry at offset {offset} states another balance than replaying it gives")]
    Balance {
        /// Where the entry stands.
        offset: i64,
    },
    /// An entry of the chain cannot be read: it is damaged, or a later version of this program wrote it.
    #[error("the entry at offset {offset} is part of the books and cannot be read: {cause}")]
    Unreadable {
        /// Where the entry stands.
        offset: i64,
        /// Why it cannot be read.
        cause: CodecError,
    },
    /// A decision of ours cannot be written or applied: a defect of this program.
    #[error("an entry could not be made: {0}")]
    Defect(String),
}

/// Who owns a partition, as its last valid claim says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The instance's name.
    pub instance: String,
    /// Where it answers gRPC.
    pub address: String,
    /// Counts claims; one higher than any before.
    pub term: u64,
}

/// Where the first answer to a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Remembered {
    pub(super) offset: i64,
    pub(super) digest: RequestDigest,
}

/// Everything that the valid entries up to an offset say.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) wallets: HashMap<AccountId, Wallet>,
    pub(super) keys: HashMap<KeyDigest, Remembered>,
    pub(super) next_inputs: BTreeMap<String, i64>,
    pub(super) owner: Option<Owner>,
    pub(super) last_time: DateTime<Utc>,
    pub(super) next_offset: i64,
    pub(super) head: Head,
    // When something falls due next, by account.
    due: BTreeSet<(DateTime<Utc>, AccountId)>,
    due_of: HashMap<AccountId, DateTime<Utc>>,
}

/// The chain's head; `Default` is the genesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head(pub(super) ChainHash);

impl Default for Head {
    fn default() -> Self {
        Self(ChainHash::GENESIS)
    }
}

impl State {
    /// Applies the valid entry at `offset`. `evolved` is its wallet after the entry where the caller has it already.
    pub(super) fn apply(
        &mut self,
        entry: &Entry,
        offset: i64,
        hash: ChainHash,
        evolved: Option<Wallet>,
    ) -> Result<(), Corrupt> {
        match &entry.kind {
            Kind::Wallet { account, balance, change } => {
                let wallet = self.wallets.entry(*account).or_default();
                if let Some(evolved) = evolved {
                    *wallet = evolved;
                } else {
                    wallet.evolve(change).map_err(|cause| Corrupt::Wallet { offset, cause })?;
                }
                if wallet.balance() != *balance {
                    return Err(Corrupt::Balance { offset });
                }
                let next_due = wallet.next_due_at();
                self.schedule(*account, next_due);
                self.remember(*account, &entry.cause, offset);
            }
            Kind::Book(BookEvent::Claimed { instance, term, address }) => {
                self.owner =
                    Some(Owner { instance: instance.clone(), address: address.clone(), term: *term });
            }
            Kind::Book(BookEvent::InputRejected { .. }) => {}
        }
        if let Some(input) = &entry.cause.input {
            self.advance_input(&input.topic, input.offset);
        }
        self.last_time = self.last_time.max(entry.time);
        self.head = Head(hash);
        self.next_offset = offset.saturating_add(1);
        Ok(())
    }

    /// A record that does not count.
    pub(super) fn pass_over(&mut self, offset: i64) {
        self.next_offset = offset.saturating_add(1);
    }

    /// The accounts with something due by `now`.
    pub(super) fn due(&self, now: DateTime<Utc>) -> Vec<AccountId> {
        self.due.iter().take_while(|(moment, _)| *moment <= now).map(|(_, account)| *account).collect()
    }

    /// Notes that an input has been dealt with.
    pub(super) fn advance_input(&mut self, topic: &str, offset: i64) {
        let next = offset.saturating_add(1);
        match self.next_inputs.get_mut(topic) {
            Some(known) => *known = next.max(*known),
            None => {
                self.next_inputs.insert(topic.to_owned(), next);
            }
        }
    }

    fn remember(&mut self, account: AccountId, cause: &Cause, offset: i64) {
        if !cause.key.is_empty() {
            let key = KeyDigest::of(account, &cause.caller, &cause.key);
            // The first answer stands.
            self.keys
                .entry(key)
                .or_insert(Remembered { offset, digest: RequestDigest::from_bytes(cause.digest) });
        }
    }

    fn schedule(&mut self, account: AccountId, next: Option<DateTime<Utc>>) {
        let known = match next {
            Some(moment) => self.due_of.insert(account, moment),
            None => self.due_of.remove(&account),
        };
        if known == next {
            return;
        }
        if let Some(moment) = known {
            self.due.remove(&(moment, account));
        }
        if let Some(moment) = next {
            self.due.insert((moment, account));
        }
    }
}
