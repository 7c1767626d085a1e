//! Long ranges of one partition, by requests of our own: while records are looked at where they lie, the next ones are on their way.
//!
//! **Why not librdkafka.** It makes an object of each record, and hands it from its thread to the reader's: that costs more than to decode an entry, and was
//! a third of what a replay takes (`docs/LEDGER.md`). It stays what reads everything else, and it takes over wherever something is not as it mostly is: a broker that
//! leads no more or does not answer, records in another form, an offset that the log does not hold. So nothing is tried again here.

mod records;

use std::io::{Error, ErrorKind, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_protocol::messages::fetch_request::{FetchPartition, FetchTopic};
use kafka_protocol::messages::{BrokerId, FetchRequest, MetadataRequest};
use kafka_protocol::protocol::{Request, StrBytes};

pub use self::records::{Records, SeenRecord};
use crate::wire;
use crate::{KafkaSettings, Topic};

/// How much is asked for at once. A batch that is larger comes whole.
const AT_ONCE: i32 = 1 << 20;

/// How long the broker may wait for records where there are none yet, in milliseconds; it is asked for what is there.
const WAIT: i32 = 100;

/// How long a broker may be silent.
const WITHIN: Duration = Duration::from_secs(5);

/// No follower asks.
const NO_REPLICA: BrokerId = BrokerId(-1);

/// Reads from one broker, the leader of a partition.
pub(crate) struct Fetcher {
    peer: Peer,
    topic: StrBytes,
    partition: i32,
    end: i64,
    // The offset that the next answer is to begin with.
    next_offset: i64,
    // The request under way.
    under_way: Option<i32>,
    records: Records,
}

impl Fetcher {
    /// Finds the partition's leader and asks it for what is between these offsets.
    pub(crate) fn open(
        settings: &KafkaSettings,
        topic: &Topic,
        partition: i32,
        from: i64,
        end: i64,
    ) -> Result<Self, Error> {
        let mut fetcher = Self {
            peer: leader_of(settings, topic, partition)?,
            topic: StrBytes::from_string(topic.name().to_owned()),
            partition,
            end,
            next_offset: from,
            under_way: None,
            records: Records::default(),
        };
        fetcher.ask()?;
        Ok(fetcher)
    }

    /// The next records at or above an offset, so many at most; `None` where the range or the log ends. After an error nothing more can be read.
    pub(crate) fn next<T>(
        &mut self,
        at_least: i64,
        at_most: usize,
        mut see: impl FnMut(&[SeenRecord<'_>]) -> T,
    ) -> Result<Option<T>, Error> {
        let wanted = at_least..self.end;
        loop {
            let mut few = self.records.next_few(at_most)?;
            if few.is_empty() {
                drop(few);
                if !self.receive()? {
                    return Ok(None);
                }
                continue;
            }
            let ended = few.iter().any(|record| record.offset >= wanted.end);
            few.retain(|record| wanted.contains(&record.offset));
            if !few.is_empty() {
                return Ok(Some(see(&few)));
            }
            if ended {
                return Ok(None);
            }
        }
    }

    fn ask(&mut self) -> Result<(), Error> {
        if self.next_offset >= self.end {
            return Ok(());
        }
        let partition = FetchPartition::default()
            .with_partition(self.partition)
            .with_fetch_offset(self.next_offset)
            .with_partition_max_bytes(AT_ONCE);
        let topic =
            FetchTopic::default().with_topic(self.topic.clone().into()).with_partitions(vec![partition]);
        let request = FetchRequest::default()
            .with_replica_id(NO_REPLICA)
            .with_max_wait_ms(WAIT)
            .with_min_bytes(1)
            .with_max_bytes(AT_ONCE)
            .with_topics(vec![topic]);
        let version = self.peer.fetch;
        self.under_way = Some(self.peer.send(version, &request)?);
        Ok(())
    }

    // Takes the answer, and asks for what follows; whether there was something.
    fn receive(&mut self) -> Result<bool, Error> {
        let Some(number) = self.under_way.take() else { return Ok(false) };
        // What was read before lies where the answer goes.
        self.records.open(Bytes::new());
        let response = self.peer.answer::<FetchRequest>(self.peer.fetch, number)?;
        let found = response.responses.into_iter().flat_map(|topic| topic.partitions).next();
        let Some(found) = found.filter(|found| found.partition_index == self.partition) else {
            return Err(unexpected(format!(
                "an answer without the partition (error {})",
                response.error_code
            )));
        };
        if found.error_code != 0 {
            return Err(unexpected(format!("error {}", found.error_code)));
        }
        let batches = found.records.unwrap_or_default();
        match Records::next_offset_of(&batches)? {
            Some(next) if next > self.next_offset => self.next_offset = next,
            _ if batches.is_empty() && found.high_watermark <= self.next_offset => return Ok(false),
            _ => return Err(unexpected("no records where there should be some".to_owned())),
        }
        self.ask()?;
        self.records.open(batches);
        Ok(true)
    }
}

fn unexpected(what: String) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

// A connection to whoever leads the partition, found out from the brokers in the settings.
fn leader_of(settings: &KafkaSettings, topic: &Topic, partition: i32) -> Result<Peer, Error> {
    let mut failed = Error::new(ErrorKind::NotFound, "no broker is named in the settings");
    for address in settings.bootstrap() {
        match Peer::connect(address, &settings.client_id)
            .and_then(|peer| peer.lead_to(topic.name(), partition))
        {
            Ok(peer) => return Ok(peer),
            Err(error) => failed = Error::new(error.kind(), format!("the broker at {address}: {error}")),
        }
    }
    Err(failed)
}

// A connection to the first of a name's addresses that accepts one.
fn connected(address: &str) -> Result<TcpStream, Error> {
    let mut failed = Error::new(ErrorKind::NotFound, "the name has no address");
    for resolved in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&resolved, WITHIN) {
            Ok(stream) => return Ok(stream),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// A connection to a broker, for one question at a time.
struct Peer {
    stream: TcpStream,
    address: String,
    client: StrBytes,
    fetch: i16,
    metadata: i16,
    next: i32,
    received: BytesMut,
}

impl Peer {
    fn connect(address: &str, client: &str) -> Result<Self, Error> {
        let stream = connected(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(WITHIN))?;
        stream.set_write_timeout(Some(WITHIN))?;
        let (address, client) = (address.to_owned(), StrBytes::from_string(client.to_owned()));
        let mut peer =
            Self { stream, address, client, fetch: 0, metadata: 0, next: 0, received: BytesMut::new() };
        let known = peer.ask(wire::API_VERSIONS, &wire::which_versions())?;
        peer.fetch = wire::common_version::<FetchRequest>(&known, wire::FETCH)?;
        peer.metadata = wire::common_version::<MetadataRequest>(&known, wire::METADATA)?;
        Ok(peer)
    }

    // The same one if it leads the partition.
    fn lead_to(mut self, topic: &str, partition: i32) -> Result<Self, Error> {
        let metadata = self.ask(self.metadata, &wire::who_leads(topic))?;
        let leader = wire::leaders_in(&metadata, topic).get(&partition).copied();
        let leader = metadata.brokers.iter().find(|broker| Some(broker.node_id.0) == leader);
        let Some(leader) = leader.map(wire::address_of) else {
            return Err(Error::new(ErrorKind::NotFound, format!("nobody leads partition {partition}")));
        };
        if leader == self.address { Ok(self) } else { Self::connect(&leader, self.client.as_str()) }
    }

    fn ask<R: Request>(&mut self, version: i16, request: &R) -> Result<R::Response, Error> {
        let number = self.send(version, request)?;
        self.answer::<R>(version, number)
    }

    fn send<R: Request>(&mut self, version: i16, request: &R) -> Result<i32, Error> {
        let number = self.next;
        self.next = number.wrapping_add(1);
        self.stream.write_all(&wire::frame(&self.client, number, version, request)?)?;
        Ok(number)
    }

    fn answer<R: Request>(&mut self, version: i16, number: i32) -> Result<R::Response, Error> {
        let mut size = [0; 4];
        self.stream.read_exact(&mut size)?;
        self.received.resize(wire::size_of_answer(size)?, 0);
        self.stream.read_exact(&mut self.received)?;
        let (answered, response) = wire::read::<R>(self.received.split().freeze(), version)?;
        if answered == number {
            Ok(response)
        } else {
            Err(unexpected("an answer to another request".to_owned()))
        }
    }
}
