//! One page about a run.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::check::{Contradiction, Rule};
use crate::history::{Answer, Call};
use crate::nemesis::{Fault, numbers};
use crate::plan::Plan;
use crate::verify::Verified;

/// What a run came to.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Whether nothing contradicts.
    pub ok: bool,
    /// What was planned.
    pub plan: Plan,
    /// What was done of it.
    pub faults: Vec<Fault>,
    /// How long the chaos lasted.
    pub seconds: u64,
    /// How many instances of the ledger there were.
    pub instances: usize,
    /// Attempts, by what was asked and what was told.
    pub calls: BTreeMap<&'static str, BTreeMap<&'static str, usize>>,
    /// Attempts that were told that they have had no effect, and whose key had an entry nevertheless, by another attempt.
    pub decided_by_others: usize,
    /// How often a book went from one instance to another.
    pub handovers: usize,
    /// How often a book was claimed.
    pub claims: usize,
    /// The longest time in which nobody was told an outcome or a balance, in milliseconds: of all, and by partition.
    pub longest_silence_ms: Silence,
    /// How long it took until everything served, once all processes ran.
    pub served_after_ms: u128,
    /// Balances of the past that a broker told which had just woken.
    pub excused_reads: usize,
    /// What `tokenctl verify` says.
    pub verified: Option<Verified>,
    /// What is not true.
    pub contradictions: Vec<Contradiction>,
    /// Where logs, history and the copied log are, if something is not true.
    pub evidence: Option<PathBuf>,
}

/// Times without an answer, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// Of everybody.
    pub all: i64,
    /// Of those who asked for a partition's wallets.
    pub by_partition: BTreeMap<i32, i64>,
}

impl Silence {
    /// Of these calls.
    pub fn of(history: &[Call]) -> Self {
        let is_news = |call: &&Call| call.answer.is_outcome() || matches!(call.answer, Answer::Balance(_));
        let mut told: Vec<(i64, i32)> =
            history.iter().filter(is_news).map(|call| (call.ended.micros, call.partition)).collect();
        told.sort_unstable();
        let longest = |of: &mut dyn Iterator<Item = i64>| {
            let times: Vec<i64> = of.collect();
            times.windows(2).map(|pair| (pair[1] - pair[0]) / 1_000).max().unwrap_or(0)
        };
        let mut silence =
            Self { all: longest(&mut told.iter().map(|(at, _)| *at)), by_partition: BTreeMap::new() };
        for (_, partition) in &told {
            silence.by_partition.entry(*partition).or_insert_with(|| {
                longest(&mut told.iter().filter(|(_, of)| of == partition).map(|(at, _)| *at))
            });
        }
        silence
    }
}

/// How many attempts there were, by what was asked and told.
pub fn count(history: &[Call]) -> BTreeMap<&'static str, BTreeMap<&'static str, usize>> {
    let mut calls: BTreeMap<_, BTreeMap<_, usize>> = BTreeMap::new();
    for call in history {
        *calls.entry(call.ask.name()).or_default().entry(call.answer.name()).or_default() += 1;
    }
    calls
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "seed      {}, {} instances, {} s of chaos",
            self.plan.seed, self.instances, self.seconds
        )?;
        for Fault { track, how, whom, from_ms, to_ms } in &self.faults {
            writeln!(
                f,
                "{:>6.1} s  {how} {track} {}, {:.1} s",
                seconds(*from_ms),
                numbers(whom),
                seconds(to_ms - from_ms)
            )?;
        }
        for (asked, told) in &self.calls {
            let told: Vec<_> = told.iter().map(|(answer, count)| format!("{count} {answer}")).collect();
            writeln!(f, "{asked:9} {}", told.join(", "))?;
        }
        writeln!(
            f,
            "decided   {} attempts came to nothing under keys that another attempt decided",
            self.decided_by_others
        )?;
        writeln!(f, "books     {} claims, {} hand-overs", self.claims, self.handovers)?;
        let Silence { all, by_partition } = &self.longest_silence_ms;
        let by_partition: Vec<_> =
            by_partition.iter().map(|(partition, ms)| format!("{partition}: {ms}")).collect();
        writeln!(
            f,
            "silence   {all} ms without an answer at most; by partition {}",
            by_partition.join(", ")
        )?;
        writeln!(
            f,
            "healed    everything served {} ms after the last process was started or woken",
            self.served_after_ms
        )?;
        writeln!(f, "reads     {} balances of the past, told while a broker woke", self.excused_reads)?;
        if let Some(Verified { counts, findings_count, .. }) = &self.verified {
            writeln!(
                f,
                "log       {} entries of {} wallets, {} void records; tokenctl verify has {findings_count} findings",
                counts.entries, counts.wallets, counts.void
            )?;
        }
        for contradiction in self.contradictions.iter().take(SHOWN) {
            writeln!(f, "\nWRONG     {contradiction}")?;
        }
        if self.ok {
            return write!(f, "every answer stands ({} rules)", Rule::ALL.len());
        }
        if let Some(evidence) = &self.evidence {
            writeln!(f, "\nlogs, history and a copy of the log are in {}", evidence.display())?;
        }
        write!(
            f,
            "{} contradictions; SEED={} plans the same again",
            self.contradictions.len(),
            self.plan.seed
        )
    }
}

/// Contradictions on the page.
const SHOWN: usize = 10;

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a run, for people")]
fn seconds(ms: u128) -> f64 {
    ms as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Ask, Balance, Moment, Way};

    #[test]
    fn silence_is_between_two_answers_that_say_something() {
        let told = |partition, millis: i64, answer| Call {
            account: String::new(),
            partition,
            key: String::new(),
            trace: String::new(),
            way: Way::Unary(0),
            ask: Ask::Balance,
            began: Moment::default(),
            ended: Moment { order: 0, micros: millis * 1_000 },
            answer,
        };
        let balance = || Answer::Balance(Balance::default());
        let history = [
            told(0, 100, balance()),
            told(1, 150, balance()),
            told(0, 400, balance()),
            told(1, 300, Answer::Unknown(String::new())),
        ];
        let silence = Silence::of(&history);
        assert_eq!((silence.all, silence.by_partition), (250, [(0, 300), (1, 0)].into()));
        assert_eq!(Silence::of(&[]), Silence::default());
    }
}
