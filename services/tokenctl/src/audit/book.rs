//! One partition of the books: its chain, its keys, its wallets.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use contracts::convert;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{Cause, LedgerEvent};
use contracts::reason;
use eventlog::{ChainHash, Topic, partition_of};
use kernel::{AccountId, HoldId, Reason};
use postings::{Imbalance, TrialBalance};
use serde::Serialize;
use uuid::Uuid;

use super::tails::Tail;
use super::{Finding, Findings, Law, Problem, Wallet};
use crate::entry::{Entry, Follower, Judged, Void};
use crate::source::Record;
use crate::words;

/// How much of what was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Records read.
    pub records: u64,
    /// Those that are part of the books.
    pub entries: u64,
    /// Those that are not.
    pub void: u64,
    /// Accounts with an entry.
    pub wallets: u64,
}

/// The audit of one partition.
#[derive(Debug)]
pub struct Book {
    pub(super) partition: i32,
    pub(super) partitions: i32,
    follower: Follower,
    head_offset: Option<i64>,
    tail: Tail,
    last_time: Option<DateTime<Utc>>,
    last_term: u64,
    wallets: HashMap<AccountId, Wallet>,
    // Accounts of which something was found, so that the trial balance need not repeat it.
    unsound: HashSet<AccountId>,
    ids: HashSet<Uuid>,
    pub(super) answers: HashMap<KeyDigest, Answer>,
    /// Inputs that the books note as not understood, by topic and offset.
    pub(super) rejected: HashMap<(String, i64), i64>,
    /// One past the newest input that the books know, by topic.
    pub(super) next_inputs: BTreeMap<String, i64>,
    trial: TrialBalance,
    pub(super) findings: Findings,
    counts: Counts,
}

/// What an audit of the books came to.
#[derive(Debug)]
pub struct Observed {
    /// How much was read.
    pub counts: Counts,
    /// The chain's head.
    pub head: ChainHash,
    /// Where the head's entry lies; none in empty books.
    pub head_offset: Option<i64>,
    /// The offset after the last record.
    pub next_offset: i64,
    /// All postings, added up.
    pub trial: TrialBalance,
    /// What is wrong.
    pub findings: Findings,
}

/// A digest of account, caller and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct KeyDigest([u8; 16]);

impl KeyDigest {
    pub(super) fn of(account: &str, caller: &str, key: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in [account, caller, key] {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        let mut digest = [0; 16];
        hasher.finalize_xof().fill(&mut digest);
        Self(digest)
    }
}

/// What an entry with a key did, as far as its input may be compared with it.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) offset: i64,
    pub(super) input: Option<(Topic, i64)>,
    pub(super) event_id: String,
    pub(super) account: String,
    pub(super) entry: String,
    pub(super) what: Answered,
    /// Whether the input that caused it was found.
    pub(super) told: bool,
}

#[derive(Debug)]
pub(super) enum Answered {
    Credited { source: contracts::ledger::v1::LotSource, tokens: u64 },
    Settled(Box<Settled>),
    Refused(Option<Reason>),
    Other(&'static str),
}

/// A settlement, and the wallet that it met.
#[derive(Debug)]
pub(super) struct Settled {
    pub(super) hold: String,
    /// What it charged; none for a release.
    pub(super) charged: Option<u64>,
    pub(super) closes: bool,
    pub(super) before: Option<Met>,
}

/// What a settlement met.
#[derive(Debug)]
pub(super) struct Met {
    pub(super) terms: kernel::SettlementTerms,
    pub(super) held: i128,
    pub(super) beyond: i128,
}

impl Book {
    /// The audit of a partition, of which at most so many findings are kept.
    pub fn new(partition: i32, partitions: i32, most_findings: usize) -> Self {
        Self {
            partition,
            partitions,
            follower: Follower::genesis(partition),
            head_offset: None,
            tail: Tail::default(),
            last_time: None,
            last_term: 0,
            wallets: HashMap::new(),
            unsound: HashSet::new(),
            ids: HashSet::new(),
            answers: HashMap::new(),
            rejected: HashMap::new(),
            next_inputs: BTreeMap::new(),
            trial: TrialBalance::default(),
            findings: Findings::none(most_findings),
            counts: Counts::default(),
        }
    }

    /// Takes the partition's next record.
    pub(crate) fn record(&mut self, record: Record) {
        let expected = self.follower.next_offset();
        if record.offset != expected {
            let found = format!("offset {}", record.offset);
            self.find(record.offset, "", "", Problem::new(Law::Offsets, format!("offset {expected}"), found));
        }
        self.counts.records = self.counts.records.saturating_add(1);
        match self.follower.judge(record) {
            Judged::Entry(entry) => self.entry(*entry),
            Judged::Void(Void { record, named, head: _ }) => {
                self.counts.void = self.counts.void.saturating_add(1);
                self.tail.void(record.offset, named, &record.value);
            }
        }
    }

    fn entry(&mut self, entry: Entry) {
        let offset = entry.record.offset;
        self.counts.entries = self.counts.entries.saturating_add(1);
        self.tail.entry(entry.hash);
        self.head_offset = Some(offset);
        let event = match entry.event {
            Ok(event) => event,
            Err(error) => {
                self.find(offset, "", "", Problem::new(Law::Form, "an entry of the books", error));
                return;
            }
        };
        let mut problems = Vec::new();
        self.place(&event, &entry.record, &mut problems);
        let cause = event.cause.clone().unwrap_or_default();
        let met = self.met(&event, &cause);
        match &event.kind {
            Some(Kind::BookClaimed(claim)) => {
                if claim.term <= self.last_term {
                    let expected = format!("a term above {}", self.last_term);
                    problems.push(Problem::new(Law::Claims, expected, claim.term.to_string()));
                }
                self.last_term = self.last_term.max(claim.term);
            }
            Some(Kind::InputRejected(_)) => {}
            // Whatever else there is, or will be, is about a wallet.
            _ => self.wallet(&event, &mut problems),
        }
        self.cause(&event, &cause, met, offset, &mut problems);
        if let Ok(time) = convert::time("time", event.time.as_ref()) {
            if self.last_time.is_some_and(|last| time < last) {
                let expected = self.last_time.map(|last| format!("{last} or later")).unwrap_or_default();
                problems.push(Problem::new(Law::Time, expected, time.to_string()));
            }
            self.last_time = self.last_time.max(Some(time));
        }
        for problem in problems {
            self.find(offset, &event.account_id, &event.id, problem);
        }
    }

    // What does not depend on anything before it.
    fn place(&mut self, event: &LedgerEvent, record: &Record, problems: &mut Vec<Problem>) {
        match event.id.parse::<Uuid>() {
            Ok(id) if self.ids.insert(id) => {}
            Ok(id) => {
                problems.push(Problem::new(
                    Law::Once,
                    "an id of its own",
                    format!("{id}, which an earlier entry has"),
                ));
            }
            Err(_) => problems.push(Problem::new(Law::Form, "the entry's id", event.id.clone())),
        }
        if event.cause.is_none() {
            problems.push(Problem::new(Law::Form, "what caused the entry", "nothing"));
        }
        if record.key != event.account_id.as_bytes() {
            let found = String::from_utf8_lossy(&record.key).into_owned();
            problems.push(Problem::new(
                Law::Form,
                format!("the key {:?}", event.account_id),
                format!("{found:?}"),
            ));
        }
        let home = partition_of(event.account_id.as_bytes(), self.partitions);
        if !event.account_id.is_empty() && home != self.partition {
            problems.push(Problem::new(
                Law::Form,
                format!("in partition {home}"),
                format!("in {}", self.partition),
            ));
        }
    }

    fn wallet(&mut self, event: &LedgerEvent, problems: &mut Vec<Problem>) {
        let account: AccountId = match convert::id("account_id", &event.account_id) {
            Ok(account) => account,
            Err(error) => return problems.push(Problem::new(Law::Form, "an account", error.to_string())),
        };
        let wallet = self.wallets.entry(account).or_default();
        problems.extend(wallet.apply(event, self.last_time));
        if !problems.is_empty() {
            self.unsound.insert(account);
        }
        match self.trial.add(event) {
            // The balance is compared by the wallet already, and what is wrong with one wallet is told once.
            Ok(()) | Err(Imbalance::Balance { .. }) => {}
            Err(Imbalance::Overdrawn { .. }) if self.unsound.contains(&account) => {}
            Err(error) => {
                self.unsound.insert(account);
                problems.push(Problem::new(Law::Postings, "postings that add up to zero", error.to_string()));
            }
        }
    }

    // The wallet that a settlement meets.
    fn met(&self, event: &LedgerEvent, cause: &Cause) -> Option<Met> {
        if cause.caller != Topic::GENERATION.name() {
            return None;
        }
        let hold = match &event.kind {
            Some(Kind::TokensDeducted(deducted)) => &deducted.hold_id,
            Some(Kind::TokensReleased(released)) => &released.hold_id,
            _ => return None,
        };
        let wallet = self.wallets.get(&convert::id("account_id", &event.account_id).ok()?)?;
        let hold = wallet.hold(convert::id::<HoldId>("hold_id", hold).ok()?)?;
        let balance = wallet.balance();
        let beyond = if balance.frozen { 0 } else { hold.over_capture_left().min(balance.available) };
        Some(Met { terms: hold.terms.clone(), held: hold.remaining(), beyond: beyond.max(0) })
    }

    fn cause(
        &mut self,
        event: &LedgerEvent,
        cause: &Cause,
        met: Option<Met>,
        offset: i64,
        problems: &mut Vec<Problem>,
    ) {
        if let Some(input) = &cause.input {
            let next = self.next_inputs.entry(input.topic.clone()).or_insert(0);
            if input.offset < *next {
                let expected = format!("an input of {} from offset {next} on", input.topic);
                problems.push(Problem::new(
                    Law::Once,
                    expected,
                    format!("offset {} once more", input.offset),
                ));
            }
            *next = (*next).max(input.offset.saturating_add(1));
            if matches!(event.kind, Some(Kind::InputRejected(_))) {
                self.rejected.insert((input.topic.clone(), input.offset), offset);
            }
        }
        if cause.idempotency_key.is_empty() {
            return;
        }
        let digest = KeyDigest::of(&event.account_id, &cause.caller, &cause.idempotency_key);
        if let Some(first) = self.answers.get(&digest) {
            let found = format!("the entry at offset {} has it too", first.offset);
            let expected = format!("the key {:?} of {} once", cause.idempotency_key, cause.caller);
            problems.push(Problem::new(Law::Once, expected, found));
            return;
        }
        let input = cause.input.as_ref();
        let answer = Answer {
            offset,
            input: input.and_then(|it| Some((Topic::named(it.topic.clone()).ok()?, it.offset))),
            event_id: input.map(|it| it.event_id.clone()).unwrap_or_default(),
            account: event.account_id.clone(),
            entry: event.id.clone(),
            what: answered(event, met),
            told: false,
        };
        self.answers.insert(digest, answer);
    }

    pub(super) fn find(&mut self, offset: i64, account: &str, entry: &str, problem: Problem) {
        self.find_in(&Topic::LEDGER, Some(offset), account, entry, problem);
    }

    pub(super) fn find_in(
        &mut self,
        topic: &Topic,
        offset: Option<i64>,
        account: &str,
        entry: &str,
        problem: Problem,
    ) {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.findings.add(Finding {
            law: problem.law,
            topic: topic.name().to_owned(),
            partition: self.partition,
            offset,
            account: some(account),
            entry: some(entry),
            expected: problem.expected,
            found: problem.found,
        });
    }

    /// A wallet, as the entries so far have it.
    pub fn account(&self, account: AccountId) -> Option<&Wallet> {
        self.wallets.get(&account)
    }

    /// Ends the audit.
    pub fn finish(mut self) -> Observed {
        if let Some(broken) = self.tail.broken() {
            let after = self
                .head_offset
                .map_or("the beginning".to_owned(), |head| format!("the entry at offset {head}"));
            let problem = Problem::new(
                Law::Chain,
                format!("a record that names {}, the hash of {after}", self.follower.head()),
                format!(
                    "it names {}, which is no entry that the chain has left behind; from here to the end {} records are void",
                    broken.named, broken.records
                ),
            );
            self.find(broken.offset, "", "", problem);
        }
        let by = self.trial.sum();
        if by != 0 && self.unsound.is_empty() {
            self.find_in(
                &Topic::LEDGER,
                None,
                "",
                "",
                Problem::new(Law::Postings, "a sum of zero", by.to_string()),
            );
        }
        self.counts.wallets = u64::try_from(self.wallets.len()).unwrap_or(u64::MAX);
        Observed {
            counts: self.counts,
            head: self.follower.head(),
            head_offset: self.head_offset,
            next_offset: self.follower.next_offset(),
            trial: self.trial,
            findings: self.findings,
        }
    }
}

fn answered(event: &LedgerEvent, before: Option<Met>) -> Answered {
    let settled = |hold: &str, charged, closes, before| {
        Answered::Settled(Box::new(Settled { hold: hold.to_owned(), charged, closes, before }))
    };
    match &event.kind {
        Some(Kind::TokensCredited(credited)) => {
            Answered::Credited { source: credited.source(), tokens: credited.tokens }
        }
        Some(Kind::TokensDeducted(deducted)) if !deducted.hold_id.is_empty() => {
            settled(&deducted.hold_id, Some(deducted.tokens), deducted.hold_closed, before)
        }
        Some(Kind::TokensReleased(released)) => settled(&released.hold_id, None, true, before),
        Some(Kind::CommandRefused(refused)) => Answered::Refused(reason::from_number(refused.reason)),
        Some(_) => Answered::Other(words::kind(event)),
        None => Answered::Other("an unknown kind"),
    }
}
