//! Replay and point reads: blocking, for a plain thread, fast.

use std::time::{Duration, Instant};

use bytes::Bytes;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::{Offset, TopicPartitionList};

use crate::client::Connection;
use crate::error::passes_by_itself;
use crate::{KafkaSettings, LogError, Topic};

/// How long a read may bring nothing before it fails.
const STALLED_AFTER: Duration = Duration::from_secs(20);

/// How long one poll waits, so that deadlines are noticed.
const POLL: Duration = Duration::from_millis(100);

/// One record of a known partition; headers only repeat what the value says, so replay leaves them out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRecord {
    /// Its offset.
    pub offset: i64,
    /// Its key, an account id's text; empty when it has none.
    pub key: Bytes,
    /// Its value, byte for byte.
    pub value: Bytes,
    /// When its producer made it, in milliseconds since 1970, if it says so.
    pub timestamp_ms: Option<i64>,
}

impl LogRecord {
    fn from_message(message: &BorrowedMessage<'_>) -> Self {
        Self {
            offset: message.offset(),
            key: Bytes::copy_from_slice(message.key().unwrap_or_default()),
            value: Bytes::copy_from_slice(message.payload().unwrap_or_default()),
            timestamp_ms: message.timestamp().to_millis(),
        }
    }
}

/// Reads the log from a plain thread; every call blocks. For use from a task see [`crate::PointReader`] and
/// [`LogReader::batches`].
pub struct LogReader {
    consumer: BaseConsumer<Connection>,
}

impl LogReader {
    /// A reader for long ranges: fetches far ahead, within 32 MiB.
    pub fn for_ranges(settings: &KafkaSettings) -> Result<Self, LogError> {
        Self::new(
            settings,
            &[
                ("fetch.wait.max.ms", "10"),
                ("fetch.message.max.bytes", "4194304"),
                ("queued.min.messages", "100000"),
                ("queued.max.messages.kbytes", "32768"),
            ],
        )
    }

    /// A reader for single records: fetches little, at once.
    pub fn for_points(settings: &KafkaSettings) -> Result<Self, LogError> {
        Self::new(
            settings,
            &[
                ("fetch.wait.max.ms", "5"),
                ("fetch.message.max.bytes", "65536"),
                ("queued.min.messages", "1"),
                ("queued.max.messages.kbytes", "2048"),
            ],
        )
    }

    fn new(settings: &KafkaSettings, tuning: &[(&str, &str)]) -> Result<Self, LogError> {
        // The client wants a group to assign partitions; nothing is ever committed to this one.
        let mut config = settings.consumer_config(&format!("{}-reader", settings.client_id));
        config.set("enable.partition.eof", "true");
        for (name, value) in tuning {
            config.set(*name, *value);
        }
        let consumer = config.create_with_context(Connection::new()).map_err(LogError::Client)?;
        Ok(Self { consumer })
    }

    /// The offset that the next record of the partition will get.
    pub fn high_watermark(&self, topic: &Topic, partition: i32) -> Result<i64, LogError> {
        let deadline = Instant::now() + STALLED_AFTER;
        loop {
            match self.consumer.fetch_watermarks(topic.name(), partition, Duration::from_secs(2)) {
                Ok((_, high)) => return Ok(high),
                Err(error) if passes_by_itself(&error) && Instant::now() < deadline => {
                    // Not every failure takes its time, and a broker that starts should not be hammered.
                    std::thread::sleep(POLL);
                }
                Err(error) if passes_by_itself(&error) => {
                    return Err(LogError::TimedOut("asking for the end"));
                }
                Err(error) => return Err(LogError::Broker(error)),
            }
        }
    }

    /// Reads a partition from an offset up to, not including, `to`; by default up to where it ends now.
    pub fn read_range(
        &mut self,
        topic: &Topic,
        partition: i32,
        from: i64,
        to: Option<i64>,
    ) -> Result<RangeReader<'_>, LogError> {
        let end = match to {
            Some(end) => end,
            None => self.high_watermark(topic, partition)?,
        };
        if from < end {
            self.assign(topic, partition, from)?;
        }
        Ok(RangeReader { reader: self, next_offset: from, end })
    }

    /// Reads the record at one offset.
    pub fn read_one(&mut self, topic: &Topic, partition: i32, offset: i64) -> Result<LogRecord, LogError> {
        let mut range = self.read_range(topic, partition, offset, offset.checked_add(1))?;
        range.next().unwrap_or_else(|| {
            Err(LogError::PositionNotInLog(format!("{topic}/{partition} ends before {offset}")))
        })
    }

    fn assign(&self, topic: &Topic, partition: i32, from: i64) -> Result<(), LogError> {
        let mut assignment = TopicPartitionList::with_capacity(1);
        assignment
            .add_partition_offset(topic.name(), partition, Offset::Offset(from))
            .map_err(LogError::Broker)?;
        self.consumer.assign(&assignment).map_err(LogError::Broker)
    }

    /// The next record at or above an offset; none at the end of the log.
    fn poll(&self, at_least: i64) -> Option<Result<LogRecord, LogError>> {
        let deadline = Instant::now() + STALLED_AFTER;
        loop {
            match self.consumer.poll(POLL) {
                Some(Ok(message)) if message.offset() >= at_least => {
                    return Some(Ok(LogRecord::from_message(&message)));
                }
                Some(Err(KafkaError::PartitionEOF(_))) => return None,
                Some(Err(error)) if !passes_by_itself(&error) => {
                    return Some(Err(LogError::from_consumption(error)));
                }
                Some(_) | None if Instant::now() >= deadline => {
                    return Some(Err(LogError::TimedOut("reading a range")));
                }
                Some(_) | None => {}
            }
        }
    }
}

/// The records of a range, in order.
pub struct RangeReader<'a> {
    reader: &'a mut LogReader,
    next_offset: i64,
    end: i64,
}

impl RangeReader<'_> {
    /// The end of the range: the offset that it does not include.
    pub const fn end(&self) -> i64 {
        self.end
    }
}

impl Iterator for RangeReader<'_> {
    type Item = Result<LogRecord, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next_offset >= self.end {
            return None;
        }
        let record = match self.reader.poll(self.next_offset) {
            Some(Ok(record)) => record,
            Some(Err(error)) => {
                self.next_offset = self.end;
                return Some(Err(error));
            }
            None => {
                self.next_offset = self.end;
                return None;
            }
        };
        self.next_offset = record.offset.saturating_add(1);
        (record.offset < self.end).then_some(Ok(record))
    }
}

impl Drop for RangeReader<'_> {
    fn drop(&mut self) {
        // Otherwise it would go on fetching behind our back.
        if let Err(error) = self.reader.consumer.unassign() {
            tracing::debug!(%error, "the reader could not let go of its partition");
        }
    }
}
