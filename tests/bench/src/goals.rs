//! The goals, and how far a run came. All are whole numbers: ratios in percent.

use serde::Serialize;

use crate::accounts::Choice;
use crate::lag::Lag;
use crate::memory::Memory;
use crate::replay::Replay;
use crate::steps::{BATCHES, Case, Step};

/// The number of entries for which a restart has a goal.
const MILLION: u64 = 1_000_000;

/// On which side of the wanted number the found one should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    AtLeast,
    AtMost,
}

/// One goal and what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Goal {
    pub(crate) what: String,
    pub(crate) side: Side,
    pub(crate) wanted: u64,
    pub(crate) found: u64,
    pub(crate) unit: &'static str,
}

/// What a run found, as far as goals ask for it.
pub(crate) struct Found<'a> {
    /// Calls per second of a step, if it was measured.
    pub(crate) per_second: &'a dyn Fn(Step) -> Option<u64>,
    /// Half of its calls were answered within this.
    pub(crate) p50_micros: &'a dyn Fn(Step) -> Option<u64>,
    /// Whether each append was flushed to disk, to one partition.
    pub(crate) flushed_alone: bool,
    pub(crate) callers: &'a [u16],
    pub(crate) lag: Option<&'a Lag>,
    pub(crate) memory: Option<&'a Memory>,
    pub(crate) replay: Option<&'a Replay>,
}

impl Goal {
    fn at_least(what: impl Into<String>, wanted: u64, found: u64, unit: &'static str) -> Self {
        Self { what: what.into(), side: Side::AtLeast, wanted, found, unit }
    }

    fn at_most(what: impl Into<String>, wanted: u64, found: u64, unit: &'static str) -> Self {
        Self { what: what.into(), side: Side::AtMost, wanted, found, unit }
    }

    /// Whether it is reached.
    pub(crate) fn met(&self) -> bool {
        match self.side {
            Side::AtLeast => self.found >= self.wanted,
            Side::AtMost => self.found <= self.wanted,
        }
    }

    /// Found by wanted, in percent.
    pub(crate) fn percent(&self) -> u64 {
        percent(self.found, self.wanted)
    }

    /// Every goal that this run says something about.
    pub(crate) fn of(found: &Found<'_>) -> Vec<Self> {
        let mut goals = rates(found);
        goals.extend(of_the_stream(found));
        if let Some(lag) = found.lag {
            let waits = [
                ("from an entry to its row, p99", lag.entry_to_row),
                ("from a payment to the balance, p99", lag.payment_to_balance),
            ];
            for (what, wait) in waits {
                let what = format!("{what}, at {} entries/s", lag.entries_per_second);
                goals.push(Self::at_most(what, 50_000, wait.p99_micros, "µs"));
            }
        }
        if let Some(memory) = found.memory {
            goals.push(Self::at_most("memory of a wallet", 200, memory.wallet.mean, "bytes"));
            goals.push(Self::at_most("memory of a remembered key", 48, memory.key.mean, "bytes"));
        }
        if let Some(replay) = found.replay {
            let ratio = percent(replay.entries_per_second(), replay.consumed_per_second());
            goals.push(Self::at_least("replay without a snapshot, of a bare consumer", 80, ratio, "%"));
            if replay.entries >= MILLION {
                let what = format!("restart over {} entries, with a snapshot", replay.entries);
                goals.push(Self::at_most(what, 2_000, replay.snapshot.restart_millis, "ms"));
            }
        }
        goals
    }
}

fn rates(found: &Found<'_>) -> Vec<Goal> {
    let rate = |case, choice, callers| (found.per_second)(Step::single(case, choice, callers));
    let spread = |case, callers| rate(case, Choice::Spread, callers);
    let mut goals = Vec::new();
    let mut ratio = |what: String, wanted: u64, of: Option<u64>, by: Option<u64>| {
        if let (Some(of), Some(by)) = (of, by) {
            goals.push(Goal::at_least(what, wanted, percent(of, by), "%"));
        }
    };
    let unary = spread(Case::Unary, 32);
    ratio("unary, 32 callers, of the function".to_owned(), 100, unary, spread(Case::Function, 32));
    ratio("unary, 32 callers, of gRPC before PostgreSQL".to_owned(), 250, unary, spread(Case::Service, 32));
    for callers in found.callers.iter().copied().filter(|callers| *callers > 1) {
        for (way, single, pairs) in
            [("unary", Case::Unary, Case::Pairs), ("stream", Case::Stream, Case::StreamPairs)]
        {
            // One partition in all: then spread accounts are that partition's.
            let beside = rate(single, Choice::OnePartition, callers).or(spread(single, callers));
            let hot = rate(single, Choice::Hot, callers);
            ratio(format!("{way}, hot account, {callers} callers, of one partition's"), 80, hot, beside);
            let (pairs, single) = (spread(pairs, callers), spread(single, callers));
            ratio(format!("{way}, pairs, {callers} callers, of single spends"), 45, pairs, single);
        }
    }
    let most = spread(Case::Unary, 512);
    goals.extend(most.map(|found| Goal::at_least("unary, 512 callers", 20_000, found, "/s")));
    goals
}

fn of_the_stream(found: &Found<'_>) -> Vec<Goal> {
    let mut goals = Vec::new();
    let rate = |step| (found.per_second)(step);
    let spread = |case, callers| Step::single(case, Choice::Spread, callers);
    for (way, case) in [("stream", Case::Stream), ("client crate", Case::Client)] {
        if found.flushed_alone {
            let at_least =
                |found| Goal::at_least(format!("{way}, 128 callers, flushed"), 25_000, found, "/s");
            goals.extend(rate(spread(case, 128)).map(at_least));
            continue;
        }
        let alone = (found.p50_micros)(spread(case, 1));
        goals.extend(alone.map(|micros| Goal::at_most(format!("{way}, 1 caller, p50"), 1_000, micros, "µs")));
        for (callers, wanted) in [(32, 200), (128, 500)] {
            if let (Some(of), Some(by)) = (rate(spread(case, callers)), rate(spread(Case::Function, callers)))
            {
                let what = format!("{way}, {callers} callers, of the function");
                goals.push(Goal::at_least(what, wanted, percent(of, by), "%"));
            }
        }
        let most = rate(spread(case, 512));
        goals.extend(most.map(|found| Goal::at_least(format!("{way}, 512 callers"), 70_000, found, "/s")));
    }
    let batches = BATCHES.iter().filter_map(|commands| rate(Step::batches(*commands))).max();
    goals.extend(batches.map(|found| Goal::at_least("spends in batches", 200_000, found, "/s")));
    goals
}

/// `of` in percent of `by`.
pub(crate) fn percent(of: u64, by: u64) -> u64 {
    of.saturating_mul(100) / by.max(1)
}

#[cfg(test)]
mod tests {
    use super::{Found, Goal};
    use crate::accounts::Choice;
    use crate::steps::{Case, Step};

    fn goals(per_second: &dyn Fn(Step) -> Option<u64>) -> Vec<(String, u64, bool)> {
        goals_of(per_second, false)
    }

    fn goals_of(per_second: &dyn Fn(Step) -> Option<u64>, flushed_alone: bool) -> Vec<(String, u64, bool)> {
        let found = Found {
            per_second,
            p50_micros: &|_| None,
            flushed_alone,
            callers: &[1, 32, 512],
            lag: None,
            memory: None,
            replay: None,
        };
        Goal::of(&found).into_iter().map(|goal| (goal.what.clone(), goal.found, goal.met())).collect()
    }

    #[test]
    fn a_goal_is_judged_only_when_both_sides_were_measured() {
        let only_ledger =
            |step: Step| (step.case == Case::Unary && step.choice == Choice::Spread).then_some(9_000);
        assert_eq!(goals(&only_ledger), [("unary, 512 callers".to_owned(), 9_000, false)]);
    }

    #[test]
    fn a_ratio_of_exactly_the_goal_is_met_and_one_below_is_not() {
        let with = |service: u64| {
            move |step: Step| match (step.case, step.callers) {
                (Case::Unary, 32) if step.choice == Choice::Spread => Some(10_000),
                (Case::Service, 32) => Some(service),
                _ => None,
            }
        };
        let what = "unary, 32 callers, of gRPC before PostgreSQL".to_owned();
        assert_eq!(goals(&with(4_000)), [(what.clone(), 250, true)]);
        assert_eq!(goals(&with(4_001)), [(what, 249, false)]);
    }

    #[test]
    fn the_hot_account_is_held_against_its_partition() {
        let rates = |step: Step| match (step.case, step.choice, step.callers) {
            (Case::Unary, Choice::Spread, 32) => Some(20_000),
            (Case::Unary, Choice::OnePartition, 32) => Some(10_000),
            (Case::Unary, Choice::Hot, 32) => Some(8_000),
            _ => None,
        };
        assert_eq!(
            goals(&rates),
            [("unary, hot account, 32 callers, of one partition's".to_owned(), 80, true)]
        );
    }

    #[test]
    fn a_stream_into_one_flushed_partition_has_a_goal_of_its_own() {
        let rates = |step: Step| match (step.case, step.callers) {
            (Case::Stream, 128) => Some(25_000),
            (Case::Function, 128) => Some(6_000),
            _ => None,
        };
        assert_eq!(goals_of(&rates, true), [("stream, 128 callers, flushed".to_owned(), 25_000, true)]);
        assert_eq!(
            goals_of(&rates, false),
            [("stream, 128 callers, of the function".to_owned(), 416, false)]
        );
    }

    #[test]
    fn of_the_sizes_of_batches_the_fastest_is_judged() {
        let rates = |step: Step| (step.case == Case::Batch).then(|| 100_000 + 100 * u64::from(step.commands));
        assert_eq!(goals(&rates), [("spends in batches".to_owned(), 900_000, true)]);
    }
}
