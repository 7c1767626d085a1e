//! The state machine: reading, claiming, owning.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use eventlog::{ChainHash, previous_of};
use kernel::{AccountId, EntryId};
use uuid::Uuid;

use super::state::{Head, State};
use super::{Action, Codec, Committed, Corrupt, KeyDigest, Message, Query, Reply, Request, RequestDigest};
use crate::domain::{BookEvent, Cause, Command, Due, Entry, InputPosition, Kind, Wallet, decide};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Reading,
    Claiming,
    Owning,
    Halted,
}

// An entry on its way to the log.
struct InFlight<T> {
    seq: u64,
    entry: Arc<Entry>,
    hash: ChainHash,
    key: Option<(KeyDigest, RequestDigest)>,
    callers: Vec<T>,
    // Answers that must not be given before everything decided earlier is committed.
    reads: Vec<(T, Reply)>,
}

// Where an entry comes from, beside its cause: what must be remembered and told once it is committed.
struct Origin<T> {
    key: Option<(KeyDigest, RequestDigest)>,
    caller: Option<T>,
    trace: Option<Box<str>>,
}

impl<T> Origin<T> {
    // What the book does by itself.
    const fn none() -> Self {
        Self { key: None, caller: None, trace: None }
    }
}

// A wallet with entries on their way.
struct Ahead {
    wallet: Wallet,
    in_flight: usize,
}

/// The book of one partition.
pub struct Book<C, T> {
    codec: C,
    me: Instance,
    next_id: Box<dyn FnMut() -> Uuid + Send>,
    phase: Phase,
    committed: State,
    // The speculative state: what will be committed if everything on its way arrives.
    ahead: HashMap<AccountId, Ahead>,
    keys_ahead: HashMap<KeyDigest, u64>,
    head_ahead: ChainHash,
    time_ahead: DateTime<Utc>,
    in_flight: VecDeque<InFlight<T>>,
    next_seq: u64,
    // Entries whose outcome became unknown, until the next claim settles it.
    orphans: HashMap<EntryId, Vec<T>>,
    // The highest term seen, in valid and void claims alike.
    seen_term: u64,
    epoch: u64,
}

impl<C: Codec, T> Book<C, T> {
    /// A book that knows nothing yet. `next_id` makes the ids of entries.
    pub fn new(codec: C, me: Instance, next_id: Box<dyn FnMut() -> Uuid + Send>) -> Self {
        Self {
            codec,
            me,
            next_id,
            phase: Phase::Reading,
            committed: State::default(),
            ahead: HashMap::new(),
            keys_ahead: HashMap::new(),
            head_ahead: ChainHash::GENESIS,
            time_ahead: DateTime::UNIX_EPOCH,
            in_flight: VecDeque::new(),
            next_seq: 0,
            orphans: HashMap::new(),
            seen_term: 0,
            epoch: 0,
        }
    }

    /// Begins: the first thing is to read the log.
    pub fn start(&mut self, out: &mut Vec<Action<T>>) {
        self.read(out);
    }

    /// Whether it is the partition's writer and takes commands and questions now. The shell keeps them back until then.
    pub fn is_owning(&self) -> bool {
        self.phase == Phase::Owning
    }

    /// How many entries are on their way to the log.
    pub fn in_flight(&self) -> usize {
        self.in_flight.len()
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
        self.committed.wallets.get(&account)
    }

    /// Takes one message at the moment `now` and adds what it wants done to `out`.
    pub fn handle(&mut self, now: DateTime<Utc>, message: Message<T>, out: &mut Vec<Action<T>>) {
        let outcome = match (self.phase, message) {
            (
                Phase::Halted | Phase::Reading | Phase::Claiming,
                Message::Command(caller, _) | Message::Query(caller, _),
            ) => {
                out.push(Action::Reply(caller, Reply::NotApplied));
                Ok(())
            }
            (Phase::Owning, Message::Command(caller, request)) => {
                self.command(now, Some(caller), request, None, out)
            }
            (Phase::Owning, Message::Query(caller, query)) => {
                self.query(caller, query, out);
                Ok(())
            }
            (Phase::Owning, Message::Input { epoch, position, request }) => {
                self.input(now, epoch, position, request, out)
            }
            (Phase::Owning, Message::InputRejected { epoch, position, detail }) => {
                self.input_rejected(now, epoch, position, detail, out)
            }
            (Phase::Owning | Phase::Claiming, Message::Acked { seq, offset }) => {
                self.acked(now, seq, offset, out)
            }
            (Phase::Owning | Phase::Claiming, Message::Lost { seq }) => {
                self.lost(seq, out);
                Ok(())
            }
            (Phase::Owning, Message::Tick) => self.tick(now, out),
            (Phase::Reading, Message::Record { offset, value }) => self.record(offset, &value, out),
            (Phase::Reading, Message::End { next_offset }) => self.end(now, next_offset, out),
            // Of an earlier phase: acknowledgements of entries given up, records nobody asked for any more, inputs to be read anew.
            (
                Phase::Reading | Phase::Claiming | Phase::Halted | Phase::Owning,
                Message::Input { .. }
                | Message::InputRejected { .. }
                | Message::Acked { .. }
                | Message::Lost { .. }
                | Message::Record { .. }
                | Message::End { .. }
                | Message::Tick,
            ) => Ok(()),
        };
        if let Err(corrupt) = outcome {
            self.halt(corrupt, out);
        }
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
        if let Some(first) = self.committed.keys.get(&key) {
            if let Some(caller) = caller {
                let reply = if first.digest == request.digest {
                    Reply::Recall(first.offset)
                } else {
                    Reply::KeyReused
                };
                out.push(Action::Reply(caller, reply));
            }
            return Ok(());
        }
        if request.deadline.is_some_and(|deadline| deadline < now) {
            if let Some(caller) = caller {
                out.push(Action::Reply(caller, Reply::DeadlinePassed));
            }
            return Ok(());
        }
        self.expire(now, request.account, out)?;
        let cause = Cause {
            caller: request.caller.as_ref().to_owned(),
            key: request.key.into(),
            digest: request.digest.bytes(),
            input,
        };
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
        if !self.is_new_input(epoch, &position) {
            return Ok(());
        }
        let cause = Cause { caller: position.topic.clone(), input: Some(position), ..Cause::default() };
        let id = self.new_id();
        self.append(id, now, Kind::Book(BookEvent::InputRejected { detail }), cause, Origin::none(), out)
    }

    fn is_new_input(&self, epoch: u64, position: &InputPosition) -> bool {
        epoch == self.epoch
            && self.committed.next_inputs.get(&position.topic).is_none_or(|next| position.offset >= *next)
    }

    fn query(&mut self, caller: T, query: Query, out: &mut Vec<Action<T>>) {
        let (Query::Balance(account) | Query::Hold(account, _)) = query;
        let ahead = self.ahead.get(&account);
        let wallet = ahead.map(|ahead| &ahead.wallet).or_else(|| self.committed.wallets.get(&account));
        let reply = match query {
            Query::Balance(_) => Reply::Balance(wallet.map(Wallet::balance).unwrap_or_default()),
            Query::Hold(_, hold) => {
                Reply::Hold(wallet.and_then(|wallet| wallet.hold(hold)).cloned().map(Box::new))
            }
        };
        match self.in_flight.back_mut() {
            // The answer may rest on entries that are not committed yet.
            Some(last) if ahead.is_some() => last.reads.push((caller, reply)),
            _ => out.push(Action::Reply(caller, reply)),
        }
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
            let command = match due {
                Due::Hold(hold) => Command::ExpireHold { hold },
                Due::Lot(lot) => Command::ExpireLot { lot },
            };
            let cause = Cause { caller: SCHEDULE.to_owned(), ..Cause::default() };
            self.write(now, account, &command, cause, Origin::none(), out)?;
        }
        Ok(())
    }

    fn speculative(&self, account: AccountId) -> Option<&Wallet> {
        self.ahead.get(&account).map(|ahead| &ahead.wallet).or_else(|| self.committed.wallets.get(&account))
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

    fn new_id(&mut self) -> EntryId {
        EntryId::new((self.next_id)())
    }

    fn append(
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
            reads: Vec::new(),
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
        if self.phase == Phase::Claiming {
            self.own(now, out);
        }
        Ok(())
    }

    fn commit(&mut self, arrived: InFlight<T>, out: &mut Vec<Action<T>>) -> Result<(), Corrupt> {
        let offset = self.committed.next_offset;
        let evolved = self.settle_ahead(&arrived.entry);
        self.committed.apply(&arrived.entry, offset, arrived.hash, evolved)?;
        if let Some((key, _)) = arrived.key {
            self.keys_ahead.remove(&key);
        }
        for caller in arrived.callers {
            out.push(Action::Reply(
                caller,
                Reply::Committed(Committed { entry: Arc::clone(&arrived.entry), offset }),
            ));
        }
        for (caller, reply) in arrived.reads {
            out.push(Action::Reply(caller, reply));
        }
        Ok(())
    }

    // With its last entry on the way committed, a wallet's speculative state is its committed one: it is moved, not computed again.
    fn settle_ahead(&mut self, entry: &Entry) -> Option<Wallet> {
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

    // The outcome of everything on its way is unknown: only the log can tell.
    fn read(&mut self, out: &mut Vec<Action<T>>) {
        self.phase = Phase::Reading;
        self.ahead.clear();
        self.keys_ahead.clear();
        for entry in self.in_flight.drain(..) {
            // A question has no effect, so it can be asked again.
            out.extend(entry.reads.into_iter().map(|(caller, _)| Action::Reply(caller, Reply::NotApplied)));
            if !entry.callers.is_empty() {
                self.orphans.insert(entry.entry.id, entry.callers);
            }
        }
        out.push(Action::ReadFrom { offset: self.committed.next_offset });
    }

    fn record(&mut self, offset: i64, value: &[u8], out: &mut Vec<Action<T>>) -> Result<(), Corrupt> {
        if offset != self.committed.next_offset {
            // Of a reading that was given up.
            return Ok(());
        }
        let extends = previous_of(value) == Some(self.committed.head.0);
        let entry = match self.codec.decode(value) {
            Ok((entry, _)) => entry,
            // Written by a later version, or damaged: it is part of the books, and what follows rests on it.
            Err(cause) if extends => return Err(Corrupt::Unreadable { offset, cause }),
            Err(_) => {
                self.committed.pass_over(offset);
                return Ok(());
            }
        };
        if let Kind::Book(BookEvent::Claimed { term, .. }) = &entry.kind {
            self.seen_term = self.seen_term.max(*term);
        }
        if !extends {
            self.committed.pass_over(offset);
            return Ok(());
        }
        let id = entry.id;
        self.committed.apply(&entry, offset, ChainHash::of(value), None)?;
        if let Some(callers) = self.orphans.remove(&id) {
            let entry = Arc::new(entry);
            for caller in callers {
                out.push(Action::Reply(
                    caller,
                    Reply::Committed(Committed { entry: Arc::clone(&entry), offset }),
                ));
            }
        }
        Ok(())
    }

    fn end(&mut self, now: DateTime<Utc>, next_offset: i64, out: &mut Vec<Action<T>>) -> Result<(), Corrupt> {
        if next_offset != self.committed.next_offset {
            // Of a reading that was given up, or one that broke off.
            out.push(Action::ReadFrom { offset: self.committed.next_offset });
            return Ok(());
        }
        self.phase = Phase::Claiming;
        let Head(head) = self.committed.head;
        self.head_ahead = head;
        self.time_ahead = self.committed.last_time;
        self.seen_term = self.seen_term.max(self.committed.term) + 1;
        let claim = BookEvent::Claimed {
            instance: self.me.name.clone(),
            term: self.seen_term,
            address: self.me.address.clone(),
        };
        let cause = Cause { caller: self.me.name.clone(), ..Cause::default() };
        let id = self.new_id();
        self.append(id, now, Kind::Book(claim), cause, Origin::none(), out)
    }

    fn own(&mut self, now: DateTime<Utc>, out: &mut Vec<Action<T>>) {
        self.phase = Phase::Owning;
        // The claim extends the last valid entry: what named that entry, or one of those that never came, is void for ever.
        for (_, callers) in self.orphans.drain() {
            out.extend(callers.into_iter().map(|caller| Action::Reply(caller, Reply::NotApplied)));
        }
        self.time_ahead = self.time_ahead.max(now);
        self.epoch += 1;
        out.push(Action::InputsFrom { epoch: self.epoch, next_offsets: self.committed.next_inputs.clone() });
    }

    fn halt(&mut self, corrupt: Corrupt, out: &mut Vec<Action<T>>) {
        self.phase = Phase::Halted;
        self.ahead.clear();
        self.keys_ahead.clear();
        // Their outcome stays unknown: the callers are let go without an answer.
        self.in_flight.clear();
        self.orphans.clear();
        out.push(Action::Halt(corrupt));
    }
}
