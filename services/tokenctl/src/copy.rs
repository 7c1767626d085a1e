//! `copy`: a log as files, byte for byte.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use eventlog::Topic;
use serde::Serialize;

use crate::cli;
use crate::error::{Error, Verdict};
use crate::output::{Output, progress};
use crate::source::folder::{Manifest, Writer};
use crate::source::{Source, Span};

#[derive(Serialize)]
struct Copied {
    topic: Topic,
    partitions: usize,
    records: u64,
}

/// The topics that hold the books, and their dead letters.
fn books() -> Result<Vec<Topic>, Error> {
    let mut topics = vec![Topic::ACCOUNTS, Topic::PAYMENTS, Topic::GENERATION, Topic::LEDGER];
    for topic in topics.clone() {
        topics.push(dead_letters(&topic)?);
    }
    Ok(topics)
}

/// The topic of the dead letters of a topic.
pub(crate) fn dead_letters(topic: &Topic) -> Result<Topic, Error> {
    Topic::named(topic.dead_letters()).map_err(|error| Error::Usage(error.to_string()))
}

pub(crate) fn run(
    source: &Source,
    asked: &cli::Copy,
    now: DateTime<Utc>,
    output: &mut Output,
) -> Result<Verdict, Error> {
    let every = asked.topics.is_empty();
    let topics = if every { books()? } else { asked.topics.clone() };
    let mut ends = BTreeMap::new();
    // The end of the books is looked up first: what an input caused before that is copied with the input.
    for topic in topics.iter().rev() {
        let partitions = if every && *topic != Topic::LEDGER {
            source.partitions(topic)?.unwrap_or(0)
        } else {
            source.expect_partitions(topic)?
        };
        let of_topic =
            (0..partitions).map(|partition| source.end(topic, partition)).collect::<Result<Vec<_>, _>>()?;
        if !of_topic.is_empty() {
            ends.insert(topic.clone(), of_topic);
        }
    }
    let total = ends.values().flatten().map(|end| u64::try_from(*end).unwrap_or(0)).sum();
    let bar = progress("copying", total);
    let writer = Writer::create(&asked.to)?;
    let mut copied = Vec::new();
    for (topic, of_topic) in &ends {
        let mut records = 0_u64;
        for (partition, end) in (0..).zip(of_topic) {
            let mut file = writer.partition(topic, partition)?;
            if *end > 0 {
                let span = Span { topic, partition, from: 0, to: Some(*end), headers: true };
                source.visit(span, |record| {
                    file.write(&record)?;
                    records = records.saturating_add(1);
                    bar.inc(1);
                    Ok(ControlFlow::Continue(()))
                })?;
            }
            file.finish()?;
        }
        copied.push(Copied { topic: topic.clone(), partitions: of_topic.len(), records });
    }
    writer.finish(&Manifest::new(now, ends))?;
    bar.finish_and_clear();
    if output.json {
        output.document(&copied)?;
    } else {
        for Copied { topic, partitions, records } in copied {
            output.line(format!("{topic}: {records} records of {partitions} partitions"))?;
        }
    }
    Ok(Verdict::Good)
}
