//! The chain of one partition, followed over the raw bytes of its log.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Decided, Key, Known, Meaning, Violation, Wallet, demand};
use crate::asked::{Asked, Fact, Time};

/// A valid entry, as far as answers can be about it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) key: Option<Key>,
    pub(crate) digest: String,
    pub(crate) account: String,
    pub(crate) version: u64,
    pub(crate) kind: String,
}

/// The chain so far, and the wallets that it makes.
#[derive(Debug)]
pub(crate) struct Chain {
    head: String,
    next: usize,
    entries: BTreeMap<usize, Entry>,
    /// The wallets by account, one for each version that they had.
    wallets: BTreeMap<String, Vec<Wallet>>,
    keys: BTreeMap<Key, usize>,
    rejected: BTreeSet<(String, i64)>,
    term: u64,
    last_time: Option<Time>,
}

impl Chain {
    pub(crate) fn new() -> Self {
        Self {
            head: "0".repeat(64),
            next: 0,
            entries: BTreeMap::new(),
            wallets: BTreeMap::new(),
            keys: BTreeMap::new(),
            rejected: BTreeSet::new(),
            term: 0,
            last_time: None,
        }
    }

    /// The offset that is looked at next.
    pub(crate) const fn next(&self) -> usize {
        self.next
    }

    /// The offset of the last valid entry.
    pub(crate) fn last(&self) -> usize {
        self.entries.last_key_value().map_or(0, |(offset, _)| *offset)
    }

    /// The valid entry at an offset.
    pub(crate) fn at(&self, offset: i64) -> Option<&Entry> {
        usize::try_from(offset).ok().and_then(|offset| self.entries.get(&offset))
    }

    /// The valid entry under a key.
    pub(crate) fn under(&self, key: &Key) -> Option<&Entry> {
        self.keys.get(key).and_then(|offset| self.entries.get(offset))
    }

    /// An account's wallet at each of its versions, the empty one first.
    pub(crate) fn history(&self, account: &str) -> &[Wallet] {
        self.wallets.get(account).map_or(&[], Vec::as_slice)
    }

    /// An account's wallet now.
    pub(crate) fn wallet(&self, account: &str) -> Wallet {
        self.history(account).last().cloned().unwrap_or_default()
    }

    /// Looks at the next record; gives the entry if it is one.
    pub(crate) fn follow(&mut self, value: &[u8], known: &Known) -> Result<Option<Entry>, Violation> {
        let offset = self.next;
        self.next += 1;
        let Ok(record) = serde_json::from_slice::<Value>(value) else { return Ok(None) };
        if text(&record, "previous") != self.head {
            return Ok(None);
        }
        self.head = blake3::hash(value).to_hex().to_string();
        let entry = self.judge(&record, known).map_err(|Violation(why)| {
            Violation(format!("the entry at offset {offset}: {why}\n  {}", String::from_utf8_lossy(value)))
        })?;
        if let Some(key) = &entry.key {
            demand!(
                self.keys.insert(key.clone(), offset).is_none(),
                "the key {key:?} has a second outcome at offset {offset}"
            );
        }
        self.entries.insert(offset, entry.clone());
        Ok(Some(entry))
    }

    fn judge(&mut self, record: &Value, known: &Known) -> Result<Entry, Violation> {
        let id = text(record, "id");
        let decided = known.decided.get(id);
        let decided = decided.ok_or_else(|| Violation("nobody decided it".to_owned()))?;
        let time: Option<Time> = text(record, "time").parse().ok();
        demand!(time >= self.last_time, "the books run backwards");
        demand!(time >= Some(decided.at), "it says an earlier time than the clock that decided it");
        demand!(
            decided.deadline.is_none_or(|deadline| decided.at <= deadline),
            "it was decided after its deadline {:?}",
            decided.deadline
        );
        self.last_time = time;

        let (kind, body) = kind_of(record)?;
        let account = text(record, "accountId");
        let mut entry = Entry {
            id: id.to_owned(),
            key: None,
            digest: text(record, "/cause/requestDigest").to_owned(),
            account: account.to_owned(),
            version: 0,
            kind: match kind {
                "commandRefused" => format!("{kind}: {} {}", text(body, "command"), text(body, "reason")),
                other => other.to_owned(),
            },
        };
        match kind {
            "bookClaimed" => {
                let term = text(body, "term").parse().unwrap_or(0);
                demand!(term > self.term, "the claim's term {term} is not above {}", self.term);
                self.term = term;
            }
            "inputRejected" => self.judge_rejection(record, known)?,
            _ => {
                let key = text(record, "/cause/idempotencyKey");
                if !key.is_empty() {
                    let caller = text(record, "/cause/caller");
                    entry.key = Some((account.to_owned(), caller.to_owned(), key.to_owned()));
                }
                entry.version = self.judge_wallet(record, kind, body, &entry, decided, known)?;
            }
        }
        Ok(entry)
    }

    fn judge_wallet(
        &mut self,
        record: &Value,
        kind: &str,
        body: &Value,
        entry: &Entry,
        decided: &Decided,
        known: &Known,
    ) -> Result<u64, Violation> {
        let mut wallet = self.wallet(&entry.account);
        let wanted = match &entry.key {
            None => {
                demand!(text(record, "/cause/caller") == "schedule", "it has no key");
                wallet.expire(decided.at, kind, body).map_err(Violation)?
            }
            Some(key) => {
                let due = wallet.due(decided.at);
                demand!(due.is_none(), "{} was not written before", due.unwrap_or_default());
                let asked = if let Some(input) = record.pointer("/cause/input") {
                    Asked::Fact(told(input, key, known)?)
                } else {
                    let asked = known.calls.get(key).and_then(|calls| calls.get(&entry.digest));
                    asked.cloned().ok_or_else(|| Violation(format!("nobody asked for it: {key:?}")))?
                };
                wallet.answer(&entry.id, decided.at, &asked)
            }
        };
        demand!(
            wanted == (wanted.0, body.clone()) && wanted.0 == kind,
            "it should be {} {}",
            wanted.0,
            wanted.1
        );
        let balance = record.get("balanceAfter").cloned().unwrap_or_default();
        demand!(balance == wallet.balance(), "the balance after it should be {}", wallet.balance());
        demand!(
            text(record, "walletVersion") == wallet.version.to_string(),
            "its version should be {}",
            wallet.version
        );
        demand!(wallet.is_conserved(), "tokens were made or lost");
        let version = wallet.version;
        let history = self.wallets.entry(entry.account.clone()).or_insert_with(|| vec![Wallet::default()]);
        history.push(wallet);
        Ok(version)
    }

    fn judge_rejection(&mut self, record: &Value, known: &Known) -> Result<(), Violation> {
        let (topic, offset) = position(record.pointer("/cause/input").unwrap_or(&Value::Null));
        let records = known.inputs.get(topic).map_or(&[][..], Vec::as_slice);
        let input = usize::try_from(offset).ok().and_then(|offset| records.get(offset));
        demand!(
            input.is_some_and(|input| matches!(input.meaning, Meaning::Rejected)),
            "the input at {topic} {offset} can be understood"
        );
        demand!(
            self.rejected.insert((topic.to_owned(), offset)),
            "the rejection of {topic} {offset} was noted before"
        );
        Ok(())
    }

    /// Whether every input has had its effect; that none has had it twice is checked on the way.
    pub(crate) fn is_told_all(&self, known: &Known) -> Result<(), Violation> {
        for (topic, records) in &known.inputs {
            for (offset, record) in records.iter().enumerate() {
                match &record.meaning {
                    Meaning::Nothing => {}
                    Meaning::Rejected => {
                        let position = (*topic).to_owned();
                        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
                        demand!(
                            self.rejected.contains(&(position, offset)),
                            "the rejection of {topic} {offset} is not noted"
                        );
                    }
                    Meaning::Fact(account, fact) => {
                        let key = (account.clone(), (*topic).to_owned(), fact.key());
                        demand!(self.under(&key).is_some(), "{topic} {offset} has had no effect: {key:?}");
                    }
                }
            }
        }
        Ok(())
    }
}

// The fact that an input told, which must be the first of its key in its topic.
fn told(input: &Value, key: &Key, known: &Known) -> Result<Fact, Violation> {
    let (topic, offset) = position(input);
    demand!(topic == key.1, "its caller is not its topic");
    let records = known.inputs.get(topic).map_or(&[][..], Vec::as_slice);
    let record = usize::try_from(offset).ok().and_then(|offset| records.get(offset));
    let record = record.ok_or_else(|| Violation(format!("{topic} has no offset {offset}")))?;
    demand!(text(input, "eventId") == record.event_id, "its event's id is {}", record.event_id);
    let Meaning::Fact(account, fact) = &record.meaning else {
        return Err(Violation("its input moves no tokens".to_owned()));
    };
    demand!((account, &fact.key()) == (&key.0, &key.2), "its input is of {account}, {}", fact.key());
    let first = records.iter().position(|other| match &other.meaning {
        Meaning::Fact(of, other) => of == account && other.key() == fact.key(),
        Meaning::Nothing | Meaning::Rejected => false,
    });
    demand!(i64::try_from(first.unwrap_or(0)) == Ok(offset), "it was told first at offset {first:?}");
    Ok(fact.clone())
}

fn position(input: &Value) -> (&str, i64) {
    // 0 is left out.
    (text(input, "topic"), text(input, "offset").parse().unwrap_or(0))
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    let found = if name.starts_with('/') { of.pointer(name) } else { of.get(name) };
    found.and_then(Value::as_str).unwrap_or_default()
}

/// The one field of an entry that says what happened.
fn kind_of(record: &Value) -> Result<(&str, &Value), Violation> {
    const COMMON: [&str; 7] =
        ["id", "time", "accountId", "walletVersion", "cause", "balanceAfter", "previous"];
    let fields = record.as_object().into_iter().flatten();
    let mut kinds = fields.filter(|(name, _)| !COMMON.contains(&name.as_str()));
    match (kinds.next(), kinds.next()) {
        (Some((name, body)), None) => Ok((name, body)),
        _ => Err(Violation("it does not say one thing".to_owned())),
    }
}
