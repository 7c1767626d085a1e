//! An engine thread: the only one that touches its books.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use eventlog::{Append, Appender, DeadLetters, KafkaSettings, Publisher};
use kernel::AccountId;
use runtime::Clock;
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use super::deliveries::Deliveries;
use super::inputs::Inputs;
use super::mailbox::{Drained, Mailbox};
use super::{Caller, Settings, TICK, reading};
use crate::book::{Action, Book, Corrupt, Message};
use crate::codec::{self, ProtoJson};
use crate::domain::{Entry, Kind};

struct Hosted {
    partition: i32,
    book: Book<ProtoJson, Caller>,
    owning: Arc<AtomicBool>,
    inputs: CancellationToken,
}

/// One engine thread's books and what it needs to carry out their actions.
pub(super) struct Engine {
    kafka: KafkaSettings,
    group: String,
    in_flight: usize,
    clock: Clock,
    mailbox: Arc<Mailbox<Caller>>,
    appender: Arc<Appender<Deliveries>>,
    dead_letters: DeadLetters,
    tasks: Handle,
    halted: UnboundedSender<(i32, Corrupt)>,
    hosted: Vec<Hosted>,
}

/// What an engine hosts at first: a partition, its book, and where it shows whether it owns the partition.
pub(super) type Hosting = (i32, Book<ProtoJson, Caller>, Arc<AtomicBool>);

/// What all engines of a process share.
pub(super) struct Shared {
    pub(super) appender: Arc<Appender<Deliveries>>,
    pub(super) publisher: Publisher,
    pub(super) halted: UnboundedSender<(i32, Corrupt)>,
}

impl Engine {
    pub(super) fn new(
        settings: &Settings,
        clock: &Clock,
        mailbox: Arc<Mailbox<Caller>>,
        shared: &Shared,
        hosting: Vec<Hosting>,
    ) -> Self {
        let dead_letter_clock = clock.clone();
        Self {
            kafka: settings.kafka.clone(),
            group: settings.group.clone(),
            in_flight: settings.in_flight,
            clock: clock.clone(),
            mailbox,
            appender: Arc::clone(&shared.appender),
            dead_letters: DeadLetters::new(
                shared.publisher.clone(),
                Arc::new(move || dead_letter_clock.now()),
            ),
            tasks: Handle::current(),
            halted: shared.halted.clone(),
            hosted: hosting
                .into_iter()
                .map(|(partition, book, owning)| Hosted {
                    partition,
                    book,
                    owning,
                    inputs: CancellationToken::new(),
                })
                .collect(),
        }
    }

    /// Runs until the mailbox is closed.
    pub(super) fn run(mut self) {
        let mut actions = Vec::new();
        for slot in 0..self.hosted.len() {
            if let Some(hosted) = self.hosted.get_mut(slot) {
                hosted.book.start(&mut actions);
            }
            self.carry_out(slot, &mut actions);
        }
        let mut drained = Drained::default();
        let mut room = vec![0; self.hosted.len()];
        let mut next_tick = self.clock.now();
        loop {
            for (room, hosted) in room.iter_mut().zip(&self.hosted) {
                *room = if hosted.book.is_owning() {
                    self.in_flight.saturating_sub(hosted.book.in_flight())
                } else {
                    0
                };
            }
            if !self.mailbox.drain(&room, &mut drained, TICK) {
                break;
            }
            // One look at the clock for all that arrived together.
            let now = self.clock.now();
            for (slot, message) in drained.from_log.drain(..).chain(drained.commands.drain(..)) {
                self.handle(slot, now, message, &mut actions);
            }
            // A clock that was set back must not stop the ticks.
            if now >= next_tick || next_tick - now > TimeDelta::from_std(TICK).unwrap_or_default() * 2 {
                next_tick = now + TICK;
                for slot in 0..self.hosted.len() {
                    self.handle(slot, now, Message::Tick, &mut actions);
                }
                self.measure();
                self.notice_failed_producer();
            }
        }
        for hosted in &self.hosted {
            hosted.inputs.cancel();
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
            hosted.book.handle(now, message, actions);
        }
        self.carry_out(slot, actions);
    }

    fn carry_out(&mut self, slot: usize, actions: &mut Vec<Action<Caller>>) {
        let Some(hosted) = self.hosted.get_mut(slot) else { return };
        let partition = hosted.partition;
        for action in actions.drain(..) {
            match action {
                Action::Append { seq, entry, value, trace } => {
                    append(&self.appender, partition, seq, &entry, &value, trace.as_deref());
                }
                // A caller that has gone away does not mind.
                Action::Reply(caller, reply) => drop(caller.send(reply)),
                Action::ReadFrom { offset } => {
                    hosted.owning.store(false, Ordering::Relaxed);
                    hosted.inputs.cancel();
                    tracing::info!(partition, offset, "reading the log");
                    let (kafka, mailbox) = (self.kafka.clone(), Arc::clone(&self.mailbox));
                    if let Err(error) = reading::spawn(kafka, partition, offset, mailbox, slot) {
                        let defect = Corrupt::Defect(format!("no thread to read the log: {error}"));
                        drop(self.halted.send((partition, defect)));
                    }
                }
                Action::InputsFrom { epoch, next_offsets } => {
                    hosted.owning.store(true, Ordering::Relaxed);
                    tracing::info!(
                        partition,
                        offset = hosted.book.next_offset(),
                        wallets = hosted.book.wallets(),
                        "the book is claimed and serves"
                    );
                    metrics::counter!("ledger_claims_total", "partition" => partition.to_string())
                        .increment(1);
                    hosted.inputs.cancel();
                    hosted.inputs = CancellationToken::new();
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
                    hosted.owning.store(false, Ordering::Relaxed);
                    hosted.inputs.cancel();
                    // Whoever runs the engines logs it and ends the process.
                    drop(self.halted.send((partition, corrupt)));
                }
            }
        }
    }

    // Without a producer every claim is lost: the process ends, and its successor makes a new one.
    fn notice_failed_producer(&self) {
        if self.appender.has_failed()
            && let Some(hosted) = self.hosted.first()
        {
            let defect = Corrupt::Defect("the producer failed for good; start again".to_owned());
            drop(self.halted.send((hosted.partition, defect)));
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

fn append(
    appender: &Appender<Deliveries>,
    partition: i32,
    seq: u64,
    entry: &Entry,
    value: &[u8],
    trace: Option<&str>,
) {
    let account = match &entry.kind {
        Kind::Wallet { account, .. } => Some(*account),
        Kind::Book(_) => None,
    };
    let key = account.map(|account: AccountId| account.to_string()).unwrap_or_default();
    let id = entry.id.to_string();
    let time = entry.time.to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut headers = vec![
        ("ce_specversion", "1.0"),
        ("ce_id", id.as_str()),
        ("ce_type", codec::event_type(entry)),
        ("ce_source", "/tokenbook/ledger"),
        ("ce_subject", key.as_str()),
        ("ce_time", time.as_str()),
        ("content-type", "application/json"),
    ];
    headers.extend(trace.map(|trace| ("traceparent", trace)));
    appender.append(&Append { partition, seq, key: &key, value, headers: &headers });
}
