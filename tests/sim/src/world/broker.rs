//! What happens between the books and the broker.

use bytes::Bytes;
use ledger::book::{Judged, Message};

use super::World;
use crate::defect::{Defect, Form};
use crate::oracle::Violation;
use crate::process::Lookup;
use crate::trace::note;

impl World {
    /// What has gathered leaves for the broker.
    pub(super) fn leave(&mut self, process: usize, partition: usize, most: usize) {
        if let Some(hosted) = self.processes[process].hosted.get_mut(partition) {
            let producer = &mut hosted.producer;
            let leaving = most.min(producer.waiting.len());
            producer.wire.extend(producer.waiting.drain(..leaving));
        }
    }

    pub(super) fn land(&mut self, process: usize, partition: usize) -> bool {
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return false };
        let Some((seq, offset)) = hosted.producer.land(&mut self.partitions[partition].log) else {
            return false;
        };
        note!(self, "append {seq} of {} lands at p{partition}@{offset}", self.processes[process].name);
        true
    }

    /// The replicas catch up: so much more can be read, and the oracle reads it.
    pub(super) fn replicate(&mut self, partition: usize, count: usize) -> Result<(), Violation> {
        let partition = &mut self.partitions[partition];
        partition.log.replicate(count);
        while let Some(value) = partition.log.committed().get(partition.chain.next()) {
            if let Some(entry) = partition.chain.follow(value, &partition.known)? {
                partition.answers.follow(&entry, &partition.known)?;
                *self.counts.entries.entry(entry.kind).or_default() += 1;
            }
        }
        Ok(())
    }

    pub(super) fn acknowledge(&mut self, process: usize, partition: usize) -> bool {
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return false };
        let Some((seq, offset)) = hosted.producer.acknowledge(&self.partitions[partition].log) else {
            return false;
        };
        let known = !self.chance.percent(self.faults.no_offset);
        let offset = known.then(|| as_offset(offset));
        hosted.from_log.push_back(Message::Acked { seq, offset });
        if !known {
            self.fault("acknowledgement without offset");
        }
        true
    }

    /// A request is given up by its producer, or all that are on their way are: they have landed, will land late, or never.
    pub(super) fn lose(&mut self, process: usize, partition: usize) {
        let (vanishes, all) = (self.chance.percent(50), self.chance.percent(50));
        let told = !self.has(Defect::LossNotTold);
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return };
        let log = &mut self.partitions[partition].log;
        let mut lost = Vec::new();
        while let Some(seq) = hosted.producer.give_up(log, vanishes) {
            lost.push(seq);
            if told {
                hosted.from_log.push_back(Message::Lost { seq });
            }
            if !all {
                break;
            }
        }
        if !lost.is_empty() {
            self.fault("lost acknowledgement");
            note!(self, "appends {lost:?} of {} p{partition} are given up", self.processes[process].name);
        }
    }

    /// Another replica leads, which lacks some of what nobody was told of. Who sent it sends it again, or gives it up.
    pub(super) fn lead(&mut self, partition: usize) {
        let log = &mut self.partitions[partition].log;
        if log.unreplicated() == 0 {
            return;
        }
        let length = log.watermark() + self.chance.place(log.unreplicated());
        self.forge_lost_tail(partition, length);
        self.partitions[partition].log.cut(length);
        for process in &mut self.processes {
            let again = self.chance.percent(50);
            let Some(hosted) = process.hosted.get_mut(partition) else { continue };
            let cut_off = hosted.producer.cut_off(length);
            if again {
                hosted.producer.send_again(cut_off);
            } else {
                hosted.from_log.extend(cut_off.into_iter().map(|(seq, _)| Message::Lost { seq }));
            }
        }
        self.fault("change of leader");
        note!(self, "another replica leads p{partition}, which ends at {length}");
    }

    /// A request of somebody who has given it up arrives after all.
    pub(super) fn stray(&mut self, partition: usize) {
        let log = &mut self.partitions[partition].log;
        if log.strays.is_empty() {
            return;
        }
        let value = log.strays.swap_remove(self.chance.place(log.strays.len()));
        let offset = log.land(value);
        self.fault("stray append");
        note!(self, "a stray lands at p{partition}@{offset}");
    }

    /// Somebody else writes to the topic: noise, or what stands there already.
    pub(super) fn foreign(&mut self, partition: usize) {
        let log = &mut self.partitions[partition].log;
        let old = self.chance.place(log.committed().len() + 1);
        let value = log
            .committed()
            .get(old)
            .cloned()
            .unwrap_or_else(|| Bytes::from_static(b"{\"previous\":\"noise\"}"));
        let offset = log.land(value);
        self.fault("foreign record");
        note!(self, "a foreign record lands at p{partition}@{offset}");
    }

    /// A reading of the log goes on by some records, or ends.
    pub(super) fn read(&mut self, process: usize, partition: usize, most: usize) -> Result<bool, Violation> {
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return Ok(false) };
        if hosted.readings.is_empty() {
            return Ok(false);
        }
        let which = self.chance.place(hosted.readings.len());
        if hosted.readings[which].snapshot == Lookup::Wanted {
            return self.look_for_snapshot(process, partition, which).map(|()| true);
        }
        let (defect, form) = (self.plan.defect, Form::of_books(self.plan.defect));
        let log = &self.partitions[partition].log;
        let reading = &mut hosted.readings[which];
        let wrong = defect == Some(Defect::ReadOnFromTheWrongOffset) && reading.snapshot == Lookup::Found;
        let end = (*reading.end.get_or_insert(log.end())).min(log.end());
        let mut judged = Vec::new();
        for _ in 0..most {
            let place = reading.next + usize::from(wrong);
            let Some(value) = log.fetch(place).filter(|_| reading.next < end) else { break };
            let offset = as_offset(reading.next);
            if reading.whole {
                hosted.from_log.push_back(Message::Record { offset, value: value.clone() });
            } else {
                judged.push(Judged::of(&form, offset, value));
            }
            reading.next += 1;
        }
        if !judged.is_empty() {
            hosted.from_log.push_back(Message::Judged(judged));
        }
        if reading.next + usize::from(wrong) >= end {
            let next_offset = as_offset(end.max(reading.next));
            hosted.from_log.push_back(Message::End { next_offset });
            hosted.readings.remove(which);
        }
        Ok(true)
    }

    /// The broker is asked where the log ends, or its answer arrives.
    pub(super) fn look(&mut self, process: usize, partition: usize) -> bool {
        let end_now = self.partitions[partition].log.end();
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return false };
        let Some(look) = hosted.looks.first_mut() else { return false };
        let Some(end) = look.end else {
            look.end = Some(end_now);
            return true;
        };
        let (ask, next_offset) = (look.ask, as_offset(end));
        hosted.looks.remove(0);
        hosted.from_log.push_back(Message::EndIs { ask, next_offset });
        true
    }

    /// A book at rest is told of the next record.
    pub(super) fn warm(&mut self, process: usize, partition: usize) -> Result<(), Violation> {
        let Some(hosted) = self.processes[process].hosted.get(partition) else { return Ok(()) };
        if hosted.book.is_owning() || hosted.book.is_taking_over() {
            return Ok(());
        }
        let offset = hosted.book.next_offset();
        let next = usize::try_from(offset).unwrap_or(0);
        let Some(value) = self.partitions[partition].log.fetch(next).cloned() else { return Ok(()) };
        self.handle(process, partition, Message::Record { offset, value })
    }
}

pub(super) fn as_offset(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
