//! An engine thread: the only one that touches its books.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use eventlog::{Appender, DeadLetters, Gathering, KafkaSettings, Publisher};
use kernel::AccountId;
use runtime::Clock;
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::caller::{Caller, ENOUGH, Wakes};
use super::deliveries::Deliveries;
use super::ends::Ends;
use super::group::{Crowd, Group, LINGER};
use super::inputs::Inputs;
use super::mailbox::{Appetite, Drained, Mailbox};
use super::owners::Owners;
use super::reading::Reading;
use super::seat::{Holding, Seat};
use super::watches::Watches;
use super::{Ended, Route, Settings, TICK};
use crate::book::{Action, Book, Corrupt, Message};
use crate::codec::{self, Moment, ProtoJson};
use crate::domain::{Balance, Entry, Kind, Wallet};
use crate::snapshot::SnapshotStore;

/// After so many messages those are woken who have replies by then, and groups leave that are due: broker and callers have something to do while the
/// engine goes on, instead of all waiting for one another in turn.
const AT_A_TIME: usize = ENOUGH;

/// A book with what its engine keeps for it.
pub(super) struct Hosted {
    partition: i32,
    book: Book<ProtoJson, Clock, Caller>,
    group: Group,
    // Shown to those who ask and deliver.
    seat: Arc<Seat>,
    watches: Arc<Watches>,
    inputs: CancellationToken,
    // Since when it is awaited here.
    assigned: Option<Instant>,
}

impl Hosted {
    pub(super) fn new(partition: i32, book: Book<ProtoJson, Clock, Caller>, route: &Route) -> Self {
        Self {
            partition,
            book,
            group: Group::new(partition),
            seat: Arc::clone(&route.seat),
            watches: Arc::clone(&route.watches),
            inputs: CancellationToken::new(),
            assigned: None,
        }
    }

    // Shows what the group says before the book acts on it.
    fn share(&mut self, message: &Message<Caller>) {
        match message {
            Message::Assigned if self.book.is_owning() => self.seat.set(Holding::Here),
            Message::Assigned => {
                self.seat.set(Holding::Coming);
                self.assigned = Some(Instant::now());
            }
            Message::Revoked => {
                self.assigned = None;
                if self.seat.holding() != Holding::Elsewhere {
                    self.seat.set(Holding::Going);
                }
            }
            _ => {}
        }
    }

    fn appetite(&self, in_flight: usize) -> Appetite {
        if self.book.is_owning() {
            Appetite { room: in_flight.saturating_sub(self.book.in_flight()), eager: false }
        } else if self.book.is_taking_over() {
            Appetite { room: 0, eager: false }
        } else {
            // They are turned away at once.
            Appetite { room: usize::MAX, eager: true }
        }
    }

    fn balance(&self, account: AccountId) -> Balance {
        self.book.wallet(account).map(Wallet::balance).unwrap_or_default()
    }
}

/// One engine thread's books and what it needs to carry out their actions.
pub(super) struct Engine {
    kafka: KafkaSettings,
    group: String,
    in_flight: usize,
    snapshots: Option<SnapshotStore>,
    clock: Clock,
    mailbox: Arc<Mailbox<Caller>>,
    appender: Arc<Appender<Deliveries>>,
    ends: Ends,
    dead_letters: DeadLetters,
    publisher: Publisher,
    owners: Owners,
    tasks: Handle,
    ended: UnboundedSender<Ended>,
    hosted: Vec<Hosted>,
    crowd: Crowd,
    wakes: Wakes,
}

/// What all engines of a process share.
pub(super) struct Shared {
    pub(super) appender: Arc<Appender<Deliveries>>,
    pub(super) publisher: Publisher,
    pub(super) owners: Owners,
    pub(super) ended: UnboundedSender<Ended>,
}

impl Engine {
    pub(super) fn new(
        settings: &Settings,
        clock: &Clock,
        mailbox: Arc<Mailbox<Caller>>,
        shared: &Shared,
        ends: Ends,
        hosted: Vec<Hosted>,
    ) -> Self {
        let dead_letter_clock = clock.clone();
        Self {
            kafka: settings.kafka.clone(),
            group: settings.group.clone(),
            in_flight: settings.in_flight,
            snapshots: settings.snapshots.clone(),
            clock: clock.clone(),
            mailbox,
            appender: Arc::clone(&shared.appender),
            ends,
            dead_letters: DeadLetters::new(
                shared.publisher.clone(),
                Arc::new(move || dead_letter_clock.now()),
            ),
            publisher: shared.publisher.clone(),
            owners: shared.owners.clone(),
            tasks: Handle::current(),
            ended: shared.ended.clone(),
            hosted,
            crowd: Crowd::new(),
            wakes: Wakes::default(),
        }
    }

    /// Runs until the mailbox is closed.
    pub(super) fn run(mut self) {
        let mut actions = Vec::new();
        let mut drained = Drained::default();
        let mut appetites = Vec::with_capacity(self.hosted.len());
        let mut next_tick = self.clock.now();
        loop {
            self.wakes.wake(self.are_on_their_way(), Instant::now());
            self.send();
            appetites.clear();
            appetites.extend(self.hosted.iter().map(|hosted| hosted.appetite(self.in_flight)));
            let worth = self.worth();
            if !self.mailbox.drain(&appetites, worth, &mut drained, self.patience(worth)) {
                break;
            }
            if drained.commands.len() < worth && drained.from_log.is_empty() && !self.are_on_their_way() {
                self.crowd.dwindle();
            }
            // One look at the clock for all that arrived together.
            let now = self.clock.now();
            let messages = drained.from_log.drain(..).chain(drained.commands.drain(..));
            for (count, (slot, message)) in (1_usize..).zip(messages) {
                self.handle(slot, now, message, &mut actions);
                if count.is_multiple_of(AT_A_TIME) {
                    self.wakes.wake(true, Instant::now());
                    self.send();
                }
            }
            // A clock that was set back must not stop the ticks.
            if now >= next_tick || next_tick - now > TimeDelta::from_std(TICK).unwrap_or_default() * 2 {
                next_tick = now + TICK;
                for slot in 0..self.hosted.len() {
                    self.handle(slot, now, Message::Tick, &mut actions);
                }
                self.measure();
            }
        }
        self.wakes.wake(false, Instant::now());
        for hosted in &self.hosted {
            hosted.inputs.cancel();
            hosted.watches.end();
        }
    }

    fn handle(
        &mut self,
        slot: usize,
        now: DateTime<Utc>,
        message: Message<Caller>,
        actions: &mut Vec<Action<Caller>>,
    ) {
        if let Some(hosted) = self.hosted.get_mut(slot) {
            let mut followed = None;
            if matches!(message, Message::Acked { .. } | Message::Lost { .. }) {
                hosted.group.arrived();
                followed = if hosted.watches.any() { hosted.book.next_to_commit() } else { None };
            }
            hosted.share(&message);
            hosted.book.handle(now, message, actions);
            if let Some(account) = followed {
                hosted.watches.tell(account, || hosted.balance(account));
            }
        }
        self.carry_out(slot, actions);
    }

    fn are_on_their_way(&self) -> bool {
        self.hosted.iter().any(|hosted| hosted.group.are_on_their_way())
    }

    // How many entries wait in groups that may leave; none where there is no such group.
    fn waiting(&self) -> Option<usize> {
        let owning = self.hosted.iter().filter(|hosted| hosted.book.is_owning());
        owning.filter_map(|hosted| hosted.group.waiting()).reduce(|sum, waiting| sum + waiting)
    }

    // Sends the groups that are due.
    fn send(&mut self) {
        let now = Instant::now();
        let waited = self.hosted.iter().filter_map(|hosted| hosted.group.deadline()).any(|at| at <= now);
        let time = waited || self.waiting().is_some_and(|waiting| waiting >= self.crowd.enough());
        let leaving: Vec<_> = self.hosted.iter_mut().filter_map(|hosted| hosted.group.leave(time)).collect();
        if !leaving.is_empty() {
            self.crowd.left(leaving.iter().map(|records| records.len()).sum());
            self.appender.append(self.clock.now(), leaving);
        }
    }

    // So many commands are worth waking for.
    fn worth(&self) -> usize {
        match self.waiting() {
            // Of books that others own, nothing gathers.
            None if !self.are_on_their_way() => 1,
            waiting => self.crowd.missing(waiting),
        }
    }

    // How long nothing need be done unless something comes. Fewer commands than are worth waking for do not wait for long, either.
    fn patience(&self, worth: usize) -> Duration {
        let groups = self.hosted.iter().filter_map(|hosted| hosted.group.deadline());
        let first = groups.chain(self.wakes.deadline()).min();
        let longest = if worth > 1 { LINGER } else { TICK };
        first.map_or(longest, |first| first.saturating_duration_since(Instant::now()).min(longest))
    }

    fn carry_out(&mut self, slot: usize, actions: &mut Vec<Action<Caller>>) {
        let Some(hosted) = self.hosted.get_mut(slot) else { return };
        let partition = hosted.partition;
        for action in actions.drain(..) {
            match action {
                Action::Append { seq, entry, value, trace } => {
                    gather(hosted.group.add(Instant::now), seq, &entry, &value, trace.as_deref());
                }
                Action::Reply(caller, reply) => caller.answer(reply, &mut self.wakes),
                Action::ReadFrom { offset } => {
                    if hosted.seat.holding() == Holding::Here {
                        hosted.seat.set(Holding::Coming);
                    }
                    hosted.inputs.cancel();
                    hosted.group.give_up();
                    tracing::info!(partition, offset, "reading the log");
                    let reading = Reading {
                        settings: self.kafka.clone(),
                        partition,
                        from: offset,
                        whole: hosted.book.owes_outcomes(),
                        snapshots: self.snapshots.clone(),
                        mailbox: Arc::clone(&self.mailbox),
                        slot,
                    };
                    if let Err(error) = reading.spawn() {
                        let defect = Corrupt::Defect(format!("no thread to read the log: {error}"));
                        drop(self.ended.send(Ended::Book(partition, defect)));
                    }
                }
                Action::AskEnd { ask } => self.ends.ask(slot, partition, ask),
                Action::Rest => {
                    hosted.inputs.cancel();
                    hosted.watches.end();
                    hosted.seat.set(Holding::Elsewhere);
                    tracing::info!(partition, offset = hosted.book.next_offset(), "the book is let go");
                }
                Action::InputsFrom { epoch, next_offsets } => {
                    hosted.seat.set(Holding::Here);
                    let handover = hosted.assigned.take().map(|since| since.elapsed());
                    if let Some(took) = handover {
                        metrics::histogram!("ledger_handover_seconds").record(took.as_secs_f64());
                    }
                    tracing::info!(
                        partition,
                        offset = hosted.book.next_offset(),
                        wallets = hosted.book.wallets(),
                        handover_ms =
                            handover.map(|took| u64::try_from(took.as_millis()).unwrap_or(u64::MAX)),
                        "the book is claimed and serves"
                    );
                    metrics::counter!("ledger_claims_total", "partition" => partition.to_string())
                        .increment(1);
                    // What others have written meanwhile was only read.
                    hosted.watches.tell_all(|account| hosted.balance(account));
                    hosted.inputs.cancel();
                    hosted.inputs = CancellationToken::new();
                    if let Some(owner) = hosted.book.owner().cloned() {
                        let (publisher, clock) = (self.publisher.clone(), self.clock.clone());
                        let until = hosted.inputs.clone();
                        self.tasks
                            .spawn(self.owners.clone().announce(publisher, clock, partition, owner, until));
                    }
                    let inputs = Inputs {
                        settings: self.kafka.clone(),
                        group: self.group.clone(),
                        partition,
                        mailbox: Arc::clone(&self.mailbox),
                        slot,
                        epoch,
                        next_offsets,
                        dead_letters: self.dead_letters.clone(),
                    };
                    self.tasks.spawn(inputs.follow(hosted.inputs.clone()));
                }
                Action::Halt(corrupt) => {
                    hosted.seat.set(Holding::Coming);
                    hosted.inputs.cancel();
                    hosted.watches.end();
                    // Whoever runs the engines logs it and ends the process.
                    drop(self.ended.send(Ended::Book(partition, corrupt)));
                }
            }
        }
    }

    fn measure(&self) {
        for hosted in &self.hosted {
            let partition = hosted.partition.to_string();
            metrics::gauge!("ledger_entries_in_flight", "partition" => partition.clone())
                .set(f64::from(u32::try_from(hosted.book.in_flight()).unwrap_or(u32::MAX)));
            metrics::gauge!("ledger_wallets", "partition" => partition)
                .set(f64::from(u32::try_from(hosted.book.wallets()).unwrap_or(u32::MAX)));
        }
    }
}

// Puts in an entry as it travels: what its headers say stands in its value as well.
fn gather(records: &mut Gathering, seq: u64, entry: &Entry, value: &[u8], trace: Option<&str>) {
    let (mut key, mut id) = (Uuid::encode_buffer(), Uuid::encode_buffer());
    let key = match &entry.kind {
        Kind::Wallet { account, .. } => account.encode(&mut key),
        Kind::Book(_) => "",
    };
    let time = Moment::micros(entry.time);
    let headers = [
        ("ce_specversion", "1.0"),
        ("ce_id", entry.id.encode(&mut id)),
        ("ce_type", codec::event_type(entry)),
        ("ce_source", "/tokenbook/ledger"),
        ("ce_subject", key),
        ("ce_time", time.as_ref().map_or("", Moment::as_str)),
        ("content-type", "application/json"),
        ("traceparent", trace.unwrap_or_default()),
    ];
    // The last one is there only if there is a trace.
    let count = headers.len() - usize::from(trace.is_none());
    records.push(seq, key, value, &headers[..count]);
}
