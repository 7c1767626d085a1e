//! The way to one broker: requests leave at once, answers come in their order.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::io::{Error, ErrorKind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::{Buf as _, Bytes, BytesMut};
use kafka_protocol::messages::ProduceRequest;
use kafka_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kafka_protocol::protocol::StrBytes;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::batch::Batch;
use super::{Fate, GIVEN_UP_AFTER};
use crate::wire::{self, Peer};

/// How often it is looked whether the broker has been silent for too long.
const LOOK: Duration = Duration::from_millis(500);

/// As many replicas as the topic demands must have a record before it is acknowledged.
const ALL: i16 = -1;

/// A connection to a broker with the requests that are under way on it.
#[derive(Debug)]
pub(super) struct Link {
    stream: TcpStream,
    version: i16,
    client: StrBytes,
    topic: StrBytes,
    outgoing: Mutex<Outgoing>,
    // There is more to write than the socket took.
    more: Notify,
    // The broker leads nothing any more.
    deposed: Notify,
}

#[derive(Debug, Default)]
struct Outgoing {
    // What the socket did not take yet.
    unsent: VecDeque<Bytes>,
    under_way: VecDeque<UnderWay>,
    next: i32,
    broken: bool,
}

/// A request whose answer has not come.
#[derive(Debug)]
struct UnderWay {
    number: i32,
    until: Instant,
    records: Vec<(i32, Vec<u64>)>,
}

impl UnderWay {
    fn lost(self) -> impl Iterator<Item = Fate> {
        self.records.into_iter().map(|(partition, seqs)| Fate::lost(partition, seqs))
    }
}

/// An answer with what it says that nobody's fate tells.
pub(super) struct Answer {
    pub(super) fates: Vec<Fate>,
    /// Partitions that the broker did not append to, and why.
    pub(super) refused: Vec<(i32, i16)>,
}

impl Link {
    pub(super) fn new(peer: Peer, topic: &str) -> Self {
        Self {
            stream: peer.stream,
            version: peer.produce,
            client: peer.client,
            topic: StrBytes::from_string(topic.to_owned()),
            outgoing: Mutex::default(),
            more: Notify::new(),
            deposed: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Outgoing> {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends batches of different partitions in one request. Gives them back if the connection is known to be broken: none of it was sent.
    pub(super) fn send(&self, batches: Vec<Batch>) -> Result<(), Vec<Batch>> {
        let mut outgoing = self.lock();
        if outgoing.broken {
            return Err(batches);
        }
        let partitions = batches.iter().map(|batch| {
            PartitionProduceData::default()
                .with_index(batch.partition)
                .with_records(Some(batch.bytes.clone()))
        });
        let topic = TopicProduceData::default()
            .with_name(self.topic.clone().into())
            .with_partition_data(partitions.collect());
        let request = ProduceRequest::default()
            .with_acks(ALL)
            .with_timeout_ms(i32::try_from(GIVEN_UP_AFTER.as_millis()).unwrap_or(i32::MAX))
            .with_topic_data(vec![topic]);
        let number = outgoing.next;
        let Ok(frame) = wire::frame(&self.client, number, self.version, &request) else {
            return Err(batches);
        };
        outgoing.next = outgoing.next.wrapping_add(1);
        // Older batches than the newest wait only where there was no way for them.
        let until = batches.iter().map(|batch| batch.until).min().unwrap_or_else(Instant::now);
        let records = batches.into_iter().map(|batch| (batch.partition, batch.seqs)).collect();
        outgoing.under_way.push_back(UnderWay { number, until, records });
        let first = outgoing.unsent.is_empty();
        outgoing.unsent.push_back(frame);
        // Whatever is wrong shows itself to whoever runs the link.
        if first && self.write(&mut outgoing).is_ok() && outgoing.unsent.is_empty() {
            return Ok(());
        }
        drop(outgoing);
        self.more.notify_one();
        Ok(())
    }

    // Writes as much as the socket takes.
    fn write(&self, outgoing: &mut Outgoing) -> Result<(), Error> {
        while let Some(frame) = outgoing.unsent.front_mut() {
            match self.stream.try_write(frame) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => frame.advance(written),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
            if !frame.has_remaining() {
                outgoing.unsent.pop_front();
            }
        }
        Ok(())
    }

    /// Runs until the connection ends, and tells each answer; then nothing is sent any more. What is still under way then is [`Link::end`]'s to tell.
    pub(super) async fn run(&self, mut tell: impl FnMut(Answer)) -> Error {
        let ended = tokio::try_join!(self.receive(&mut tell), self.write_more(), self.watch(), self.reign());
        match ended {
            Ok((never, ..)) => match never {},
            Err(error) => error,
        }
    }

    /// Ends it, since its broker leads nothing any more: whatever it has not answered by now it may never answer.
    pub(super) fn depose(&self) {
        self.deposed.notify_one();
    }

    async fn reign(&self) -> Result<Infallible, Error> {
        self.deposed.notified().await;
        Err(Error::new(ErrorKind::ConnectionAborted, "the broker leads nothing any more"))
    }

    /// Marks the end, and says of everything under way that it is lost.
    pub(super) fn end(&self) -> Vec<Fate> {
        let mut outgoing = self.lock();
        outgoing.broken = true;
        outgoing.unsent.clear();
        std::mem::take(&mut outgoing.under_way).into_iter().flat_map(UnderWay::lost).collect()
    }

    async fn receive(&self, tell: &mut impl FnMut(Answer)) -> Result<Infallible, Error> {
        let mut received = BytesMut::with_capacity(16_384);
        loop {
            while let Some(answer) = wire::take_answer(&mut received)? {
                tell(self.answer(answer)?);
            }
            received.reserve(4_096);
            self.stream.readable().await?;
            match self.stream.try_read_buf(&mut received) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }

    // Answers come in the order of the requests; of each record of a request one says what became of it.
    fn answer(&self, answer: Bytes) -> Result<Answer, Error> {
        let (number, response) = wire::read::<ProduceRequest>(answer, self.version)?;
        // Of one that this is no answer to, the end tells.
        let first = self.lock().under_way.pop_front_if(|first| first.number == number);
        let Some(UnderWay { records, .. }) = first else {
            return Err(Error::new(ErrorKind::InvalidData, "an answer to another request"));
        };
        let told = response.responses.iter().flat_map(|topic| &topic.partition_responses);
        let told: BTreeMap<i32, (i16, i64)> =
            told.map(|partition| (partition.index, (partition.error_code, partition.base_offset))).collect();
        let mut answer = Answer { fates: Vec::with_capacity(records.len()), refused: Vec::new() };
        for (partition, seqs) in records {
            let at = match told.get(&partition) {
                Some((0, offset)) => Some(*offset),
                Some((code, _)) => {
                    answer.refused.push((partition, *code));
                    None
                }
                None => None,
            };
            answer.fates.push(Fate { partition, seqs, at });
        }
        Ok(answer)
    }

    async fn write_more(&self) -> Result<Infallible, Error> {
        loop {
            self.more.notified().await;
            loop {
                {
                    let mut outgoing = self.lock();
                    self.write(&mut outgoing)?;
                    if outgoing.unsent.is_empty() {
                        break;
                    }
                }
                self.stream.writable().await?;
            }
        }
    }

    // A broker that does not answer in time is not listened to any longer.
    async fn watch(&self) -> Result<Infallible, Error> {
        loop {
            tokio::time::sleep(LOOK).await;
            if self.lock().under_way.front().is_some_and(|first| first.until <= Instant::now()) {
                return Err(ErrorKind::TimedOut.into());
            }
        }
    }
}
