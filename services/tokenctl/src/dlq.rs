//! `dlq`: dead letters, and sending them on their way once more.

use std::ops::ControlFlow;

use chrono::{DateTime, Utc};
use eventlog::{Headers, Publisher, Topic};
use serde::Serialize;

use crate::cli::{self, DlqCommand};
use crate::copy::dead_letters;
use crate::error::{Error, Verdict};
use crate::output::{Output, progress, table};
use crate::source::folder::Octets;
use crate::source::{Record, Source, Span};
use crate::words;

/// Names, in a record that was published again, the dead letter that it was.
const RETRIED: &str = "dlq_retried";

/// How the topics of dead letters end.
const DEAD_LETTERS: &str = ".dlq";

/// The headers that the dead letters add to a record.
const ADDED: [&str; 6] =
    ["dlq_reason", "dlq_detail", "dlq_source_topic", "dlq_source_partition", "dlq_source_offset", "dlq_time"];

/// A dead letter.
#[derive(Debug)]
struct Letter {
    topic: Topic,
    record: Record,
}

#[derive(Serialize)]
struct Listed {
    letter: String,
    time: Option<String>,
    reason: String,
    detail: String,
    /// Where the record lies that could not be processed.
    source: String,
    key: Octets,
    ce_type: Option<String>,
}

#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    listed: Listed,
    headers: Vec<(String, Octets)>,
    value: Octets,
}

#[derive(Serialize)]
struct Retried {
    letter: String,
    /// Where it lies now; none for what was left alone.
    published: Option<String>,
    /// Why it was left alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
}

pub(crate) fn run(
    source: &Source,
    asked: cli::Dlq,
    now: DateTime<Utc>,
    output: &mut Output,
) -> Result<Verdict, Error> {
    match asked.command {
        DlqCommand::List(choice) => list(source, &choice, now, output),
        DlqCommand::Show { letter } => show(source, &letter, output),
        DlqCommand::Retry { letters, all: _, choice, again, dry_run } => {
            let letters = if letters.is_empty() {
                chosen(source, &choice, now)?
            } else {
                letters.iter().map(|letter| find(source, letter)).collect::<Result<_, _>>()?
            };
            retry(source, &letters, again, dry_run, output)
        }
    }
}

impl Letter {
    fn place(&self) -> String {
        format!("{}/{}/{}", self.topic, self.record.partition, self.record.offset)
    }

    fn header(&self, name: &str) -> &str {
        self.record.headers.text(name).unwrap_or_default()
    }

    /// When it was buried.
    fn time(&self) -> Option<DateTime<Utc>> {
        let stated = DateTime::parse_from_rfc3339(self.header("dlq_time")).ok();
        let stated = stated.map(|time| time.with_timezone(&Utc));
        stated.or_else(|| self.record.timestamp_ms.and_then(DateTime::from_timestamp_millis))
    }

    /// The topic whose record it was.
    fn home(&self) -> Result<Topic, Error> {
        let name = self.topic.name();
        let stated = self.record.headers.text("dlq_source_topic").or_else(|| name.strip_suffix(DEAD_LETTERS));
        let home = stated.and_then(|name| Topic::named(name.to_owned()).ok());
        // What stands in a header must not send a record anywhere else.
        home.filter(|home| home.dead_letters() == name)
            .ok_or_else(|| Error::unreadable(self.place(), "it does not say which topic's record it was"))
    }

    fn listed(&self) -> Listed {
        Listed {
            letter: self.place(),
            time: self.time().map(words::moment),
            reason: self.header("dlq_reason").to_owned(),
            detail: self.header("dlq_detail").to_owned(),
            source: format!(
                "{}/{}/{}",
                self.header("dlq_source_topic"),
                self.header("dlq_source_partition"),
                self.header("dlq_source_offset")
            ),
            key: Octets::of(&self.record.key),
            ce_type: self.record.headers.text("ce_type").map(str::to_owned),
        }
    }

    /// The headers that it had before it was buried, and the dead letter that it was.
    fn original_headers(&self) -> Headers {
        let mut headers = Headers::default();
        for (name, value) in self.record.headers.iter() {
            if !ADDED.contains(&name) && name != RETRIED {
                headers.push(name, value.to_owned());
            }
        }
        headers.push(RETRIED, self.place());
        headers
    }
}

fn holds_dead_letters(topic: &Topic) -> bool {
    topic.name().strip_suffix(DEAD_LETTERS).is_some()
}

fn topics(choice: &cli::DlqChoice) -> Vec<Topic> {
    if choice.topics.is_empty() { Topic::ALL.to_vec() } else { choice.topics.clone() }
}

fn chosen(source: &Source, choice: &cli::DlqChoice, now: DateTime<Utc>) -> Result<Vec<Letter>, Error> {
    let since = choice.since.map(|since| since.moment(now));
    let mut found = Vec::new();
    let bar = progress("reading dead letters", 0);
    for topic in topics(choice) {
        // Named by their topic or by themselves.
        let topic = if holds_dead_letters(&topic) { topic } else { dead_letters(&topic)? };
        let partitions = match source.partitions(&topic)? {
            Some(partitions) => partitions,
            None if choice.topics.is_empty() => continue,
            None => return Err(Error::NotFound(format!("there is no topic {topic} in this log"))),
        };
        for partition in 0..partitions {
            let end = source.end(&topic, partition)?;
            bar.inc_length(u64::try_from(end).unwrap_or(0));
            let span = Span { topic: &topic, partition, from: 0, to: Some(end), headers: true };
            source.visit(span, |record| {
                bar.inc(1);
                let letter = Letter { topic: topic.clone(), record };
                let reason =
                    choice.reason.as_ref().is_none_or(|reason| reason == letter.header("dlq_reason"));
                let late = since.is_none_or(|since| letter.time().is_some_and(|time| time >= since));
                if reason && late {
                    found.push(letter);
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
    }
    bar.finish_and_clear();
    found.sort_by_key(Letter::time);
    Ok(found)
}

fn find(source: &Source, place: &str) -> Result<Letter, Error> {
    let wrong =
        || Error::Usage(format!("{place:?} is not a dead letter's place, such as payments.events.dlq/2/17"));
    let mut parts = place.rsplitn(3, '/');
    let offset = parts.next().and_then(|text| text.parse().ok()).ok_or_else(wrong)?;
    let partition = parts.next().and_then(|text| text.parse().ok()).ok_or_else(wrong)?;
    let topic = parts.next().and_then(|name| Topic::named(name.to_owned()).ok());
    let topic = topic.filter(holds_dead_letters).ok_or_else(wrong)?;
    let partitions = source.expect_partitions(&topic)?;
    if !(0..partitions).contains(&partition) {
        return Err(Error::NotFound(format!("there is no partition {topic}/{partition}")));
    }
    Ok(Letter { record: source.one(&topic, partition, offset)?, topic })
}

fn list(
    source: &Source,
    choice: &cli::DlqChoice,
    now: DateTime<Utc>,
    output: &mut Output,
) -> Result<Verdict, Error> {
    let letters = chosen(source, choice, now)?;
    if output.json {
        for letter in &letters {
            output.document(&letter.listed())?;
        }
        return Ok(Verdict::Good);
    }
    if letters.is_empty() {
        output.line("no dead letters")?;
        return Ok(Verdict::Good);
    }
    let row = |letter: &Letter| {
        let listed = letter.listed();
        [listed.letter, listed.time.unwrap_or_default(), listed.reason, listed.source, listed.detail]
    };
    let rows: Vec<_> = letters.iter().map(row).collect();
    for line in table(["letter", "time", "reason", "record", "detail"], &rows) {
        output.line(line)?;
    }
    Ok(Verdict::Good)
}

fn show(source: &Source, place: &str, output: &mut Output) -> Result<Verdict, Error> {
    let letter = find(source, place)?;
    let headers: Vec<_> =
        letter.record.headers.iter().map(|(name, value)| (name.to_owned(), Octets::of(value))).collect();
    if output.json {
        let value = Octets::of(&letter.record.value);
        output.document(&Whole { listed: letter.listed(), headers, value })?;
        return Ok(Verdict::Good);
    }
    let text = |octets: &Octets| match octets {
        Octets::Text(text) => text.clone(),
        Octets::Base64 { base64 } => format!("(not text, {} bytes)", base64.len()),
    };
    output.line(letter.place())?;
    output.line(format!("key: {}", text(&Octets::of(&letter.record.key))))?;
    for (name, value) in &headers {
        output.line(format!("{name}: {}", text(value)))?;
    }
    output.line("")?;
    output.line(text(&Octets::of(&letter.record.value)))?;
    Ok(Verdict::Good)
}

fn retry(
    source: &Source,
    letters: &[Letter],
    again: bool,
    dry_run: bool,
    output: &mut Output,
) -> Result<Verdict, Error> {
    let settings = &source.cluster("publishing again")?.settings;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let publisher = runtime.block_on(async { Publisher::new(settings) })?;
    let bar = progress("publishing again", u64::try_from(letters.len()).unwrap_or(0));
    for letter in letters {
        let home = letter.home()?;
        if home == Topic::LEDGER {
            // Whatever is published there does not extend the chain, and makes the book's owner start over.
            return Err(Error::Usage(format!(
                "{} is an entry: it is in the books already; mend whoever could not process it, and let it read on from there",
                letter.place()
            )));
        }
        let before = if again { None } else { retried(source, letter, &home)? };
        let mut outcome = Retried { letter: letter.place(), published: None, left: None };
        if let Some(before) = before {
            outcome.left = Some(format!("it was published again before, at {before}"));
        } else if dry_run {
            outcome.left = Some(format!("it would be published in {home}"));
        } else {
            let record = &letter.record;
            let headers = letter.original_headers();
            let position =
                runtime.block_on(publisher.republish(&home, &record.key, &record.value, &headers))?;
            outcome.published = Some(format!("{home}/{}/{}", position.partition, position.offset));
        }
        bar.inc(1);
        if output.json {
            output.document(&outcome)?;
        } else {
            let became =
                outcome.published.map(|place| format!("published again at {place}")).or(outcome.left);
            output.line(format!("{}: {}", outcome.letter, became.unwrap_or_default()))?;
        }
        // What is published must be told, whatever becomes of the next.
        output.flush()?;
    }
    bar.finish_and_clear();
    Ok(Verdict::Good)
}

/// Where a dead letter was published again before, if it was.
fn retried(source: &Source, letter: &Letter, home: &Topic) -> Result<Option<String>, Error> {
    let partitions = source.expect_partitions(home)?;
    let place = letter.place();
    let key = &letter.record.key;
    // A record without a key may lie anywhere.
    let candidates: Vec<i32> = if key.is_empty() {
        (0..partitions).collect()
    } else {
        vec![eventlog::partition_of(key, partitions)]
    };
    for partition in candidates {
        let same = letter.header("dlq_source_partition") == partition.to_string();
        let from = if same { letter.header("dlq_source_offset").parse().unwrap_or(0) } else { 0 };
        let mut found = None;
        let end = source.end(home, partition)?;
        if from < end {
            let span = Span { topic: home, partition, from, to: Some(end), headers: true };
            source.visit(span, |record| {
                if record.headers.text(RETRIED) == Some(place.as_str()) {
                    found = Some(format!("{home}/{partition}/{}", record.offset));
                    return Ok(ControlFlow::Break(()));
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
