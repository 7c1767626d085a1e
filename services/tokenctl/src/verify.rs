//! `verify`: are the books right?

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use eventlog::Topic;
use indicatif::ProgressBar;
use serde::Serialize;

use crate::audit::{Book, Counts, Finding, InputCounts, Law, Observed};
use crate::cli;
use crate::error::{Error, Verdict};
use crate::inputs::INPUTS;
use crate::output::{Output, progress};
use crate::source::{Source, Span};

/// What was found, partition by partition and in all.
#[derive(Serialize)]
struct Report {
    ok: bool,
    partitions: Vec<Partition>,
    counts: Counts,
    /// By topic; a topic that the log does not hold is not there.
    inputs: BTreeMap<String, InputCounts>,
    /// By account of the double entry.
    trial_balance: BTreeMap<String, i128>,
    /// By law.
    broken: BTreeMap<&'static str, u64>,
    findings: Vec<Finding>,
    /// How many there are; of each partition only the first so many are listed.
    findings_count: u64,
}

#[derive(Serialize)]
struct Partition {
    #[serde(rename = "partition")]
    number: i32,
    #[serde(flatten)]
    counts: Counts,
    head: String,
    head_offset: Option<i64>,
    next_offset: i64,
    findings: u64,
}

struct Checked {
    partition: i32,
    observed: Observed,
    inputs: Vec<(Topic, InputCounts)>,
}

pub(crate) fn run(source: &Source, asked: &cli::Verify, output: &mut Output) -> Result<Verdict, Error> {
    let partitions = source.expect_partitions(&Topic::LEDGER)?;
    let chosen = chosen(&asked.partitions, partitions)?;
    let mut topics = Vec::new();
    if !asked.books_only {
        for topic in INPUTS {
            match source.partitions(&topic)? {
                Some(found) if found == partitions => topics.push(topic),
                Some(found) => {
                    return Err(Error::Usage(format!(
                        "{topic} has {found} partitions, and the books have {partitions}"
                    )));
                }
                None => {}
            }
        }
    }
    // Where the books end is looked up before where the inputs end, so that no entry is without its input.
    let ends = chosen
        .iter()
        .map(|partition| Ok((*partition, source.end(&Topic::LEDGER, *partition)?)))
        .collect::<Result<Vec<_>, Error>>()?;
    let mut total: i64 = ends.iter().map(|(_, end)| end).sum();
    for topic in &topics {
        for partition in &chosen {
            total = total.saturating_add(source.end(topic, *partition)?);
        }
    }
    let bar = progress("verifying", u64::try_from(total).unwrap_or(0));
    let job = Job { source, topics: &topics, partitions, most: asked.max_findings, bar: &bar };
    let jobs = asked.jobs.map_or_else(cores, usize::from);
    let checked = job.all(&ends, jobs)?;
    bar.finish_and_clear();
    let report = report(checked);
    if output.json {
        output.document(&report)?;
    } else {
        tell(&report, &topics, asked.books_only, output)?;
    }
    Ok(if report.ok { Verdict::Good } else { Verdict::Wrong })
}

fn chosen(asked: &[i32], partitions: i32) -> Result<Vec<i32>, Error> {
    if let Some(wrong) = asked.iter().find(|partition| !(0..partitions).contains(*partition)) {
        return Err(Error::NotFound(format!("there is no partition {wrong}; the books have {partitions}")));
    }
    Ok(if asked.is_empty() { (0..partitions).collect() } else { asked.to_vec() })
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

struct Job<'a> {
    source: &'a Source,
    topics: &'a [Topic],
    partitions: i32,
    most: u32,
    bar: &'a ProgressBar,
}

impl Job<'_> {
    // Partitions have nothing to do with one another, so that each can be checked by a thread of its own.
    fn all(&self, ends: &[(i32, i64)], jobs: usize) -> Result<Vec<Checked>, Error> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..jobs.min(ends.len()) {
                scope.spawn(|| {
                    while let Some((partition, end)) = ends.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let checked = self.one(*partition, *end);
                        let failed = checked.is_err();
                        done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(checked);
                        if failed {
                            // There will be no report, so that the others need not go on.
                            next.store(ends.len(), Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut checked = done.into_iter().collect::<Result<Vec<_>, _>>()?;
        checked.sort_by_key(|checked| checked.partition);
        Ok(checked)
    }

    fn one(&self, partition: i32, end: i64) -> Result<Checked, Error> {
        let mut book =
            Book::new(partition, self.partitions, usize::try_from(self.most).unwrap_or(usize::MAX));
        let books = Span { to: Some(end), ..Span::all(&Topic::LEDGER, partition) };
        self.source.visit(books, |record| {
            book.record(record);
            self.bar.inc(1);
            Ok(ControlFlow::Continue(()))
        })?;
        let mut inputs = Vec::new();
        for topic in self.topics {
            let mut input = book.inputs(topic.clone());
            self.source.visit(Span::all(topic, partition), |record| {
                input.record(&record);
                self.bar.inc(1);
                Ok(ControlFlow::Continue(()))
            })?;
            inputs.push((topic.clone(), input.finish()));
        }
        Ok(Checked { partition, observed: book.finish(), inputs })
    }
}

fn report(checked: Vec<Checked>) -> Report {
    let mut report = Report {
        ok: true,
        partitions: Vec::new(),
        counts: Counts::default(),
        inputs: BTreeMap::new(),
        trial_balance: BTreeMap::new(),
        broken: BTreeMap::new(),
        findings: Vec::new(),
        findings_count: 0,
    };
    for Checked { partition, observed, inputs } in checked {
        let Observed { counts, head, head_offset, next_offset, trial, findings } = observed;
        report.counts.add(counts);
        for (topic, counts) in inputs {
            report.inputs.entry(topic.name().to_owned()).or_default().add(counts);
        }
        for (account, tokens) in trial.others() {
            *report.trial_balance.entry(account.to_string()).or_default() += tokens;
        }
        for (_, totals) in trial.wallets() {
            let parts = [
                ("wallets:free", totals.free),
                ("wallets:held", totals.held),
                ("wallets:reserved", totals.reserved),
                ("wallets:frozen", totals.frozen),
                ("wallets:debt", totals.debt),
            ];
            for (part, tokens) in parts {
                *report.trial_balance.entry(part.to_owned()).or_default() += tokens;
            }
        }
        report.partitions.push(Partition {
            number: partition,
            counts,
            head: head.to_string(),
            head_offset,
            next_offset,
            findings: findings.count(),
        });
        report.findings_count = report.findings_count.saturating_add(findings.count());
        for finding in findings.kept() {
            *report.broken.entry(finding.law.name()).or_default() += 1;
        }
        report.findings.extend_from_slice(findings.kept());
    }
    report.ok = report.findings_count == 0;
    report
}

fn tell(report: &Report, topics: &[Topic], books_only: bool, output: &mut Output) -> Result<(), Error> {
    for finding in &report.findings {
        let place = finding.offset.map_or_else(String::new, |offset| format!("/{offset}"));
        output.line(format!("{}  {}/{}{place}", finding.law.name(), finding.topic, finding.partition))?;
        if let Some(account) = &finding.account {
            output.line(format!("  account   {account}"))?;
        }
        if let Some(entry) = &finding.entry {
            output.line(format!("  entry     {entry}"))?;
        }
        output.line(format!("  expected  {}", finding.expected))?;
        output.line(format!("  found     {}", finding.found))?;
    }
    let listed = u64::try_from(report.findings.len()).unwrap_or(u64::MAX);
    if report.findings_count > listed {
        output
            .line(format!("… and {} more (--max-findings)", report.findings_count.saturating_sub(listed)))?;
    }
    if !report.findings.is_empty() {
        output.line("")?;
    }
    let Counts { records, entries, void, wallets } = report.counts;
    output
        .line(format!("books     {records} records: {entries} entries of {wallets} wallets, {void} void"))?;
    for partition in &report.partitions {
        let head = partition
            .head_offset
            .map_or("empty".to_owned(), |offset| format!("head {} at offset {offset}", partition.head));
        output.line(format!(
            "          partition {}: {} entries, {head}",
            partition.number, partition.counts.entries
        ))?;
    }
    for (topic, counts) in &report.inputs {
        let InputCounts { events, answered, pending, rejected } = counts;
        output.line(format!(
            "inputs    {topic}: {events} that need an entry, {answered} have it, {pending} pending, {rejected} in the dead letters"
        ))?;
    }
    let missing = INPUTS.iter().filter(|topic| !topics.contains(topic));
    if !books_only {
        for topic in missing {
            output.line(format!("inputs    {topic} is not in this log: not checked"))?;
        }
    }
    let sum: i128 = report.trial_balance.values().sum();
    output.line(format!("postings  sum {sum}"))?;
    for (account, tokens) in report.trial_balance.iter().filter(|(_, tokens)| **tokens != 0) {
        output.line(format!("          {account:24} {tokens:>20}"))?;
    }
    for law in Law::ALL {
        let count = report.broken.get(law.name()).copied().unwrap_or(0);
        let mark = if count == 0 { "holds".to_owned() } else { format!("BROKEN {count} times") };
        output.line(format!("law       {:14} {mark}: {}", law.name(), law.states()))?;
    }
    output.line(if report.ok {
        "the books are right".to_owned()
    } else {
        format!("the books are WRONG: {} findings", report.findings_count)
    })
}

impl Counts {
    fn add(&mut self, other: Self) {
        let Self { records, entries, void, wallets } = other;
        self.records = self.records.saturating_add(records);
        self.entries = self.entries.saturating_add(entries);
        self.void = self.void.saturating_add(void);
        self.wallets = self.wallets.saturating_add(wallets);
    }
}

impl InputCounts {
    fn add(&mut self, other: Self) {
        let Self { events, answered, pending, rejected } = other;
        self.events = self.events.saturating_add(events);
        self.answered = self.answered.saturating_add(answered);
        self.pending = self.pending.saturating_add(pending);
        self.rejected = self.rejected.saturating_add(rejected);
    }
}
