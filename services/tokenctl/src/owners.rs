//! `owners`: who writes each book, according to the chain, and how far its readers are.

use std::ops::ControlFlow;

use contracts::ledger::v1::LedgerEvent;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::topic::TopicEvent as _;
use eventlog::{LogReader, Topic};
use serde::Serialize;

use crate::cli;
use crate::entry::Follower;
use crate::error::{Error, Verdict};
use crate::inputs::INPUTS;
use crate::output::{Output, progress, table};
use crate::source::{Source, Span};
use crate::words;

#[derive(Serialize)]
struct Owner {
    partition: i32,
    /// None for a book that nobody ever claimed.
    claim: Option<Claim>,
    /// The offset after the last record of the book.
    next_offset: i64,
    /// Events of the three inputs that the owner has not come to, as its group says; none where it says nothing, or in a copied log.
    input_lag: Option<i64>,
    /// Entries that the token log does not show yet, as the projector's group says.
    projector_lag: Option<i64>,
}

#[derive(Serialize)]
struct Claim {
    instance: String,
    term: u64,
    address: String,
    offset: i64,
    time: String,
}

pub(crate) fn run(source: &Source, asked: &cli::Owners, output: &mut Output) -> Result<Verdict, Error> {
    let partitions = source.expect_partitions(&Topic::LEDGER)?;
    let ends = (0..partitions)
        .map(|partition| source.end(&Topic::LEDGER, partition))
        .collect::<Result<Vec<_>, _>>()?;
    let bar = progress("reading the chain", u64::try_from(ends.iter().sum::<i64>()).unwrap_or(0));
    let mut owners = Vec::new();
    for (partition, end) in (0..).zip(ends) {
        let mut follower = Follower::genesis(partition);
        let mut claim = None;
        let span = Span { to: Some(end), ..Span::all(&Topic::LEDGER, partition) };
        source.visit(span, |record| {
            bar.inc(1);
            if follower.offer(&record).is_some()
                && let Some(found) = claim_in(record.offset, &record.value)
            {
                claim = Some(found);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        owners.push(Owner { partition, claim, next_offset: end, input_lag: None, projector_lag: None });
    }
    bar.finish_and_clear();
    if matches!(source, Source::Brokers(_)) {
        lags(source, asked, &mut owners)?;
    }
    if output.json {
        for owner in &owners {
            output.document(owner)?;
        }
        return Ok(Verdict::Good);
    }
    let lag = |lag: Option<i64>| lag.map_or("-".to_owned(), |lag| lag.to_string());
    let rows: Vec<_> = owners
        .iter()
        .map(|owner| {
            let (instance, term, address, offset, time) = owner.claim.as_ref().map_or_else(
                || ("(nobody)".to_owned(), String::new(), String::new(), String::new(), String::new()),
                |it| {
                    (
                        it.instance.clone(),
                        it.term.to_string(),
                        it.address.clone(),
                        it.offset.to_string(),
                        it.time.clone(),
                    )
                },
            );
            let end = owner.next_offset.to_string();
            let partition = owner.partition.to_string();
            [
                partition,
                instance,
                term,
                address,
                offset,
                time,
                end,
                lag(owner.input_lag),
                lag(owner.projector_lag),
            ]
        })
        .collect();
    let head =
        ["partition", "owner", "term", "address", "claimed at", "time", "end", "input lag", "token log lag"];
    for line in table(head, &rows) {
        output.line(line)?;
    }
    Ok(Verdict::Good)
}

fn claim_in(offset: i64, value: &[u8]) -> Option<Claim> {
    let event = LedgerEvent::from_value(value).ok()?;
    let Some(Kind::BookClaimed(claim)) = event.kind else { return None };
    Some(Claim {
        instance: claim.instance,
        term: claim.term,
        address: claim.address,
        offset,
        time: words::published(event.time.as_ref()),
    })
}

fn lags(source: &Source, asked: &cli::Owners, owners: &mut [Owner]) -> Result<(), Error> {
    let settings = &source.cluster("the lag of a group")?.settings;
    let partitions: Vec<i32> = owners.iter().map(|owner| owner.partition).collect();
    let of =
        |topic: &Topic| partitions.iter().map(|partition| (topic.clone(), *partition)).collect::<Vec<_>>();
    for topic in INPUTS {
        if source.partitions(&topic)?.is_none() {
            continue;
        }
        let committed = LogReader::committed(settings, &asked.group, &of(&topic))?;
        for (owner, committed) in owners.iter_mut().zip(committed) {
            if let Some(committed) = committed {
                let lag = source.end(&topic, owner.partition)?.saturating_sub(committed).max(0);
                owner.input_lag = Some(owner.input_lag.unwrap_or(0).saturating_add(lag));
            }
        }
    }
    let committed = LogReader::committed(settings, &asked.projector_group, &of(&Topic::LEDGER))?;
    for (owner, committed) in owners.iter_mut().zip(committed) {
        owner.projector_lag = committed.map(|committed| owner.next_offset.saturating_sub(committed).max(0));
    }
    Ok(())
}
