//! The world around the books: one step after another, each drawn from the seed.
//!
//! | module | holds |
//! |---|---|
//! | `events` | what a step may do, and how likely it is |
//! | `instances` | instances and their books: assigned, asked, killed, started again |
//! | `broker` | what passes between the books and the log |
//! | `snapshots` | who makes them, what happens to them, and who begins with one |
//! | `inputs` | what other services publish, and how it gets to the books |
//! | `callers`, `telling` | who asks; what they are told, judged at once |
//! | `calm` | the end: nothing goes wrong any more, and everything must come right |
//!
//! Absent on purpose: threads, clocks, maps without an order.

mod broker;
mod callers;
mod calm;
mod events;
mod inputs;
mod instances;
mod snapshots;
mod telling;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use eventlog::{Received, partition_of};
use kernel::AccountId;

use self::callers::{Attempted, Caller, KnownHold};
use crate::asked::{Call, Fact, Time};
use crate::broker::Log;
use crate::chance::Chance;
use crate::counts::Counts;
use crate::faults::Faults;
use crate::oracle::{Answers, Chain, Known, Violation};
use crate::process::Process;
use crate::shelf::Shelf;
use crate::trace::{Trace, note};
use crate::{Defect, Plan};

/// One partition, as nobody inside the system sees it.
struct Partition {
    log: Log,
    /// The input topics' records.
    topics: BTreeMap<&'static str, Vec<Received>>,
    /// What the group was told of how far the inputs are followed; for operators only.
    group: BTreeMap<String, i64>,
    /// No request gets through before this step.
    slow_until: u64,
    shelf: Shelf,
    known: Known,
    chain: Chain,
    answers: Answers,
}

/// An account and where its wallet lives.
struct Account {
    id: AccountId,
    text: String,
    partition: usize,
    /// The highest version that anybody was told of.
    told: u64,
}

pub(crate) struct World {
    chance: Chance,
    faults: Faults,
    plan: Plan,
    pub(crate) trace: Trace,
    now: Time,
    partitions: Vec<Partition>,
    processes: Vec<Process>,
    accounts: Vec<Account>,
    callers: Vec<Caller>,
    attempts: Vec<Attempted>,
    /// Keys that were used: by whom, for which account, for what.
    used_keys: Vec<(&'static str, usize, String, Call)>,
    stated: Vec<(usize, Fact)>,
    /// Payments of which something else was told before.
    later: Vec<(usize, Fact)>,
    holds: Vec<KnownHold>,
    next_key: u64,
    /// Counts what books have taken up: finer than steps.
    moment: u64,
    /// Counts where a process could have died.
    points: u64,
    /// Nothing goes wrong any more.
    calm: bool,
    pub(crate) counts: Counts,
}

/// Started some time before the books of a real ledger: 2026-01-01.
const BEGINNING: i64 = 1_767_225_600;

impl World {
    pub(crate) fn new(seed: u64, plan: Plan) -> Self {
        let mut chance = Chance::new(seed);
        let mut faults = Faults::draw(&mut chance);
        faults.steps = plan.steps.unwrap_or(faults.steps);
        let mut accounts: Vec<Account> = Vec::new();
        // Every partition has one at least.
        while accounts.len() < faults.accounts
            || (0..faults.partitions)
                .any(|partition| accounts.iter().all(|there| there.partition != partition))
        {
            accounts.push(Account::new(AccountId::new(chance.id()), faults.partitions));
        }
        let callers = (0..faults.callers).map(|number| Caller::new(number, chance.percent(faults.curious)));
        let callers = callers.collect();
        let mut world = Self {
            partitions: (0..faults.partitions).map(|number| Partition::new(number, plan.defect)).collect(),
            processes: (0..faults.instances).map(Process::new).collect(),
            accounts,
            callers,
            attempts: Vec::new(),
            used_keys: Vec::new(),
            stated: Vec::new(),
            later: Vec::new(),
            holds: Vec::new(),
            next_key: 0,
            moment: 0,
            points: 0,
            calm: false,
            counts: Counts::default(),
            trace: Trace::new(plan.lines),
            now: DateTime::from_timestamp(BEGINNING, 0).unwrap_or_default(),
            faults,
            plan,
            chance,
        };
        note!(world, "seed {seed}: {:?}", world.faults);
        world
    }

    /// Runs it from its first step to the last, and until all has come to rest.
    pub(crate) fn run(&mut self) -> Result<(), Violation> {
        for process in 0..self.processes.len() {
            self.start(process);
        }
        for partition in 0..self.partitions.len() {
            let process = self.chance.place(self.processes.len());
            self.assign(process, partition)?;
        }
        for account in 0..self.accounts.len() {
            if self.chance.percent(70) {
                self.state_purchase(account);
            }
        }
        for _ in 0..self.faults.steps {
            self.trace.next_step();
            self.pass_time(self.faults.pace);
            if self.is_planned_crash() {
                self.crash_somewhere();
            }
            let event = self.draw();
            self.occur(event)?;
        }
        self.come_to_rest()?;
        for partition in &self.partitions {
            for record in partition.log.committed() {
                self.trace.absorb(record);
            }
        }
        self.counts.steps += self.trace.step();
        Ok(())
    }

    pub(crate) const fn points(&self) -> u64 {
        self.points
    }

    /// A process could die here; whether one is to.
    fn is_planned_crash(&mut self) -> bool {
        if self.calm {
            return false;
        }
        self.points += 1;
        self.plan.crash_at == Some(self.points - 1)
    }

    fn has(&self, defect: Defect) -> bool {
        self.plan.defect == Some(defect)
    }

    fn pass_time(&mut self, most: u64) {
        let passed = self.chance.below(most + 1);
        self.now += TimeDelta::milliseconds(i64::try_from(passed).unwrap_or(0));
    }

    fn fault(&mut self, what: &'static str) {
        *self.counts.faults.entry(what).or_default() += 1;
    }
}

impl Account {
    fn new(id: AccountId, partitions: usize) -> Self {
        let text = id.to_string();
        let partition = partition_of(text.as_bytes(), i32::try_from(partitions).unwrap_or(1));
        Self { id, text, partition: usize::try_from(partition).unwrap_or(0), told: 0 }
    }
}

impl Partition {
    fn new(number: usize, defect: Option<Defect>) -> Self {
        Self {
            log: Log::new(defect),
            topics: BTreeMap::new(),
            group: BTreeMap::new(),
            slow_until: 0,
            shelf: Shelf::new(number),
            known: Known::default(),
            chain: Chain::new(),
            answers: Answers::default(),
        }
    }
}
