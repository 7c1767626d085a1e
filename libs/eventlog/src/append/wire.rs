//! Kafka's protocol: requests and answers in frames on a connection (<https://kafka.apache.org/43/design/protocol/>). The messages themselves
//! are the `kafka-protocol` crate's.

use std::io::{Error, ErrorKind};
use std::time::Duration;

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use kafka_protocol::messages::{
    ApiVersionsRequest, MetadataRequest, ProduceRequest, RequestHeader, ResponseHeader,
};
use kafka_protocol::protocol::{
    Decodable as _, Encodable as _, HeaderVersion as _, Message, Request, StrBytes,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// How long a broker may take to accept a connection, or to answer a question about the cluster.
const WITHIN: Duration = Duration::from_secs(2);

/// The newest versions that are used here; later ones name topics by ids.
const PRODUCE: i16 = 12;
const METADATA: i16 = 12;

/// Whoever asks which versions there are does so in this one, which brokers know since 2.4.
const API_VERSIONS: i16 = 3;

/// No answer is larger.
const ANSWER_AT_MOST: usize = 16 << 20;

/// A connection to a broker, and what it understands.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) stream: TcpStream,
    pub(super) produce: i16,
    metadata: i16,
    pub(super) client: StrBytes,
    received: BytesMut,
}

/// A request as it travels.
pub(super) fn frame<R: Request>(
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

/// The next answer, once all of it has come.
pub(super) fn take_answer(received: &mut BytesMut) -> Result<Option<Bytes>, Error> {
    let Some(size) = received.first_chunk() else { return Ok(None) };
    let size = usize::try_from(u32::from_be_bytes(*size)).unwrap_or(usize::MAX);
    if size > ANSWER_AT_MOST {
        return Err(Error::new(ErrorKind::InvalidData, format!("an answer of {size} bytes: is this Kafka?")));
    }
    if received.len() < 4 + size {
        received.reserve(4 + size - received.len());
        return Ok(None);
    }
    received.advance(4);
    Ok(Some(received.split_to(size).freeze()))
}

/// What an answer to a request of this version says, and to which request it answers.
pub(super) fn read<R: Request>(mut answer: Bytes, version: i16) -> Result<(i32, R::Response), Error> {
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
    pub(super) async fn connect(address: &str, client: &str) -> Result<Self, Error> {
        let connected = async {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let client = StrBytes::from_string(client.to_owned());
            let mut peer = Self { stream, produce: 0, metadata: 0, client, received: BytesMut::new() };
            let request = ApiVersionsRequest::default()
                .with_client_software_name(StrBytes::from_static_str("tokenbook"))
                .with_client_software_version(StrBytes::from_static_str(env!("CARGO_PKG_VERSION")));
            let known = peer.ask(&request, API_VERSIONS).await?;
            let newest = |key: i16, ours: i16, range: kafka_protocol::protocol::VersionRange| {
                let theirs = known.api_keys.iter().find(|api| api.api_key == key);
                let newest = theirs.map_or(-1, |api| api.max_version.min(ours));
                let common = newest >= range.min && theirs.is_some_and(|api| api.min_version <= newest);
                common.then_some(newest).ok_or_else(|| {
                    Error::new(
                        ErrorKind::Unsupported,
                        format!(
                            "the broker at {address} speaks no version of request {key} that is spoken here"
                        ),
                    )
                })
            };
            peer.produce = newest(ProduceRequest::KEY, PRODUCE, ProduceRequest::VERSIONS)?;
            peer.metadata = newest(MetadataRequest::KEY, METADATA, MetadataRequest::VERSIONS)?;
            Ok(peer)
        };
        timeout(WITHIN, connected).await?
    }

    /// Asks about the cluster.
    pub(super) async fn metadata(
        &mut self,
        request: &MetadataRequest,
    ) -> Result<<MetadataRequest as Request>::Response, Error> {
        let version = self.metadata;
        timeout(WITHIN, self.ask(request, version)).await?
    }

    /// The same, and the connection for the next question.
    pub(super) async fn advise(
        mut self,
        request: &MetadataRequest,
    ) -> Result<(Self, <MetadataRequest as Request>::Response), Error> {
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
