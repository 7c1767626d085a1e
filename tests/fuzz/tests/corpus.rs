//! Every target over its stored corpus, and over mutations of it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, missing_docs, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use fuzz::{TARGETS, Target};
use ledger::book::Judged;
use ledger::codec::ProtoJson;
use ledger::snapshot::Follower;

/// Mutations of each seed.
const MUTATIONS: usize = 2_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let stored = target
        .events_of
        .iter()
        .flat_map(|service| files(&root().join("../../services").join(service).join("tests/fixtures")));
    let stored = stored.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let found = files(&root().join("corpus").join(target.name));
    stored.chain(found).map(|path| fs::read(path).unwrap()).collect()
}

/// One to four small changes, or a part of another seed in the middle.
fn mutate(random: &mut Rng, seed: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..random.usize(1..=4) {
        let place = random.usize(0..=bytes.len());
        let end = random.usize(place..=bytes.len().min(place.saturating_add(24)));
        match random.u8(0..8) {
            0 => bytes.truncate(place),
            1 => drop(bytes.drain(place..end)),
            2 => {
                let part = bytes[place..end].to_vec();
                bytes.splice(place..place, part);
            }
            3 => {
                let from = random.usize(0..=other.len());
                let to = random.usize(from..=other.len().min(from.saturating_add(64)));
                bytes.splice(place..end, other[from..to].iter().copied());
            }
            4 => {
                let numbers =
                    ["0", "-1", "18446744073709551615", "18446744073709551616", "1e400", "null", "{}"];
                let number = random.choice(numbers).unwrap();
                bytes.splice(place..end, number.bytes());
            }
            5 => bytes.insert(place, random.u8(..)),
            _ if place < bytes.len() => bytes[place] ^= 1 << random.u8(0..8),
            _ => {}
        }
    }
    bytes
}

fn run(target: &Target, what: &str, bytes: &[u8]) {
    if catch_unwind(|| (target.read)(bytes)).is_err() {
        let name = format!("{}-{:016x}", target.name, fastrand::Rng::new().u64(..));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&path, bytes).unwrap();
        panic!("{} failed over {what}; the bytes are in {}", target.name, path.display());
    }
}

#[test]
fn no_reader_fails_over_what_was_found_before() {
    for target in &TARGETS {
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{} has a corpus", target.name);
        for (number, seed) in seeds.iter().enumerate() {
            run(target, &format!("seed {number}"), seed);
        }
    }
}

#[test]
fn no_reader_fails_over_mutations() {
    let number = std::env::var("FUZZ_SEED").ok().map_or(1, |seed| seed.parse().unwrap());
    println!("FUZZ_SEED={number}");
    for target in &TARGETS {
        let mut random = Rng::with_seed(number);
        let seeds = seeds(target);
        for seed in &seeds {
            for _ in 0..MUTATIONS {
                let other = random.choice(&seeds).unwrap();
                let mutated = mutate(&mut random, seed, other);
                run(target, "a mutation", &mutated);
            }
        }
    }
}

#[test]
fn every_target_can_be_searched_by_libfuzzer() {
    let there: BTreeSet<_> = files(&root().join("libfuzzer/fuzz_targets"))
        .iter()
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(there, TARGETS.iter().map(|target| target.name.to_owned()).collect());
}

/// A change of the form makes another snapshot: `FUZZ_STORE=1 cargo test -p fuzz` stores it.
#[test]
fn the_stored_snapshot_is_that_of_the_stored_log() {
    let log = root().join("../../services/tokenctl/tests/fixtures/log/ledger.events/1.jsonl");
    let mut follower = Follower::new(1);
    for (offset, line) in (0..).zip(fs::read_to_string(log).unwrap().lines()) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let value = record["value"].as_str().unwrap();
        follower.take(&Judged::of(&ProtoJson, offset, value.as_bytes())).unwrap();
    }
    let path = root().join("corpus/ledger_snapshot/story");
    if std::env::var_os("FUZZ_STORE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, follower.encode()).unwrap();
    }
    assert_eq!(fs::read(&path).unwrap(), follower.encode());
}
