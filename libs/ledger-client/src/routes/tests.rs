use super::*;

const PARTITIONS: i32 = 4;

/// What comes to pass, one after another.
enum Event {
    /// Home, reached at this address, says who owns what: partition, address, term.
    Told(&'static str, &'static [(i32, &'static str, u64)]),
    /// Home is another instance.
    HomeMoved,
    /// Somebody has a command for an account of this partition.
    Asked(i32),
    /// The line to this address opens, or breaks.
    Opens(&'static str),
    Breaks(&'static str),
}
use Event::{Asked, Breaks, HomeMoved, Opens, Told};

fn account(partition: i32) -> String {
    let ids = (0_u128..).map(|number| AccountId::new(uuid::Uuid::from_u128(number)).to_string());
    ids.into_iter().find(|id| partition_of(id.as_bytes(), PARTITIONS) == partition).unwrap()
}

fn told(here: &str, owners: &[(i32, &str, u64)]) -> proto::WatchOwnersResponse {
    let owners = owners.iter().map(|(partition, address, term)| proto::BookOwner {
        partition: *partition,
        instance: String::new(),
        address: (*address).to_owned(),
        term: *term,
    });
    proto::WatchOwnersResponse {
        answered_by: here.to_owned(),
        partitions: PARTITIONS,
        owners: owners.collect(),
    }
}

/// Where the accounts of the four partitions go after these events, `-` being home; and the lines opened and closed on the way.
fn check(lines: usize, given: &[Event], then: [&str; 4], opened: &[&str], closed: &[&str]) {
    let mut routes = Routes::new(lines);
    let mut names: BTreeMap<Lane, String> = BTreeMap::new();
    let (mut wanted, mut gone) = (Vec::new(), Vec::new());
    for event in given {
        let lane_to = |address: &str| *names.iter().rfind(|(_, name)| *name == address).unwrap().0;
        match event {
            Told(here, owners) => assert_ne!(routes.learn(told(here, owners)), Learnt::Nonsense),
            HomeMoved => routes.home_moved(),
            Asked(partition) => drop(routes.way(&account(*partition))),
            Opens(address) => routes.opened(lane_to(address)),
            Breaks(address) => routes.broke(lane_to(address)),
        }
        let changes = routes.take_changes();
        for (lane, address) in changes.wanted {
            wanted.push(address.to_string());
            assert!(names.insert(lane, address.to_string()).is_none(), "no lane is used twice");
        }
        gone.extend(changes.gone.iter().map(|lane| names[lane].clone()));
    }
    let ways = [0, 1, 2, 3].map(|partition| match routes.way(&account(partition)) {
        HOME => "-".to_owned(),
        lane => names[&lane].clone(),
    });
    assert_eq!(ways, then, "ways");
    assert_eq!(wanted, opened, "opened");
    assert_eq!(gone, closed, "closed");
}

const SPLIT: &[(i32, &str, u64)] = &[(0, "a", 1), (1, "a", 1), (2, "b", 1), (3, "b", 1)];

#[test]
fn nothing_known_or_all_at_home_is_one_stream() {
    check(8, &[], ["-"; 4], &[], &[]);
    check(8, &[Asked(0)], ["-"; 4], &[], &[]);
    let all = &[(0, "a", 1), (1, "a", 1), (2, "a", 1), (3, "a", 1)];
    check(8, &[Told("a", all), Asked(0), Asked(3)], ["-"; 4], &[], &[]);
    // The connection came back, and nothing else is known.
    check(8, &[Told("a", all), Told("a", &[]), Asked(0)], ["-"; 4], &[], &[]);
}

#[test]
fn an_owner_has_a_line_once_it_is_needed_and_commands_once_it_is_open() {
    check(8, &[Told("a", SPLIT)], ["-"; 4], &[], &[]);
    check(8, &[Told("a", SPLIT), Asked(0)], ["-"; 4], &[], &[]);
    check(8, &[Told("a", SPLIT), Asked(2), Asked(3)], ["-"; 4], &["b"], &[]);
    check(8, &[Told("a", SPLIT), Asked(2), Opens("b")], ["-", "-", "b", "b"], &["b"], &[]);
    check(8, &[Told("a", SPLIT), Asked(2), Opens("b"), Breaks("b")], ["-"; 4], &["b"], &[]);
    check(
        8,
        &[Told("a", SPLIT), Asked(2), Opens("b"), Breaks("b"), Opens("b")],
        ["-", "-", "b", "b"],
        &["b"],
        &[],
    );
}

#[test]
fn who_is_not_known_to_be_owned_goes_home() {
    check(8, &[Told("a", &[(2, "b", 1)]), Asked(1), Asked(2), Opens("b")], ["-", "-", "b", "-"], &["b"], &[]);
}

#[test]
fn a_partition_follows_the_highest_term() {
    let moved: &[Event] = &[
        Told("a", SPLIT),
        Asked(2),
        Opens("b"),
        Told("a", &[(2, "c", 2)]),
        Asked(2),
        Opens("c"),
        // Old news, from an instance that knows less.
        Told("a", &[(2, "b", 1), (3, "b", 1)]),
    ];
    check(8, moved, ["-", "-", "c", "b"], &["b", "c"], &[]);
}

#[test]
fn a_line_is_closed_with_the_last_partition_of_its_owner() {
    let one: &[Event] = &[Told("a", SPLIT), Asked(2), Opens("b"), Told("a", &[(2, "a", 2)])];
    check(8, one, ["-", "-", "-", "b"], &["b"], &[]);
    let both: &[Event] = &[Told("a", SPLIT), Asked(2), Opens("b"), Told("a", &[(2, "a", 2), (3, "a", 2)])];
    check(8, both, ["-"; 4], &["b"], &["b"]);
    // And when it comes back it has another.
    let back: &[Event] = &[
        Told("a", SPLIT),
        Asked(2),
        Opens("b"),
        Told("a", &[(2, "a", 2), (3, "a", 2)]),
        Told("a", &[(3, "b", 3)]),
        Asked(3),
        Opens("b"),
    ];
    check(8, back, ["-", "-", "-", "b"], &["b", "b"], &["b"]);
}

#[test]
fn where_home_is_needs_no_line_whatever_it_was_before() {
    let moved: &[Event] = &[Told("a", SPLIT), Asked(2), Opens("b"), HomeMoved, Asked(0)];
    check(8, moved, ["-", "-", "b", "b"], &["b", "a"], &[]);
    let told: &[Event] =
        &[Told("a", SPLIT), Asked(2), Opens("b"), HomeMoved, Asked(0), Opens("a"), Told("b", &[])];
    check(8, told, ["a", "a", "-", "-"], &["b", "a"], &["b"]);
}

#[test]
fn there_are_no_more_lines_than_allowed() {
    let three: &[(i32, &str, u64)] = &[(0, "a", 1), (1, "b", 1), (2, "c", 1), (3, "d", 1)];
    let asked: &[Event] = &[Told("a", three), Asked(1), Asked(2), Asked(3), Opens("b"), Opens("c")];
    check(2, asked, ["-", "b", "c", "-"], &["b", "c"], &[]);
    check(0, &[Told("a", three), Asked(1)], ["-"; 4], &[], &[]);
    // One that is closed makes room.
    let room: &[Event] =
        &[Told("a", three), Asked(1), Asked(2), Opens("b"), Told("a", &[(1, "a", 2)]), Asked(3), Opens("d")];
    check(2, room, ["-", "-", "-", "d"], &["b", "c", "d"], &["b"]);
}

#[test]
fn what_is_no_account_or_no_sense_changes_nothing() {
    let mut routes = Routes::new(8);
    routes.learn(told("a", SPLIT));
    for nobody in ["", "nobody", "01A203E2-539A-7273-88B1-F7F4A6315F92"] {
        assert_eq!(routes.way(nobody), HOME);
    }
    assert!(!routes.has_changes());
    for partitions in [0, -4, i32::MAX] {
        let nonsense = proto::WatchOwnersResponse { partitions, ..told("x", &[]) };
        assert_eq!(routes.learn(nonsense), Learnt::Nonsense);
    }
    assert_eq!(routes.learn(told("a", &[(-1, "x", 9), (4, "x", 9), (0, "", 9)])), Learnt::Nothing);
    assert_eq!(routes.elsewhere(), BTreeSet::from(["b".into()]));
}
