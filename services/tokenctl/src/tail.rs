//! `tail`: entries as people read them, those that are there and those that come.
//!
//! The chain is followed from its beginning, whatever is shown, so that a void record is never taken for an entry.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::time::Duration;

use chrono::{DateTime, Utc};
use contracts::convert;
use eventlog::{InputConsumer, StartAt, Topic};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::cli;
use crate::entry::{Follower, Judged, Void};
use crate::error::{Error, Verdict};
use crate::output::{Output, progress};
use crate::source::{Record, Source, Span};
use crate::words;

/// How many entries are shown of those that are there.
const LAST: u32 = 20;
const LAST_SINCE: u32 = 10_000;

/// How long to wait for more before what is written is shown.
const PAUSE: Duration = Duration::from_millis(20);

struct Line {
    time: Option<DateTime<Utc>>,
    text: String,
}

#[derive(Serialize)]
struct Shown<'a> {
    partition: i32,
    offset: i64,
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// The record's value, as it stands in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a RawValue>,
}

struct Filter<'a> {
    asked: &'a cli::Tail,
    account: Option<String>,
    since: Option<DateTime<Utc>>,
    json: bool,
}

impl Filter<'_> {
    /// The line for a record, if it is wanted.
    fn line(&self, judged: &Judged) -> Result<Option<Line>, Error> {
        match judged {
            Judged::Void(void) if self.asked.void => self.void(void),
            Judged::Void(_) => Ok(None),
            Judged::Entry(entry) => {
                let record = &entry.record;
                if self.account.as_ref().is_some_and(|account| record.key != account.as_bytes()) {
                    return Ok(None);
                }
                let (time, kind, says, summary) = match &entry.event {
                    Ok(event) => {
                        let time = convert::time("time", event.time.as_ref()).ok();
                        let kind = words::kind(event);
                        if self.since.is_some_and(|since| time.is_some_and(|time| time < since)) {
                            return Ok(None);
                        }
                        let summary = words::summary(event);
                        let cause = event.cause.clone().unwrap_or_default();
                        let key = if cause.idempotency_key.is_empty() {
                            String::new()
                        } else {
                            format!(" {:?}", cause.idempotency_key)
                        };
                        let after =
                            event.balance_after.as_ref().map(|it| format!("; {}", words::balance(it)));
                        let whose = if event.account_id.is_empty() {
                            String::new()
                        } else {
                            format!("{} v{}  ", event.account_id, event.wallet_version)
                        };
                        let says = format!(
                            "{whose}{kind}  {summary}{}  [{}{key}]",
                            after.unwrap_or_default(),
                            cause.caller
                        );
                        (time, Some(kind), says, Some(summary))
                    }
                    Err(error) => (None, None, format!("not understood: {error}"), None),
                };
                if !self.asked.kinds.is_empty()
                    && !kind.is_some_and(|kind| self.asked.kinds.iter().any(|wanted| wanted == kind))
                {
                    return Ok(None);
                }
                let text = if self.json {
                    document(&Shown {
                        partition: record.partition,
                        offset: record.offset,
                        valid: true,
                        hash: Some(entry.hash.to_string()),
                        kind,
                        summary,
                        value: raw(&record.value),
                    })?
                } else {
                    let time = time.map(words::moment).unwrap_or_default();
                    format!("{time}  {}/{}  {says}", record.partition, record.offset)
                };
                Ok(Some(Line { time, text }))
            }
        }
    }

    fn void(&self, void: &Void) -> Result<Option<Line>, Error> {
        let record = &void.record;
        let time = record.timestamp_ms.and_then(DateTime::from_timestamp_millis);
        if self.account.as_ref().is_some_and(|account| record.key != account.as_bytes())
            || self.since.is_some_and(|since| time.is_some_and(|time| time < since))
        {
            return Ok(None);
        }
        let text = if self.json {
            document(&Shown {
                partition: record.partition,
                offset: record.offset,
                valid: false,
                hash: None,
                kind: None,
                summary: None,
                value: raw(&record.value),
            })?
        } else {
            let named = void.named.map_or("names no entry".to_owned(), |hash| format!("names {hash}"));
            let time = time.map(words::moment).unwrap_or_default();
            format!(
                "{time}  {}/{}  VOID: it {named}, and the head is {}",
                record.partition, record.offset, void.head
            )
        };
        Ok(Some(Line { time, text }))
    }
}

fn document(shown: &Shown<'_>) -> Result<String, Error> {
    serde_json::to_string(shown).map_err(|error| Error::Defect(error.to_string()))
}

fn raw(value: &[u8]) -> Option<&RawValue> {
    serde_json::from_slice(value).ok()
}

pub(crate) fn run(
    source: &Source,
    asked: &cli::Tail,
    now: DateTime<Utc>,
    output: &mut Output,
) -> Result<Verdict, Error> {
    let filter = Filter {
        asked,
        account: asked.account.map(|account| account.to_string()),
        since: asked.since.map(|since| since.moment(now)),
        json: output.json,
    };
    let last = asked.last.unwrap_or(if asked.since.is_some() { LAST_SINCE } else { LAST });
    let followers = there(source, &filter, usize::try_from(last).unwrap_or(usize::MAX), output)?;
    output.flush()?;
    match source {
        Source::Brokers(brokers) if !asked.no_follow => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(follow(&brokers.settings, followers, &filter, output))
        }
        Source::Brokers(_) | Source::Folder(_) => Ok(Verdict::Good),
    }
}

/// Shows the newest of what is there, in the order of time.
fn there(
    source: &Source,
    filter: &Filter<'_>,
    last: usize,
    output: &mut Output,
) -> Result<Vec<(i32, Follower)>, Error> {
    let all = source.expect_partitions(&Topic::LEDGER)?;
    // An account's entries lie in one partition.
    let partitions: Vec<i32> = match &filter.account {
        Some(account) => vec![eventlog::partition_of(account.as_bytes(), all)],
        None => (0..all).collect(),
    };
    let ends = partitions
        .iter()
        .map(|partition| source.end(&Topic::LEDGER, *partition))
        .collect::<Result<Vec<_>, _>>()?;
    let bar = progress("following the chain", u64::try_from(ends.iter().sum::<i64>()).unwrap_or(0));
    let mut followers = Vec::new();
    let mut lines = Vec::new();
    for (partition, end) in partitions.into_iter().zip(ends) {
        let mut follower = Follower::genesis(partition);
        let mut newest = VecDeque::new();
        let span = Span { to: Some(end), ..Span::all(&Topic::LEDGER, partition) };
        source.visit(span, |record| {
            bar.inc(1);
            if let Some(line) = filter.line(&follower.judge(record))? {
                if newest.len() == last {
                    newest.pop_front();
                }
                if last > 0 {
                    newest.push_back(line);
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        lines.extend(newest);
        followers.push((partition, follower));
    }
    bar.finish_and_clear();
    // Stable, so that what one partition says keeps its order.
    lines.sort_by_key(|line| line.time);
    let first = lines.len().saturating_sub(last);
    for line in lines.into_iter().skip(first) {
        output.line(line.text)?;
    }
    Ok(followers)
}

/// Shows what comes, until Ctrl-C.
async fn follow(
    settings: &eventlog::KafkaSettings,
    mut followers: Vec<(i32, Follower)>,
    filter: &Filter<'_>,
    output: &mut Output,
) -> Result<Verdict, Error> {
    let starts: Vec<StartAt> = followers
        .iter()
        .map(|(partition, follower)| StartAt {
            topic: Topic::LEDGER,
            partition: *partition,
            next_offset: follower.next_offset(),
        })
        .collect();
    // The group is a name only: nothing is committed to it.
    let mut consumer = InputConsumer::assigned(settings, "tokenctl", &starts)?;
    let mut stop = std::pin::pin!(tokio::signal::ctrl_c());
    loop {
        let received = tokio::select! {
            _ = &mut stop => return Ok(Verdict::Good),
            received = tokio::time::timeout(PAUSE, consumer.next()) => received,
        };
        let Ok(received) = received else {
            output.flush()?;
            continue;
        };
        let record = Record::from(received?);
        if let Some((_, follower)) =
            followers.iter_mut().find(|(partition, _)| *partition == record.partition)
            && let Some(line) = filter.line(&follower.judge(record))?
        {
            output.line(line.text)?;
        }
    }
}
