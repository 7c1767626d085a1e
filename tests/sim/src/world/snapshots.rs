//! Snapshots: who makes them, what happens to them, and who begins with one.
//!
//! They are made, kept, found and held against the log by `ledger::snapshot` itself. Only the threads are simulated, and the store that they
//! use. What is damaged or forged is noted (`shelf.rs`), so that it can be said of each reader where it has to begin.

use std::convert::Infallible;

use bytes::Bytes;
use eventlog::ChainHash;
use kernel::EntryId;
use ledger::book::{BookState, Codec as _, Judged, Message};
use ledger::codec::ProtoJson;
use ledger::domain::{self, BookEvent, Cause, Entry};
use ledger::snapshot::Follower;
use uuid::Uuid;

use super::World;
use super::broker::as_offset;
use crate::asked::Time;
use crate::broker::Log;
use crate::defect::{Defect, Form, believe};
use crate::oracle::{Violation, demand};
use crate::process::{Keeping, Lookup};
use crate::shelf::{Beginning, Kind, Stored};
use crate::trace::note;

/// Damage befalls one of so many of the last entries: what is older is seldom looked at.
const RECENT: usize = 12;

impl World {
    /// A book that knows nothing begins with the newest snapshot that can be used, or with the log.
    pub(super) fn look_for_snapshot(
        &mut self,
        process: usize,
        partition: usize,
        which: usize,
    ) -> Result<(), Violation> {
        let careless = [Defect::SnapshotNotHeldAgainstTheLog, Defect::SnapshotNotChecked]
            .into_iter()
            .any(|defect| self.has(defect));
        let silent = self.silent_call().filter(|_| !careless);
        let here = &self.partitions[partition];
        let right = here.shelf.beginning(&here.log, silent);
        let number = i32::try_from(partition).unwrap_or(0);
        let state = if careless {
            let mut newest_first = here.shelf.stored().values().rev();
            let believed = |stored: &Stored| {
                believe(self.plan.defect, number, &stored.bytes, |offset| value_at(&here.log, offset))
            };
            newest_first.find_map(believed)
        } else {
            let Ok(state) = here.shelf.store(silent).newest(number, logged(&here.log));
            state
        };
        let next_offset = state.as_ref().map_or(0, BookState::next_offset);
        self.is_right(process, partition, &right, next_offset)?;
        let start = match (&state, right.passed_over.is_empty()) {
            (Some(_), true) => "from the newest snapshot",
            (Some(_), false) => "from an older snapshot",
            (None, true) => "from the log",
            (None, false) => "from the log, past snapshots",
        };
        *self.counts.starts.entry(start).or_default() += 1;
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return Ok(()) };
        let reading = &mut hosted.readings[which];
        reading.snapshot = Lookup::NotFound;
        if let Some(state) = state {
            reading.snapshot = Lookup::Found;
            reading.next = usize::try_from(next_offset).unwrap_or(0);
            hosted.from_log.push_back(Message::Restored(Box::new(state)));
            // Who dies does so here now and then, as this moment is short.
            if !self.calm && self.faults.crash > 0 && self.chance.percent(20) {
                self.crash(process);
            }
        }
        Ok(())
    }

    /// The thread that makes snapshots goes on by some records, or looks whether it is time for one.
    pub(super) fn keep(&mut self, process: usize, partition: usize, most: usize) -> Result<(), Violation> {
        let hosted = self.processes[process].hosted.get_mut(partition);
        let keeping = hosted.and_then(|hosted| hosted.keeping.take());
        let keeping = match keeping {
            None => self.begin_to_keep(process, partition)?,
            Some(mut keeping) => {
                let form = Form::of_keepers(self.plan.defect);
                for _ in 0..most {
                    let value = self.partitions[partition].log.fetch(keeping.next);
                    let Some(value) = value.filter(|_| keeping.next < keeping.end) else { break };
                    let taken = keeping.follower.take(&Judged::of(&form, as_offset(keeping.next), value));
                    taken.map_err(|corrupt| Violation(format!("no snapshot can be made: {corrupt}")))?;
                    keeping.next += 1;
                }
                if keeping.next < keeping.end {
                    Some(keeping)
                } else {
                    self.finish_keeping(process, partition, &keeping)?;
                    None
                }
            }
        };
        if let Some(hosted) = self.processes[process].hosted.get_mut(partition) {
            hosted.keeping = keeping;
        }
        Ok(())
    }

    fn begin_to_keep(&mut self, process: usize, partition: usize) -> Result<Option<Keeping>, Violation> {
        let (first, second) = (self.silent_call(), self.silent_call());
        let number = i32::try_from(partition).unwrap_or(0);
        let here = &self.partitions[partition];
        let end = here.log.end();
        let Ok(newest) = here.shelf.store(first).newest_offset(number, as_offset(end)) else {
            self.fault("store does not answer");
            return Ok(None);
        };
        if as_offset(end) - newest < i64::try_from(self.faults.snapshot_every).unwrap_or(i64::MAX) {
            return Ok(None);
        }
        let right = here.shelf.beginning(&here.log, second);
        let Ok(follower) = here.shelf.store(second).follower(number, logged(&here.log));
        let next_offset = follower.state().next_offset();
        self.is_right(process, partition, &right, next_offset)?;
        Ok(Some(Keeping { follower, next: usize::try_from(next_offset).unwrap_or(0), end }))
    }

    fn finish_keeping(
        &mut self,
        process: usize,
        partition: usize,
        keeping: &Keeping,
    ) -> Result<(), Violation> {
        let Some(next_offset) = keeping.follower.goes_on_at() else { return Ok(()) };
        let silent = self.silent_call();
        let name = &self.processes[process].name;
        let here = &mut self.partitions[partition];
        let head = usize::try_from(next_offset - 1).unwrap_or(0);
        let value = here.log.fetch(head);
        let newest = (0..keeping.end).rev().find(|offset| here.chain.at(as_offset(*offset)).is_some());
        let (Some(value), true) = (value, newest == Some(head)) else {
            return Err(Violation(format!("{name} makes a snapshot up to {head}, not {newest:?}")));
        };
        let bytes = keeping.follower.encode();
        self.trace.absorb(&bytes);
        let stored = Stored { kind: Kind::Sound, bytes: bytes.clone(), head: (head, blake3::hash(value)) };
        let number = i32::try_from(partition).unwrap_or(0);
        let kept = here.shelf.store(silent).keep(number, next_offset, bytes);
        here.shelf.note_kept(next_offset, stored);
        let is_right = here.shelf.note_deleted(next_offset);
        note!(self, "{name} keeps a snapshot of p{partition} up to {next_offset}: {}", kept.is_ok());
        if kept.is_err() {
            self.fault("store does not answer");
            return Ok(());
        }
        demand!(is_right, "other snapshots are kept than the newest: {:?}", here.shelf.stored().keys());
        Ok(())
    }

    // Whether whoever looked for a snapshot began where it had to.
    fn is_right(
        &mut self,
        process: usize,
        partition: usize,
        right: &Beginning,
        next_offset: i64,
    ) -> Result<(), Violation> {
        let name = &self.processes[process].name;
        note!(self, "{name} p{partition} begins at {next_offset}, past {:?}", right.passed_over);
        demand!(
            next_offset == right.next_offset,
            "{name} begins at {next_offset} of partition {partition}, and has to at {right:?}"
        );
        if self.partitions[partition].shelf.was_silent() {
            self.fault("store does not answer");
        }
        for what in &right.passed_over {
            self.fault(what);
        }
        Ok(())
    }

    // Which of the next calls to the store is not answered.
    fn silent_call(&mut self) -> Option<u64> {
        self.chance.percent(self.faults.store_silent).then(|| self.chance.below(3))
    }

    /// Something happens to a snapshot, or one turns up that should not be there.
    pub(super) fn damage(&mut self, partition: usize) {
        let kind = self.chance.pick(&Kind::DAMAGED).copied().unwrap_or(Kind::Flipped);
        let number = i32::try_from(partition).unwrap_or(0);
        let here = &self.partitions[partition];
        let committed = here.log.committed();
        let entries: Vec<usize> =
            (0..committed.len()).rev().filter(|offset| here.chain.at(as_offset(*offset)).is_some()).collect();
        let recent = entries.get(..entries.len().min(RECENT)).unwrap_or_default();
        let made = match kind {
            Kind::OtherPartition => {
                let last = self.chance.pick(recent).copied();
                last.and_then(|last| forge(number + 1, kind, committed.get(..=last)?))
            }
            Kind::OtherLog => {
                let last = self.chance.pick(recent).copied();
                last.and_then(|last| {
                    let mut records = committed.get(..last)?.to_vec();
                    records.push(with_another_id(committed.get(last)?)?);
                    forge(number, kind, &records)
                })
            }
            Kind::VoidHead => {
                // The last entry is said to stand where a void record does.
                let next_is_void = |entry: &&usize| {
                    let next = committed.get(**entry + 1);
                    here.chain.at(as_offset(**entry + 1)).is_none()
                        && next.is_some_and(|next| Some(next) != committed.get(**entry))
                };
                entries.iter().find(next_is_void).and_then(|entry| {
                    let mut records = committed.get(..*entry)?.to_vec();
                    records.push(Bytes::from_static(b"void"));
                    records.push(committed.get(*entry)?.clone());
                    forge(number, kind, &records)
                })
            }
            Kind::LongerLog => {
                let length = self.chance.between(1, 30);
                let mut records = committed.to_vec();
                let head = entries.first().and_then(|last| committed.get(*last));
                let head = head.map_or(ChainHash::GENESIS, |value| ChainHash::of(value));
                append_claims(&mut records, head, length, self.now)
                    .and_then(|()| forge(number, kind, &records))
            }
            _ => self.spoiled(partition, kind),
        };
        if let Some((next_offset, stored)) = made {
            note!(self, "p{partition}: the snapshot up to {next_offset} is {kind:?}");
            self.partitions[partition].shelf.put(next_offset, stored);
        }
    }

    // One that was sound and is not any more.
    fn spoiled(&mut self, partition: usize, kind: Kind) -> Option<(i64, Stored)> {
        let stored = self.partitions[partition].shelf.stored();
        let sound: Vec<_> = stored.iter().filter(|(_, stored)| stored.kind == Kind::Sound).collect();
        let place = if self.chance.percent(60) {
            sound.len().checked_sub(1)?
        } else {
            self.chance.place(sound.len())
        };
        let (next_offset, stored) = sound.get(place)?;
        let mut stored = Stored { kind, ..(*stored).clone() };
        let byte = self.chance.place(stored.bytes.len());
        match kind {
            Kind::Truncated => stored.bytes.truncate(byte),
            Kind::OlderForm => stored.bytes.get_mut(8..12)?.copy_from_slice(&[0; 4]),
            _ => *stored.bytes.get_mut(byte)? ^= 1 << self.chance.below(8),
        }
        Some((**next_offset, stored))
    }

    /// Somebody has made a snapshot that ends with the first record that is about to be lost with the leader. Not with a later one: should
    /// that land again at its offset, and what it builds on nowhere, then the log would have it there, and it would be void.
    pub(super) fn forge_lost_tail(&mut self, partition: usize, length: usize) {
        let number = i32::try_from(partition).unwrap_or(0);
        let here = &mut self.partitions[partition];
        if self.faults.damage == 0 || self.faults.snapshot_every == 0 || here.log.watermark() < length {
            return;
        }
        let made = forge(number, Kind::LostTail, here.log.landed().get(..=length).unwrap_or_default());
        if let Some((next_offset, stored)) = made.filter(|(_, stored)| stored.head.0 == length) {
            note!(self, "p{partition}: there is a snapshot of what is lost, up to {next_offset}");
            here.shelf.put(next_offset, stored);
        }
    }
}

fn value_at(log: &Log, offset: i64) -> Option<Bytes> {
    usize::try_from(offset).ok().and_then(|offset| log.fetch(offset)).cloned()
}

fn logged(log: &Log) -> impl FnMut(i64) -> Result<Option<Bytes>, Infallible> {
    |offset| Ok(value_at(log, offset))
}

// The snapshot of a log that has these records.
fn forge(partition: i32, kind: Kind, records: &[Bytes]) -> Option<(i64, Stored)> {
    let mut follower = Follower::new(partition);
    for (offset, value) in records.iter().enumerate() {
        follower.take(&Judged::of(&ProtoJson, as_offset(offset), value)).ok()?;
    }
    let next_offset = follower.goes_on_at()?;
    let head = usize::try_from(next_offset - 1).ok()?;
    let hash = blake3::hash(records.get(head)?);
    Some((next_offset, Stored { kind, bytes: follower.encode(), head: (head, hash) }))
}

// Goes on with what nobody wrote to this log.
fn append_claims(records: &mut Vec<Bytes>, mut head: ChainHash, length: u64, time: Time) -> Option<()> {
    for term in 1_000_000..1_000_000 + length {
        let (instance, address) = ("another".to_owned(), "nowhere".to_owned());
        let kind = domain::Kind::Book(BookEvent::Claimed { instance, term, address });
        let id = EntryId::new(Uuid::from_u64_pair(u64::MAX, term));
        let value = ProtoJson.encode(&Entry { id, time, cause: Cause::default(), kind }, head).ok()?;
        head = ChainHash::of(&value);
        records.push(value.into());
    }
    Some(())
}

// The same entry with an id that differs in its last digit.
fn with_another_id(value: &[u8]) -> Option<Bytes> {
    const BEFORE: &[u8] = br#""id":""#;
    let id = value.windows(BEFORE.len()).position(|window| window == BEFORE)? + BEFORE.len();
    let mut other = value.to_vec();
    let last = other.get_mut(id + 35)?;
    *last = if *last == b'0' { b'1' } else { b'0' };
    Some(other.into())
}
