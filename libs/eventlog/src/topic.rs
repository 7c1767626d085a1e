//! The names of topics.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A topic of the log: one of the four that hold the books, or, in tests, one of a test's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Topic(Cow<'static, str>);

/// The name is not one that Kafka accepts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a topic name: 1 to 240 of letters, digits, '.', '_' and '-'")]
pub struct InvalidTopic(String);

/// Kafka allows 249 characters; the rest is for the suffix of the dead letters.
const MAX_NAME: usize = 240;

impl Topic {
    /// What happens to people, credentials, keys and roles.
    pub const ACCOUNTS: Topic = Topic(Cow::Borrowed("accounts.events"));
    /// What happens to orders, payments, refunds and disputes.
    pub const PAYMENTS: Topic = Topic(Cow::Borrowed("payments.events"));
    /// What happens to generation jobs.
    pub const GENERATION: Topic = Topic(Cow::Borrowed("generation.events"));
    /// The books themselves: every change of a wallet.
    pub const LEDGER: Topic = Topic(Cow::Borrowed("ledger.events"));

    /// Which instance of the ledger owns which partition, as far as anybody has said: a hint, by the partition's number, and no book.
    pub const OWNERS: Topic = Topic(Cow::Borrowed("ledger.owners"));

    /// The four topics that hold the books.
    pub const ALL: [Topic; 4] = [Topic::ACCOUNTS, Topic::PAYMENTS, Topic::GENERATION, Topic::LEDGER];

    /// The topic of that name.
    pub fn named(name: impl Into<Cow<'static, str>>) -> Result<Topic, InvalidTopic> {
        let name = name.into();
        let legal = (1..=MAX_NAME).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
            && name != "."
            && name != "..";
        if legal { Ok(Topic(name)) } else { Err(InvalidTopic(name.into_owned())) }
    }

    /// The name as Kafka knows it.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The name of the topic for records of this one that cannot be processed.
    pub fn dead_letters(&self) -> String {
        format!("{}.dlq", self.0)
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Topic {
    type Err = InvalidTopic;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Topic::named(name.to_owned())
    }
}

impl TryFrom<String> for Topic {
    type Error = InvalidTopic;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Topic::named(name)
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.0.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_letters_stand_beside_their_topic() {
        assert_eq!(Topic::LEDGER.dead_letters(), "ledger.events.dlq");
    }

    #[test]
    fn a_name_that_kafka_refuses_is_no_topic() {
        for name in ["", ".", "..", "a b", "ä", "a/b", &"x".repeat(241)] {
            assert!(Topic::named(name.to_owned()).is_err(), "{name:?}");
        }
        assert_eq!("payments.events".parse(), Ok(Topic::PAYMENTS));
    }
}
