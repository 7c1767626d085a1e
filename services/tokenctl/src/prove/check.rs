//! What a statement proves, by itself and with a log.
//!
//! A hash chain in which each value holds the hash of the one before can only be followed through whole values. So a statement that holds
//! one account's entries proves that they fit together, not that they are in the chain: between them lie others' entries. With those
//! (`--with-chain`) it proves that too, up to a head that somebody must vouch for; with a log it proves all there is to prove.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bytes::Bytes;
use contracts::ledger::v1::LedgerEvent;
use contracts::topic::TopicEvent as _;
use eventlog::{ChainHash, ChainPosition, ChainVerifier, Topic, Verdict, partition_of, previous_of};
use serde::Serialize;

use super::statement::{self, Statement};
use crate::audit::Wallet;
use crate::entry::Follower;
use crate::error::Error;
use crate::output::progress;
use crate::source::{Source, Span};

/// What was checked, and what came of it.
#[derive(Debug, Serialize)]
pub(super) struct Checked {
    pub(super) ok: bool,
    pub(super) steps: Vec<Step>,
    /// What nothing at hand can prove.
    pub(super) open: Vec<String>,
}

/// One thing that a statement claims.
#[derive(Debug, Serialize)]
pub(super) struct Step {
    pub(super) what: &'static str,
    pub(super) problems: Vec<String>,
}

/// Checks a statement by itself, and against a log if there is one.
pub(super) fn check(statement: &Statement, source: Option<&Source>) -> Result<Checked, Error> {
    let values: Vec<Bytes> = statement.entries.iter().map(|line| line.value.clone().into_bytes()).collect();
    let mut steps = vec![hashes(statement, &values), places(statement, &values)];
    let (laws, sums) = account(statement, &values)?;
    steps.extend([laws, sums]);
    if let Some(chain) = chain(statement, &values) {
        steps.push(chain);
    }
    if let Some(source) = source {
        steps.push(log(statement, &values, source)?);
    }
    let ok = steps.iter().all(|step| step.problems.is_empty());
    Ok(Checked { ok, steps, open: open(statement, source.is_some()) })
}

fn hashes(statement: &Statement, values: &[Bytes]) -> Step {
    let mut problems = Vec::new();
    for (line, value) in statement.entries.iter().zip(values) {
        let hash = ChainHash::of(value);
        if hash != line.hash {
            problems
                .push(format!("offset {}: the value's hash is {hash}, stated is {}", line.offset, line.hash));
        }
        if previous_of(value) != Some(line.previous) {
            problems.push(format!("offset {}: the value does not name {}", line.offset, line.previous));
        }
    }
    Step { what: "every value has the hash, and names the predecessor, that the statement says", problems }
}

fn places(statement: &Statement, values: &[Bytes]) -> Step {
    let mut problems = Vec::new();
    let account = statement.account.to_string();
    if partition_of(account.as_bytes(), statement.partitions) != statement.partition {
        problems.push(format!("the account does not live in partition {}", statement.partition));
    }
    for (line, value) in statement.entries.iter().zip(values) {
        match LedgerEvent::from_value(value) {
            Ok(event) if event.account_id == account => {}
            Ok(event) => {
                problems.push(format!("offset {}: an entry of account {:?}", line.offset, event.account_id));
            }
            Err(error) => problems.push(format!("offset {}: {error}", line.offset)),
        }
    }
    for pair in statement.entries.windows(2) {
        let [one, two] = pair else { continue };
        if two.offset <= one.offset {
            problems.push(format!("offset {} comes after offset {}", two.offset, one.offset));
        } else if two.offset == one.offset.saturating_add(1) && two.previous != one.hash {
            problems.push(format!(
                "offset {} lies right behind {}, and does not name it",
                two.offset, one.offset
            ));
        }
    }
    match statement.entries.last() {
        None => problems.push("there is no entry".to_owned()),
        Some(last) if last.offset > statement.head.offset => {
            problems.push("the head lies before the last entry".to_owned());
        }
        Some(last) if last.offset == statement.head.offset && last.hash != statement.head.hash => {
            problems.push("the head is the last entry, and has another hash".to_owned());
        }
        Some(_) => {}
    }
    Step { what: "the entries are the account's, in order", problems }
}

fn account(statement: &Statement, values: &[Bytes]) -> Result<(Step, Step), Error> {
    let mut wallet = Wallet::default();
    let mut broken = Vec::new();
    for (line, value) in statement.entries.iter().zip(values) {
        let Ok(event) = LedgerEvent::from_value(value) else { continue };
        for problem in wallet.apply(&event, None) {
            broken.push(format!(
                "offset {}: {}: expected {}, found {}",
                line.offset,
                problem.law.name(),
                problem.expected,
                problem.found
            ));
        }
    }
    let mut sums = Vec::new();
    let parts = [
        ("balance", statement::value(&wallet.balance())?, &statement.balance),
        ("lots", statement::value(&wallet.lots().collect::<Vec<_>>())?, &statement.lots),
        ("holds", statement::value(&wallet.holds().collect::<Vec<_>>())?, &statement.holds),
    ];
    for (what, ours, stated) in parts {
        if ours != *stated {
            sums.push(format!("{what}: the entries yield {ours}, stated is {stated}"));
        }
    }
    Ok((
        Step {
            what: "versions 1, 2, 3 … without a gap, and the laws of the wallet hold from entry to entry",
            problems: broken,
        },
        Step { what: "balance, lots and holds are what the entries yield", problems: sums },
    ))
}

// Follows the chain from the account's first entry to the head, if the statement holds all that lies between.
fn chain(statement: &Statement, values: &[Bytes]) -> Option<Step> {
    let between = statement.between.as_ref()?;
    let mut problems = Vec::new();
    let mut records: BTreeMap<i64, (Bytes, bool)> = BTreeMap::new();
    for record in between {
        records.insert(record.offset, (record.value.clone().into_bytes(), false));
    }
    for (line, value) in statement.entries.iter().zip(values) {
        if records.insert(line.offset, (value.clone(), true)).is_some() {
            problems.push(format!("offset {} is there twice", line.offset));
        }
    }
    let first = statement.entries.first()?;
    let mut verifier = ChainVerifier::resume(ChainPosition {
        partition: statement.partition,
        next_offset: first.offset,
        head: first.previous,
    });
    let account = statement.account.to_string();
    for (offset, (value, own)) in &records {
        if *offset != verifier.next_offset() {
            problems.push(format!("the records between {} and {offset} are missing", verifier.next_offset()));
        }
        let extends = if let Some(previous) = previous_of(value) {
            verifier.offer(*offset, value, previous) == Verdict::Extends
        } else {
            verifier.pass_over(*offset);
            false
        };
        if *own && !extends {
            problems.push(format!("offset {offset} does not extend the chain"));
        }
        if !*own && extends && LedgerEvent::from_value(value).is_ok_and(|event| event.account_id == account) {
            problems
                .push(format!("offset {offset} is an entry of the account that the statement leaves out"));
        }
    }
    let end = statement.head.offset.saturating_add(1);
    if verifier.next_offset() != end || verifier.head() != statement.head.hash {
        problems.push(format!(
            "the chain leads to {} at offset {}",
            verifier.head(),
            verifier.next_offset().saturating_sub(1)
        ));
    }
    Some(Step {
        what: "the entries are in the chain that leads to the head, and none of the account's is left out",
        problems,
    })
}

// Follows the whole chain of the partition.
fn log(statement: &Statement, values: &[Bytes], source: &Source) -> Result<Step, Error> {
    let mut problems = Vec::new();
    let partitions = source.expect_partitions(&Topic::LEDGER)?;
    if partitions != statement.partitions {
        problems.push(format!(
            "the log has {partitions} partitions, and the statement was made of one with {}",
            statement.partitions
        ));
        return Ok(Step { what: LOG, problems });
    }
    let account = statement.account.to_string();
    let mut stated: BTreeMap<i64, &Bytes> =
        statement.entries.iter().zip(values).map(|(line, value)| (line.offset, value)).collect();
    let mut follower = Follower::genesis(statement.partition);
    let head = statement.head.offset;
    let bar = progress("following the chain", u64::try_from(head).unwrap_or(0));
    let to = head.saturating_add(1).min(source.end(&Topic::LEDGER, statement.partition)?);
    let span = Span { to: Some(to), ..Span::all(&Topic::LEDGER, statement.partition) };
    source.visit(span, |record| {
        bar.inc(1);
        let extends = follower.offer(&record).is_some();
        match stated.remove(&record.offset) {
            Some(value) if !extends => {
                let same = if *value == record.value { "is void" } else { "is another record, and void" };
                problems.push(format!("offset {} {same}", record.offset));
            }
            Some(value) if *value != record.value => {
                problems.push(format!("offset {} holds another value", record.offset));
            }
            None if extends && record.key == account.as_bytes() => {
                problems.push(format!(
                    "offset {} is an entry of the account that the statement leaves out",
                    record.offset
                ));
            }
            Some(_) | None => {}
        }
        Ok(ControlFlow::Continue(()))
    })?;
    bar.finish_and_clear();
    for offset in stated.keys() {
        problems.push(format!("offset {offset} is not in the log"));
    }
    if follower.next_offset() != head.saturating_add(1) || follower.head() != statement.head.hash {
        problems.push(format!("the head of the log's chain up to offset {head} is {}", follower.head()));
    }
    Ok(Step { what: LOG, problems })
}

const LOG: &str =
    "the log's chain holds every entry at its offset, no other of the account, and leads to the head";

fn open(statement: &Statement, log: bool) -> Vec<String> {
    let mut open = Vec::new();
    if log {
        open.push(
            "that the log is the one that was written: compare its head with one that was noted elsewhere"
                .to_owned(),
        );
        return open;
    }
    if statement.between.is_none() {
        open.push("that the entries are in the chain, and that none follows the last: check with --log or --against-brokers, or make the statement --with-chain".to_owned());
    }
    open.push(format!(
        "that {} was the head of the books' partition {}: compare it with a log, or with a head that was noted elsewhere",
        statement.head.hash, statement.partition
    ));
    open
}
