//! Records of a live cluster. Nothing is written and no group is joined.

use std::fmt;
use std::sync::Mutex;

use eventlog::{Headers, KafkaSettings, LogError, LogReader, LogRecord, Received, Topic};

use super::{Record, Span, Step, settings};
use crate::error::Error;

/// A live cluster.
pub(crate) struct Brokers {
    pub(crate) settings: KafkaSettings,
    // For single questions; a range has a reader of its own.
    questions: Mutex<LogReader>,
}

impl fmt::Debug for Brokers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Brokers").field(&self.settings.brokers).finish()
    }
}

impl Brokers {
    pub(super) fn connect(brokers: &str) -> Result<Self, Error> {
        let settings = settings(brokers);
        Ok(Self { questions: Mutex::new(LogReader::for_points(&settings)?), settings })
    }

    fn ask<T>(&self, question: impl FnOnce(&LogReader) -> Result<T, LogError>) -> Result<T, Error> {
        let reader = self.questions.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(question(&reader)?)
    }

    pub(super) fn partitions(&self, topic: &Topic) -> Result<Option<i32>, Error> {
        self.ask(|reader| reader.partitions(topic))
    }

    pub(super) fn end(&self, topic: &Topic, partition: i32) -> Result<i64, Error> {
        self.ask(|reader| reader.high_watermark(topic, partition))
    }

    pub(super) fn visit(&self, span: Span<'_>, visit: &mut dyn FnMut(Record) -> Step) -> Result<(), Error> {
        let mut reader = LogReader::for_ranges(&self.settings)?;
        let Span { topic, partition, from, to, headers } = span;
        if headers {
            for record in reader.read_range_whole(topic, partition, from, to)? {
                if visit(record?.into())?.is_break() {
                    break;
                }
            }
        } else {
            for record in reader.read_range(topic, partition, from, to)? {
                if visit(Record::of(partition, record?))?.is_break() {
                    break;
                }
            }
        }
        Ok(())
    }
}

impl Record {
    fn of(partition: i32, record: LogRecord) -> Self {
        let LogRecord { offset, key, value, timestamp_ms } = record;
        Self { partition, offset, timestamp_ms, key, value, headers: Headers::default() }
    }
}

impl From<Received> for Record {
    fn from(received: Received) -> Self {
        Self {
            partition: received.partition,
            offset: received.offset,
            timestamp_ms: received.timestamp.map(|time| time.timestamp_millis()),
            key: received.key,
            value: received.value,
            headers: received.headers,
        }
    }
}
