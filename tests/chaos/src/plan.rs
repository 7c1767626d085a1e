//! What goes wrong, and in which order: drawn from a seed, and from nothing else.
//!
//! Two tracks run beside each other, one for brokers and one for instances. Each deals its faults from a shuffled pack that holds every kind, and shuffles
//! again when it is empty: so whoever runs long enough meets all of them, and no kind twice before each other kind once. The same seed gives the
//! same faults in the same order; when exactly each of them hits, the machine decides as well.
//!
//! Pure: nothing is harmed here.

use std::fmt;

use fastrand::Rng;
use serde::Serialize;

/// How a process is harmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// SIGKILL, and started again afterwards.
    Kill,
    /// SIGSTOP, and SIGCONT afterwards: it does not know that time has passed, and whatever it had begun, it goes on with.
    Freeze,
    /// SIGTERM, and started again afterwards.
    Stop,
}

/// One fault and its cure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// How long all is well before it.
    pub pause_ms: u64,
    /// What is done.
    pub how: How,
    /// To which processes of the track, by number from 0.
    pub whom: Vec<usize>,
    /// How long until it is cured.
    pub lasts_ms: u64,
}

/// All that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// What it was drawn from.
    pub seed: u64,
    /// The brokers' faults, in order.
    pub brokers: Vec<Step>,
    /// The instances' faults, in order.
    pub instances: Vec<Step>,
}

/// A kind of fault: how, how many at once, and how long from and to, in milliseconds.
#[derive(Clone, Copy)]
struct Kind(How, Many, u64, u64);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Many {
    One,
    /// Two brokers of three leave no quorum.
    Two,
    All,
}

const OF_BROKERS: [Kind; 5] = [
    Kind(How::Kill, Many::One, 200, 3_000),
    Kind(How::Freeze, Many::One, 300, 3_000),
    // Longer than a broker's session: another one leads when it wakes.
    Kind(How::Freeze, Many::One, 3_000, 6_000),
    Kind(How::Kill, Many::Two, 500, 3_000),
    Kind(How::Freeze, Many::Two, 1_000, 4_000),
];

const OF_INSTANCES: [Kind; 7] = [
    Kind(How::Kill, Many::One, 0, 2_000),
    // Longer than the session of the group that shares the books: the others take over, and serve when it comes back.
    Kind(How::Kill, Many::One, 7_000, 9_000),
    Kind(How::Freeze, Many::One, 200, 3_000),
    // An owner that wakes when its books are another's.
    Kind(How::Freeze, Many::One, 7_000, 10_000),
    Kind(How::Stop, Many::One, 0, 2_000),
    Kind(How::Kill, Many::All, 0, 2_000),
    Kind(How::Freeze, Many::All, 500, 7_000),
];

const PAUSE: std::ops::RangeInclusive<u64> = 300..=4_000;

impl Plan {
    /// The plan of a seed, for so many brokers and instances, long enough for so many seconds.
    pub fn of(seed: u64, brokers: usize, instances: usize, seconds: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        // Each track has a source of its own, so that the length of one does not change the other.
        let (mut one, mut other) = (rng.fork(), rng.fork());
        Self {
            seed,
            brokers: track(&mut one, &OF_BROKERS, brokers, seconds),
            instances: track(&mut other, &OF_INSTANCES, instances, seconds),
        }
    }
}

fn track(rng: &mut Rng, kinds: &[Kind], processes: usize, seconds: u64) -> Vec<Step> {
    let (mut steps, mut planned, mut pack) = (Vec::new(), 0, Vec::new());
    while planned < seconds.saturating_mul(1_000) {
        if pack.is_empty() {
            pack = kinds.to_vec();
            rng.shuffle(&mut pack);
        }
        let Some(Kind(how, many, from, to)) = pack.pop() else { break };
        let count = match many {
            Many::One => 1,
            Many::Two => 2,
            Many::All => processes,
        };
        let mut whom = rng.choose_multiple(0..processes, count.min(processes));
        whom.sort_unstable();
        let step = Step { pause_ms: rng.u64(PAUSE), how, whom, lasts_ms: rng.u64(from..=to) };
        planned += step.pause_ms + step.lasts_ms;
        steps.push(step);
    }
    steps
}

impl fmt::Display for How {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Kill => "kill -9",
            Self::Freeze => "freeze",
            Self::Stop => "stop",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_plan_and_another_seed_another() {
        assert_eq!(Plan::of(7, 3, 2, 60), Plan::of(7, 3, 2, 60));
        assert_ne!(Plan::of(7, 3, 2, 60).brokers, Plan::of(8, 3, 2, 60).brokers);
    }

    #[test]
    fn a_longer_plan_begins_like_a_shorter_one() {
        let (short, long) = (Plan::of(7, 3, 2, 20), Plan::of(7, 3, 2, 200));
        assert!(long.brokers.starts_with(&short.brokers) && long.instances.starts_with(&short.instances));
        assert!(long.brokers.len() > short.brokers.len());
    }

    #[test]
    fn a_plan_is_as_long_as_asked_for_and_harms_only_who_is_there() {
        for seed in 0..200 {
            let plan = Plan::of(seed, 3, 2, 60);
            for (track, processes) in [(&plan.brokers, 3), (&plan.instances, 2)] {
                let planned: u64 = track.iter().map(|step| step.pause_ms + step.lasts_ms).sum();
                assert!(planned >= 60_000);
                for step in track {
                    let whom: BTreeSet<_> = step.whom.iter().collect();
                    assert_eq!(whom.len(), step.whom.len(), "nobody twice");
                    assert!(!whom.is_empty() && step.whom.iter().all(|one| *one < processes), "{step:?}");
                }
            }
            assert!(plan.brokers.iter().all(|step| step.whom.len() <= 2), "one broker is always there");
        }
    }

    #[test]
    fn every_kind_of_fault_comes_before_any_comes_again() {
        for seed in 0..50 {
            let plan = Plan::of(seed, 3, 2, 600);
            let kind = |step: &Step, all: usize| (step.how, step.whom.len() == 1, step.whom.len() == all);
            let met = |steps: &[Step], all| steps.iter().map(|step| kind(step, all)).collect::<BTreeSet<_>>();
            assert_eq!(met(&plan.brokers[..OF_BROKERS.len()], 3).len(), 4, "each of two ways, alone or not");
            assert_eq!(met(&plan.instances[..OF_INSTANCES.len()], 2).len(), 5);
        }
    }
}
