use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::tokenctl;
use crate::world::{Shared, shared};

/// The shared log as files.
fn copy(shared: &Shared) -> PathBuf {
    let folder = testkit::folder("copy").join("log");
    let to = folder.to_str().unwrap();
    tokenctl(&shared.on(&["copy", "--to", to])).well();
    folder
}

fn verify(log: &Path) -> (i32, Value) {
    let run = tokenctl(&["--log", log.to_str().unwrap(), "--json", "verify"]);
    (run.code, run.document())
}

fn laws(report: &Value) -> Vec<&str> {
    report["findings"].as_array().unwrap().iter().map(|finding| finding["law"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_books_that_the_ledger_writes_are_right() {
    let shared = shared().await;
    let run = tokenctl(&shared.on(&["verify"])).well();
    assert!(run.out.contains("the books are right"), "{run:#?}");
    assert_eq!(run.err, "", "no progress bar but at a terminal");

    let report = tokenctl(&shared.on(&["--json", "verify"])).well().document();
    assert_eq!(report["ok"], true);
    assert_eq!(report["counts"]["void"], 2, "the strays count for nothing");
    let payments = &report["inputs"]["payments.events"];
    assert_eq!(payments["rejected"], 1, "{payments}");
    assert_eq!(
        report["trial_balance"].as_object().unwrap().values().map(|it| it.as_i64().unwrap()).sum::<i64>(),
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_can_be_verified_without_the_cluster_and_says_the_same() {
    let shared = shared().await;
    let folder = copy(shared);
    let (code, report) = verify(&folder);
    assert_eq!((code, laws(&report)), (0, vec![]));
    // Nobody has changed a byte of it.
    let one =
        tokenctl(&shared.on(&["--json", "verify", "--partition", "1", "--books-only"])).well().document();
    let copied = report["partitions"].as_array().unwrap().iter().find(|it| it["partition"] == 1).unwrap();
    let lives = &one["partitions"][0];
    assert!(lives["next_offset"].as_i64() >= copied["next_offset"].as_i64());
    // For the unit tests of the audit, if somebody wants a new one.
    if let Some(stored) = std::env::var_os("TOKENCTL_STORED_LOG") {
        tokenctl(&[
            "--log".as_ref(),
            folder.as_os_str(),
            "copy".as_ref(),
            "--to".as_ref(),
            stored.as_os_str(),
        ])
        .well();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_byte_that_was_changed_is_found_with_its_place() {
    let shared = shared().await;
    let folder = copy(shared);
    let file = folder.join("ledger.events/1.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    // The first purchase of the story becomes a greater one.
    let order = &shared.told.order;
    let (number, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains("tokensCredited") && line.contains(order))
        .unwrap();
    let greater = line.replacen(r#"\"tokens\":\"100\""#, r#"\"tokens\":\"900\""#, 1);
    assert_ne!(line, greater);
    fs::write(&file, text.replace(line, &greater)).unwrap();

    let (code, report) = verify(&folder);
    assert_eq!(code, 1, "{report:#}");
    let found = laws(&report);
    for law in ["balance", "chain", "credited-once"] {
        assert!(found.contains(&law), "{found:?}");
    }
    let findings = report["findings"].as_array().unwrap();
    let finding = |law: &str| findings.iter().find(|it| it["law"] == law).unwrap();
    let balance = finding("balance");
    assert_eq!(balance["offset"], number);
    assert_eq!(balance["account"], shared.told.account.as_str());
    assert_eq!(balance["expected"], "available 930, held 0, locked 0, debt 0");
    assert_eq!(balance["found"], "available 130, held 0, locked 0, debt 0");
    assert_eq!(finding("chain")["offset"], number + 1, "what comes after names another record");
    assert_eq!(finding("credited-once")["expected"], "a credit of 100 tokens");

    let run = tokenctl(&["--log", folder.to_str().unwrap(), "verify"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("the books are WRONG"), "{}", run.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_missing_is_found() {
    let shared = shared().await;
    let folder = copy(shared);
    let file = folder.join("ledger.events/0.jsonl");
    let text = fs::read_to_string(&file).unwrap();
    let without: Vec<_> =
        text.lines().enumerate().filter(|(number, _)| *number != 1).map(|(_, line)| line).collect();
    fs::write(&file, without.join("\n") + "\n").unwrap();
    let (code, report) = verify(&folder);
    assert_eq!(code, 1);
    let found = laws(&report);
    assert!(found.contains(&"offsets") && found.contains(&"chain"), "{found:?}");
}

#[test]
fn scripts_can_tell_what_is_wrong_by_the_exit_code() {
    let nowhere = testkit::folder("nothing").join("there");
    let empty = testkit::folder("empty");
    fs::write(empty.join("copy.json"), "{}").unwrap();
    let port = testkit::free_port();
    let brokers = format!("127.0.0.1:{port}");
    for (code, arguments) in [
        (0, vec!["--version"]),
        (0, vec!["--help"]),
        (64, vec!["verify"]),
        (64, vec!["verify", "--jobs", "0"]),
        (64, vec!["no-such-command"]),
        (64, vec!["--log", "x", "prove"]),
        (65, vec!["--log", empty.to_str().unwrap(), "verify"]),
        (74, vec!["--log", nowhere.to_str().unwrap(), "verify"]),
        (69, vec!["--brokers", &brokers, "verify"]),
    ] {
        let run = tokenctl(&arguments);
        assert_eq!(run.code, code, "{arguments:?}: {run:#?}");
        assert_eq!(run.err.is_empty(), code == 0, "{run:#?}");
    }
}
