//! Whether each input had its effect, once: payments, gifts, finished jobs, refunds, disputes.

use contracts::ledger::v1::LotSource;
use eventlog::{Topic, partition_of};
use kernel::{Outcome, Tokens};
use serde::Serialize;

use super::book::{Answered, Book, KeyDigest, Settled};
use super::{Law, Problem};
use crate::inputs::{self, Effect, Expected};
use crate::source::Record;

/// How much of one input topic had its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct InputCounts {
    /// Events that must have an effect.
    pub events: u64,
    /// Those that have it.
    pub answered: u64,
    /// Those that the books have not come to yet.
    pub pending: u64,
    /// Those that the books could not understand.
    pub rejected: u64,
}

/// One input topic's partition, compared with the books that took it in.
#[derive(Debug)]
pub struct Input<'b> {
    book: &'b mut Book,
    topic: Topic,
    counts: InputCounts,
}

impl Book {
    /// Compares the inputs of a topic with the books, which must have been read to their end.
    pub fn inputs(&mut self, topic: Topic) -> Input<'_> {
        Input { book: self, topic, counts: InputCounts::default() }
    }
}

impl Input<'_> {
    /// Takes the partition's next input.
    pub(crate) fn record(&mut self, record: &Record) {
        let book = &mut *self.book;
        let rejected = book.rejected.get(&(self.topic.name().to_owned(), record.offset)).copied();
        let seen = book.next_inputs.get(self.topic.name()).is_some_and(|next| record.offset < *next);
        let expected = inputs::expected(&self.topic, &record.value).and_then(|expected| {
            let Some(expected) = expected else { return Ok(None) };
            let home = partition_of(expected.account.as_bytes(), book.partitions);
            if home == book.partition {
                Ok(Some(expected))
            } else {
                Err(format!("it is about an account of partition {home}"))
            }
        });
        let expected = match expected {
            Ok(None) => return,
            Ok(Some(expected)) => expected,
            Err(why) => {
                self.counts.events = self.counts.events.saturating_add(1);
                if rejected.is_some() {
                    self.counts.rejected = self.counts.rejected.saturating_add(1);
                } else if seen {
                    let found = format!("no entry, although {why}");
                    let problem = Problem::new(Law::AnsweredOnce, "an InputRejected that notes it", found);
                    book.find_in(&self.topic, Some(record.offset), "", "", problem);
                } else {
                    self.counts.pending = self.counts.pending.saturating_add(1);
                }
                return;
            }
        };
        self.counts.events = self.counts.events.saturating_add(1);
        self.compare(&expected, record.offset, seen, rejected);
    }

    fn compare(&mut self, expected: &Expected, offset: i64, seen: bool, rejected: Option<i64>) {
        let Self { book, topic, counts } = self;
        let law = law(&expected.effect);
        let digest = KeyDigest::of(&expected.account, topic.name(), &expected.key);
        let mut problems = Vec::new();
        match book.answers.get_mut(&digest) {
            Some(answer) => {
                counts.answered = counts.answered.saturating_add(1);
                // The same fact may be told again, by another event; the first made the entry.
                if answer.input.as_ref().is_some_and(|(of, at)| of == topic && *at == offset) {
                    answer.told = true;
                    if answer.event_id != expected.event_id {
                        let found = format!("it names {}", answer.event_id);
                        let wanted = format!("the entry names event {}", expected.event_id);
                        problems.push(Problem::new(Law::AnsweredOnce, wanted, found));
                    }
                    problems.extend(effect(&expected.effect, &answer.what));
                } else if let Effect::Purchase(_) = expected.effect {
                    problems.extend(effect(&expected.effect, &answer.what));
                }
            }
            None if seen || rejected.is_some() => {
                let found = match rejected {
                    Some(at) => format!(
                        "an InputRejected at ledger.events/{}/{at}: see the dead letters",
                        book.partition
                    ),
                    None => "no such entry".to_owned(),
                };
                problems.push(Problem::new(law, format!("an entry under the key {}", expected.key), found));
            }
            None => counts.pending = counts.pending.saturating_add(1),
        }
        for problem in problems {
            book.find_in(topic, Some(offset), &expected.account, &expected.event_id, problem);
        }
    }

    /// Ends the comparison: what entries say that this topic told must have been told.
    pub fn finish(self) -> InputCounts {
        let Self { book, topic, counts } = self;
        let mut untold: Vec<_> = book
            .answers
            .values()
            .filter(|answer| !answer.told && answer.input.as_ref().is_some_and(|(of, _)| *of == topic))
            .map(|answer| {
                let law = match answer.what {
                    Answered::Credited { source: LotSource::Purchase, .. } => Law::CreditedOnce,
                    Answered::Credited { .. } => Law::GrantedOnce,
                    Answered::Settled(_) => Law::SettledOnce,
                    Answered::Refused(_) | Answered::Other(_) => Law::AnsweredOnce,
                };
                let at = answer.input.as_ref().map_or(0, |(_, offset)| *offset);
                let expected = format!("an event at {topic}/{}/{at} that the entry answers", book.partition);
                let problem = Problem::new(law, expected, "none that does");
                (answer.offset, answer.account.clone(), answer.entry.clone(), problem)
            })
            .collect();
        if topic == Topic::PAYMENTS {
            untold.extend(book.answers.values().filter_map(|answer| {
                let purchase = matches!(answer.what, Answered::Credited { source: LotSource::Purchase, .. });
                let problem =
                    || Problem::new(Law::CreditedOnce, "a PaymentSucceeded that it answers", "none");
                (purchase && answer.input.is_none())
                    .then(|| (answer.offset, answer.account.clone(), answer.entry.clone(), problem()))
            }));
        }
        untold.sort_by_key(|(offset, ..)| *offset);
        for (offset, account, entry, problem) in untold {
            book.find(offset, &account, &entry, problem);
        }
        counts
    }
}

const fn law(effect: &Effect) -> Law {
    match effect {
        Effect::Purchase(_) => Law::CreditedOnce,
        Effect::Gift(_) => Law::GrantedOnce,
        Effect::Settlement { .. } => Law::SettledOnce,
        Effect::Kind(_) => Law::AnsweredOnce,
    }
}

fn effect(expected: &Effect, answer: &Answered) -> Option<Problem> {
    let problem = |wanted: String, found: String| Some(Problem::new(law(expected), wanted, found));
    match (expected, answer) {
        (Effect::Purchase(tokens), Answered::Credited { source: LotSource::Purchase, tokens: credited })
        | (Effect::Gift(tokens), Answered::Credited { source: LotSource::Promotion, tokens: credited }) => {
            if tokens == credited {
                None
            } else {
                problem(format!("a credit of {tokens} tokens"), credited.to_string())
            }
        }
        (Effect::Purchase(tokens) | Effect::Gift(tokens), other) => {
            problem(format!("a credit of {tokens} tokens"), show(other))
        }
        (Effect::Settlement { hold, outcome }, Answered::Settled(settled)) => {
            settlement(hold, *outcome, settled).and_then(|(wanted, found)| problem(wanted, found))
        }
        // What a hold was settled by before, or what was told before, is not done again: a refusal says so.
        (Effect::Settlement { .. } | Effect::Kind(_), Answered::Refused(_)) => None,
        (Effect::Settlement { .. }, other) => problem("the end of the job's hold".to_owned(), show(other)),
        (Effect::Kind(kind), Answered::Other(found)) if kind == found => None,
        (Effect::Kind(kind), other) => problem(format!("a {kind}"), show(other)),
    }
}

// The price that the hold's own terms set, as far as the hold, the terms and the balance cover it.
fn settlement(hold: &str, outcome: Outcome, settled: &Settled) -> Option<(String, String)> {
    if settled.hold != hold {
        return Some((format!("the end of hold {hold}"), format!("of hold {}", settled.hold)));
    }
    if !settled.closes {
        return Some((format!("the end of hold {hold}"), "a charge that leaves it open".to_owned()));
    }
    let met = settled.before.as_ref()?;
    let tokens = Tokens::new(u64::try_from(met.held).ok()?);
    let price =
        met.terms.cost_of(outcome, tokens).map(|cost| i128::from(cost.get()).min(met.held + met.beyond));
    let charged = settled.charged.map(i128::from);
    let show = |charge: Option<i128>| {
        charge.map_or("a release".to_owned(), |tokens| format!("a charge of {tokens}"))
    };
    (price != charged).then(|| (format!("{} by the hold's terms", show(price)), show(charged)))
}

fn show(answer: &Answered) -> String {
    match answer {
        Answered::Credited { source, tokens } => {
            format!("a credit of {tokens} tokens as {}", super::lots::source_text(*source))
        }
        Answered::Settled(settled) => format!("the end of hold {}", settled.hold),
        Answered::Refused(reason) => {
            format!("a refusal: {}", reason.map_or("without a reason", |reason| reason.as_str()))
        }
        Answered::Other(kind) => (*kind).to_owned(),
    }
}
