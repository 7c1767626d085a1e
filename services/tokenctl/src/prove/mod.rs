//! `prove`: a statement of one account, and what can be checked of it.

mod check;
mod statement;

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use contracts::ledger::v1::LedgerEvent;
use contracts::topic::TopicEvent as _;
use eventlog::{Topic, partition_of};
use kernel::AccountId;
use serde::Serialize;

use crate::audit::Wallet;
use crate::cli;
use crate::entry::Follower;
use crate::error::{Error, Verdict};
use crate::output::{Output, progress};
use crate::source::folder::Octets;
use crate::source::{Source, Span};
use statement::{Between, Head, Line, Statement};

#[derive(Serialize)]
struct Written<'a> {
    account: &'a AccountId,
    entries: usize,
    head: &'a Head,
    balance: &'a serde_json::Value,
}

/// Writes a statement.
pub(crate) fn run(
    source: &Source,
    asked: &cli::Prove,
    now: DateTime<Utc>,
    output: &mut Output,
) -> Result<Verdict, Error> {
    let account = asked.account.ok_or_else(|| Error::Usage("name an account with --account".to_owned()))?;
    let statement = state(source, account, asked.with_chain, now)?;
    let mut text = serde_json::to_vec_pretty(&statement).map_err(|error| Error::Defect(error.to_string()))?;
    text.push(b'\n');
    let Some(out) = &asked.out else {
        output.flush()?;
        std::io::stdout().write_all(&text)?;
        return Ok(Verdict::Good);
    };
    fs::write(out, text).map_err(Error::file(out))?;
    let Statement { account, entries, head, balance, .. } = &statement;
    if output.json {
        output.document(&Written { account, entries: entries.len(), head, balance })?;
    } else {
        output.line(format!("account  {account}: {} entries", entries.len()))?;
        output.line(format!("balance  {balance}"))?;
        output.line(format!(
            "head     {} at {}/{}/{}",
            head.hash,
            Topic::LEDGER,
            statement.partition,
            head.offset
        ))?;
    }
    Ok(Verdict::Good)
}

fn state(
    source: &Source,
    account: AccountId,
    with_chain: bool,
    now: DateTime<Utc>,
) -> Result<Statement, Error> {
    let partitions = source.expect_partitions(&Topic::LEDGER)?;
    let key = account.to_string();
    let partition = partition_of(key.as_bytes(), partitions);
    let end = source.end(&Topic::LEDGER, partition)?;
    let bar = progress("reading the chain", u64::try_from(end).unwrap_or(0));
    let mut follower = Follower::genesis(partition);
    let mut head_offset = -1;
    let mut entries: Vec<Line> = Vec::new();
    let mut between = Vec::new();
    let span = Span { to: Some(end), ..Span::all(&Topic::LEDGER, partition) };
    source.visit(span, |record| {
        bar.inc(1);
        let previous = follower.offer(&record);
        if previous.is_some() {
            head_offset = record.offset;
        }
        match previous {
            Some(previous) if record.key == key.as_bytes() => entries.push(Line {
                offset: record.offset,
                hash: follower.head(),
                previous,
                value: Octets::of(&record.value),
            }),
            _ if with_chain && !entries.is_empty() => {
                between.push(Between { offset: record.offset, value: Octets::of(&record.value) });
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    })?;
    bar.finish_and_clear();
    if entries.is_empty() {
        return Err(Error::NotFound(format!("account {account} has no entry in the books")));
    }
    // What lies behind the head is void, and proves nothing.
    between.retain(|record| record.offset <= head_offset);
    let mut wallet = Wallet::default();
    for line in &entries {
        if let Ok(event) = LedgerEvent::from_value(&line.value.clone().into_bytes()) {
            // Whatever is wrong is for the check to say; a statement only says what the books say.
            drop(wallet.apply(&event, None));
        }
    }
    Ok(Statement {
        format: statement::FORMAT,
        made_at: now,
        account,
        partition,
        partitions,
        head: Head { offset: head_offset, hash: follower.head() },
        balance: statement::value(&wallet.balance())?,
        lots: statement::value(&wallet.lots().collect::<Vec<_>>())?,
        holds: statement::value(&wallet.holds().collect::<Vec<_>>())?,
        entries,
        between: with_chain.then_some(between),
    })
}

/// Checks a statement.
pub(crate) fn check(source: Option<&Source>, path: &Path, output: &mut Output) -> Result<Verdict, Error> {
    let text = fs::read(path).map_err(Error::file(path))?;
    let statement: Statement =
        serde_json::from_slice(&text).map_err(|error| Error::unreadable(path, error))?;
    if statement.format != statement::FORMAT {
        let problem =
            format!("has format {}, and this tokenctl reads {}", statement.format, statement::FORMAT);
        return Err(Error::unreadable(path, problem));
    }
    let checked = check::check(&statement, source)?;
    if output.json {
        output.document(&checked)?;
    } else {
        for step in &checked.steps {
            let mark = if step.problems.is_empty() { "proved" } else { "WRONG " };
            output.line(format!("{mark}  {}", step.what))?;
            for problem in &step.problems {
                output.line(format!("        {problem}"))?;
            }
        }
        for open in &checked.open {
            output.line(format!("open    {open}"))?;
        }
        output.line(if checked.ok { "the statement stands" } else { "the statement is WRONG" })?;
    }
    Ok(if checked.ok { Verdict::Good } else { Verdict::Wrong })
}
