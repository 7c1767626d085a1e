//! Instances and their books.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use ledger::book::{Action, Message};

use super::{World, callers, telling};
use crate::asked::Time;
use crate::counts::name_of;
use crate::defect::{Defect, spoil};
use crate::oracle::{Decided, Violation, demand};
use crate::process::{Attempt, Follower, Look, Lookup, Reading};
use crate::trace::note;

impl World {
    pub(super) fn clock_of(&self, process: usize) -> Time {
        self.now + self.processes[process].clock
    }

    pub(super) fn set_clock(&mut self, process: usize) {
        let most = match self.chance.below(10) {
            0 => 48 * 3_600_000,
            1..=2 => 3_600_000,
            _ => 20_000,
        };
        let off = i64::try_from(self.chance.below(2 * most)).unwrap_or(0) - i64::try_from(most).unwrap_or(0);
        self.processes[process].clock =
            if self.chance.percent(25) { TimeDelta::zero() } else { TimeDelta::milliseconds(off) };
        self.fault("clock jump");
        note!(self, "the clock of {} is now {}", self.processes[process].name, self.clock_of(process));
    }

    pub(super) fn assign(&mut self, process: usize, partition: usize) -> Result<(), Violation> {
        note!(self, "{} is assigned partition {partition}", self.processes[process].name);
        self.fault("assignment");
        self.note_assigned(process, partition, true);
        self.handle(process, partition, Message::Assigned)
    }

    pub(super) fn revoke(&mut self, process: usize, partition: usize) -> Result<(), Violation> {
        note!(self, "{} is to leave partition {partition}", self.processes[process].name);
        self.fault("revocation");
        self.note_assigned(process, partition, false);
        self.handle(process, partition, Message::Revoked)
    }

    fn note_assigned(&mut self, process: usize, partition: usize, assigned: bool) {
        if let Some(hosted) = self.processes[process].hosted.get_mut(partition) {
            hosted.assigned = assigned;
        }
    }

    fn is_assigned(&self, partition: usize) -> bool {
        self.processes
            .iter()
            .any(|process| process.hosted.get(partition).is_some_and(|hosted| hosted.assigned))
    }

    /// The group notices that nobody has a partition.
    pub(super) fn rebalance(&mut self, partition: usize) -> Result<(), Violation> {
        let process = self.chance.place(self.processes.len());
        if self.is_assigned(partition) || !self.processes[process].is_up() {
            return Ok(());
        }
        self.assign(process, partition)
    }

    /// Starts an instance with nothing but its name.
    pub(super) fn start(&mut self, process: usize) {
        let at = self.clock_of(process);
        self.processes[process].start(self.faults.partitions, at, self.plan.defect);
    }

    /// Some instance that is up dies: another with each point.
    pub(super) fn crash_somewhere(&mut self) {
        let count = self.processes.len();
        let first = usize::try_from(self.points).unwrap_or(0);
        let up = (0..count).map(|next| (first + next) % count).find(|place| self.processes[*place].is_up());
        if let Some(process) = up {
            self.crash(process);
        }
    }

    pub(super) fn crash(&mut self, process: usize) {
        if !self.processes[process].is_up() {
            return;
        }
        self.fault("crash");
        note!(self, "{} crashes", self.processes[process].name);
        let hosted = std::mem::take(&mut self.processes[process].hosted);
        let mut readings = hosted.iter().flat_map(|hosted| &hosted.readings);
        if readings.any(|reading| reading.snapshot == Lookup::Found) {
            self.fault("crash behind a snapshot");
        }
        if hosted.iter().any(|hosted| hosted.keeping.is_some()) {
            self.fault("crash while a snapshot is made");
        }
        for (partition, hosted) in hosted.into_iter().enumerate() {
            for (_, value) in hosted.producer.wire {
                // Requests that have left may still arrive.
                if self.chance.percent(50) {
                    self.partitions[partition].log.strays.push(value);
                }
            }
        }
        self.hang_up(process);
    }

    pub(super) fn restart(&mut self, process: usize) -> Result<(), Violation> {
        if self.processes[process].is_up() {
            return Ok(());
        }
        self.start(process);
        note!(self, "{} starts again", self.processes[process].name);
        for partition in 0..self.partitions.len() {
            if !self.is_assigned(partition) || self.chance.percent(30) {
                self.assign(process, partition)?;
                if !self.processes[process].is_up() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Lets a book take up what it wants next, if there is something.
    pub(super) fn handle_next(&mut self, process: usize, partition: usize) -> Result<bool, Violation> {
        let (in_flight, eager) = (self.faults.in_flight, self.faults.eager);
        let hosted = self.processes[process].hosted.get_mut(partition);
        let Some(message) = hosted.and_then(|hosted| hosted.next_message(in_flight, eager)) else {
            return Ok(false);
        };
        self.handle(process, partition, message)?;
        Ok(true)
    }

    /// Gives a book a message and carries out what it wants, until its process dies.
    pub(super) fn handle(
        &mut self,
        process: usize,
        partition: usize,
        message: Message<Attempt>,
    ) -> Result<(), Violation> {
        if !self.processes[process].is_up() {
            return Ok(());
        }
        let made = self.take_up(process, &message);
        let told = telling::message(&message);
        let shown =
            if self.has(Defect::ClockReadOnce) { self.processes[process].started_at } else { made.at };
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return Ok(()) };
        let message = spoil(self.plan.defect, message, hosted.book.next_offset());
        let mut actions = Vec::new();
        hosted.book.handle(shown, message, &mut actions);
        if !told.is_empty() || !actions.is_empty() {
            note!(self, "{} p{partition} takes {told}", self.processes[process].name);
        }
        for action in actions {
            if self.is_planned_crash() || self.chance.per_myriad(self.faults.crash_between) {
                note!(self, "  … and dies before: {}", telling::action(&action));
                self.crash(process);
                return Ok(());
            }
            note!(self, "  → {}", telling::action(&action));
            self.carry_out(process, partition, &made, action)?;
        }
        Ok(())
    }

    // Notes how an entry comes to be that the book may make of this.
    fn take_up(&mut self, process: usize, message: &Message<Attempt>) -> Decided {
        self.moment += 1;
        let at = self.clock_of(process);
        let by = self.processes[process].start;
        let mut made = Decided { moment: self.moment, by, at, attempt: None, deadline: None };
        if let Message::Command(attempt, request) = message {
            made.attempt = Some(*attempt);
            made.deadline = request.deadline;
        }
        if let Message::Command(attempt, _) | Message::Query(attempt, _) = message
            && let Some(attempted) = self.attempts.get_mut(callers::place(*attempt))
        {
            attempted.taken_up = made.moment;
        }
        if let Message::Command(_, request) | Message::Input { request, .. } = message {
            *self.counts.commands.entry(name_of(&request.command)).or_default() += 1;
        }
        made
    }

    fn carry_out(
        &mut self,
        process: usize,
        partition: usize,
        made: &Decided,
        action: Action<Attempt>,
    ) -> Result<(), Violation> {
        let defect = self.plan.defect;
        let name = &self.processes[process].name;
        if let Action::Halt(corrupt) = &action {
            return Err(Violation(format!("{name} halts partition {partition}: {corrupt}")));
        }
        let here = &mut self.partitions[partition];
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return Ok(()) };
        match action {
            Action::Append { seq, entry, value, .. } => {
                let mut made = made.clone();
                if entry.cause.key.is_empty() {
                    // The book did it by itself, on the way.
                    (made.attempt, made.deadline) = (None, None);
                }
                let before = here.known.decided.insert(entry.id.to_string(), made);
                demand!(before.is_none(), "the id {} was used twice", entry.id);
                hosted.producer.waiting.push_back((seq, value.into()));
                if defect == Some(Defect::AnsweredBeforeAcknowledged) {
                    hosted.acknowledge_at_once(seq);
                }
            }
            Action::Reply(attempt, reply) => self.tell(partition, attempt, &reply)?,
            Action::ReadFrom { offset } => {
                // What has not left yet never will.
                hosted.producer.waiting.clear();
                hosted.follower = None;
                let next = usize::try_from(offset).unwrap_or(0);
                let wanted = next == 0 && self.faults.snapshot_every > 0;
                let snapshot = if wanted { Lookup::Wanted } else { Lookup::NotWanted };
                let whole = hosted.book.owes_outcomes();
                hosted.readings.push(Reading { next, end: None, whole, snapshot });
            }
            Action::AskEnd { ask } if defect == Some(Defect::EndNotLookedUp) => {
                let next_offset = hosted.book.next_offset();
                hosted.from_log.push_back(Message::EndIs { ask, next_offset });
            }
            Action::AskEnd { ask } => hosted.looks.push(Look { ask, end: None }),
            Action::Rest => hosted.follower = None,
            Action::InputsFrom { epoch, next_offsets } => {
                let from_group = defect == Some(Defect::InputsFollowedFromTheGroup);
                let start = if from_group { here.group.clone() } else { next_offsets };
                hosted.follower = Some(Follower { epoch, start, next: BTreeMap::new() });
            }
            Action::Halt(_) => {}
        }
        Ok(())
    }
}
