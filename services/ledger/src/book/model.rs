//! The protocol, checked exhaustively within bounds: the very [`Book`] that runs, two instances of it, one partition, and every order
//! in which what may happen around them can happen.
//!
//! `docs/LEDGER.md` says what is covered and what is not. Seeded bugs show that each property bites.

#![allow(
    clippy::cast_possible_wrap,
    clippy::print_stdout,
    reason = "the logs of the model are a handful of records long; how much was explored is of interest"
)]

mod compact;
mod member;
mod properties;
mod world;

use std::collections::BTreeSet;
use std::time::Instant;

use chrono::{DateTime, Utc};
use kernel::AccountId;
use stateright::{Checker, HasDiscoveries, Model, Property};
use uuid::Uuid;

use self::world::{Step, World};

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
const ACCOUNT: AccountId = AccountId::new(Uuid::from_u128(7));
// The second entry of the first instance, after its claim.
const CREDIT: Uuid = Uuid::from_u128((1 << 64) + 2);
const CALLER: &str = "tester";

/// How much may happen, beside what must: records that land, acknowledgements, readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Bounds {
    /// Commands under one of two keys, some past their deadline, and questions, to whichever instance takes them.
    calls: u8,
    /// Words of the group, to either instance: the partition is, or is no longer, yours.
    moves: u8,
    /// Crashes of an instance, acknowledgements that are lost or tell no offset, elections of a leader that lacks what is not replicated.
    faults: u8,
    /// Records in the log, among them the first claim and a credit.
    log: usize,
}

/// A defect of the protocol, made where the books meet their surroundings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Bug {
    /// An entry counts as acknowledged when it is handed to the producer.
    AnsweredBeforeAcked,
    /// A claim counts wherever it was acknowledged.
    StaleClaimTrusted,
    /// An entry counts wherever it was acknowledged.
    AnyOffsetAccepted,
    /// Callers are told `NOT_APPLIED` when the claim is sent, not when it is committed.
    NotAppliedBeforeTheClaim,
    /// Callers are told `NOT_APPLIED` when the partition is taken away.
    NotAppliedWhenRevoked,
    /// Callers are told `NOT_APPLIED` when another instance's claim makes their entry void.
    NotAppliedByAnothersClaim,
    /// An owner answers questions without looking whether it still is the owner.
    AnsweredUnconfirmed,
    /// The broker acknowledges what is not replicated (`acks=1`).
    AckedUnreplicated,
    /// Readers see what is not replicated.
    UnreplicatedRead,
    /// Readers take every record for a part of the books, whatever it names.
    VoidRecordsCount,
    /// Replaying the log does not bring the keys back.
    KeysForgotten,
    /// A producer gives up without a word.
    LossNotTold,
}

#[derive(Clone)]
struct Protocol {
    bounds: Bounds,
    bug: Option<Bug>,
}

impl Model for Protocol {
    type State = World;
    type Action = Step;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self.bounds, self.bug)]
    }

    fn actions(&self, world: &World, steps: &mut Vec<Step>) {
        world.steps(steps);
    }

    fn next_state(&self, world: &World, step: Step) -> Option<World> {
        let mut world = world.clone();
        world.take(step);
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        properties::all()
    }
}

/// Explores everything within the bounds, as far as `depth` steps if given, or until `until` is fulfilled.
fn explore(bounds: Bounds, bug: Option<Bug>, depth: usize, until: HasDiscoveries) -> impl Checker<Protocol> {
    Protocol { bounds, bug }
        .checker()
        .threads(std::thread::available_parallelism().map_or(1, usize::from))
        .target_max_depth(depth)
        .finish_when(until)
        .spawn_bfs()
        .join()
}

/// The steps of a shortest way to something.
fn shortest_way(bounds: Bounds, bug: Bug, to: &'static str) -> Option<Vec<Step>> {
    (1..40).find_map(|depth| {
        let until = HasDiscoveries::AnyOf(BTreeSet::from([to]));
        let way = explore(bounds, Some(bug), depth, until).discovery(to)?;
        Some(way.into_actions())
    })
}

/// Checks the protocol within these bounds; tells what was seen on the way.
fn check(bounds: Bounds) -> BTreeSet<&'static str> {
    let started = Instant::now();
    let checker = explore(bounds, None, usize::MAX, HasDiscoveries::AnyFailures);
    println!(
        "{bounds:?}: {} states, {} of them different, up to {} steps, in {:.1?}",
        checker.state_count(),
        checker.unique_state_count(),
        checker.max_depth(),
        started.elapsed(),
    );
    let mut seen = BTreeSet::new();
    for (name, way) in checker.discoveries() {
        assert!(properties::SEEN.contains(&name), "not so: {name}, after {:#?}", way.into_actions());
        seen.insert(name);
    }
    seen
}

#[test]
fn the_protocol_holds_whatever_happens_in_whatever_order() {
    // `make model DEPTH=…` looks further.
    let depth = std::env::var("MODEL_DEPTH").ok().map_or(0, |depth| depth.parse().unwrap());
    let within = |calls, moves, faults, log| Bounds { calls, moves, faults, log };
    let mut bounds = vec![within(2, 1, 1, 7), within(1, 2, 1, 7), within(2, 2, 0, 7), within(1, 1, 2, 7)];
    if depth >= 1 {
        bounds.extend([within(2, 2, 1, 7), within(1, 2, 2, 7), within(2, 3, 0, 8), within(3, 2, 0, 7)]);
    }
    if depth >= 2 {
        bounds.extend([within(3, 1, 1, 7), within(1, 1, 3, 7), within(2, 1, 2, 7)]);
    }
    let seen: BTreeSet<_> = bounds.into_iter().flat_map(check).collect();
    assert_eq!(seen, BTreeSet::from(properties::SEEN), "otherwise it covers too little");
}

#[test]
fn each_seeded_bug_is_found() {
    for (bug, calls, moves, faults, found_by) in [
        (Bug::AnsweredBeforeAcked, 1, 1, 0, properties::ANSWERED),
        (Bug::StaleClaimTrusted, 1, 0, 1, properties::NOT_APPLIED),
        (Bug::AnyOffsetAccepted, 1, 1, 0, properties::ANSWERED),
        (Bug::NotAppliedBeforeTheClaim, 1, 0, 1, properties::NOT_APPLIED),
        (Bug::NotAppliedWhenRevoked, 1, 1, 0, properties::NOT_APPLIED),
        (Bug::NotAppliedByAnothersClaim, 2, 2, 0, properties::NOT_APPLIED),
        (Bug::AnsweredUnconfirmed, 2, 1, 0, properties::NOT_STALE),
        (Bug::VoidRecordsCount, 2, 1, 0, properties::ANSWERED),
        (Bug::KeysForgotten, 2, 1, 0, properties::ONE_OUTCOME),
        (Bug::AckedUnreplicated, 1, 0, 1, properties::ANSWERED),
        (Bug::UnreplicatedRead, 2, 1, 1, properties::ANSWERED),
        (Bug::LossNotTold, 0, 1, 1, properties::PROGRESS),
    ] {
        let bounds = Bounds { calls, moves, faults, log: 7 };
        let way = shortest_way(bounds, bug, found_by);
        let way = way.unwrap_or_else(|| panic!("{bug:?} is not found by: {found_by}"));
        println!("{bug:?}: not so, after {} steps: {found_by}. {way:?}", way.len());
    }
}
