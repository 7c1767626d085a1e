//! Which stream takes the commands of an account. No I/O: what instances say comes in, and what follows from it is asked for.
//!
//! One stream is always there, *home*: to a seed, or to another instance if no seed can be reached. Whatever has no better way goes there, and the
//! instance passes it on. Besides there is a stream to each owner that somebody has had a command for.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::Arc;

use contracts::ledger::v1 as proto;
use kernel::{AccountId, partition_of};

/// More partitions than any ledger has: who speaks of more is not believed.
const PARTITIONS_AT_MOST: i32 = 1 << 16;

/// The queue of one stream, also while it is broken. No two are ever the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lane(u64);

/// The lane that is always there.
pub(crate) const HOME: Lane = Lane(0);

/// What is known about owners, and the lanes to them.
#[derive(Debug)]
pub(crate) struct Routes {
    by_partition: Vec<Option<Owner>>,
    // Where the instance that is home says it is reached.
    here: Option<Arc<str>>,
    lines: BTreeMap<Arc<str>, Line>,
    next_lane: u64,
    at_most: usize,
    // Whether nothing is known that would lead away from home.
    all_home: bool,
    changes: LineChanges,
}

#[derive(Debug)]
struct Owner {
    address: Arc<str>,
    term: u64,
}

/// A stream to an owner.
#[derive(Debug)]
struct Line {
    lane: Lane,
    open: bool,
}

/// Lines that are needed, or needed no longer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct LineChanges {
    /// To be opened, with the owner's address.
    pub(crate) wanted: Vec<(Lane, Arc<str>)>,
    /// To be closed.
    pub(crate) gone: Vec<Lane>,
}

/// What comes of what an instance says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Learnt {
    /// Other ways than before, perhaps.
    News,
    /// All of it was known.
    Nothing,
    /// It cannot be.
    Nonsense,
}

impl LineChanges {
    /// Whether nothing has changed.
    pub(crate) const fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.gone.is_empty()
    }
}

impl Routes {
    /// With no more than so many lines at the same time.
    pub(crate) fn new(at_most: usize) -> Self {
        Self {
            by_partition: Vec::new(),
            here: None,
            lines: BTreeMap::new(),
            next_lane: 1,
            at_most,
            all_home: true,
            changes: LineChanges::default(),
        }
    }

    /// The lane of an account's commands. The first to need an owner's line makes it wanted, and goes home until it is open.
    pub(crate) fn way(&mut self, account: &str) -> Lane {
        if self.all_home {
            return HOME;
        }
        let Some(address) = self.owner_of(account) else { return HOME };
        if self.here.as_ref() == Some(address) {
            return HOME;
        }
        if let Some(line) = self.lines.get(address) {
            return if line.open { line.lane } else { HOME };
        }
        if self.lines.len() < self.at_most {
            let (address, lane) = (Arc::clone(address), Lane(self.next_lane));
            self.next_lane += 1;
            self.changes.wanted.push((lane, Arc::clone(&address)));
            self.lines.insert(address, Line { lane, open: false });
        }
        HOME
    }

    /// Where an account's owner is said to be.
    fn owner_of(&self, account: &str) -> Option<&Arc<str>> {
        let partitions = i32::try_from(self.by_partition.len()).ok().filter(|partitions| *partitions > 0)?;
        // What is no id is no account's: any instance says so. An id has one spelling only.
        account.parse::<AccountId>().ok()?;
        let partition = partition_of(account.as_bytes(), partitions);
        Some(&self.by_partition.get(usize::try_from(partition).ok()?)?.as_ref()?.address)
    }

    /// Takes the word of the instance that is home.
    pub(crate) fn learn(&mut self, told: proto::WatchOwnersResponse) -> Learnt {
        let proto::WatchOwnersResponse { answered_by, partitions, owners } = told;
        if !(1..=PARTITIONS_AT_MOST).contains(&partitions) {
            return Learnt::Nonsense;
        }
        let mut news = false;
        let count = usize::try_from(partitions).unwrap_or(0);
        if self.by_partition.len() != count {
            self.by_partition = (0..count).map(|_| None).collect();
            news = true;
        }
        if self.here.as_deref() != Some(&*answered_by) {
            self.here = Some(answered_by.into());
            news = true;
        }
        for proto::BookOwner { partition, address, term, .. } in owners {
            let place = usize::try_from(partition).ok().and_then(|place| self.by_partition.get_mut(place));
            // Of two instances one may know less than the other: the higher term counts, whoever tells it.
            if let Some(place) = place
                && !address.is_empty()
                && place.as_ref().is_none_or(|known| known.term < term)
            {
                *place = Some(Owner { address: address.into(), term });
                news = true;
            }
        }
        if !news {
            return Learnt::Nothing;
        }
        self.look_again();
        Learnt::News
    }

    /// Home is another instance than before, which has not said yet who it is.
    pub(crate) fn home_moved(&mut self) {
        self.here = None;
        self.look_again();
    }

    /// The line of a lane carries commands.
    pub(crate) fn opened(&mut self, lane: Lane) {
        self.set_open(lane, true);
    }

    /// It does no longer.
    pub(crate) fn broke(&mut self, lane: Lane) {
        self.set_open(lane, false);
    }

    fn set_open(&mut self, lane: Lane, open: bool) {
        if let Some(line) = self.lines.values_mut().find(|line| line.lane == lane) {
            line.open = open;
        }
    }

    /// What there is to do since the last time.
    pub(crate) fn take_changes(&mut self) -> LineChanges {
        mem::take(&mut self.changes)
    }

    /// Whether there is something.
    pub(crate) const fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Where owners are said to be, other than home.
    pub(crate) fn elsewhere(&self) -> BTreeSet<Arc<str>> {
        let known = self.by_partition.iter().flatten().map(|owner| &owner.address);
        known.filter(|address| self.here.as_ref() != Some(*address)).cloned().collect()
    }

    fn look_again(&mut self) {
        let owners = self.elsewhere();
        self.all_home = owners.is_empty();
        let gone = &mut self.changes.gone;
        self.lines.retain(|address, line| {
            let needed = owners.contains(address);
            if !needed {
                gone.push(line.lane);
            }
            needed
        });
    }
}

#[cfg(test)]
mod tests;
