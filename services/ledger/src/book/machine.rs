//! The state machine: what an owner decides, writes and answers. How it becomes one: `ownership.rs`.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use eventlog::ChainHash;
use foldhash::fast::RandomState;
use kernel::{AccountId, EntryId};
use smallvec::SmallVec;

use super::questions::{Asked, Questions};
use super::state::{BookState, Owner, Says};
use super::{Action, Codec, Committed, Corrupt, Ids, KeyDigest, Message, Reply, Request, RequestDigest};
use crate::domain::{BookEvent, Cause, Command, Entry, InputPosition, Kind, Wallet, decide};

/// The caller of what the book does by itself.
const SCHEDULE: &str = "schedule";

/// Who claims.
#[derive(Debug, Clone)]
pub struct Instance {
    /// Its name, unique among the instances of the ledger.
    pub name: String,
    /// Where it answers gRPC.
    pub address: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    /// The group has given the partition to nobody, or to another instance.
    Resting,
    Reading,
    Claiming,
    Owning,
    /// The group has taken the partition away; what is in flight is still to be acknowledged.
    Leaving,
    Halted,
}

// Mostly one: only repetitions of a request wait for the same entry.
type Callers<T> = SmallVec<[T; 1]>;

// An entry on its way to the log.
#[derive(Clone)]
pub(super) struct InFlight<T> {
    pub(super) seq: u64,
    pub(super) entry: Arc<Entry>,
    pub(super) hash: ChainHash,
    pub(super) key: Option<(KeyDigest, RequestDigest)>,
    pub(super) callers: Callers<T>,
}

// Those who wait for an entry whose outcome became unknown.
#[derive(Clone)]
pub(super) struct Orphan<T> {
    pub(super) key: Option<(KeyDigest, RequestDigest)>,
    pub(super) callers: Callers<T>,
}

// Where an entry comes from, beside its cause: what must be remembered and told once it is committed.
pub(super) struct Origin<T> {
    key: Option<(KeyDigest, RequestDigest)>,
    caller: Option<T>,
    trace: Option<Box<str>>,
}

impl<T> Origin<T> {
    // What the book does by itself.
    pub(super) const fn none() -> Self {
        Self { key: None, caller: None, trace: None }
    }
}

// A wallet with entries on their way.
#[derive(Clone)]
pub(super) struct Ahead {
    wallet: Box<Wallet>,
    in_flight: usize,
}

/// The book of one partition.
#[derive(Clone)]
pub struct Book<C, I, T> {
    pub(super) codec: C,
    pub(super) me: Instance,
    ids: I,
    pub(super) phase: Phase,
    // Whether the group gives it the partition. That says who should own it; who does, the chain says.
    pub(super) assigned: bool,
    pub(super) committed: BookState,
    // The speculative state: what will be committed if everything on its way arrives.
    pub(super) ahead: HashMap<AccountId, Ahead, RandomState>,
    pub(super) keys_ahead: HashMap<KeyDigest, u64, RandomState>,
    pub(super) head_ahead: ChainHash,
    pub(super) time_ahead: DateTime<Utc>,
    pub(super) in_flight: VecDeque<InFlight<T>>,
    pub(super) next_seq: u64,
    // Entries whose outcome became unknown, in an order of their own so that a run repeats, until the next claim settles it.
    pub(super) orphans: BTreeMap<EntryId, Orphan<T>>,
    pub(super) questions: Questions<T>,
    // The highest term seen, in valid and void claims alike.
    pub(super) seen_term: u64,
    pub(super) epoch: u64,
}

impl<C: Codec, I: Ids, T> Book<C, I, T> {
    /// A book that knows nothing yet, and rests until its partition is assigned to it. `ids` makes the ids of entries.
    pub fn new(codec: C, me: Instance, ids: I) -> Self {
        Self {
            codec,
            me,
            ids,
            phase: Phase::Resting,
            assigned: false,
            committed: BookState::default(),
            ahead: HashMap::default(),
            keys_ahead: HashMap::default(),
            head_ahead: ChainHash::GENESIS,
            time_ahead: DateTime::UNIX_EPOCH,
            in_flight: VecDeque::new(),
            next_seq: 0,
            orphans: BTreeMap::new(),
            questions: Questions::new(),
            seen_term: 0,
            epoch: 0,
        }
    }

    /// Whether it is the partition's writer and takes commands now.
    pub fn is_owning(&self) -> bool {
        self.phase == Phase::Owning
    }

    /// Whether it is on its way to own the partition: commands and questions had better be kept back until then.
    pub fn is_taking_over(&self) -> bool {
        self.assigned && matches!(self.phase, Phase::Reading | Phase::Claiming | Phase::Leaving)
    }

    /// The owner according to the last valid claim that it has seen; the truth may have moved on.
    pub fn owner(&self) -> Option<&Owner> {
        self.committed.owner.as_ref()
    }

    /// How many entries are on their way to the log.
    pub fn in_flight(&self) -> usize {
        self.in_flight.len()
    }

    /// Whose wallet the first entry on its way changes once it is acknowledged.
    pub fn next_to_commit(&self) -> Option<AccountId> {
        match &self.in_flight.front()?.entry.kind {
            Kind::Wallet { account, .. } => Some(*account),
            Kind::Book(_) => None,
        }
    }

    /// Whether callers wait for outcomes that only the log can tell.
    pub fn owes_outcomes(&self) -> bool {
        !self.orphans.is_empty()
    }

    /// The offset after the last one that is known to be committed or void.
    pub fn next_offset(&self) -> i64 {
        self.committed.next_offset
    }

    /// How many wallets it knows.
    pub fn wallets(&self) -> usize {
        self.committed.wallets.len()
    }

    /// A committed wallet, for checks.
    pub fn wallet(&self, account: AccountId) -> Option<&Wallet> {
        self.committed.wallets.get(&account).map(Box::as_ref)
    }

    /// Takes one message at the moment `now` and adds what it wants done to `out`.
    pub fn handle(&mut self, now: DateTime<Utc>, message: Message<T>, out: &mut Vec<Action<T>>) {
        let outcome = match (self.phase, message) {
            (Phase::Halted, Message::Assigned | Message::Revoked) => Ok(()),
            (_, Message::Assigned) => {
                self.assigned(out);
                Ok(())
            }
            (_, Message::Revoked) => {
                self.revoked(out);
                Ok(())
            }
            (Phase::Owning, Message::Command(caller, request)) => {
                self.command(now, Some(caller), *request, None, out)
            }
            (Phase::Owning | Phase::Reading | Phase::Claiming, Message::Query(caller, query))
                if self.assigned =>
            {
                self.question(caller, query, out);
                Ok(())
            }
            (_, Message::Command(caller, _) | Message::Query(caller, _)) => {
                out.push(Action::Reply(caller, self.turned_away()));
                Ok(())
            }
            (Phase::Owning, Message::Input { epoch, position, request }) => {
                self.input(now, epoch, position, *request, out)
            }
            (Phase::Owning, Message::InputRejected { epoch, position, detail }) => {
                self.input_rejected(now, epoch, position, detail, out)
            }
            (Phase::Owning | Phase::Leaving | Phase::Claiming, Message::Acked { seq, offset }) => {
                self.acked(now, seq, offset, out)
            }
            (Phase::Owning | Phase::Leaving | Phase::Claiming, Message::Lost { seq }) => {
                self.lost(seq, out);
                Ok(())
            }
            (Phase::Owning, Message::EndIs { ask, next_offset }) => {
                self.end_is(ask, next_offset, out);
                Ok(())
            }
            (Phase::Owning, Message::Tick) => self.tick(now, out),
            // A book that rests may be kept warm.
            (Phase::Reading | Phase::Resting, Message::Record { offset, value }) => {
                self.record(offset, &value, out)
            }
            (Phase::Reading | Phase::Resting, Message::Judged(judged)) => self.judged(&judged, out),
            (Phase::Reading | Phase::Resting, Message::Restored(state)) => {
                self.restored(*state);
                Ok(())
            }
            (Phase::Reading, Message::End { next_offset }) => self.end(now, next_offset, out),
            // Of an earlier phase: acknowledgements of entries given up, records nobody asked for any more, inputs to be read anew.
            (
                Phase::Resting
                | Phase::Reading
                | Phase::Claiming
                | Phase::Owning
                | Phase::Leaving
                | Phase::Halted,
                Message::Input { .. }
                | Message::InputRejected { .. }
                | Message::Acked { .. }
                | Message::Lost { .. }
                | Message::Record { .. }
                | Message::Judged(_)
                | Message::Restored(_)
                | Message::End { .. }
                | Message::EndIs { .. }
                | Message::Tick,
            ) => Ok(()),
        };
        if let Err(corrupt) = outcome {
            self.halt(corrupt, out);
        }
    }

    // Nothing is decided here: what has become of earlier attempts, only an owner can say.
    pub(super) fn turned_away(&self) -> Reply {
        if self.assigned || self.phase == Phase::Halted { Reply::NotReady } else { Reply::NotOwner }
    }

    fn command(
        &mut self,
        now: DateTime<Utc>,
        caller: Option<T>,
        request: Request,
        input: Option<InputPosition>,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        // Idempotency comes before every rule: a repetition gets the first answer whatever has become of the wallet or the deadline.
        let key = KeyDigest::of(request.account, &request.caller, &request.key);
        if let Some(seq) = self.keys_ahead.get(&key) {
            // Sequence numbers in flight have no gaps, so the distance to the first is the place.
            let place = self.in_flight.front().and_then(|first| usize::try_from(seq - first.seq).ok());
            let first = place.and_then(|place| self.in_flight.get_mut(place));
            if let (Some(first), Some(caller)) = (first, caller) {
                if first.key.is_some_and(|(_, digest)| digest == request.digest) {
                    first.callers.push(caller);
                } else {
                    out.push(Action::Reply(caller, Reply::KeyReused));
                }
            }
            return Ok(());
        }
        if let Some(first) = self.first_answer(&key, request.digest) {
            out.extend(caller.map(|caller| Action::Reply(caller, first)));
            return Ok(());
        }
        if request.deadline.is_some_and(|deadline| deadline < now) {
            // It is not decided here; but an earlier attempt may have been by another owner.
            if let Some(caller) = caller {
                self.ask(caller, Asked::Late(key, request.digest), 0, out);
            }
            return Ok(());
        }
        self.expire(now, request.account, out)?;
        let cause =
            Cause { caller: request.caller, key: request.key.into(), digest: request.digest.bytes(), input };
        let origin = Origin { key: Some((key, request.digest)), caller, trace: request.trace };
        self.write(now, request.account, &request.command, cause, origin, out)
    }

    fn input(
        &mut self,
        now: DateTime<Utc>,
        epoch: u64,
        position: InputPosition,
        request: Request,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        if self.is_new_input(epoch, &position) {
            self.command(now, None, request, Some(position), out)
        } else {
            Ok(())
        }
    }

    fn input_rejected(
        &mut self,
        now: DateTime<Utc>,
        epoch: u64,
        position: InputPosition,
        detail: String,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        // Without a key, only its position tells that it is on its way already.
        let is_on_its_way =
            self.in_flight.iter().any(|entry| entry.entry.cause.input.as_ref() == Some(&position));
        if is_on_its_way || !self.is_new_input(epoch, &position) {
            return Ok(());
        }
        let cause =
            Cause { caller: position.topic.as_str().into(), input: Some(position), ..Cause::default() };
        let id = self.new_id();
        self.append(id, now, Kind::Book(BookEvent::InputRejected { detail }), cause, Origin::none(), out)
    }

    fn is_new_input(&self, epoch: u64, position: &InputPosition) -> bool {
        epoch == self.epoch
            && self.committed.next_inputs.get(&position.topic).is_none_or(|next| position.offset >= *next)
    }

    /// What the chain already says about a key.
    pub(super) fn first_answer(&self, key: &KeyDigest, digest: RequestDigest) -> Option<Reply> {
        let first = self.committed.answers.get(key)?;
        Some(if first.request == digest.mark() { Reply::Recall(first.offset) } else { Reply::KeyReused })
    }

    fn tick(&mut self, now: DateTime<Utc>, out: &mut Vec<Action<T>>) -> Result<(), Corrupt> {
        for account in self.committed.due(now) {
            self.expire(now, account, out)?;
        }
        Ok(())
    }

    // Writes everything of an account that is due, so that nothing expired takes part in what is decided next.
    fn expire(
        &mut self,
        now: DateTime<Utc>,
        account: AccountId,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        while let Some(due) = self.speculative(account).and_then(|wallet| wallet.first_due(now)) {
            let cause = Cause { caller: SCHEDULE.into(), ..Cause::default() };
            self.write(now, account, &due.command(), cause, Origin::none(), out)?;
        }
        Ok(())
    }

    fn speculative(&self, account: AccountId) -> Option<&Wallet> {
        self.ahead
            .get(&account)
            .map(|ahead| &ahead.wallet)
            .or_else(|| self.committed.wallets.get(&account))
            .map(Box::as_ref)
    }

    fn write(
        &mut self,
        now: DateTime<Utc>,
        account: AccountId,
        command: &Command,
        cause: Cause,
        origin: Origin<T>,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        let id = self.new_id();
        let ahead = self.ahead.entry(account).or_insert_with(|| Ahead {
            wallet: self.committed.wallets.get(&account).cloned().unwrap_or_default(),
            in_flight: 0,
        });
        let change = decide(&ahead.wallet, command, id, now);
        ahead.wallet.evolve(&change).map_err(|cause| Corrupt::Defect(cause.to_string()))?;
        ahead.in_flight += 1;
        let balance = ahead.wallet.balance();
        self.append(id, now, Kind::Wallet { account, balance, change }, cause, origin, out)
    }

    pub(super) fn new_id(&mut self) -> EntryId {
        EntryId::new(self.ids.next_id())
    }

    pub(super) fn append(
        &mut self,
        id: EntryId,
        now: DateTime<Utc>,
        kind: Kind,
        cause: Cause,
        origin: Origin<T>,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        // A clock that was set back must not make the books run backwards.
        self.time_ahead = self.time_ahead.max(now);
        let entry = Arc::new(Entry { id, time: self.time_ahead, cause, kind });
        let value =
            self.codec.encode(&entry, self.head_ahead).map_err(|error| Corrupt::Defect(error.to_string()))?;
        self.head_ahead = ChainHash::of(&value);
        let seq = self.next_seq;
        self.next_seq += 1;
        if let Some((key, _)) = origin.key {
            self.keys_ahead.insert(key, seq);
        }
        self.in_flight.push_back(InFlight {
            seq,
            entry: Arc::clone(&entry),
            hash: self.head_ahead,
            key: origin.key,
            callers: origin.caller.into_iter().collect(),
        });
        out.push(Action::Append { seq, entry, value, trace: origin.trace });
        Ok(())
    }

    fn acked(
        &mut self,
        now: DateTime<Utc>,
        seq: u64,
        offset: Option<i64>,
        out: &mut Vec<Action<T>>,
    ) -> Result<(), Corrupt> {
        let Some(first) = self.in_flight.front() else { return Ok(()) };
        if seq < first.seq {
            // Of an entry given up before the last claim.
            return Ok(());
        }
        if seq > first.seq || offset != Some(self.committed.next_offset) {
            self.read(out);
            return Ok(());
        }
        let Some(first) = self.in_flight.pop_front() else { return Ok(()) };
        self.commit(first, out)?;
        match self.phase {
            Phase::Claiming => self.own(now, out),
            Phase::Leaving if self.in_flight.is_empty() => self.left(out),
            Phase::Owning | Phase::Leaving | Phase::Resting | Phase::Reading | Phase::Halted => {}
        }
        Ok(())
    }

    fn commit(&mut self, arrived: InFlight<T>, out: &mut Vec<Action<T>>) -> Result<(), Corrupt> {
        let offset = self.committed.next_offset;
        let evolved = self.settle_ahead(&arrived.entry);
        let says = Says::of(&arrived.entry, arrived.key);
        self.committed.apply(&says, offset, arrived.hash, evolved)?;
        if let Some((key, _)) = arrived.key {
            self.keys_ahead.remove(&key);
        }
        for caller in arrived.callers {
            out.push(Action::Reply(
                caller,
                Reply::Committed(Committed { entry: Arc::clone(&arrived.entry), offset }),
            ));
        }
        while let Some(question) = self.questions.next_ready(self.committed.next_offset) {
            self.answer(question, out);
        }
        Ok(())
    }

    // With its last entry on the way committed, a wallet's speculative state is its committed one: it is moved, not computed again.
    fn settle_ahead(&mut self, entry: &Entry) -> Option<Box<Wallet>> {
        let Kind::Wallet { account, .. } = &entry.kind else { return None };
        let ahead = self.ahead.get_mut(account)?;
        ahead.in_flight -= 1;
        if ahead.in_flight == 0 { self.ahead.remove(account).map(|ahead| ahead.wallet) } else { None }
    }

    fn lost(&mut self, seq: u64, out: &mut Vec<Action<T>>) {
        if self.in_flight.front().is_some_and(|first| seq >= first.seq) {
            self.read(out);
        }
    }
}
