//! Copying, following, and who owns what.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use std::sync::mpsc;

use crate::program::{command, tokenctl};
use crate::world::{PARTITIONS, SOON, shared};

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_the_one_of_the_last_valid_claim() {
    let shared = shared().await;
    let owners = tokenctl(&shared.on(&["--json", "owners"])).well().documents();
    assert_eq!(owners.len(), usize::try_from(PARTITIONS).unwrap());
    for owner in &owners {
        assert_eq!(owner["claim"]["instance"], "ledger-1", "{owner}");
        assert!(owner["claim"]["term"].as_u64() >= Some(2), "{owner}");
        assert!(owner["claim"]["offset"].as_i64() < owner["next_offset"].as_i64());
    }
    let table = tokenctl(&shared.on(&["owners"])).well().out;
    assert!(table.lines().next().unwrap().starts_with("partition  owner"), "{table}");
    assert!(table.contains("ledger-1"), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tail_shows_an_account_s_entries_in_words() {
    let shared = shared().await;
    let account = &shared.told.account;
    let run = tokenctl(&shared.on(&["tail", "--no-follow", "--account", account, "-n", "1000"])).well();
    let lines: Vec<_> = run.out.lines().collect();
    assert!(lines[0].contains("WalletOpened  the account was registered"), "{}", lines[0]);
    assert!(lines.iter().all(|line| line.contains(account.as_str())), "{}", run.out);
    assert!(
        run.out.contains("Spend of 10000 refused: INSUFFICIENT_TOKENS for chat conversation-1"),
        "{}",
        run.out
    );

    let kinds = ["tail", "--no-follow", "--account", account, "--kind", "LotExpired", "--kind", "DebtRepaid"];
    let chosen = tokenctl(&shared.on(&[&["--json"], &kinds[..]].concat())).well().documents();
    assert!(chosen.len() >= 2 && chosen.len() < 20, "{chosen:#?}");
    assert!(chosen.iter().all(|line| line["kind"] == "LotExpired" || line["kind"] == "DebtRepaid"));
    let last = tokenctl(&shared.on(&["tail", "--no-follow", "-n", "3"])).well().out;
    assert_eq!(last.lines().count(), 3);
    let later = tokenctl(&shared.on(&["tail", "--no-follow", "--since", "2999-01-01T00:00:00Z"])).well().out;
    assert_eq!(later, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tail_follows_what_comes() {
    let shared = shared().await;
    let customer = shared.customer();
    let mut child = command(&shared.on(&["tail", "--account", &customer.account]))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (lines, shown) = mpsc::channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
    customer.buy(10).await;
    customer.spend("k", 4).await.unwrap();
    let seen: Vec<_> = (0..2).map(|_| shown.recv_timeout(SOON).expect("a line")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(seen[0].contains("TokensCredited  +10 as purchase"), "{seen:?}");
    assert!(seen[1].contains("TokensDeducted  -4 for chat conversation-1; available 6"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copied_log_serves_every_command_that_reads() {
    let shared = shared().await;
    let folder = testkit::folder("copy").join("log");
    let log = folder.to_str().unwrap();
    let copied = tokenctl(&shared.on(&["--json", "copy", "--to", log])).well().document();
    let topics: Vec<_> = copied.as_array().unwrap().iter().map(|it| it["topic"].as_str().unwrap()).collect();
    assert!(topics.contains(&"ledger.events") && topics.contains(&"payments.events.dlq"), "{topics:?}");
    let account = shared.told.account.as_str();
    for arguments in [
        &["verify"][..],
        &["owners"],
        &["tail"],
        &["dlq", "list"],
        &["prove", "--account", account],
        &["explain", "1/0"],
    ] {
        let run = tokenctl(&[&["--log", log], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {run:#?}");
        assert!(!run.out.is_empty(), "{arguments:?}");
    }
    assert_eq!(tokenctl(&["--log", log, "dlq", "retry", "--all"]).code, 64, "a copy takes nothing");
    assert_eq!(tokenctl(&shared.on(&["copy", "--to", log])).code, 64, "it is not written over");
}
