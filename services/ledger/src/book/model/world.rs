//! What surrounds the books: the log and its brokers, producers, the group, callers; and all that may happen to them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use chrono::TimeDelta;

use super::super::machine::Phase;
use super::super::*;
use super::compact::{self, Compact};
use super::member::{Look, Member, Reading, Record, UnderWay};
use super::{ACCOUNT, Bounds, Bug, CALLER, NOW};
use crate::domain::Kind;

/// A call's place in [`World::calls`].
pub(super) type Caller = u8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum What {
    Spend(char),
    /// A spend that comes after its deadline.
    LateSpend(char),
    /// A question, and the wallet's version in the last answer that anybody had been given when it was asked.
    Question(u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    Committed {
        offset: i64,
        version: u64,
    },
    Recall(i64),
    NotApplied,
    TooLate,
    TurnedAway,
    Balance {
        version: u64,
    },
    KeyReused,
    /// The instance crashed before it answered.
    Silence,
}

#[derive(Debug, Clone, Copy, Hash)]
pub(super) struct Call {
    pub(super) to: usize,
    pub(super) what: What,
    pub(super) answer: Option<Answer>,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Spend(usize, char),
    LateSpend(usize, char),
    Question(usize),
    /// The group's word reaches an instance. Nothing makes it agree with what it tells the other.
    Assign(usize),
    Revoke(usize),
    /// The oldest record that an instance's producer still has reaches the leader.
    Land(usize),
    /// A record that its producer has given up, or died over, reaches the leader after all.
    LandStray(usize),
    /// The followers have everything.
    Replicate,
    /// A new leader, which has only this much of the log.
    Elect(usize),
    Ack(usize),
    /// As for a retried batch that the broker had already.
    AckWithoutOffset(usize),
    /// The producer gives up, whether the record has landed or not.
    Lose(usize),
    Read(usize, usize),
    ReadEnd(usize, usize),
    LookAtEnd(usize),
    TellEnd(usize),
    Crash(usize),
}

#[derive(Clone)]
pub(super) struct World {
    pub(super) bug: Option<Bug>,
    /// What may still happen.
    left: Bounds,
    log: Vec<Arc<Record>>,
    // Below this offset the log is replicated: acknowledged, visible, there for good.
    safe: usize,
    pub(super) members: [Arc<Member>; 2],
    strays: Vec<Arc<Record>>,
    pub(super) calls: Vec<Call>,
    /// A caller was answered twice.
    pub(super) answered_twice: bool,
    /// A book has stopped for good.
    pub(super) halted: bool,
}

impl What {
    /// The key of a command.
    pub(super) fn key(self) -> Option<char> {
        match self {
            Self::Spend(key) | Self::LateSpend(key) => Some(key),
            Self::Question(_) => None,
        }
    }
}

fn request(key: char, late: bool) -> Request {
    Request {
        account: ACCOUNT,
        caller: CALLER.into(),
        key: key.to_string().into(),
        digest: RequestDigest::from_bytes(std::array::from_fn(|place| u8::from(place == 0))),
        command: compact::spend(),
        deadline: late.then_some(NOW - TimeDelta::seconds(1)),
        trace: None,
    }
}

impl World {
    /// One token to spend; the first instance owns, the second rests.
    pub(super) fn new(bounds: Bounds, bug: Option<Bug>) -> Self {
        let forgets_keys = bug == Some(Bug::KeysForgotten);
        let member = |name| Arc::new(Member::new(name, 0, forgets_keys));
        let mut world = Self {
            bug: None,
            left: bounds,
            log: Vec::new(),
            safe: 0,
            members: [member(0), member(1)],
            strays: Vec::new(),
            calls: Vec::new(),
            answered_twice: false,
            halted: false,
        };
        world.tell(0, Message::Assigned);
        world.settle();
        let caller = world.call(0, What::Spend('$'));
        world.tell(
            0,
            Message::Command(caller, Request { command: compact::credit(), ..request('$', false) }.into()),
        );
        world.settle();
        world.bug = bug;
        world
    }

    /// What can happen now.
    pub(super) fn steps(&self, steps: &mut Vec<Step>) {
        let left = &self.left;
        for (i, member) in self.members.iter().enumerate() {
            let book = &member.book;
            if left.calls > 0 && book.is_owning() {
                for key in ['a', 'b'] {
                    let is_used = |key| self.calls.iter().any(|call| call.what.key() == Some(key));
                    // Keys are alike, so the first one used is `a`; and what comes late is of interest only as a repetition.
                    if key == 'a' || is_used('a') {
                        steps.push(Step::Spend(i, key));
                    }
                    if is_used(key) {
                        steps.push(Step::LateSpend(i, key));
                    }
                }
            }
            if left.calls > 0 && (book.is_owning() || book.is_taking_over()) {
                steps.push(Step::Question(i));
            }
            if left.moves > 0 {
                steps.push(if book.assigned { Step::Revoke(i) } else { Step::Assign(i) });
            }
            if self.log.len() < left.log && member.under_way.iter().any(|way| way.offset.is_none()) {
                steps.push(Step::Land(i));
            }
            if let Some(front) = member.under_way.front() {
                let seen = if self.bug == Some(Bug::AckedUnreplicated) { self.log.len() } else { self.safe };
                let acked = front.offset.is_some_and(|offset| offset < seen);
                if acked {
                    steps.push(Step::Ack(i));
                }
                if left.faults > 0 && acked {
                    steps.push(Step::AckWithoutOffset(i));
                }
                if left.faults > 0 || front.dropped {
                    steps.push(Step::Lose(i));
                }
            }
            for (r, reading) in member.readings.iter().enumerate() {
                steps.push(if reading.end.is_none() { Step::Read(i, r) } else { Step::ReadEnd(i, r) });
            }
            if let Some(look) = member.looks.first() {
                steps.push(if look.end.is_none() { Step::LookAtEnd(i) } else { Step::TellEnd(i) });
            }
            // A book that rests, with nothing under way, has little to lose.
            if left.faults > 0 && !(book.phase == Phase::Resting && member.under_way.is_empty()) {
                steps.push(Step::Crash(i));
            }
        }
        if self.log.len() < left.log {
            steps.extend((0..self.strays.len()).map(Step::LandStray));
        }
        if self.safe < self.log.len() {
            steps.push(Step::Replicate);
            if left.faults > 0 {
                steps.extend((self.safe..self.log.len()).map(Step::Elect));
            }
        }
    }

    /// It happens.
    pub(super) fn take(&mut self, step: Step) {
        match step {
            Step::Spend(i, key) => {
                self.left.calls -= 1;
                let caller = self.call(i, What::Spend(key));
                self.tell(i, Message::Command(caller, request(key, false).into()));
            }
            Step::LateSpend(i, key) => {
                self.left.calls -= 1;
                let caller = self.call(i, What::LateSpend(key));
                self.tell(i, Message::Command(caller, request(key, true).into()));
            }
            Step::Question(i) => {
                self.left.calls -= 1;
                let caller = self.call(i, What::Question(self.answered_version()));
                self.tell(i, Message::Query(caller, Query::Balance(ACCOUNT)));
            }
            Step::Assign(i) => {
                self.left.moves -= 1;
                self.tell(i, Message::Assigned);
            }
            Step::Revoke(i) => {
                self.left.moves -= 1;
                self.tell(i, Message::Revoked);
                if self.bug == Some(Bug::NotAppliedWhenRevoked) {
                    self.give_up_on_callers(i);
                }
            }
            Step::Land(i) => self.land(i),
            Step::LandStray(s) => {
                let record = self.strays.remove(s);
                self.arrive(record);
            }
            Step::Replicate => self.safe = self.log.len(),
            Step::Elect(len) => self.elect(len),
            Step::Ack(i) => self.ack(i),
            Step::AckWithoutOffset(i) => {
                self.left.faults -= 1;
                if let Some(way) = self.member(i).under_way.pop_front() {
                    self.tell(i, Message::Acked { seq: way.seq, offset: None });
                }
            }
            Step::Lose(i) => self.lose(i),
            Step::Read(i, r) => self.read(i, r),
            Step::ReadEnd(i, r) => {
                let reading = self.member(i).readings.remove(r);
                self.tell(i, Message::End { next_offset: reading.end.unwrap() });
            }
            Step::LookAtEnd(i) => {
                let end = self.safe as i64;
                self.member(i).looks[0].end = Some(end);
            }
            Step::TellEnd(i) => {
                let look = self.member(i).looks.remove(0);
                self.tell(i, Message::EndIs { ask: look.ask, next_offset: look.end.unwrap() });
            }
            Step::Crash(i) => self.crash(i),
        }
        for member in &mut self.members {
            if member.under_way.iter().any(|way| way.offset.is_some()) || !member.looks.is_empty() {
                Arc::make_mut(member).forget_what_is_passed_over();
            }
        }
    }

    fn member(&mut self, i: usize) -> &mut Member {
        Arc::make_mut(&mut self.members[i])
    }

    fn call(&mut self, to: usize, what: What) -> Caller {
        self.calls.push(Call { to, what, answer: None });
        u8::try_from(self.calls.len() - 1).unwrap()
    }

    fn tell(&mut self, i: usize, message: Message<Caller>) {
        let call = if let Message::Command(caller, _) = &message { Some(*caller) } else { None };
        let mut out = Vec::new();
        self.member(i).book.handle(NOW, message, &mut out);
        for action in out {
            match action {
                Action::Append { seq, entry, value, .. } => self.append(i, seq, &entry, value, call),
                Action::Reply(caller, reply) => self.answer(caller, &reply),
                Action::ReadFrom { offset } => {
                    self.member(i).readings.push(Reading { from: offset, end: None });
                }
                Action::AskEnd { ask } if self.bug == Some(Bug::AnsweredUnconfirmed) => {
                    let next_offset = self.members[i].book.next_offset();
                    self.tell(i, Message::EndIs { ask, next_offset });
                }
                Action::AskEnd { ask } => self.member(i).looks.push(Look { ask, end: None }),
                Action::Rest | Action::InputsFrom { .. } => {}
                Action::Halt(_) => self.halted = true,
            }
        }
    }

    fn append(&mut self, i: usize, seq: u64, entry: &Entry, value: Vec<u8>, call: Option<Caller>) {
        let (claim, version) = match &entry.kind {
            Kind::Wallet { balance, .. } => (false, balance.version),
            Kind::Book(_) => (true, 0),
        };
        let record = Record {
            hash: ChainHash::of(&value),
            previous: Compact::default().previous(&value).unwrap(),
            claim,
            key: entry.cause.key.chars().next(),
            call: call.filter(|_| !claim),
            version,
            value: value.into(),
        };
        let record = Arc::new(record);
        self.member(i).under_way.push_back(UnderWay { seq, record, offset: None, dropped: false });
        if claim && self.bug == Some(Bug::NotAppliedBeforeTheClaim) {
            self.give_up_on_callers(i);
        }
        if !claim && self.bug == Some(Bug::AnsweredBeforeAcked) {
            let book = &self.members[i].book;
            let offset = book.next_offset() + book.in_flight() as i64 - 1;
            self.tell(i, Message::Acked { seq, offset: Some(offset) });
        }
    }

    fn give_up_on_callers(&mut self, i: usize) {
        for call in &mut self.calls {
            if call.to == i && call.answer.is_none() && call.what.key().is_some() {
                call.answer = Some(Answer::NotApplied);
            }
        }
    }

    fn answer(&mut self, caller: Caller, reply: &Reply) {
        let answer = match reply {
            Reply::Committed(Committed { entry, offset }) => match &entry.kind {
                Kind::Wallet { balance, .. } => {
                    Answer::Committed { offset: *offset, version: balance.version }
                }
                Kind::Book(_) => panic!("a claim answers no command"),
            },
            Reply::Recall(offset) => Answer::Recall(*offset),
            Reply::NotApplied => Answer::NotApplied,
            Reply::DeadlinePassed => Answer::TooLate,
            Reply::NotOwner if self.bug == Some(Bug::NotAppliedByAnothersClaim) => Answer::NotApplied,
            Reply::NotOwner | Reply::NotReady => Answer::TurnedAway,
            Reply::Balance(balance) => Answer::Balance { version: balance.version },
            Reply::KeyReused => Answer::KeyReused,
            Reply::Hold(_) => panic!("nobody asked for a hold"),
        };
        let call = &mut self.calls[usize::from(caller)];
        if call.answer.is_none() {
            call.answer = Some(answer);
        } else if self.bug.is_none() {
            self.answered_twice = true;
        }
    }

    // The latest version of the wallet that anybody has been told.
    fn answered_version(&self) -> u64 {
        let told = self.calls.iter().filter_map(|call| match call.answer? {
            Answer::Committed { version, .. } | Answer::Balance { version } => Some(version),
            Answer::Recall(offset) => Some(self.log.get(usize::try_from(offset).ok()?)?.version),
            _ => None,
        });
        told.max().unwrap_or(1)
    }

    fn arrive(&mut self, record: Arc<Record>) {
        self.log.push(record);
        // Whether a record is replicated at once or later makes a difference only to an election.
        if self.left.faults == 0 {
            self.safe = self.log.len();
        }
    }

    fn land(&mut self, i: usize) {
        let offset = self.log.len();
        if let Some(way) = self.member(i).under_way.iter_mut().find(|way| way.offset.is_none()) {
            (way.offset, way.dropped) = (Some(offset), false);
            let record = Arc::clone(&way.record);
            self.arrive(record);
        }
    }

    fn elect(&mut self, len: usize) {
        self.left.faults -= 1;
        self.log.truncate(len);
        self.safe = len;
        for i in 0..self.members.len() {
            // Nobody has acknowledged them. Their producer hears that they failed, or sends them again if it is one that does.
            for way in &mut self.member(i).under_way {
                if way.offset.is_some_and(|offset| offset >= len) {
                    (way.offset, way.dropped) = (None, true);
                }
            }
        }
    }

    fn ack(&mut self, i: usize) {
        let Some(way) = self.member(i).under_way.pop_front() else { return };
        let expected = self.members[i].book.next_offset();
        let offset = match self.bug {
            Some(Bug::StaleClaimTrusted) if way.record.claim => expected,
            Some(Bug::AnyOffsetAccepted) if !way.record.claim => expected,
            _ => way.offset.unwrap() as i64,
        };
        self.tell(i, Message::Acked { seq: way.seq, offset: Some(offset) });
    }

    fn lose(&mut self, i: usize) {
        let Some(way) = self.member(i).under_way.pop_front() else { return };
        if !way.dropped {
            self.left.faults -= 1;
            if way.offset.is_none() {
                self.stray(way.record);
            }
        }
        if self.bug != Some(Bug::LossNotTold) {
            self.tell(i, Message::Lost { seq: way.seq });
        }
    }

    fn stray(&mut self, record: Arc<Record>) {
        self.strays.push(record);
        self.strays.sort_by_key(|record| record.hash);
    }

    fn read(&mut self, i: usize, r: usize) {
        let end = if self.bug == Some(Bug::UnreplicatedRead) { self.log.len() } else { self.safe };
        let reading = &mut self.member(i).readings[r];
        reading.end = Some(end as i64);
        let from = usize::try_from(reading.from).unwrap();
        for offset in from..end {
            let mut value = self.log[offset].value.clone();
            if self.bug == Some(Bug::VoidRecordsCount) {
                let head = self.members[i].book.committed.head.0;
                value = [head.as_bytes(), &value[32..]].concat().into();
            }
            self.tell(i, Message::Record { offset: offset as i64, value });
        }
    }

    fn crash(&mut self, i: usize) {
        self.left.faults -= 1;
        let old = Arc::clone(&self.members[i]);
        for way in old.under_way.iter().filter(|way| way.offset.is_none()) {
            self.stray(Arc::clone(&way.record));
        }
        for call in &mut self.calls {
            if call.to == i && call.answer.is_none() {
                call.answer = Some(Answer::Silence);
            }
        }
        let forgets_keys = self.bug == Some(Bug::KeysForgotten);
        self.members[i] = Arc::new(Member::new(old.name, old.life + 1, forgets_keys));
    }

    // Everything that is under way comes to its end, without a fault. Whether it comes to rest at all.
    fn settle(&mut self) -> bool {
        for _ in 0..100 {
            let mut moved = false;
            for i in 0..self.members.len() {
                while self.members[i].under_way.iter().any(|way| way.offset.is_none()) {
                    self.land(i);
                }
                self.safe = self.log.len();
                while self.members[i].under_way.front().is_some_and(|way| way.offset.is_some()) {
                    self.ack(i);
                    moved = true;
                }
                if let Some(reading) = self.members[i].readings.first() {
                    self.take(if reading.end.is_none() { Step::Read(i, 0) } else { Step::ReadEnd(i, 0) });
                    moved = true;
                }
                if let Some(look) = self.members[i].looks.first() {
                    self.take(if look.end.is_none() { Step::LookAtEnd(i) } else { Step::TellEnd(i) });
                    moved = true;
                }
            }
            if !moved {
                return true;
            }
        }
        false
    }

    /// Whether, with no further faults and the group's word for one instance, everybody is answered and new commands are too.
    pub(super) fn recovers_with(&self, owner: usize) -> bool {
        let mut world = self.clone();
        world.tell(1 - owner, Message::Revoked);
        world.tell(owner, Message::Assigned);
        if !world.settle() || !world.members[owner].book.is_owning() {
            return false;
        }
        let asker = world.call(owner, What::Question(world.answered_version()));
        world.tell(owner, Message::Query(asker, Query::Balance(ACCOUNT)));
        // It may learn only from its first entry that it has been superseded.
        for _ in 0..2 {
            let caller = world.call(owner, What::Spend('z'));
            world.tell(owner, Message::Command(caller, request('z', false).into()));
            if !world.settle() || world.calls.iter().any(|call| call.answer.is_none()) {
                return false;
            }
            if matches!(world.calls[usize::from(caller)].answer, Some(Answer::Committed { .. })) {
                return true;
            }
        }
        false
    }

    /// Each record, and whether it is part of the books.
    pub(super) fn chain(&self) -> impl Iterator<Item = (&Record, bool)> {
        let mut head = ChainHash::GENESIS;
        self.log.iter().map(move |record| {
            let valid = record.previous == head;
            if valid {
                head = record.hash;
            }
            (record.as_ref(), valid)
        })
    }

    /// Whether two instances take themselves for the owner.
    pub(super) fn has_two_owners(&self) -> bool {
        self.members.iter().all(|member| member.book.is_owning())
    }
}

impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        (self.left, self.safe, self.answered_twice, self.halted).hash(hasher);
        for record in self.log.iter().chain(&self.strays) {
            (record.hash, record.call).hash(hasher);
        }
        self.log.len().hash(hasher);
        self.members.hash(hasher);
        self.calls.hash(hasher);
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        let digest = |world: &Self| {
            let mut hasher = DefaultHasher::new();
            world.hash(&mut hasher);
            hasher.finish()
        };
        digest(self) == digest(other)
    }
}
