//! Replay and point reads: blocking, for a plain thread, fast.

use std::time::{Duration, Instant};

use bytes::Bytes;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaError;
use rdkafka::message::{BorrowedMessage, Message};
use rdkafka::{Offset, TopicPartitionList};

use crate::client::Connection;
use crate::error::passes_by_itself;
use crate::fetch::{Fetcher, SeenRecord};
use crate::{KafkaSettings, LogError, Received, Topic};

/// How long a read may bring nothing before it fails.
const STALLED_AFTER: Duration = Duration::from_secs(20);

/// A range of fewer records is not worth a connection of its own.
const LONG: i64 = 1_000;

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

impl From<SeenRecord<'_>> for LogRecord {
    fn from(seen: SeenRecord<'_>) -> Self {
        Self {
            offset: seen.offset,
            key: Bytes::copy_from_slice(seen.key),
            value: Bytes::copy_from_slice(seen.value),
            timestamp_ms: seen.timestamp_ms,
        }
    }
}

impl<'a> From<&'a BorrowedMessage<'_>> for SeenRecord<'a> {
    fn from(message: &'a BorrowedMessage<'_>) -> Self {
        Self {
            offset: message.offset(),
            key: message.key().unwrap_or_default(),
            value: message.payload().unwrap_or_default(),
            timestamp_ms: message.timestamp().to_millis(),
        }
    }
}

/// Reads the log from a plain thread; every call blocks. For use from a task see [`crate::PointReader`] and
/// [`LogReader::batches`].
pub struct LogReader {
    consumer: BaseConsumer<Connection>,
    // Whether long ranges have a way of their own, and where to.
    fetches_from: Option<KafkaSettings>,
}

impl LogReader {
    /// A reader for long ranges: fetches ahead, within 16 MiB. More only costs memory, which a system that starts has to be given first.
    pub fn for_ranges(settings: &KafkaSettings) -> Result<Self, LogError> {
        let reader = Self::new(
            settings,
            &[
                ("fetch.wait.max.ms", "10"),
                ("fetch.message.max.bytes", "1048576"),
                ("queued.min.messages", "20000"),
                ("queued.max.messages.kbytes", "16384"),
            ],
        )?;
        Ok(Self { fetches_from: Some(settings.clone()), ..reader })
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
        Ok(Self { consumer, fetches_from: None })
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
                    tracing::warn!(%error, topic = topic.name(), partition, "the broker does not tell where the log ends");
                    return Err(LogError::TimedOut("asking for the end"));
                }
                Err(error) => return Err(LogError::Broker(error)),
            }
        }
    }

    /// The same by one look, for those who try again by themselves, and with another reader: a client has been seen that did not find the leader
    /// of a partition again for minutes after brokers had come and gone, while new ones found it at once.
    pub fn look_at_high_watermark(
        &self,
        topic: &Topic,
        partition: i32,
        within: Duration,
    ) -> Result<i64, LogError> {
        let watermarks = self.consumer.fetch_watermarks(topic.name(), partition, within);
        watermarks.map(|(_, high)| high).map_err(LogError::Broker)
    }

    /// Reads a partition from an offset up to, not including, `to`; by default up to where it ends now.
    pub fn read_range(
        &mut self,
        topic: &Topic,
        partition: i32,
        from: i64,
        to: Option<i64>,
    ) -> Result<RangeReader<'_>, LogError> {
        let end = self.end_of(topic, partition, to)?;
        let long = end.saturating_sub(from) >= LONG;
        let fetcher = match self.fetches_from.as_ref().filter(|_| long) {
            Some(settings) => {
                let opened = Fetcher::open(settings, topic, partition, from, end);
                opened.inspect_err(|error| by_the_library(topic, partition, error)).ok()
            }
            None => None,
        };
        RangeReader::new(self, topic, partition, from, end, fetcher)
    }

    fn end_of(&self, topic: &Topic, partition: i32, to: Option<i64>) -> Result<i64, LogError> {
        to.map_or_else(|| self.high_watermark(topic, partition), Ok)
    }

    /// The same with headers, for those who copy or show records.
    pub fn read_range_whole(
        &mut self,
        topic: &Topic,
        partition: i32,
        from: i64,
        to: Option<i64>,
    ) -> Result<WholeRangeReader<'_>, LogError> {
        let end = self.end_of(topic, partition, to)?;
        Ok(WholeRangeReader { range: RangeReader::new(self, topic, partition, from, end, None)? })
    }

    /// How many partitions the topic has; `None` if there is no such topic.
    pub fn partitions(&self, topic: &Topic) -> Result<Option<i32>, LogError> {
        let deadline = Instant::now() + STALLED_AFTER;
        loop {
            match self.consumer.fetch_metadata(Some(topic.name()), Duration::from_secs(2)) {
                Ok(metadata) => {
                    let found = metadata.topics().iter().find(|found| found.name() == topic.name());
                    let count = found
                        .filter(|found| found.error().is_none())
                        .map_or(0, |found| found.partitions().len());
                    return Ok(i32::try_from(count).ok().filter(|count| *count > 0));
                }
                Err(error) if passes_by_itself(&error) && Instant::now() < deadline => {
                    std::thread::sleep(POLL);
                }
                Err(error) if passes_by_itself(&error) => {
                    return Err(LogError::TimedOut("asking for a topic"));
                }
                Err(error) => return Err(LogError::Broker(error)),
            }
        }
    }

    /// How far a consumer group says that it has come in each of these partitions; `None` where it has said nothing.
    pub fn committed(
        settings: &KafkaSettings,
        group: &str,
        partitions: &[(Topic, i32)],
    ) -> Result<Vec<Option<i64>>, LogError> {
        let consumer: BaseConsumer<Connection> = settings
            .consumer_config(group)
            .create_with_context(Connection::new())
            .map_err(LogError::Client)?;
        let mut asked = TopicPartitionList::with_capacity(partitions.len());
        for (topic, partition) in partitions {
            asked.add_partition(topic.name(), *partition);
        }
        let told = consumer.committed_offsets(asked, STALLED_AFTER).map_err(LogError::from_consumption)?;
        let offset =
            |(topic, partition): &(Topic, i32)| match told.find_partition(topic.name(), *partition)?.offset()
            {
                Offset::Offset(offset) => Some(offset),
                _ => None,
            };
        Ok(partitions.iter().map(offset).collect())
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
    fn poll<T>(
        &self,
        at_least: i64,
        mut read: impl FnMut(&BorrowedMessage<'_>) -> T,
    ) -> Option<Result<(i64, T), LogError>> {
        // Mostly the next one is there. Who does not wait need not look at the clock, which costs a good part of what a record does.
        let mut patience = Duration::ZERO;
        let mut until = None;
        loop {
            match self.consumer.poll(patience) {
                Some(Ok(message)) if message.offset() >= at_least => {
                    return Some(Ok((message.offset(), read(&message))));
                }
                Some(Err(KafkaError::PartitionEOF(_))) => return None,
                Some(Err(error)) if !passes_by_itself(&error) => {
                    return Some(Err(LogError::from_consumption(error)));
                }
                Some(_) | None => {
                    let now = Instant::now();
                    if now >= *until.get_or_insert(now + STALLED_AFTER) {
                        return Some(Err(LogError::TimedOut("reading a range")));
                    }
                }
            }
            patience = POLL;
        }
    }
}

fn by_the_library(topic: &Topic, partition: i32, error: &std::io::Error) {
    tracing::info!(%error, %topic, partition, "a range is read in the usual way, which is slower");
}

/// The records of a range, in order.
pub struct RangeReader<'a> {
    reader: &'a mut LogReader,
    topic: Topic,
    partition: i32,
    // Reads it as long as all is as usual.
    fetcher: Option<Fetcher>,
    next_offset: i64,
    end: i64,
}

impl<'a> RangeReader<'a> {
    fn new(
        reader: &'a mut LogReader,
        topic: &Topic,
        partition: i32,
        from: i64,
        end: i64,
        fetcher: Option<Fetcher>,
    ) -> Result<Self, LogError> {
        if fetcher.is_none() && from < end {
            reader.assign(topic, partition, from)?;
        }
        Ok(Self { reader, topic: topic.clone(), partition, fetcher, next_offset: from, end })
    }

    /// The end of the range: the offset that it does not include.
    pub const fn end(&self) -> i64 {
        self.end
    }

    /// Whether the range is read by requests of our own so far; otherwise librdkafka reads it.
    pub const fn is_fetching(&self) -> bool {
        self.fetcher.is_some()
    }

    /// The next record's offset and value, seen where they lie: nothing is copied. None at the end.
    pub fn next_in_place<T>(&mut self, mut see: impl FnMut(i64, &[u8]) -> T) -> Option<Result<T, LogError>> {
        self.next_seen(|record| see(record.offset, record.value))
    }

    /// The next records, at least one and so many at most, but never more than [`Records::AT_ONCE`](crate::Records::AT_ONCE), seen where they lie. None at the end.
    pub fn next_few_in_place<T>(
        &mut self,
        at_most: usize,
        mut see: impl FnMut(&[SeenRecord<'_>]) -> T,
    ) -> Option<Result<T, LogError>> {
        if let Some(fetcher) = &mut self.fetcher {
            let last = |few: &[SeenRecord<'_>]| few.last().map_or(self.next_offset, |record| record.offset);
            match fetcher.next(self.next_offset, at_most, |few| (last(few), see(few))) {
                Ok(Some((last, seen))) => return self.within(last, seen).map(Ok),
                Ok(None) => return self.ended(),
                Err(error) => by_the_library(&self.topic, self.partition, &error),
            }
            self.fetcher = None;
            if let Err(error) = self.reader.assign(&self.topic, self.partition, self.next_offset) {
                self.next_offset = self.end;
                return Some(Err(error));
            }
        }
        self.advance(|message| see(&[message.into()]))
    }

    fn next_seen<T>(&mut self, mut see: impl FnMut(SeenRecord<'_>) -> T) -> Option<Result<T, LogError>> {
        // One is asked for and one is seen.
        let seen = self.next_few_in_place(1, |few| few.first().map(|record| see(*record)))?;
        seen.transpose()
    }

    // The next record by the library.
    fn advance<T>(&mut self, read: impl FnMut(&BorrowedMessage<'_>) -> T) -> Option<Result<T, LogError>> {
        if self.next_offset >= self.end {
            return None;
        }
        match self.reader.poll(self.next_offset, read) {
            Some(Ok((offset, record))) => self.within(offset, record).map(Ok),
            Some(Err(error)) => {
                self.next_offset = self.end;
                Some(Err(error))
            }
            None => self.ended(),
        }
    }

    fn within<T>(&mut self, offset: i64, record: T) -> Option<T> {
        self.next_offset = offset.saturating_add(1);
        (offset < self.end).then_some(record)
    }

    const fn ended<T>(&mut self) -> Option<T> {
        self.next_offset = self.end;
        None
    }
}

impl Iterator for RangeReader<'_> {
    type Item = Result<LogRecord, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_seen(|record| LogRecord::from(record))
    }
}

/// The records of a range with their headers, in order.
pub struct WholeRangeReader<'a> {
    range: RangeReader<'a>,
}

impl Iterator for WholeRangeReader<'_> {
    type Item = Result<Received, LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        let topic = self.range.topic.clone();
        self.range.advance(|message| Received::from_message(topic.clone(), message, true))
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
