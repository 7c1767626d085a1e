//! Kafka's protocol: requests and answers in frames on a connection (<https://kafka.apache.org/43/design/protocol/>). The messages themselves
//! are the `kafka-protocol` crate's.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::time::Duration;

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use kafka_protocol::messages::metadata_request::MetadataRequestTopic;
use kafka_protocol::messages::metadata_response::MetadataResponseBroker;
use kafka_protocol::messages::{
    ApiVersionsRequest, ApiVersionsResponse, MetadataRequest, MetadataResponse, ProduceRequest,
    RequestHeader, ResponseHeader,
};
use kafka_protocol::protocol::{Decodable as _, Encodable as _, HeaderVersion as _, Request, StrBytes};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a broker may take to accept a connection, or to answer a question about the cluster.
const WITHIN: Duration = Duration::from_secs(2);

/// The newest versions that are used here; later ones name topics by ids.
pub(crate) const PRODUCE: i16 = 12;
pub(crate) const FETCH: i16 = 12;
pub(crate) const METADATA: i16 = 12;

/// Whoever asks which versions there are does so in this one, which brokers know since 2.4.
pub(crate) const API_VERSIONS: i16 = 3;

/// No answer is larger.
const ANSWER_AT_MOST: usize = 16 << 20;

/// A connection to a broker, and what it understands.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) stream: TcpStream,
    pub(crate) produce: i16,
    metadata: i16,
    pub(crate) client: StrBytes,
    received: BytesMut,
}

/// The question which versions of which requests a broker understands.
pub(crate) fn which_versions() -> ApiVersionsRequest {
    ApiVersionsRequest::default()
        .with_client_software_name(StrBytes::from_static_str("tokenbook"))
        .with_client_software_version(StrBytes::from_static_str(env!("CARGO_PKG_VERSION")))
}

/// The newest version of a request that a broker understands, and is not above ours.
pub(crate) fn common_version<R: Request>(known: &ApiVersionsResponse, ours: i16) -> Result<i16, Error> {
    let theirs = known.api_keys.iter().find(|api| api.api_key == R::KEY);
    let newest = theirs.map_or(-1, |api| api.max_version.min(ours));
    let common = newest >= R::VERSIONS.min && theirs.is_some_and(|api| api.min_version <= newest);
    common.then_some(newest).ok_or_else(|| {
        let why = format!("the broker understands no version of request {} that is known here", R::KEY);
        Error::new(ErrorKind::Unsupported, why)
    })
}

/// The question who leads a topic's partitions.
pub(crate) fn who_leads(topic: &str) -> MetadataRequest {
    let topic =
        MetadataRequestTopic::default().with_name(Some(StrBytes::from_string(topic.to_owned()).into()));
    MetadataRequest::default().with_topics(Some(vec![topic])).with_allow_auto_topic_creation(false)
}

/// The broker that leads each partition of a topic which somebody leads.
pub(crate) fn leaders_in(metadata: &MetadataResponse, topic: &str) -> BTreeMap<i32, i32> {
    let topics =
        metadata.topics.iter().filter(|found| found.name.as_ref().is_some_and(|name| name.as_str() == topic));
    let led = topics.flat_map(|topic| &topic.partitions).filter(|partition| partition.leader_id.0 >= 0);
    led.map(|partition| (partition.partition_index, partition.leader_id.0)).collect()
}

/// Where a broker is, as `host:port`.
pub(crate) fn address_of(broker: &MetadataResponseBroker) -> String {
    format!("{}:{}", broker.host.as_str(), broker.port)
}

/// A request as it travels.
pub(crate) fn frame<R: Request>(
    client: &StrBytes,
    number: i32,
    version: i16,
    request: &R,
) -> Result<Bytes, Error> {
    let header = RequestHeader::default()
        .with_request_api_key(R::KEY)
        .with_request_api_version(version)
        .with_correlation_id(number)
        .with_client_id(Some(client.clone()));
    let header_version = R::header_version(version);
    let size = header.compute_size(header_version).map_err(unspeakable)?
        + request.compute_size(version).map_err(unspeakable)?;
    let mut frame = BytesMut::with_capacity(4 + size);
    frame.put_u32(u32::try_from(size).map_err(Error::other)?);
    header.encode(&mut frame, header_version).map_err(unspeakable)?;
    request.encode(&mut frame, version).map_err(unspeakable)?;
    Ok(frame.freeze())
}

/// How many bytes of an answer follow these four.
pub(crate) fn size_of_answer(size: [u8; 4]) -> Result<usize, Error> {
    let size = usize::try_from(u32::from_be_bytes(size)).unwrap_or(usize::MAX);
    if size > ANSWER_AT_MOST {
        return Err(Error::new(ErrorKind::InvalidData, format!("an answer of {size} bytes: is this Kafka?")));
    }
    Ok(size)
}

/// The next answer, once all of it has come.
pub(crate) fn take_answer(received: &mut BytesMut) -> Result<Option<Bytes>, Error> {
    let Some(size) = received.first_chunk() else { return Ok(None) };
    let size = size_of_answer(*size)?;
    if received.len() < 4 + size {
        received.reserve(4 + size - received.len());
        return Ok(None);
    }
    received.advance(4);
    Ok(Some(received.split_to(size).freeze()))
}

/// What an answer to a request of this version says, and to which request it answers.
pub(crate) fn read<R: Request>(mut answer: Bytes, version: i16) -> Result<(i32, R::Response), Error> {
    let header =
        ResponseHeader::decode(&mut answer, R::Response::header_version(version)).map_err(unspeakable)?;
    let response = R::Response::decode(&mut answer, version).map_err(unspeakable)?;
    Ok((header.correlation_id, response))
}

// What is wrong with a message that was to be written or read.
fn unspeakable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::InvalidData, error)
}

impl Peer {
    /// Connects to `host:port`.
    pub(crate) async fn connect(address: &str, client: &str) -> Result<Self, Error> {
        let connected = async {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let client = StrBytes::from_string(client.to_owned());
            let mut peer = Self { stream, produce: 0, metadata: 0, client, received: BytesMut::new() };
            let known = peer.ask(&which_versions(), API_VERSIONS).await?;
            peer.produce = common_version::<ProduceRequest>(&known, PRODUCE)?;
            peer.metadata = common_version::<MetadataRequest>(&known, METADATA)?;
            Ok(peer)
        };
        timeout(WITHIN, connected).await?
    }

    /// Asks about the cluster.
    pub(crate) async fn metadata(&mut self, request: &MetadataRequest) -> Result<MetadataResponse, Error> {
        let version = self.metadata;
        timeout(WITHIN, self.ask(request, version)).await?
    }

    /// The same, and the connection for the next question.
    pub(crate) async fn advise(
        mut self,
        request: &MetadataRequest,
    ) -> Result<(Self, MetadataResponse), Error> {
        let response = self.metadata(request).await?;
        Ok((self, response))
    }

    // One question, with no other under way.
    async fn ask<R: Request>(&mut self, request: &R, version: i16) -> Result<R::Response, Error> {
        self.stream.write_all(&frame(&self.client, 0, version, request)?).await?;
        loop {
            if let Some(answer) = take_answer(&mut self.received)? {
                return read::<R>(answer, version).map(|(_, response)| response);
            }
            if self.stream.read_buf(&mut self.received).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_once_all_of_it_has_come() {
        let mut received = BytesMut::new();
        for byte in [0, 0, 0, 2, 7] {
            received.put_u8(byte);
            assert_eq!(take_answer(&mut received).unwrap(), None);
        }
        received.put_slice(&[8, 0, 0]);
        assert_eq!(take_answer(&mut received).unwrap().as_deref(), Some([7, 8].as_slice()));
        assert_eq!((take_answer(&mut received).unwrap(), received.len()), (None, 2));
    }

    #[test]
    fn what_does_not_speak_kafka_is_not_listened_to() {
        let mut received = BytesMut::from("HTTP/1.1 400 Bad Request");
        assert_eq!(take_answer(&mut received).unwrap_err().kind(), ErrorKind::InvalidData);
    }

    #[test]
    fn any_bytes_are_an_answer_or_an_error() {
        fastrand::seed(1);
        for length in 0..200 {
            let bytes: Vec<u8> = (0..length).map(|_| fastrand::u8(..)).collect();
            for version in 9..=PRODUCE {
                drop(read::<ProduceRequest>(Bytes::from(bytes.clone()), version));
            }
        }
    }
}
