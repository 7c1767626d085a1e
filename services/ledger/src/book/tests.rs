//! The protocol, step by step, against a log in memory that the test controls: what lands, when, and what is told of it.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the logs of these tests are a handful of records long"
)]

use std::collections::{HashMap, VecDeque};

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use eventlog::ChainHash;
use kernel::{AccountId, Reason, SettlementTerms, Tokens};
use uuid::Uuid;

use super::*;
use crate::codec::ProtoJson;
use crate::domain::{BookEvent, Change, Kind, LotSource, Reference};

type Caller = u32;

mod handover;

/// The partition's log, shared by whoever writes to it.
#[derive(Default)]
struct Log(Vec<Bytes>);

/// Ids that count up.
#[derive(Clone)]
struct Counting(u128);

impl Ids for Counting {
    fn next_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// One instance's book, and the appends that it has handed over and that have not met their fate.
struct Instance {
    book: Book<ProtoJson, Counting, Caller>,
    under_way: VecDeque<(u64, Bytes)>,
    replies: HashMap<Caller, Reply>,
    reading_from: Option<i64>,
    asking: Option<u64>,
    resting: bool,
    epoch: u64,
    next_inputs: BTreeMap<String, i64>,
    halted: Option<Corrupt>,
    now: DateTime<Utc>,
}

fn account() -> AccountId {
    AccountId::new(Uuid::from_u128(7))
}

fn request(key: &str, command: Command) -> Request {
    let digest = RequestDigest::of("test", format!("{command:?}").as_bytes());
    Request {
        account: account(),
        caller: "tester".into(),
        key: key.into(),
        digest,
        command,
        deadline: None,
        trace: None,
    }
}

fn spend(tokens: u64) -> Command {
    Command::Spend { tokens: Tokens::new(tokens), reference: Reference::new("test", "1") }
}

fn credit(tokens: u64) -> Command {
    Command::Credit {
        tokens: Tokens::new(tokens),
        source: LotSource::Purchase,
        expires_at: None,
        reference: Reference::new("order", "1"),
    }
}

impl Instance {
    /// An instance that has been given the partition; `name` also makes its ids differ from others'.
    fn new(name: u128) -> Self {
        let me = super::Instance { name: name.to_string(), address: String::new() };
        let mut instance = Self {
            book: Book::new(ProtoJson, me, Counting(name << 64)),
            under_way: VecDeque::new(),
            replies: HashMap::new(),
            reading_from: None,
            asking: None,
            resting: true,
            epoch: 0,
            next_inputs: BTreeMap::new(),
            halted: None,
            now: DateTime::UNIX_EPOCH,
        };
        instance.handle(Message::Assigned);
        instance
    }

    /// An instance that owns the partition.
    fn owning(name: u128, log: &mut Log) -> Self {
        let mut instance = Self::new(name);
        instance.settle(log);
        assert!(instance.book.is_owning());
        instance
    }

    fn carry_out(&mut self, out: Vec<Action<Caller>>) {
        for action in out {
            match action {
                Action::Append { seq, value, .. } => self.under_way.push_back((seq, value.into())),
                Action::Reply(caller, reply) => {
                    let before = self.replies.insert(caller, reply);
                    assert_eq!(before, None, "a caller is answered once");
                }
                Action::ReadFrom { offset } => self.reading_from = Some(offset),
                Action::AskEnd { ask } => self.asking = Some(ask),
                Action::Rest => self.resting = true,
                Action::InputsFrom { epoch, next_offsets } => {
                    self.resting = false;
                    self.epoch = epoch;
                    self.next_inputs = next_offsets;
                }
                Action::Halt(corrupt) => self.halted = Some(corrupt),
            }
        }
    }

    fn handle(&mut self, message: Message<Caller>) {
        let mut out = Vec::new();
        self.book.handle(self.now, message, &mut out);
        self.carry_out(out);
    }

    fn command(&mut self, caller: Caller, key: &str, command: Command) {
        self.handle(Message::Command(caller, request(key, command).into()));
    }

    fn input(&mut self, epoch: u64, offset: i64, key: &str, command: Command) {
        let position =
            InputPosition { topic: "payments.events".into(), offset, event_id: format!("event {offset}") };
        let request = Request { caller: "payments.events".into(), ..request(key, command) };
        self.handle(Message::Input { epoch, position, request: request.into() });
    }

    fn ask(&mut self, caller: Caller) {
        self.handle(Message::Query(caller, Query::Balance(account())));
    }

    fn available(&mut self, caller: Caller, log: &Log) -> Option<u64> {
        self.ask(caller);
        self.look_at_the_end(log);
        self.balance(caller)
    }

    /// The available tokens that a caller was told.
    fn balance(&self, caller: Caller) -> Option<u64> {
        match self.replies.get(&caller) {
            Some(Reply::Balance(balance)) => Some(balance.available.get()),
            _ => None,
        }
    }

    /// The oldest append lands, without a word about it.
    fn land(&mut self, log: &mut Log) -> (u64, i64) {
        let (seq, value) = self.under_way.pop_front().expect("something is under way");
        log.0.push(value);
        (seq, log.0.len() as i64 - 1)
    }

    /// The oldest append lands and is acknowledged.
    fn ack(&mut self, log: &mut Log) {
        let (seq, offset) = self.land(log);
        self.handle(Message::Acked { seq, offset: Some(offset) });
    }

    /// The log's end is looked up and told, if the book asked for it.
    fn look_at_the_end(&mut self, log: &Log) {
        while let Some(ask) = self.asking.take() {
            self.handle(Message::EndIs { ask, next_offset: log.0.len() as i64 });
        }
    }

    /// The log is read to its end, if the book asked for it.
    fn read(&mut self, log: &Log) {
        if let Some(from) = self.reading_from.take() {
            for (offset, value) in log.0.iter().enumerate().skip(from as usize) {
                self.handle(Message::Record { offset: offset as i64, value: value.clone() });
            }
            self.handle(Message::End { next_offset: log.0.len() as i64 });
        }
    }

    /// Everything that is under way lands, is acknowledged and is read, until nothing is left to do.
    fn settle(&mut self, log: &mut Log) {
        for _ in 0..100 {
            self.read(log);
            self.look_at_the_end(log);
            if self.under_way.is_empty() && self.reading_from.is_none() {
                return;
            }
            while !self.under_way.is_empty() {
                self.ack(log);
            }
        }
        panic!("the book does not come to rest");
    }

    fn change(&self, caller: Caller) -> Change {
        match self.replies.get(&caller) {
            Some(Reply::Committed(committed)) => match &committed.entry.kind {
                Kind::Wallet { change, .. } => change.clone(),
                Kind::Book(_) => panic!("about the book"),
            },
            other => panic!("not committed: {other:?}"),
        }
    }
}

/// The valid entries of a log, as any reader finds them.
fn entries(log: &Log) -> Vec<Entry> {
    let mut head = ChainHash::GENESIS;
    let mut valid = Vec::new();
    for value in &log.0 {
        if let Ok((entry, previous)) = ProtoJson.decode(value)
            && previous == head
        {
            head = ChainHash::of(value);
            valid.push(entry);
        }
    }
    valid
}

fn spent(log: &Log) -> Vec<String> {
    entries(log)
        .into_iter()
        .filter(|entry| matches!(&entry.kind, Kind::Wallet { change: Change::Deducted(_), .. }))
        .map(|entry| entry.cause.key)
        .collect()
}

#[test]
fn nothing_is_answered_before_it_is_acknowledged() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    one.command(2, "b", spend(3));
    assert!(one.replies.is_empty());
    one.ack(&mut log);
    assert!(matches!(one.change(1), Change::Credited { .. }));
    assert!(!one.replies.contains_key(&2));
    one.ack(&mut log);
    assert!(matches!(one.change(2), Change::Deducted(_)));
}

#[test]
fn a_question_waits_for_what_it_has_seen() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    assert_eq!(one.available(2, &log), None, "the credit is not committed yet");
    one.ack(&mut log);
    assert_eq!(
        one.replies[&2],
        Reply::Balance(Balance { available: Tokens::new(10), version: 1, ..Balance::default() })
    );
    assert_eq!(one.available(3, &log), Some(10));
}

#[test]
fn the_same_key_gives_the_first_answer() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    one.command(2, "s", spend(3));
    one.command(3, "s", spend(3));
    one.command(4, "s", spend(4));
    assert_eq!(one.replies[&4], Reply::KeyReused);
    one.settle(&mut log);
    assert_eq!(one.replies[&2], one.replies[&3]);
    one.command(5, "s", spend(3));
    one.command(6, "s", spend(4));
    assert_eq!(one.replies[&5], Reply::Recall(2));
    assert_eq!(one.replies[&6], Reply::KeyReused);
    assert_eq!(spent(&log), ["s"]);

    let mut restarted = Instance::owning(2, &mut log);
    restarted.command(5, "s", spend(3));
    restarted.command(6, "s", spend(4));
    assert_eq!(restarted.replies[&5], Reply::Recall(2));
    assert_eq!(restarted.replies[&6], Reply::KeyReused);
}

#[test]
fn a_refusal_is_an_answer_too() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "s", spend(3));
    one.settle(&mut log);
    assert!(matches!(one.change(1), Change::Refused { reason: Reason::InsufficientTokens, .. }));
    one.command(2, "a", credit(10));
    one.settle(&mut log);
    one.command(3, "s", spend(3));
    assert_eq!(one.replies[&3], Reply::Recall(1));
}

#[test]
fn a_command_past_its_deadline_has_no_effect() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.now += TimeDelta::seconds(10);
    let late = Request { deadline: Some(one.now - TimeDelta::seconds(1)), ..request("a", credit(10)) };
    one.handle(Message::Command(1, late.into()));
    assert!(!one.replies.contains_key(&1), "it may be the second attempt of something that is in the books");
    one.settle(&mut log);
    assert_eq!(one.replies[&1], Reply::DeadlinePassed);
    one.command(2, "a", credit(10));
    one.settle(&mut log);
    assert!(matches!(one.change(2), Change::Credited { .. }), "the key is still free");
}

#[test]
fn an_entry_whose_acknowledgement_was_lost_is_found_in_the_log() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    let (seq, _) = one.land(&mut log);
    one.handle(Message::Lost { seq });
    assert!(!one.replies.contains_key(&1), "its outcome is not known yet");
    one.settle(&mut log);
    assert!(matches!(one.change(1), Change::Credited { .. }));
    assert_eq!(one.available(2, &log), Some(10));
}

#[test]
fn a_duplicate_s_acknowledgement_without_an_offset_is_looked_up_in_the_log() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    let (seq, _) = one.land(&mut log);
    one.handle(Message::Acked { seq, offset: None });
    assert!(!one.replies.contains_key(&1));
    one.settle(&mut log);
    assert!(matches!(one.change(1), Change::Credited { .. }));
}

#[test]
fn what_never_landed_is_told_only_after_the_next_claim_and_is_void_when_it_lands_late() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    let (seq, delayed) = one.under_way.pop_front().unwrap();
    one.handle(Message::Lost { seq });
    one.read(&log);
    assert!(!one.replies.contains_key(&1), "until the claim has landed it may still land before it");
    one.settle(&mut log);
    assert_eq!(one.replies[&1], Reply::NotApplied);
    log.0.push(delayed);
    one.command(2, "b", credit(1));
    one.settle(&mut log);
    assert!(matches!(one.change(2), Change::Credited { .. }));
    assert_eq!(one.available(3, &log), Some(1));
    assert_eq!(Instance::owning(2, &mut log).available(1, &log), Some(1));
}

#[test]
fn what_lands_between_the_reading_and_the_claim_is_found() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    let (seq, delayed) = one.under_way.pop_front().unwrap();
    one.handle(Message::Lost { seq });
    one.read(&log);
    log.0.push(delayed);
    one.settle(&mut log);
    assert!(matches!(one.change(1), Change::Credited { .. }));
    assert_eq!(one.available(2, &log), Some(10));
}

#[test]
fn a_foreign_record_is_void_and_costs_a_reading() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    for noise in [Bytes::from_static(b"not json"), log.0[0].clone()] {
        log.0.push(noise);
        let (credited, spent) = (one.replies.len() as u32, one.replies.len() as u32 + 1);
        one.command(credited, &format!("c{credited}"), credit(10));
        one.command(spent, &format!("s{spent}"), spend(10));
        one.settle(&mut log);
        // The first landed where it was not expected, but it extends the chain.
        assert!(matches!(one.change(credited), Change::Credited { .. }));
        assert!(matches!(one.change(spent), Change::Deducted(_)));
    }
    assert_eq!(one.available(99, &log), Some(0));
}

#[test]
fn a_new_owner_makes_the_old_one_s_late_entries_void() {
    let mut log = Log::default();
    let mut old = Instance::owning(1, &mut log);
    old.command(1, "a", credit(10));
    old.settle(&mut log);
    old.command(2, "s", spend(10));
    let mut new = Instance::owning(2, &mut log);
    new.command(1, "t", spend(10));
    new.settle(&mut log);
    assert!(matches!(new.change(1), Change::Deducted(_)));
    // Only now does the old owner's entry land: after the claim, so that it is void.
    old.ack(&mut log);
    assert!(!old.replies.contains_key(&2));
    old.settle(&mut log);
    assert_eq!(old.replies[&2], Reply::NotApplied);
    assert_eq!(spent(&log), ["t"]);
}

#[test]
fn two_claims_at_once_leave_one_owner() {
    let mut log = Log::default();
    let (mut one, mut two) = (Instance::new(1), Instance::new(2));
    one.read(&log);
    two.read(&log);
    one.ack(&mut log);
    two.ack(&mut log);
    assert!(one.book.is_owning());
    assert!(!two.book.is_owning());
    two.settle(&mut log);
    assert!(two.book.is_owning());
    let terms: Vec<u64> = entries(&log)
        .iter()
        .filter_map(|entry| match &entry.kind {
            Kind::Book(BookEvent::Claimed { term, .. }) => Some(*term),
            _ => None,
        })
        .collect();
    assert!(terms.is_sorted_by(|a, b| a < b), "{terms:?}");
    one.command(1, "a", credit(10));
    one.settle(&mut log);
    assert_ne!(one.replies[&1], Reply::DeadlinePassed);
}

#[test]
fn an_input_has_its_effect_once_through_crashes_and_repetitions() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    let epoch = one.epoch;
    one.input(epoch, 4, "order:1:paid", credit(10));
    one.input(epoch, 5, "order:1:paid", credit(10));
    one.input(epoch, 6, "order:2:paid", credit(1));
    // The last one never lands.
    one.ack(&mut log);
    let (seq, _) = one.under_way.pop_front().unwrap();
    one.handle(Message::Lost { seq });
    one.settle(&mut log);
    assert_eq!(one.next_inputs["payments.events"], 5, "what is not committed is asked for again");
    one.input(epoch, 6, "order:2:paid", credit(1));
    assert!(one.under_way.is_empty(), "of an earlier reading of the inputs");
    let epoch = one.epoch;
    one.input(epoch, 4, "order:1:paid", credit(10));
    one.input(epoch, 6, "order:2:paid", credit(1));
    one.settle(&mut log);
    assert_eq!(one.available(1, &log), Some(11));
    assert_eq!(Instance::owning(2, &mut log).next_inputs["payments.events"], 7);
}

#[test]
fn a_rejected_input_is_noted_once() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    for _ in 0..2 {
        let position = InputPosition { topic: "payments.events".into(), offset: 3, event_id: String::new() };
        let epoch = one.epoch;
        one.handle(Message::InputRejected { epoch, position, detail: "not JSON".into() });
        one.settle(&mut log);
    }
    let noted = entries(&log)
        .into_iter()
        .filter(|entry| matches!(entry.kind, Kind::Book(BookEvent::InputRejected { .. })));
    assert_eq!(noted.count(), 1);
}

#[test]
fn a_rejected_input_that_is_read_again_before_its_note_has_arrived_is_noted_once() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    for _ in 0..2 {
        let position = InputPosition { topic: "payments.events".into(), offset: 3, event_id: String::new() };
        one.handle(Message::InputRejected { epoch: one.epoch, position, detail: "not JSON".into() });
    }
    assert_eq!(one.under_way.len(), 1);
}

#[test]
fn what_is_due_comes_before_the_next_command_and_with_a_tick() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    let hold = |seconds| Command::Authorize {
        tokens: Tokens::new(10),
        terms: SettlementTerms::default().into(),
        expires_at: DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds),
        reference: Reference::new("test", "1"),
    };
    one.command(1, "a", credit(10));
    one.command(2, "h", hold(5));
    one.settle(&mut log);
    one.now += TimeDelta::seconds(5);
    one.command(3, "s", spend(4));
    one.settle(&mut log);
    assert!(
        matches!(one.change(3), Change::Deducted(_)),
        "the hold has expired, so that its tokens are free"
    );
    one.command(4, "i", hold(9));
    one.settle(&mut log);
    one.now += TimeDelta::seconds(20);
    one.handle(Message::Tick);
    one.handle(Message::Tick);
    one.settle(&mut log);
    let released = entries(&log)
        .into_iter()
        .filter(|entry| matches!(entry.kind, Kind::Wallet { change: Change::Released { .. }, .. }))
        .count();
    assert_eq!(released, 1, "the second hold never was: 6 tokens are fewer than 10");
}

#[test]
fn the_books_never_run_backwards() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.now += TimeDelta::seconds(100);
    one.command(1, "a", credit(1));
    one.now -= TimeDelta::seconds(50);
    one.command(2, "b", credit(1));
    one.settle(&mut log);
    let times: Vec<_> = entries(&log).iter().map(|entry| entry.time).collect();
    assert!(times.is_sorted(), "{times:?}");
}

#[test]
fn an_entry_that_cannot_be_read_is_not_passed_over() {
    let mut log = Log::default();
    Instance::owning(1, &mut log);
    let head = ChainHash::of(&log.0[0]);
    log.0.push(format!(r#"{{"previous":"{head}","kindOfALaterVersion":{{}}}}"#).into());
    let mut two = Instance::new(2);
    two.read(&log);
    assert!(matches!(two.halted, Some(Corrupt::Unreadable { offset: 1, .. })), "{:?}", two.halted);
}

#[test]
fn damaged_books_are_not_served() {
    let mut log = Log::default();
    let mut one = Instance::owning(1, &mut log);
    one.command(1, "a", credit(10));
    one.settle(&mut log);
    // A well-chained entry that states a balance which does not follow.
    let (mut entry, previous) = ProtoJson.decode(&log.0[1]).unwrap();
    if let Kind::Wallet { balance, .. } = &mut entry.kind {
        balance.available = Tokens::new(1_000);
    }
    log.0[1] = ProtoJson.encode(&entry, previous).unwrap().into();
    let mut two = Instance::new(2);
    two.read(&log);
    assert_eq!(two.halted, Some(Corrupt::Balance { offset: 1 }));
    two.command(1, "b", credit(1));
    two.ask(2);
    assert_eq!(two.replies[&1], Reply::NotReady, "it may have been applied before the books were damaged");
    assert_eq!(two.replies[&2], Reply::NotReady);
}
