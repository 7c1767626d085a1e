//! The state machine: reading, claiming, owning and letting go.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::machine::{Book, Origin, Orphan, Phase};
use super::state::Head;
use super::{Action, BookState, Codec, Committed, Corrupt, Ids, Judged, Reply, Took};
use crate::domain::{BookEvent, Cause, Kind};

impl<C: Codec, I: Ids, T> Book<C, I, T> {
    // An owner that is assigned again while it leaves claims anew afterwards: the inputs that it passed over must be read again.
    pub(super) fn assigned(&mut self, out: &mut Vec<Action<T>>) {
        self.assigned = true;
        if self.phase == Phase::Resting {
            self.read(out);
        }
    }

    pub(super) fn revoked(&mut self, out: &mut Vec<Action<T>>) {
        self.assigned = false;
        // They have no effect, so the next owner may as well be asked.
        let asking = self.questions.take();
        out.extend(asking.map(|question| Action::Reply(question.caller, Reply::NotOwner)));
        match self.phase {
            Phase::Owning if !self.in_flight.is_empty() => self.phase = Phase::Leaving,
            // Callers still wait to learn their outcome.
            Phase::Reading if self.is_awaited() => {}
            Phase::Owning | Phase::Reading => self.rest(out),
            // The claim's fate decides.
            Phase::Claiming | Phase::Leaving | Phase::Resting | Phase::Halted => {}
        }
    }

    /// Everything that was in flight when the group took the partition away has been acknowledged.
    pub(super) fn left(&mut self, out: &mut Vec<Action<T>>) {
        if self.assigned {
            self.read(out);
        } else {
            self.rest(out);
        }
    }

    fn rest(&mut self, out: &mut Vec<Action<T>>) {
        self.phase = Phase::Resting;
        // Nobody waits for those that are left.
        self.orphans.clear();
        out.push(Action::Rest);
    }

    /// The outcome of everything on its way is unknown: only the log can tell.
    pub(super) fn read(&mut self, out: &mut Vec<Action<T>>) {
        self.phase = Phase::Reading;
        self.ahead.clear();
        self.keys_ahead.clear();
        self.questions.start_over();
        for entry in self.in_flight.drain(..) {
            // Also one that nobody waits for: found in the chain, it tells that those after it may follow. Not so a claim, which
            // extends what was read before it.
            if !matches!(entry.entry.kind, Kind::Book(BookEvent::Claimed { .. })) {
                self.orphans.insert(entry.entry.id, Orphan { key: entry.key, callers: entry.callers });
            }
        }
        if self.assigned || self.is_awaited() {
            out.push(Action::ReadFrom { offset: self.committed.next_offset });
        } else {
            self.rest(out);
        }
    }

    /// Whether somebody waits to learn the outcome of an entry whose fate is unknown.
    fn is_awaited(&self) -> bool {
        self.orphans.values().any(|orphan| !orphan.callers.is_empty())
    }

    pub(super) fn record(
        &mut self,
        offset: i64,
        value: &[u8],
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        // Whoever waits for an outcome is owed the whole entry.
        let entry = if self.orphans.is_empty() { None } else { self.codec.decode(value).ok() };
        if !self.take(&Judged::of(&self.codec, offset, value))? {
            return Ok(());
        }
        let waiting = entry.and_then(|(entry, _)| Some((self.orphans.remove(&entry.id)?, entry)));
        if let Some((orphan, entry)) = waiting {
            let entry = Arc::new(entry);
            for caller in orphan.callers {
                out.push(Action::Reply(
                    caller,
                    Reply::Committed(Committed { entry: Arc::clone(&entry), offset }),
                ));
            }
        } else if !self.assigned {
            // The chain has gone another way, so that the orphans are void. Whether their keys have an outcome, the owner knows.
            for (_, orphan) in std::mem::take(&mut self.orphans) {
                out.extend(orphan.callers.into_iter().map(|caller| Action::Reply(caller, Reply::NotOwner)));
            }
        }
        self.rest_if_done(out);
        Ok(())
    }

    pub(super) fn judged(&mut self, records: &[Judged], out: &mut Vec<Action<T>>) -> Result<(), Corrupt> {
        if !self.orphans.is_empty() {
            // Of a reading that began before their outcome became unknown: the one that began then brings the same records whole.
            return Ok(());
        }
        let mut any = false;
        for judged in records {
            any |= self.take(judged)?;
        }
        if any {
            self.rest_if_done(out);
        }
        Ok(())
    }

    // Whether the record is an entry, which is applied then.
    fn take(&mut self, judged: &Judged) -> Result<bool, Corrupt> {
        let took = self.committed.take(judged)?;
        self.seen_term = self.seen_term.max(self.committed.seen_term);
        Ok(took == Took::Entry)
    }

    fn rest_if_done(&mut self, out: &mut Vec<Action<T>>) {
        if self.phase == Phase::Reading && !self.assigned && !self.is_awaited() {
            self.rest(out);
        }
    }

    pub(super) fn restored(&mut self, state: BookState) {
        if self.committed.next_offset == 0 {
            self.seen_term = self.seen_term.max(state.seen_term);
            self.committed = state;
        }
    }

    pub(super) fn end(
        &mut self,
        now: DateTime<Utc>,
        next_offset: i64,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        if next_offset != self.committed.next_offset {
            // Of a reading that was given up, or one that broke off.
            out.push(Action::ReadFrom { offset: self.committed.next_offset });
            return Ok(());
        }
        self.phase = Phase::Claiming;
        let Head(head) = self.committed.head;
        self.head_ahead = head;
        self.time_ahead = self.committed.last_time;
        let term = self.committed.owner.as_ref().map_or(0, |owner| owner.term);
        self.seen_term = self.seen_term.max(term) + 1;
        let claim = BookEvent::Claimed {
            instance: self.me.name.clone(),
            term: self.seen_term,
            address: self.me.address.clone(),
        };
        let cause = Cause { caller: self.me.name.as_str().into(), ..Cause::default() };
        let id = self.new_id();
        self.append(id, now, Kind::Book(claim), cause, Origin::none(), out)
    }

    /// The claim is committed.
    pub(super) fn own(&mut self, now: DateTime<Utc>, out: &mut Vec<Action<T>>) {
        // It extends the last valid entry: what named that entry, or one of those that never came, is void for ever. So a key
        // that has no answer by now has none from any earlier attempt, here or elsewhere.
        for (_, orphan) in std::mem::take(&mut self.orphans) {
            let first = orphan.key.and_then(|(key, digest)| self.first_answer(&key, digest));
            let reply = first.unwrap_or(Reply::NotApplied);
            out.extend(orphan.callers.into_iter().map(|caller| Action::Reply(caller, reply.clone())));
        }
        if !self.assigned {
            self.rest(out);
            return;
        }
        self.phase = Phase::Owning;
        // The claim may have landed long before its acknowledgement came: it says nothing to questions that came in between.
        self.ask_for_the_end(out);
        self.time_ahead = self.time_ahead.max(now);
        self.epoch += 1;
        out.push(Action::InputsFrom { epoch: self.epoch, next_offsets: self.committed.next_inputs.clone() });
    }

    pub(super) fn halt(&mut self, corrupt: Corrupt, out: &mut Vec<Action<T>>) {
        self.phase = Phase::Halted;
        self.ahead.clear();
        self.keys_ahead.clear();
        // Their outcome stays unknown: the callers are let go without an answer.
        self.in_flight.clear();
        self.orphans.clear();
        drop(self.questions.take());
        out.push(Action::Halt(corrupt));
    }
}
