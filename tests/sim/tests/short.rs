//! The short run: that the books hold, that a seed means the same twice, and that the simulator would tell if they did not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]
#![allow(clippy::print_stdout, reason = "what was found, and how much was run, is of interest")]

use std::collections::BTreeSet;
use std::time::Instant;

use sim::{Counts, Defect, Plan, Run};

/// How many seeds the short run takes: some twenty seconds without optimisation.
const SEEDS: u64 = 150;

/// A defect must be found by one of so many seeds.
const SEEDS_TO_FIND_A_DEFECT: u64 = 150;

const COMMANDS: [&str; 17] = [
    "Adjust",
    "Authorize",
    "Capture",
    "Credit",
    "ExtendHold",
    "FailRefund",
    "Freeze",
    "LoseDispute",
    "Open",
    "OpenDispute",
    "Refund",
    "Release",
    "RequestRefund",
    "Settle",
    "Spend",
    "Unfreeze",
    "WinDispute",
];

const ENTRIES: [&str; 20] = [
    "balanceAdjusted",
    "bookClaimed",
    "commandRefused",
    "debtRepaid",
    "holdExtended",
    "inputRejected",
    "lotExpired",
    "lotFrozen",
    "lotRefunded",
    "lotReserved",
    "lotUnfrozen",
    "lotUnreserved",
    "tokensClawedBack",
    "tokensCredited",
    "tokensDeducted",
    "tokensHeld",
    "tokensReleased",
    "walletFrozen",
    "walletOpened",
    "walletUnfrozen",
];

const ANSWERS: [&str; 10] = [
    "Balance",
    "Committed",
    "DeadlinePassed",
    "Hold",
    "KeyReused",
    "NotApplied",
    "NotOwner",
    "NotReady",
    "Overloaded",
    "Recall",
];

const FAULTS: [&str; 30] = [
    "acknowledgement without offset",
    "assignment",
    "caller gives up",
    "change of leader",
    "clock jump",
    "contradicting event",
    "crash",
    "crash behind a snapshot",
    "crash while a snapshot is made",
    "cut off",
    "event that cannot be understood",
    "foreign record",
    "full mailbox",
    "inputs read again",
    "lost acknowledgement",
    "pause",
    "repeated event",
    "revocation",
    "slow broker",
    "snapshot at a void record",
    "snapshot beyond the log's end",
    "snapshot of a lost tail",
    "snapshot of an older form",
    "snapshot of another log",
    "snapshot of another partition",
    "snapshot that cannot be fetched",
    "snapshot with a flipped bit",
    "store does not answer",
    "stray append",
    "truncated snapshot",
];

const STARTS: [&str; 4] =
    ["from an older snapshot", "from the log", "from the log, past snapshots", "from the newest snapshot"];

fn run_as(seed: u64, plan: &Plan) -> Run {
    sim::run_as(seed, plan).unwrap_or_else(|failure| panic!("{plan:?}\n{failure}"))
}

fn run(seed: u64) -> Run {
    run_as(seed, &Plan::default())
}

fn names<'a>(counted: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    counted.collect()
}

#[test]
fn the_books_hold_through_everything_that_goes_wrong() {
    let begun = Instant::now();
    let mut counts = Counts::default();
    for seed in 1..=SEEDS {
        counts.add(&run(seed).counts);
    }
    let (commands, took) = (counts.commands_run(), begun.elapsed());
    println!("seeds 1 to {SEEDS} hold: {commands} commands in {took:.1?}\n{counts:#?}");
    // A simulator that meets little proves little.
    let kinds = counts.entries.keys().filter_map(|entry| entry.split(':').next());
    assert_eq!(names(kinds), BTreeSet::from(ENTRIES));
    assert_eq!(names(counts.commands.keys().copied()), BTreeSet::from(COMMANDS));
    assert_eq!(names(counts.answers.keys().copied()), BTreeSet::from(ANSWERS));
    assert_eq!(names(counts.faults.keys().copied()), BTreeSet::from(FAULTS));
    assert_eq!(names(counts.starts.keys().copied()), BTreeSet::from(STARTS));
}

#[test]
fn a_seed_replays_exactly() {
    for seed in 1..=5 {
        assert_eq!(run(seed), run(seed));
    }
    assert_ne!(run(1).trace, run(2).trace);
}

#[test]
fn a_process_may_die_at_any_point() {
    let begun = Instant::now();
    for seed in [1, 2, 3] {
        let plan = Plan { steps: Some(150), ..Plan::default() };
        let points = run_as(seed, &plan).points;
        for point in 0..points {
            run_as(seed, &Plan { crash_at: Some(point), ..plan });
        }
        println!("seed {seed}: a crash at each of {points} points, after {:.1?}", begun.elapsed());
    }
}

#[test]
fn each_defect_is_found() {
    let begun = Instant::now();
    for defect in Defect::ALL {
        let plan = Plan { defect: Some(defect), ..Plan::default() };
        let found = (1..=SEEDS_TO_FIND_A_DEFECT).find_map(|seed| sim::run_as(seed, &plan).err());
        let found = found.unwrap_or_else(|| panic!("{defect:?} is not found"));
        println!("{defect:?}: seed {}, step {}: {}", found.seed, found.step, found.violation);
    }
    println!("all found after {:.1?}", begun.elapsed());
}
