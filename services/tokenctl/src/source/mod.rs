//! Where records come from: a cluster, or a copied log. Read-only.

mod brokers;
pub(crate) mod folder;

use std::ops::ControlFlow;
use std::path::Path;

use bytes::Bytes;
use eventlog::{Headers, KafkaSettings, Topic};

pub(crate) use brokers::Brokers;
pub(crate) use folder::Folder;

use crate::error::Error;

/// One record with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) partition: i32,
    pub(crate) offset: i64,
    /// Milliseconds since 1970, if its producer said so.
    pub(crate) timestamp_ms: Option<i64>,
    pub(crate) key: Bytes,
    pub(crate) value: Bytes,
    /// Only there where they were asked for.
    pub(crate) headers: Headers,
}

/// A part of one partition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'a> {
    pub(crate) topic: &'a Topic,
    pub(crate) partition: i32,
    pub(crate) from: i64,
    /// Up to here, exclusive; `None` for where the partition ends when reading begins.
    pub(crate) to: Option<i64>,
    /// Whether headers are wanted; replay is faster without.
    pub(crate) headers: bool,
}

impl<'a> Span<'a> {
    /// All of a partition, without headers.
    pub(crate) const fn all(topic: &'a Topic, partition: i32) -> Self {
        Self { topic, partition, from: 0, to: None, headers: false }
    }
}

/// What a visitor says after each record: go on, or that is enough.
pub(crate) type Step = Result<ControlFlow<()>, Error>;

/// Where records come from.
#[derive(Debug)]
pub(crate) enum Source {
    /// A live cluster.
    Brokers(Brokers),
    /// A copy in a folder.
    Folder(Folder),
}

impl Source {
    /// The copy in `folder`, if one is named; else the cluster at `brokers`.
    pub(crate) fn open(brokers: Option<&str>, folder: Option<&Path>) -> Result<Self, Error> {
        match (folder, brokers) {
            (Some(folder), _) => Folder::open(folder).map(Self::Folder),
            (None, Some(brokers)) => Brokers::connect(brokers).map(Self::Brokers),
            (None, None) => Err(Error::Usage(
                "no log: name a cluster with --brokers (or TOKENBOOK_KAFKA_BROKERS), or a copied log with --log"
                    .to_owned(),
            )),
        }
    }

    /// The cluster, for what only a cluster can do.
    pub(crate) fn cluster(&self, what: &str) -> Result<&Brokers, Error> {
        match self {
            Self::Brokers(brokers) => Ok(brokers),
            Self::Folder(_) => {
                Err(Error::Usage(format!("{what} needs a cluster: name it with --brokers, without --log")))
            }
        }
    }

    /// How many partitions a topic has; `None` if it is not there.
    pub(crate) fn partitions(&self, topic: &Topic) -> Result<Option<i32>, Error> {
        match self {
            Self::Brokers(brokers) => brokers.partitions(topic),
            Self::Folder(folder) => Ok(folder.partitions(topic)),
        }
    }

    /// The same for a topic that must be there.
    pub(crate) fn expect_partitions(&self, topic: &Topic) -> Result<i32, Error> {
        self.partitions(topic)?
            .ok_or_else(|| Error::NotFound(format!("there is no topic {topic} in this log")))
    }

    /// The offset after the last record of a partition.
    pub(crate) fn end(&self, topic: &Topic, partition: i32) -> Result<i64, Error> {
        match self {
            Self::Brokers(brokers) => brokers.end(topic, partition),
            Self::Folder(folder) => folder.end(topic, partition),
        }
    }

    /// Visits the records of a span in order.
    pub(crate) fn visit(&self, span: Span<'_>, mut visit: impl FnMut(Record) -> Step) -> Result<(), Error> {
        match self {
            Self::Brokers(brokers) => brokers.visit(span, &mut visit),
            Self::Folder(folder) => folder.visit(span, &mut visit),
        }
    }

    /// The record at one offset.
    pub(crate) fn one(&self, topic: &Topic, partition: i32, offset: i64) -> Result<Record, Error> {
        let mut found = None;
        let end = self.end(topic, partition)?;
        if (0..end).contains(&offset) {
            let span = Span { topic, partition, from: offset, to: offset.checked_add(1), headers: true };
            self.visit(span, |record| {
                found = Some(record);
                Ok(ControlFlow::Break(()))
            })?;
        }
        found.filter(|record| record.offset == offset).ok_or_else(|| {
            Error::NotFound(format!(
                "there is no record {topic}/{partition}/{offset}; the partition ends at {end}"
            ))
        })
    }
}

/// The settings of this program's clients.
fn settings(brokers: &str) -> KafkaSettings {
    // The counts only matter to those who create topics, which this program never does.
    KafkaSettings {
        brokers: brokers.to_owned(),
        partitions: 1,
        replication: 1,
        client_id: "tokenctl".to_owned(),
    }
}
