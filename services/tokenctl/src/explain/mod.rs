//! `explain`: why a command was allowed or denied, from what the books say.

mod rules;

use std::collections::HashMap;
use std::ops::ControlFlow;

use contracts::ledger::v1::LedgerEvent;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::topic::TopicEvent as _;
use eventlog::{ChainHash, Topic, partition_of, previous_of};
use kernel::{EntryId, HoldId, LotId};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::audit::{Balance, Wallet};
use crate::cli;
use crate::entry::Follower;
use crate::error::{Error, Verdict};
use crate::output::{Output, progress};
use crate::source::{Record, Source, Span};
use crate::words;

/// What one entry was about, and why it says what it says.
#[derive(Serialize)]
struct Explanation {
    partition: i32,
    offset: i64,
    /// Whether the record is part of the books.
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    sentences: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Balance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Balance>,
    lots: Vec<LotChange>,
    /// The record's value, as it stands in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Box<RawValue>>,
}

/// What an entry did to one lot.
#[derive(Serialize)]
struct LotChange {
    lot: LotId,
    what: &'static str,
    before: i128,
    after: i128,
}

/// What the books said before an entry.
struct Context {
    wallet: Wallet,
    /// The entry that ended each hold.
    ended: HashMap<HoldId, (i64, String)>,
    /// The entry that froze the wallet last.
    frozen: Option<(i64, String)>,
}

pub(crate) fn run(source: &Source, asked: &cli::Explain, output: &mut Output) -> Result<Verdict, Error> {
    let partitions = source.expect_partitions(&Topic::LEDGER)?;
    let places = match (&asked.entry, asked.account, &asked.key) {
        (Some(entry), ..) => vec![place(source, entry, partitions)?],
        (None, Some(account), Some(key)) => by_key(source, &account.to_string(), key, partitions)?,
        (None, ..) => return Err(Error::Usage("name an entry, or --account and --key".to_owned())),
    };
    for (number, (partition, offset)) in places.into_iter().enumerate() {
        let explanation = explain(source, partition, offset)?;
        if output.json {
            output.document(&explanation)?;
            continue;
        }
        if number > 0 {
            output.line("")?;
        }
        let kind = explanation.kind.unwrap_or("VOID");
        let id = explanation.entry.as_ref().map(|id| format!("  entry {id}")).unwrap_or_default();
        output.line(format!("{kind}  {}/{partition}/{offset}{id}", Topic::LEDGER))?;
        for sentence in &explanation.sentences {
            output.line(format!("  {sentence}"))?;
        }
    }
    Ok(Verdict::Good)
}

/// Where an entry lies, by its place or its id.
fn place(source: &Source, text: &str, partitions: i32) -> Result<(i32, i64), Error> {
    if let Ok(id) = text.parse::<EntryId>() {
        return by_id(source, &id.to_string(), partitions);
    }
    let wrong = || Error::Usage(format!("{text:?} is neither an entry's id nor a place such as 2/17"));
    let place = text.strip_prefix("ledger.events/").unwrap_or(text);
    let (partition, offset) = place.split_once('/').ok_or_else(wrong)?;
    let partition = partition.parse().map_err(|_| wrong())?;
    if !(0..partitions).contains(&partition) {
        return Err(Error::NotFound(format!(
            "there is no partition {partition}; the books have {partitions}"
        )));
    }
    Ok((partition, offset.parse().map_err(|_| wrong())?))
}

fn by_id(source: &Source, id: &str, partitions: i32) -> Result<(i32, i64), Error> {
    let mut found = None;
    let bar = progress("looking for the entry", 0);
    for partition in 0..partitions {
        let end = source.end(&Topic::LEDGER, partition)?;
        bar.inc_length(u64::try_from(end).unwrap_or(0));
        let span = Span { to: Some(end), ..Span::all(&Topic::LEDGER, partition) };
        source.visit(span, |record| {
            bar.inc(1);
            // Reading a value costs more than looking for a text in it.
            let named = contains(&record.value, id.as_bytes())
                && LedgerEvent::from_value(&record.value).is_ok_and(|event| event.id == id);
            if named {
                found = Some((partition, record.offset));
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if found.is_some() {
            break;
        }
    }
    bar.finish_and_clear();
    found.ok_or_else(|| Error::NotFound(format!("there is no entry {id} in the books")))
}

fn contains(value: &[u8], text: &[u8]) -> bool {
    value.windows(text.len()).any(|window| window == text)
}

/// Where the entries of a key lie: one, but for callers who use the same key.
fn by_key(source: &Source, account: &str, key: &str, partitions: i32) -> Result<Vec<(i32, i64)>, Error> {
    let partition = partition_of(account.as_bytes(), partitions);
    let mut follower = Follower::genesis(partition);
    let mut found = Vec::new();
    let bar =
        progress("looking for the key", u64::try_from(source.end(&Topic::LEDGER, partition)?).unwrap_or(0));
    source.visit(Span::all(&Topic::LEDGER, partition), |record| {
        bar.inc(1);
        if follower.offer(&record).is_some()
            && record.key == account.as_bytes()
            && LedgerEvent::from_value(&record.value)
                .is_ok_and(|event| event.cause.is_some_and(|cause| cause.idempotency_key == key))
        {
            found.push((partition, record.offset));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    bar.finish_and_clear();
    if found.is_empty() {
        return Err(Error::NotFound(format!(
            "account {account} has no entry under the key {key:?}: no such command was ever decided"
        )));
    }
    Ok(found)
}

fn explain(source: &Source, partition: i32, offset: i64) -> Result<Explanation, Error> {
    let target = source.one(&Topic::LEDGER, partition, offset)?;
    let account = target.key.clone();
    let mut context = Context { wallet: Wallet::default(), ended: HashMap::new(), frozen: None };
    let mut follower = Follower::genesis(partition);
    let mut previous_time = None;
    let mut head_offset = None;
    let mut explanation = None;
    let mut next = None;
    let bar = progress("reading the account's entries", u64::try_from(offset).unwrap_or(0));
    source.visit(Span::all(&Topic::LEDGER, partition), |record| {
        bar.inc(1);
        let head = follower.head();
        let extends = follower.offer(&record).is_some();
        if record.offset == offset {
            let link = Link { extends, head, head_offset, own: follower.head() };
            explanation = Some(tell(&record, &link, &mut context, previous_time));
            if !extends {
                return Ok(ControlFlow::Break(()));
            }
        } else if extends && explanation.is_some() {
            next = Some(record.offset);
            return Ok(ControlFlow::Break(()));
        } else if extends
            && record.key == account
            && !account.is_empty()
            && let Ok(event) = LedgerEvent::from_value(&record.value)
        {
            context.take(&event, record.offset, previous_time);
        }
        if extends {
            head_offset = Some(record.offset);
            previous_time = time_of(&record).max(previous_time);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    bar.finish_and_clear();
    let mut explanation =
        explanation.ok_or_else(|| Error::NotFound(format!("there is no record {partition}/{offset}")))?;
    if explanation.valid {
        explanation.sentences.push(next.map_or_else(
            || "It is the newest entry of its partition: nothing is chained to it yet.".to_owned(),
            |next| format!("The entry at offset {next} is chained to it: it cannot be changed without breaking the chain."),
        ));
    }
    Ok(explanation)
}

// Only whether an entry is later than the one before it is asked of this.
fn time_of(record: &Record) -> Option<chrono::DateTime<chrono::Utc>> {
    #[derive(serde::Deserialize)]
    struct Timed {
        time: chrono::DateTime<chrono::Utc>,
    }
    serde_json::from_slice::<Timed>(&record.value).ok().map(|timed| timed.time)
}

struct Link {
    extends: bool,
    /// The chain's head before the record.
    head: ChainHash,
    head_offset: Option<i64>,
    own: ChainHash,
}

fn tell(
    record: &Record,
    link: &Link,
    context: &mut Context,
    previous_time: Option<chrono::DateTime<chrono::Utc>>,
) -> Explanation {
    let value = serde_json::from_slice::<Box<RawValue>>(&record.value).ok();
    let mut explanation = Explanation {
        partition: record.partition,
        offset: record.offset,
        valid: link.extends,
        entry: None,
        kind: None,
        account: None,
        sentences: Vec::new(),
        before: None,
        after: None,
        lots: Vec::new(),
        value,
    };
    let after = link
        .head_offset
        .map_or("the beginning of the partition".to_owned(), |at| format!("the entry at offset {at}"));
    if !link.extends {
        let named = previous_of(&record.value)
            .map_or("no entry at all".to_owned(), |hash| format!("{hash} as the entry before it"));
        explanation.sentences = vec![
            "This record is not part of the books, and no reader may act on it.".to_owned(),
            format!("It names {named}; but the head of the chain was {}, {after}.", link.head),
            "A replaced or restarted owner leaves such records, and so does a stranger. The command behind it, if there was one, \
             was answered by another entry under its key, or by NOT_APPLIED."
                .to_owned(),
        ];
        return explanation;
    }
    let event = match LedgerEvent::from_value(&record.value) {
        Ok(event) => event,
        Err(error) => {
            explanation.sentences = vec![format!("It extends the chain, but cannot be understood: {error}.")];
            return explanation;
        }
    };
    explanation.kind = Some(words::kind(&event));
    explanation.entry = Some(event.id.clone());
    explanation.sentences.push(rules::asked(&event, record.partition));
    let before = context.wallet.clone();
    if !event.account_id.is_empty() {
        explanation.account = Some(event.account_id.clone());
        explanation.before = Some(before.balance());
        explanation.sentences.extend(rules::before(&before));
    }
    explanation.sentences.extend(rules::decided(&event, context));
    let problems = context.take(&event, record.offset, previous_time);
    if !event.account_id.is_empty() {
        explanation.after = Some(context.wallet.balance());
        explanation.lots = changes(&before, &context.wallet);
        explanation.sentences.extend(rules::changed(&explanation.lots));
        explanation.sentences.push(format!(
            "After it: version {}, {}.",
            event.wallet_version,
            event.balance_after.as_ref().map(words::balance).unwrap_or_default()
        ));
    }
    for problem in problems {
        explanation.sentences.push(format!(
            "BUT this breaks the law `{}`: expected {}, found {}.",
            problem.law.name(),
            problem.expected,
            problem.found
        ));
    }
    explanation
        .sentences
        .push(format!("It follows {after}, whose hash it names; its own hash is {}.", link.own));
    explanation
}

fn changes(before: &Wallet, after: &Wallet) -> Vec<LotChange> {
    let mut changes = Vec::new();
    for lot in after.lots() {
        let then = before.lot(lot.id);
        let was = |amount: fn(&crate::audit::Lot) -> i128| then.map_or(0, amount);
        let frozen = |lot: &crate::audit::Lot| if lot.frozen { lot.rest() } else { 0 };
        let amounts = [
            ("remaining", was(|lot| lot.remaining), lot.remaining),
            ("held", was(|lot| lot.held), lot.held),
            ("reserved", was(|lot| lot.reserved), lot.reserved),
            ("frozen", then.map_or(0, frozen), frozen(lot)),
        ];
        for (what, before, after) in amounts {
            if before != after {
                changes.push(LotChange { lot: lot.id, what, before, after });
            }
        }
    }
    changes
}

impl Context {
    fn take(
        &mut self,
        event: &LedgerEvent,
        offset: i64,
        previous_time: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Vec<crate::audit::Problem> {
        if event.account_id.is_empty() {
            return Vec::new();
        }
        let ended = match &event.kind {
            Some(Kind::TokensDeducted(deducted)) if deducted.hold_closed => Some(&deducted.hold_id),
            Some(Kind::TokensReleased(released)) => Some(&released.hold_id),
            _ => None,
        };
        if let Some(hold) = ended.and_then(|hold| hold.parse().ok()) {
            self.ended.insert(hold, (offset, format!("{}: {}", words::kind(event), words::summary(event))));
        }
        if matches!(event.kind, Some(Kind::WalletFrozen(_))) {
            self.frozen = Some((offset, words::summary(event)));
        }
        self.wallet.apply(event, previous_time)
    }
}
