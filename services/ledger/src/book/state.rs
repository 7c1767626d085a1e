//! What is committed: the state that replaying the log yields.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use eventlog::ChainHash;
use foldhash::fast::RandomState;
use kernel::AccountId;

use super::answers::{FirstAnswer, FirstAnswers};
use super::{Codec, CodecError, Judged, KeyDigest, RequestDigest};
use crate::domain::{BookEvent, Entry, Inconsistent, Kind, Wallet};

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

/// What an entry says, as far as it changes what is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// When it was decided.
    pub time: DateTime<Utc>,
    /// What happened. Of a change, facts that change no wallet may be left out.
    pub kind: Kind,
    /// The key under which it is the first answer.
    pub key: Option<(KeyDigest, RequestDigest)>,
    /// The topic and offset of the input that caused it.
    pub input: Option<(String, i64)>,
}

impl From<Entry> for Effect {
    fn from(entry: Entry) -> Self {
        let key = key_of(&entry);
        let input = entry.cause.input.map(|input| (input.topic, input.offset));
        Self { time: entry.time, kind: entry.kind, key, input }
    }
}

/// The key under which an entry is the first answer.
fn key_of(entry: &Entry) -> Option<(KeyDigest, RequestDigest)> {
    let Kind::Wallet { account, .. } = &entry.kind else { return None };
    let cause = &entry.cause;
    (!cause.key.is_empty()).then(|| {
        (KeyDigest::of(*account, &cause.caller, &cause.key), RequestDigest::from_bytes(cause.digest))
    })
}

/// The same, borrowed.
pub(super) struct Says<'a> {
    time: DateTime<Utc>,
    kind: &'a Kind,
    key: Option<(KeyDigest, RequestDigest)>,
    input: Option<(&'a str, i64)>,
}

impl<'a> Says<'a> {
    /// What an entry of our own says, whose key is known.
    pub(super) fn of(entry: &'a Entry, key: Option<(KeyDigest, RequestDigest)>) -> Self {
        let input = entry.cause.input.as_ref().map(|input| (input.topic.as_str(), input.offset));
        Self { time: entry.time, kind: &entry.kind, key, input }
    }
}

impl<'a> From<&'a Effect> for Says<'a> {
    fn from(effect: &'a Effect) -> Self {
        let input = effect.input.as_ref().map(|(topic, offset)| (topic.as_str(), *offset));
        Self { time: effect.time, kind: &effect.kind, key: effect.key, input }
    }
}

/// What a record turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Took {
    /// An entry of the books, which is applied now.
    Entry,
    /// Void, or not the next one.
    Nothing,
}

/// Everything that the valid entries up to an offset say. Two readers of one log have the same.
///
/// Tables of ids and digests use `foldhash`: `SipHash` would take as long as all else that a table does in a replay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookState {
    // In boxes: a table has room for up to twice as many as there are.
    pub(crate) wallets: HashMap<AccountId, Box<Wallet>, RandomState>,
    pub(crate) answers: FirstAnswers,
    pub(crate) next_inputs: BTreeMap<String, i64>,
    pub(crate) owner: Option<Owner>,
    pub(crate) last_time: DateTime<Utc>,
    pub(crate) next_offset: i64,
    pub(crate) head: Head,
    // Where the head stands; what follows it below `next_offset` is void.
    pub(crate) head_offset: Option<i64>,
    // The highest term of any claim that was read, valid or void.
    pub(crate) seen_term: u64,
    // The accounts with something that falls due, the soonest first.
    due: BTreeSet<(DateTime<Utc>, AccountId)>,
}

/// The chain's head; `Default` is the genesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head(pub(crate) ChainHash);

impl Default for Head {
    fn default() -> Self {
        Self(ChainHash::GENESIS)
    }
}

impl BookState {
    /// Where it goes on: the offset after the last record that it knows.
    pub const fn next_offset(&self) -> i64 {
        self.next_offset
    }

    /// The last entry of the chain: its offset and its hash. None before the first.
    pub fn head(&self) -> Option<(i64, ChainHash)> {
        self.head_offset.map(|offset| (offset, self.head.0))
    }

    /// How many wallets it knows.
    pub fn wallets(&self) -> usize {
        self.wallets.len()
    }

    /// Reads a record of the log, as a book does.
    ///
    /// # Errors
    /// The log contradicts itself.
    pub fn read(&mut self, codec: &impl Codec, offset: i64, value: &[u8]) -> Result<Took, Corrupt> {
        self.take(&Judged::of(codec, offset, value))
    }

    /// Takes a record that was judged by itself: applies it if it extends the chain.
    ///
    /// # Errors
    /// The log contradicts itself.
    pub fn take(&mut self, judged: &Judged) -> Result<Took, Corrupt> {
        let Judged { offset, previous, hash, effect } = judged;
        let (offset, hash) = (*offset, *hash);
        if offset != self.next_offset {
            return Ok(Took::Nothing);
        }
        let extends = *previous == Some(self.head.0);
        let effect = match effect {
            Ok(effect) => effect,
            // Written by a later version, or damaged: it is part of the books, and what follows rests on it.
            Err(cause) if extends => {
                return Err(Corrupt::Unreadable { offset, cause: CodecError::clone(cause) });
            }
            Err(_) => {
                self.pass_over(offset);
                return Ok(Took::Nothing);
            }
        };
        self.see(&effect.kind);
        if !extends {
            self.pass_over(offset);
            return Ok(Took::Nothing);
        }
        self.apply(&Says::from(effect), offset, hash, None)?;
        Ok(Took::Entry)
    }

    /// Notes the term of a claim, valid or void.
    pub(super) fn see(&mut self, kind: &Kind) {
        if let Kind::Book(BookEvent::Claimed { term, .. }) = kind {
            self.seen_term = self.seen_term.max(*term);
        }
    }

    /// Applies the valid entry at `offset`. `evolved` is its wallet after the entry where the caller has it already.
    pub(super) fn apply(
        &mut self,
        says: &Says<'_>,
        offset: i64,
        hash: ChainHash,
        evolved: Option<Box<Wallet>>,
    ) -> Result<(), Corrupt> {
        match says.kind {
            Kind::Wallet { account, balance, change } => {
                let wallet = self.wallets.entry(*account).or_default();
                let was_due = wallet.next_due_at();
                if let Some(evolved) = evolved {
                    *wallet = evolved;
                } else {
                    wallet.evolve(change).map_err(|cause| Corrupt::Wallet { offset, cause })?;
                }
                if wallet.balance() != *balance {
                    return Err(Corrupt::Balance { offset });
                }
                let is_due = wallet.next_due_at();
                self.schedule(*account, was_due, is_due);
            }
            Kind::Book(BookEvent::Claimed { instance, term, address }) => {
                self.owner =
                    Some(Owner { instance: instance.clone(), address: address.clone(), term: *term });
                self.seen_term = self.seen_term.max(*term);
            }
            Kind::Book(BookEvent::InputRejected { .. }) => {}
        }
        if let Some((key, digest)) = says.key {
            self.answers.remember(key, FirstAnswer { offset, request: digest.mark() });
        }
        if let Some((topic, offset)) = says.input {
            self.advance_input(topic, offset);
        }
        self.last_time = self.last_time.max(says.time);
        self.head = Head(hash);
        self.head_offset = Some(offset);
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

    /// Puts a wallet in its place, as it was.
    pub(crate) fn put_wallet(&mut self, account: AccountId, wallet: Wallet) {
        let is_due = wallet.next_due_at();
        let replaced = self.wallets.insert(account, Box::new(wallet));
        self.schedule(account, replaced.and_then(|wallet| wallet.next_due_at()), is_due);
    }

    /// Notes that an input has been dealt with.
    fn advance_input(&mut self, topic: &str, offset: i64) {
        let next = offset.saturating_add(1);
        match self.next_inputs.get_mut(topic) {
            Some(known) => *known = next.max(*known),
            None => {
                self.next_inputs.insert(topic.to_owned(), next);
            }
        }
    }

    fn schedule(&mut self, account: AccountId, was: Option<DateTime<Utc>>, is: Option<DateTime<Utc>>) {
        if was == is {
            return;
        }
        if let Some(moment) = was {
            self.due.remove(&(moment, account));
        }
        if let Some(moment) = is {
            self.due.insert((moment, account));
        }
    }
}
