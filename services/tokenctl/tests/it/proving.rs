use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Run, tokenctl};
use crate::world::{Shared, shared};

fn prove(shared: &Shared, more: &[&str]) -> PathBuf {
    let file = testkit::folder("statement").join("statement.json");
    let mut arguments = vec!["prove", "--account", &shared.told.account, "--out", file.to_str().unwrap()];
    arguments.extend_from_slice(more);
    let run = tokenctl(&shared.on(&arguments)).well();
    assert!(run.out.contains(&shared.told.account), "{}", run.out);
    file
}

fn check(file: &Path) -> Run {
    tokenctl(&["prove", "--check", file.to_str().unwrap()])
}

fn altered(file: &Path, alter: impl FnOnce(&mut Value)) -> PathBuf {
    let mut statement: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    alter(&mut statement);
    let other = testkit::folder("altered").join("statement.json");
    fs::write(&other, serde_json::to_vec(&statement).unwrap()).unwrap();
    other
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_stands_by_itself_with_its_chain_and_against_the_log() {
    let shared = shared().await;
    let plain = prove(shared, &[]);
    let run = check(&plain).well();
    assert!(run.out.contains("the statement stands"), "{}", run.out);
    assert!(
        run.out.contains("open    that the entries are in the chain"),
        "it says what it does not prove: {}",
        run.out
    );

    let with_chain = prove(shared, &["--with-chain"]);
    let run = check(&with_chain).well();
    assert!(run.out.contains("proved  the entries are in the chain that leads to the head"), "{}", run.out);

    let run =
        tokenctl(&shared.on(&["--json", "prove", "--check", plain.to_str().unwrap(), "--against-brokers"]))
            .well();
    let checked = run.document();
    assert_eq!(checked["ok"], true);
    let steps = checked["steps"].as_array().unwrap();
    assert!(
        steps.iter().any(|step| step["what"].as_str().unwrap().starts_with("the log's chain holds")),
        "{checked:#}"
    );
}

type Alter<'a> = Box<dyn FnOnce(&mut Value) + 'a>;

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_statement_does_not_stand() {
    let shared = shared().await;
    let file = prove(shared, &["--with-chain"]);
    let value = |statement: &mut Value, from: &str, to: &str| {
        let entries = statement["entries"].as_array_mut().unwrap();
        let entry = entries.iter_mut().find(|entry| entry["value"].as_str().unwrap().contains(from)).unwrap();
        let changed = entry["value"].as_str().unwrap().replacen(from, to, 1);
        entry["value"] = changed.into();
    };
    let alterations: [(&str, Alter<'_>); 5] = [
        ("another amount", Box::new(|it| value(it, r#""tokens":"100""#, r#""tokens":"101""#))),
        ("another balance", Box::new(|it| it["balance"]["available"] = 1_000_000.into())),
        (
            "an entry less",
            Box::new(|it| {
                it["entries"].as_array_mut().unwrap().pop();
            }),
        ),
        ("another head", Box::new(|it| it["head"]["hash"] = "0".repeat(64).into())),
        (
            "a neighbour's entry less",
            Box::new(|it| {
                it["between"].as_array_mut().unwrap().remove(0);
            }),
        ),
    ];
    for (what, alter) in alterations {
        let run = check(&altered(&file, alter));
        assert_eq!(run.code, 1, "{what}: {run:#?}");
        assert!(run.out.contains("the statement is WRONG"), "{what}: {}", run.out);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_leaves_the_newest_entry_out_is_found_out_by_the_log() {
    let shared = shared().await;
    let file = prove(shared, &[]);
    // As a forger would: the statement of the wallet one entry before, made from a log that ends there.
    let copy = testkit::folder("copy").join("log");
    tokenctl(&shared.on(&["copy", "--to", copy.to_str().unwrap()])).well();
    let lines = fs::read_to_string(copy.join("ledger.events/1.jsonl")).unwrap();
    let statement: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let last = statement["entries"].as_array().unwrap().last().unwrap()["offset"].as_u64().unwrap();
    let shorter: Vec<_> = lines.lines().take(usize::try_from(last).unwrap()).collect();
    fs::write(copy.join("ledger.events/1.jsonl"), shorter.join("\n") + "\n").unwrap();
    let forged = testkit::folder("forged").join("statement.json");
    let (log, out) = (copy.to_str().unwrap(), forged.to_str().unwrap());
    tokenctl(&["--log", log, "prove", "--account", &shared.told.account, "--out", out]).well();
    let forged = altered(&forged, |it| it["head"] = statement["head"].clone());
    assert_eq!(check(&forged).code, 0, "by itself it fits together");
    let run = tokenctl(&shared.on(&["prove", "--check", forged.to_str().unwrap(), "--against-brokers"]));
    assert_eq!(run.code, 1);
    assert!(run.out.contains("is an entry of the account that the statement leaves out"), "{}", run.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_statement_of_an_account_without_entries() {
    let shared = shared().await;
    let unknown = shared.world.new_id();
    assert_eq!(tokenctl(&shared.on(&["prove", "--account", &unknown])).code, 2);
    assert_eq!(check(Path::new("/nowhere/statement.json")).code, 74);
    let nonsense = testkit::folder("nonsense").join("statement.json");
    fs::write(&nonsense, "[]").unwrap();
    assert_eq!(check(&nonsense).code, 65);
}
