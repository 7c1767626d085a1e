//! What other services publish, and how it gets to the books.

use bytes::Bytes;
use chrono::TimeDelta;
use eventlog::{Headers, Received, Topic};
use ledger::book::Message;
use ledger::consumers::{self, Understood};
use ledger::domain::InputPosition;

use super::World;
use super::broker::as_offset;
use crate::asked::{DisputeNews, Ending, Fact, RefundNews, WhyFailed};
use crate::oracle::{InputRecord, Meaning, Violation};
use crate::published;
use crate::trace::note;

const TOPICS: [Topic; 3] = [Topic::ACCOUNTS, Topic::PAYMENTS, Topic::GENERATION];

impl World {
    /// Another service publishes something.
    pub(super) fn state(&mut self) {
        let account = self.chance.place(self.accounts.len());
        if self.chance.percent(self.faults.broken) {
            self.state_nonsense(account);
        } else if self.chance.percent(10) {
            self.state_idle(account);
        } else if let Some((account, fact)) = self.later.pop().filter(|_| self.chance.percent(30)) {
            self.stated.push((account, fact.clone()));
            self.publish_fact(account, fact);
        } else if self.chance.percent(self.faults.told_again) {
            let earlier = self.chance.place(self.stated.len());
            if let Some((account, fact)) = self.stated.get(earlier).cloned() {
                let contradicts = self.chance.percent(self.faults.contradicted);
                let fact = if contradicts { self.contradiction(fact) } else { fact };
                self.fault(if contradicts { "contradicting event" } else { "repeated event" });
                self.publish_fact(account, fact);
            }
        } else {
            let (account, fact) = self.new_fact(account);
            self.stated.push((account, fact.clone()));
            self.publish_fact(account, fact);
        }
    }

    /// An account buys tokens.
    pub(super) fn state_purchase(&mut self, account: usize) {
        let fact = Fact::Paid { order: self.chance.id().to_string(), tokens: self.tokens(500) };
        self.stated.push((account, fact.clone()));
        self.publish_fact(account, fact);
    }

    /// Something new to say, by choice of this account.
    fn new_fact(&mut self, account: usize) -> (usize, Fact) {
        if self.chance.percent(self.faults.reversals) {
            return self.reversal(account);
        }
        let fact = match self.chance.below(10) {
            0 => Fact::Registered,
            1..=3 => Fact::Paid { order: self.chance.id().to_string(), tokens: self.tokens(120) },
            4..=5 => {
                let seconds = i64::try_from(self.chance.between(1, 600)).unwrap_or(1);
                let expires_at = self.chance.percent(75).then(|| self.now + TimeDelta::seconds(seconds));
                Fact::Granted {
                    grant: self.chance.id().to_string(),
                    promotion: "welcome".to_owned(),
                    tokens: self.tokens(30),
                    expires_at,
                }
            }
            _ => {
                let ending = self.ending();
                let latest = self.holds.len().saturating_sub(6);
                let place = latest + self.chance.place(self.holds.len() - latest);
                if let Some(known) = self.holds.get(place).filter(|_| self.chance.percent(90)) {
                    let (generation, hold) = (known.generation.clone(), known.hold.clone());
                    return (known.account, Fact::Ended { generation, hold, ending });
                }
                if self.chance.percent(80) {
                    Fact::Paid { order: self.chance.id().to_string(), tokens: self.tokens(120) }
                } else {
                    // Of a hold that never was.
                    let (generation, hold) = (self.chance.id().to_string(), self.chance.id().to_string());
                    Fact::Ended { generation, hold, ending }
                }
            }
        };
        (account, fact)
    }

    /// News of a refund or a dispute, early, late or out of order: each order has a few of both.
    fn reversal(&mut self, account: usize) -> (usize, Fact) {
        let orders: Vec<_> = self
            .stated
            .iter()
            .filter_map(|(account, fact)| match fact {
                Fact::Paid { order, tokens } => Some((*account, order.clone(), *tokens)),
                _ => None,
            })
            .collect();
        let latest = orders.len().saturating_sub(5);
        let place = latest + self.chance.place(orders.len() - latest);
        let (account, order, tokens) = match orders.get(place).cloned() {
            Some(known) if self.chance.percent(85) => known,
            _ => {
                // It is paid only later, or never.
                let order = self.chance.id().to_string();
                if self.chance.percent(80) {
                    self.later.push((account, Fact::Paid { order: order.clone(), tokens: 100 }));
                }
                (account, order, 100)
            }
        };
        // Ids that differ from order to order in their last digit.
        let which = char::from(b'0' + u8::try_from(self.chance.below(3)).unwrap_or(0));
        let id = format!("{}{which}", order.get(..35).unwrap_or_default());
        let fact = if self.chance.percent(50) {
            let news = match self.chance.below(7) {
                0..=2 => RefundNews::Requested,
                3..=4 => RefundNews::Refunded(
                    self.chance.between(1, tokens.saturating_add(tokens / 5).min(1 << 40)),
                ),
                _ => RefundNews::Failed,
            };
            Fact::Refund { refund: id, order, news }
        } else {
            let news = match self.chance.below(6) {
                0..=2 => DisputeNews::Opened,
                3 => DisputeNews::Won,
                _ => DisputeNews::Lost,
            };
            Fact::Dispute { dispute: id, order, news }
        };
        (account, fact)
    }

    fn ending(&mut self) -> Ending {
        match self.chance.below(4) {
            0 => Ending::Cancelled { delivered: self.chance.below(25) },
            1 => {
                let why = self.chance.pick(&WhyFailed::ALL).copied().unwrap_or(WhyFailed::ProviderError);
                let category = if self.chance.percent(50) { "violence".to_owned() } else { String::new() };
                Ending::Failed { why, category }
            }
            _ => {
                let cost = self.chance.below(40);
                let (list, promotion) = if self.chance.percent(30) {
                    (cost * 2, "half-price".to_owned())
                } else {
                    (cost, String::new())
                };
                Ending::Succeeded { cost, list, promotion }
            }
        }
    }

    /// The same business key with something else to say.
    fn contradiction(&mut self, fact: Fact) -> Fact {
        match fact {
            Fact::Registered => Fact::Registered,
            Fact::Paid { order, tokens } => Fact::Paid { order, tokens: tokens.saturating_add(1) },
            Fact::Granted { grant, promotion, tokens, expires_at } => {
                Fact::Granted { grant, promotion, tokens: tokens.saturating_add(1), expires_at }
            }
            Fact::Ended { generation, hold, .. } => Fact::Ended { generation, hold, ending: self.ending() },
            Fact::Refund { refund, order, news: RefundNews::Refunded(tokens) } => {
                Fact::Refund { refund, order, news: RefundNews::Refunded(tokens.saturating_add(1)) }
            }
            Fact::Refund { .. } | Fact::Dispute { .. } => fact,
        }
    }

    /// A number of tokens, seldom one near what 64 bits hold.
    pub(super) fn tokens(&mut self, most: u64) -> u64 {
        if self.faults.huge && self.chance.percent(10) {
            i64::MAX.unsigned_abs() - self.chance.below(50)
        } else {
            self.chance.between(1, most)
        }
    }

    fn publish_fact(&mut self, account: usize, fact: Fact) {
        let id = self.chance.id().to_string();
        let text = self.accounts[account].text.clone();
        let Some(value) = published::event(&fact, &text, &id, self.now) else { return };
        let topic = fact.topic();
        // Now and then an event ends up with another partition's: it is not to be opened a second wallet for.
        let at_home = self.accounts[account].partition;
        let astray = self.partitions.len() > 1 && self.chance.per_myriad(self.faults.broken * 20);
        let (partition, meaning) = if astray {
            ((at_home + 1) % self.partitions.len(), Meaning::Rejected)
        } else {
            (at_home, Meaning::Fact(text.clone(), fact))
        };
        self.publish(topic, partition, &text, id, value, meaning);
    }

    fn state_nonsense(&mut self, account: usize) {
        let id = self.chance.id().to_string();
        let text = self.accounts[account].text.clone();
        let (topic, value) = match self.chance.below(3) {
            0 => ("accounts.events", b"not an event".to_vec()),
            1 => ("generation.events", format!(r#"{{"id":"{id}","generationFailed":{{}}}}"#).into_bytes()),
            _ => {
                let nothing = Fact::Paid { order: id.clone(), tokens: 0 };
                let value = published::event(&nothing, &text, &id, self.now).unwrap_or_default();
                ("payments.events", value)
            }
        };
        self.fault("event that cannot be understood");
        let partition = self.accounts[account].partition;
        self.publish(topic, partition, &text, id, value, Meaning::Rejected);
    }

    fn state_idle(&mut self, account: usize) {
        let id = self.chance.id().to_string();
        let text = self.accounts[account].text.clone();
        let kind = self.chance.below(6);
        if let (topic, Some(value)) = published::idle_event(kind, &text, &id, self.now) {
            let partition = self.accounts[account].partition;
            self.publish(topic, partition, &text, id, value, Meaning::Nothing);
        }
    }

    fn publish(
        &mut self,
        name: &'static str,
        partition: usize,
        account: &str,
        event_id: String,
        value: Vec<u8>,
        meaning: Meaning,
    ) {
        let Some(topic) = TOPICS.into_iter().find(|topic| topic.name() == name) else { return };
        let here = &mut self.partitions[partition];
        let records = here.topics.entry(name).or_default();
        let mut headers = Headers::default();
        headers.push("ce_id", event_id.clone());
        records.push(Received {
            topic,
            partition: i32::try_from(partition).unwrap_or(0),
            offset: as_offset(records.len()),
            key: Bytes::copy_from_slice(account.as_bytes()),
            value: value.into(),
            headers,
            timestamp: None,
            chain: None,
        });
        let offset = records.len() - 1;
        note!(self, "{name} p{partition}@{offset}: {meaning:?}");
        let inputs = self.partitions[partition].known.inputs.entry(name).or_default();
        inputs.push(InputRecord { event_id, meaning });
    }

    /// A book's follower of the inputs hands over the next record of one of the topics.
    pub(super) fn follow_inputs(&mut self, process: usize, partition: usize) -> Result<bool, Violation> {
        let partitions = i32::try_from(self.partitions.len()).unwrap_or(1);
        let here = &self.partitions[partition];
        let Some(hosted) = self.processes[process].hosted.get_mut(partition) else { return Ok(false) };
        let Some(follower) = &mut hosted.follower else { return Ok(false) };
        let mut behind = Vec::new();
        for (topic, records) in &here.topics {
            let start = follower.start.get(*topic).copied().unwrap_or(0);
            let next = *follower.next.entry(topic).or_insert(usize::try_from(start).unwrap_or(0));
            behind.extend(records.get(next).map(|record| (*topic, next, record)));
        }
        let Some(&(topic, next, record)) = self.chance.pick(&behind) else { return Ok(false) };
        let position = InputPosition {
            topic: topic.to_owned(),
            offset: record.offset,
            event_id: record.headers.text("ce_id").unwrap_or_default().to_owned(),
        };
        let meant =
            here.known.inputs.get(topic).and_then(|inputs| inputs.get(next)).map(|input| &input.meaning);
        let epoch = follower.epoch;
        let message = match (consumers::understand(record, partitions), meant) {
            (Ok(Understood::NothingToDo), Some(Meaning::Nothing)) => None,
            (Ok(Understood::Command(request)), Some(Meaning::Fact(..))) => {
                Some(Message::Input { epoch, position, request: request.into() })
            }
            (Err(detail), Some(Meaning::Rejected)) => {
                Some(Message::InputRejected { epoch, position, detail })
            }
            (understood, meant) => {
                return Err(Violation(format!(
                    "{topic} {next} means {meant:?}, and is understood as {understood:?}"
                )));
            }
        };
        if let Some(message) = message {
            if hosted.commands.len() >= self.faults.mailbox {
                // It is offered again later.
                self.fault("full mailbox");
                return Ok(false);
            }
            hosted.commands.push_back(message);
        }
        self.partitions[partition].group.insert(topic.to_owned(), as_offset(next + 1));
        follower.next.insert(topic, next + 1);
        Ok(true)
    }

    /// A follower loses its connection and starts over from what its book was known to have.
    pub(super) fn reread(&mut self, process: usize, partition: usize) {
        let hosted = self.processes[process].hosted.get_mut(partition);
        if let Some(follower) = hosted.and_then(|hosted| hosted.follower.as_mut()) {
            follower.next.clear();
            self.fault("inputs read again");
            note!(self, "{} p{partition} reads its inputs again", self.processes[process].name);
        }
    }

    /// Whether the owner's follower has handed over everything.
    pub(super) fn has_followed(&self, process: usize, partition: usize) -> bool {
        let follower =
            self.processes[process].hosted.get(partition).and_then(|hosted| hosted.follower.as_ref());
        follower.is_some_and(|follower| {
            self.partitions[partition]
                .topics
                .iter()
                .all(|(topic, records)| follower.next.get(topic).is_some_and(|next| *next == records.len()))
        })
    }
}
