//! The books as anyone can read and check them with the log alone.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use contracts::common::v1::Balance as PublishedBalance;
use eventlog::{ChainVerifier, LogReader, Topic, Verdict};
use kernel::{AccountId, Tokens};
use ledger::book::Codec as _;
use ledger::codec::ProtoJson;
use ledger::domain::{Balance, BookEvent, Change, Entry, Kind, Wallet};

use crate::world::{PARTITIONS, World};

/// A record of `ledger.events`.
pub(crate) struct Record {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    pub(crate) value: Bytes,
    /// What it says, if it is part of the books.
    pub(crate) entry: Option<Entry>,
}

/// The whole topic.
pub(crate) struct Books {
    pub(crate) records: Vec<Record>,
}

impl Books {
    pub(crate) async fn read(world: &World) -> Self {
        let settings = world.settings.clone();
        let read = tokio::task::spawn_blocking(move || {
            let mut reader = LogReader::for_ranges(&settings).unwrap();
            let mut records = Vec::new();
            for partition in 0..PARTITIONS {
                let mut verifier = ChainVerifier::genesis(partition);
                for record in reader.read_range(&Topic::LEDGER, partition, 0, None).unwrap() {
                    let record = record.unwrap();
                    let decoded = ProtoJson.decode(&record.value).ok();
                    let entry = decoded.and_then(|(entry, previous)| {
                        let verdict = verifier.offer(record.offset, &record.value, previous);
                        (verdict == Verdict::Extends).then_some(entry)
                    });
                    let (offset, value) = (record.offset, record.value);
                    records.push(Record { partition, offset, value, entry });
                }
            }
            records
        });
        Self { records: read.await.unwrap() }
    }

    /// How many records a partition has.
    pub(crate) fn length(&self, partition: i32) -> u64 {
        self.records.iter().filter(|record| record.partition == partition).map(|_| 1).sum()
    }

    /// The entries, in the order of their partitions.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.records.iter().filter_map(|record| record.entry.as_ref())
    }

    /// The records that are not part of the books.
    pub(crate) fn void(&self) -> Vec<&Record> {
        self.records.iter().filter(|record| record.entry.is_none()).collect()
    }

    /// An account's entries.
    pub(crate) fn of(&self, account: AccountId) -> Vec<Entry> {
        let about =
            |entry: &&Entry| matches!(&entry.kind, Kind::Wallet { account: whose, .. } if *whose == account);
        self.entries().filter(about).cloned().collect()
    }

    /// How often a partition's book was claimed.
    pub(crate) fn claims(&self, partition: i32) -> usize {
        let claim = |record: &&Record| {
            record.partition == partition
                && record
                    .entry
                    .as_ref()
                    .is_some_and(|entry| matches!(entry.kind, Kind::Book(BookEvent::Claimed { .. })))
        };
        self.records.iter().filter(claim).count()
    }

    /// The instance whose claim is a partition's last.
    pub(crate) fn owners(&self) -> BTreeMap<i32, String> {
        let claimed = |record: &Record| match &record.entry.as_ref()?.kind {
            Kind::Book(BookEvent::Claimed { instance, .. }) => Some((record.partition, instance.clone())),
            _ => None,
        };
        self.records.iter().filter_map(claimed).collect()
    }

    /// Each time that a book went from one instance to another while it was written to: the partition, who gave and who took, and for how many
    /// milliseconds nothing was written in between.
    pub(crate) fn handovers(&self) -> Vec<(i32, String, String, i64)> {
        let mut handovers = Vec::new();
        for partition in 0..PARTITIONS {
            let of = self.records.iter().filter(|record| record.partition == partition);
            let mut owner: Option<&str> = None;
            // When the owner wrote last, if it did.
            let mut written: Option<DateTime<Utc>> = None;
            let mut under_way: Option<(String, String, DateTime<Utc>)> = None;
            for entry in of.filter_map(|record| record.entry.as_ref()) {
                match &entry.kind {
                    Kind::Book(BookEvent::Claimed { instance, .. }) => {
                        if let (Some(from), Some(last)) = (owner.replace(instance), written.take())
                            && from != instance
                        {
                            under_way = Some((from.to_owned(), instance.clone(), last));
                        }
                    }
                    Kind::Book(BookEvent::InputRejected { .. }) => {}
                    Kind::Wallet { .. } => {
                        if let Some((from, to, last)) = under_way.take() {
                            handovers.push((partition, from, to, (entry.time - last).num_milliseconds()));
                        }
                        written = Some(entry.time);
                    }
                }
            }
        }
        handovers
    }

    /// How often tokens were deducted, by key.
    pub(crate) fn deductions(&self, account: AccountId) -> BTreeMap<String, usize> {
        let mut deductions = BTreeMap::new();
        for entry in self.of(account) {
            if matches!(entry.kind, Kind::Wallet { change: Change::Deducted(_), .. }) {
                *deductions.entry(entry.cause.key).or_default() += 1;
            }
        }
        deductions
    }

    /// Replays everything from nothing: each entry fits its wallet, leaves it with the balance that it states, and versions have no
    /// gap. Terms only grow, and time does not run backwards. Returns every wallet's balance at each of its versions.
    pub(crate) fn replay(&self) -> HashMap<AccountId, Vec<Balance>> {
        let mut wallets: HashMap<AccountId, Wallet> = HashMap::new();
        let mut histories: HashMap<AccountId, Vec<Balance>> = HashMap::new();
        let mut last: HashMap<i32, (&Entry, u64)> = HashMap::new();
        for record in &self.records {
            let Some(entry) = &record.entry else { continue };
            let (before, mut term) = last.get(&record.partition).copied().unwrap_or((entry, 0));
            assert!(before.time <= entry.time, "{entry:?} comes before {before:?}");
            match &entry.kind {
                Kind::Wallet { account, balance, change } => {
                    let wallet = wallets.entry(*account).or_default();
                    wallet.evolve(change).unwrap();
                    assert_eq!(wallet.balance(), *balance, "{}/{}", record.partition, record.offset);
                    let history = histories.entry(*account).or_default();
                    history.push(*balance);
                    assert_eq!(u64::try_from(history.len()).unwrap(), balance.version);
                }
                Kind::Book(BookEvent::Claimed { term: claimed, .. }) => {
                    assert!(*claimed > term, "a claim's term is higher than any before it");
                    term = *claimed;
                }
                Kind::Book(BookEvent::InputRejected { .. }) => {}
            }
            last.insert(record.partition, (entry, term));
        }
        histories
    }
}

/// A published balance, to be compared with what the log yields.
pub(crate) fn read_balance(balance: &PublishedBalance) -> Balance {
    Balance {
        available: Tokens::new(balance.available),
        held: Tokens::new(balance.held),
        locked: Tokens::new(balance.locked),
        debt: Tokens::new(balance.debt),
        frozen: balance.frozen,
        version: balance.version,
    }
}
