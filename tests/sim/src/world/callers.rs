//! Callers: they ask, wait, lose patience, ask again under the same key, and are told.

use std::time::Duration;

use chrono::TimeDelta;
use kernel::{CostRule, HoldId, SettlementTerms, Tokens};
use ledger::book::{Message, Query};
use ledger::grpc::request::Asking;

use super::World;
use crate::asked::{About, Asked, Call, Time, Warrant};
use crate::oracle::{Key, Violation, demand};
use crate::process::{Attempt, Process};
use crate::published;
use crate::trace::note;

/// The services that call; several callers may be of one, and so use one another's keys.
const NAMES: [&str; 3] = ["generation", "studio", "shop"];

/// Something that a caller wants to know or have done.
#[derive(Debug, Clone)]
pub(super) enum Want {
    Call { account: usize, key: String, call: Call },
    Balance { account: usize },
    Hold { account: usize, hold: HoldId },
}

/// One caller.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) want: Option<Want>,
    /// The attempt that it waits for.
    pub(super) waits: Option<Attempt>,
    /// It mostly asks, and seldom wants anything done.
    pub(super) curious: bool,
    /// It asks anybody next, who may be the last to know.
    pub(super) detour: bool,
    /// The instance that answered it last.
    pub(super) route: Option<usize>,
}

impl Caller {
    pub(super) fn new(number: usize, curious: bool) -> Self {
        Self {
            name: NAMES[number % NAMES.len()],
            curious,
            want: None,
            waits: None,
            detour: false,
            route: None,
        }
    }
}

/// One request that reached an instance.
#[derive(Debug)]
pub(super) struct Attempted {
    pub(super) process: usize,
    pub(super) start: u64,
    pub(super) partition: usize,
    pub(super) account: usize,
    pub(super) about: Attempting,
    /// The moment at which its book took it up.
    pub(super) taken_up: u64,
    pub(super) answered: bool,
}

/// What an attempt is about.
#[derive(Debug, Clone)]
pub(super) enum Attempting {
    Command {
        key: Key,
        digest: String,
    },
    /// And the version of the wallet that somebody had been told of before.
    Balance {
        told: u64,
    },
    Hold {
        hold: HoldId,
        told: u64,
    },
}

/// A hold that a caller was told of, and the work that it is for.
#[derive(Debug)]
pub(super) struct KnownHold {
    pub(super) account: usize,
    pub(super) hold: String,
    /// As it was at first.
    pub(super) expires_at: Time,
    pub(super) generation: String,
}

pub(super) fn place(attempt: Attempt) -> usize {
    usize::try_from(attempt).unwrap_or(usize::MAX)
}

impl World {
    /// A caller acts: with nothing in mind it thinks of something, and unless it waits already it asks.
    pub(super) fn call(&mut self) -> Result<(), Violation> {
        let caller = self.chance.place(self.callers.len());
        if self.callers[caller].waits.is_some() {
            return Ok(());
        }
        if self.callers[caller].want.is_none() {
            let want = self.think(self.callers[caller].name, self.callers[caller].curious);
            self.callers[caller].want = Some(want);
        }
        self.ask(caller)
    }

    /// A caller loses patience; it asks again, or forgets about it. What it asked goes its way.
    pub(super) fn abandon(&mut self) {
        let number = self.chance.place(self.callers.len());
        let caller = &mut self.callers[number];
        if let Some(attempt) = caller.waits.take() {
            if self.chance.percent(30) {
                caller.want = None;
            }
            // With the same key it may well turn to another instance.
            caller.detour = self.chance.percent(50);
            self.fault("caller gives up");
            note!(self, "caller {number} no longer waits for attempt {attempt}");
        }
    }

    fn think(&mut self, name: &'static str, curious: bool) -> Want {
        let account = self.chance.place(self.accounts.len());
        if self.chance.percent(if curious { 90 } else { 15 }) {
            let known = self.chance.place(self.holds.len());
            let hold = self.holds.get(known).filter(|_| self.chance.percent(50));
            return match hold.and_then(|known| Some((known.account, known.hold.parse().ok()?))) {
                Some((account, hold)) => Want::Hold { account, hold },
                None => Want::Balance { account },
            };
        }
        if self.chance.percent(self.faults.repeats) {
            let mine: Vec<_> = self.used_keys.iter().filter(|(by, ..)| *by == name).cloned().collect();
            if let Some((_, account, key, call)) = self.chance.pick(&mine).cloned() {
                let other = self.chance.percent(self.faults.other_bodies);
                let call = if other { self.think_of_call(account) } else { call };
                return Want::Call { account, key, call };
            }
        }
        let call = self.think_of_call(account);
        // A hold that somebody was told of decides whose wallet it is about.
        let account = match &call {
            Call::Capture { hold, .. } | Call::Release { hold, .. } | Call::Extend { hold, .. } => {
                self.holds.iter().find(|known| known.hold == *hold).map_or(account, |known| known.account)
            }
            Call::Authorize { .. }
            | Call::Spend { .. }
            | Call::Freeze(_)
            | Call::Unfreeze(_)
            | Call::Give { .. }
            | Call::Take { .. } => account,
        };
        self.next_key += 1;
        let others: Vec<_> =
            self.used_keys.iter().filter(|(by, of, ..)| *by != name && *of == account).collect();
        // Keys are each caller's own: another's may be the same.
        let key = match self.chance.pick(&others) {
            Some((_, _, key, _)) if self.chance.percent(5) => key.clone(),
            _ => format!("key-{}", self.next_key),
        };
        self.used_keys.push((name, account, key.clone(), call.clone()));
        Want::Call { account, key, call }
    }

    fn think_of_call(&mut self, account: usize) -> Call {
        if self.chance.percent(self.faults.by_hand) {
            return self.think_by_hand();
        }
        let about = |id: u64| About { kind: "work", id: id.to_string() };
        let seconds = i64::try_from(self.chance.between(1, 240)).unwrap_or(1);
        let late = self.chance.percent(3);
        let expires_at = self.now + TimeDelta::seconds(if late { -seconds } else { seconds });
        // While nobody knows of a hold, there is little to be done to one.
        let kinds = if self.holds.is_empty() && self.chance.percent(80) { 6 } else { 10 };
        match self.chance.below(kinds) {
            0..=2 => Call::Spend { tokens: self.tokens(25), about: about(self.next_key) },
            3..=5 => Call::Authorize {
                tokens: if self.chance.percent(5) { 0 } else { self.tokens(30) },
                terms: self.terms(),
                expires_at,
                about: about(self.next_key),
            },
            kind => {
                let hold = self.some_hold(account);
                match kind {
                    6..=7 => {
                        Call::Capture { hold, tokens: self.chance.below(35), last: self.chance.percent(50) }
                    }
                    8 => Call::Release { hold, cancelled: self.chance.percent(50) },
                    _ => {
                        let known = self.holds.iter().find(|known| known.hold == hold);
                        let same = known.filter(|_| self.chance.percent(20)).map(|known| known.expires_at);
                        Call::Extend { hold, expires_at: same.unwrap_or(expires_at) }
                    }
                }
            }
        }
    }

    fn think_by_hand(&mut self) -> Call {
        let warrant = Warrant { actor: "operator-1", reason: "a mistake", evidence: "ticket 7" };
        let about = About { kind: "ticket", id: self.next_key.to_string() };
        match self.chance.below(6) {
            0 => Call::Freeze(warrant),
            1..=2 => Call::Unfreeze(Warrant { evidence: "", ..warrant }),
            3 => Call::Give { tokens: self.tokens(40), about, warrant },
            _ => {
                let allow_debt = self.chance.percent(50);
                Call::Take { tokens: self.tokens(60), allow_debt, about, warrant }
            }
        }
    }

    fn some_hold(&mut self, account: usize) -> String {
        // The latest are the most likely to be open.
        let latest = self.holds.len().saturating_sub(6);
        let place = latest + self.chance.place(self.holds.len() - latest);
        match self.holds.get(place) {
            Some(known) if known.account == account || self.chance.percent(80) => known.hold.clone(),
            _ => self.chance.id().to_string(),
        }
    }

    fn terms(&mut self) -> SettlementTerms {
        let mut terms = SettlementTerms::default();
        if self.chance.percent(50) {
            terms.over_capture_limit = Tokens::new(self.chance.below(20));
        }
        let mut rule = |usual: CostRule| match self.chance.below(10) {
            0 => CostRule::Release,
            1 => CostRule::CaptureAll,
            2 => CostRule::CaptureActual,
            3 => CostRule::CaptureFixed(Tokens::new(self.chance.below(12))),
            _ => usual,
        };
        terms.on_success = rule(terms.on_success);
        terms.on_technical_failure = rule(terms.on_technical_failure);
        terms.on_prohibited_content = rule(terms.on_prohibited_content);
        terms.on_cancelled_by_user = rule(terms.on_cancelled_by_user);
        terms
    }

    /// Sends what a caller wants to an instance.
    pub(super) fn ask(&mut self, number: usize) -> Result<(), Violation> {
        let Some(want) = self.callers[number].want.clone() else { return Ok(()) };
        let (Want::Call { account, .. } | Want::Balance { account } | Want::Hold { account, .. }) = want;
        let process = self.route(number, self.accounts[account].partition);
        let (partition, told) = (self.accounts[account].partition, self.accounts[account].told);
        let id = self.accounts[account].id;
        let attempt = self.attempts.len() as Attempt;
        let now = self.clock_of(process);
        let Some(hosted) = self.processes[process].hosted.get(partition) else {
            // Nobody listens there.
            return Ok(());
        };
        if hosted.commands.len() >= self.faults.mailbox {
            *self.counts.answers.entry("Overloaded").or_default() += 1;
            return Ok(());
        }
        let (message, about) = match &want {
            Want::Balance { .. } => {
                (Message::Query(attempt, Query::Balance(id)), Attempting::Balance { told })
            }
            Want::Hold { hold, .. } => {
                let about = Attempting::Hold { hold: *hold, told };
                (Message::Query(attempt, Query::Hold(id, *hold)), about)
            }
            Want::Call { key, call, .. } => {
                let impatient = self.chance.percent(self.faults.deadlines);
                let left = self.chance.below(self.faults.pace * 40 + 1);
                let caller = self.callers[number].name;
                let asking = Asking {
                    caller: caller.into(),
                    now,
                    deadline: impatient.then(|| Duration::from_millis(left)),
                    trace: None,
                };
                let text = &self.accounts[account].text;
                let Ok(request) = published::call(call, text, key, asking) else {
                    *self.counts.answers.entry("turned away at the door").or_default() += 1;
                    self.callers[number].want = None;
                    return Ok(());
                };
                let key = (text.clone(), caller.to_owned(), key.clone());
                let digest = hex::encode(request.digest.bytes());
                let calls = self.partitions[partition].known.calls.entry(key.clone()).or_default();
                let asked = Asked::Call(call.clone());
                let before = calls.insert(digest.clone(), asked.clone());
                demand!(
                    before.is_none_or(|before| before == asked),
                    "two requests under {key:?} have one digest: {asked:?}"
                );
                (Message::Command(attempt, request), Attempting::Command { key, digest })
            }
        };
        note!(self, "caller {number} asks {} (attempt {attempt}): {want:?}", self.processes[process].name);
        let start = self.processes[process].start;
        self.attempts.push(Attempted {
            process,
            start,
            partition,
            account,
            about,
            taken_up: 0,
            answered: false,
        });
        if let Some(hosted) = self.processes[process].hosted.get_mut(partition) {
            hosted.commands.push_back(message);
        }
        self.callers[number].waits = Some(attempt);
        Ok(())
    }

    // Callers ask whoever claimed last, as far as the instances themselves know, or anybody; the curious mostly stay where they were
    // answered, whoever owns the book by now.
    fn route(&mut self, number: usize, partition: usize) -> usize {
        let caller = &mut self.callers[number];
        if std::mem::take(&mut caller.detour) {
            return self.chance.place(self.processes.len());
        }
        let known = caller.route.filter(|route| self.processes[*route].is_up());
        let sticky = if caller.curious { self.faults.sticky } else { self.faults.loyal };
        let term = |process: &Process| {
            let hosted = process.hosted.get(partition).filter(|hosted| hosted.book.is_owning())?;
            hosted.book.owner().map(|owner| owner.term)
        };
        let owner = (0..self.processes.len()).max_by_key(|process| term(&self.processes[*process]));
        match (known, owner) {
            (Some(route), _) if self.chance.percent(sticky) => route,
            (_, Some(owner)) if self.chance.percent(95) => owner,
            _ => self.chance.place(self.processes.len()),
        }
    }

    /// A process is gone, and with it the connections to it: its callers do not know what has become of what they asked.
    pub(super) fn hang_up(&mut self, process: usize) {
        let start = self.processes[process].start;
        for caller in &mut self.callers {
            let attempt = caller.waits.and_then(|attempt| self.attempts.get(place(attempt)));
            if attempt.is_some_and(|attempt| attempt.process == process && attempt.start == start) {
                caller.waits = None;
            }
        }
    }
}
