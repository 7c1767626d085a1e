//! Calls to a gRPC server that cost their caller little: HTTP/2 frames over mutual TLS, and nothing in between.
//!
//! Load generator and server share the machine's cores, so what the generator spends is missing to the server. A general client (buffers,
//! spans, balancing, a hand-over of each call between tasks) costs about as much as the ledger itself. What stands on the wire is the
//! same: a stream for each call, a message with its prefix, a deadline, an answer whose status is read from the trailers.
//!
//! Absent on purpose: reconnecting, retries, compression. A connection that breaks ends the run.

use std::fs;
use std::future::poll_fn;
use std::sync::Arc;

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use h2::client::{ResponseFuture, SendRequest};
use h2::{RecvStream, SendStream};
use http::{HeaderMap, HeaderValue, Request, StatusCode, Uri, header};
use local_stack::Identity;
use prost::Message;
use runtime::BoxError;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tonic::{Code, Status};

/// A message's prefix: whether it is compressed, and its length.
const PREFIX: usize = 5;
const STREAM_WINDOW: u32 = 1024 * 1024;
const CONNECTION_WINDOW: u32 = 8 * 1024 * 1024;
const DEADLINE: &str = "10S";
const SERVICE: &str = "tokenbook.ledger.v1.LedgerService";

/// Where a server is, and who we are to it.
#[derive(Clone)]
pub(crate) struct Endpoint {
    port: u16,
    tls: Arc<ClientConfig>,
}

/// A connection to it; clones share it.
#[derive(Clone)]
pub(crate) struct Wire {
    sender: SendRequest<Bytes>,
    port: u16,
}

/// A call under way in both directions.
pub(crate) struct Both {
    asking: SendStream<Bytes>,
    answers: RecvStream,
    // What has come of the next messages.
    come: BytesMut,
}

/// What a call asks for: one of the ledger's RPCs.
#[derive(Clone)]
pub(crate) struct Method(Uri);

/// Why a call has no answer.
#[derive(Debug)]
pub(crate) enum CallError {
    /// The server said so.
    Refused(Box<Status>),
    /// The connection, or what came over it.
    Broken(BoxError),
}

impl Endpoint {
    /// A server on this machine, which must prove to be of our authority.
    pub(crate) fn new(port: u16, me: &Identity) -> Result<Self, BoxError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(&me.ca)? {
            roots.add(certificate?)?;
        }
        let chain = CertificateDer::pem_file_iter(&me.cert)?.collect::<Result<Vec<_>, _>>()?;
        let key = PrivateKeyDer::from_pem_slice(&fs::read(&me.key)?)?;
        let mut tls = ClientConfig::builder_with_protocol_versions(&[&rustls::version::TLS13])
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)?;
        tls.alpn_protocols = vec![b"h2".to_vec()];
        Ok(Self { port, tls: Arc::new(tls) })
    }

    /// Connects. The connection lives on the runtime that this is called in.
    pub(crate) async fn connect(&self) -> Result<Wire, BoxError> {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
        stream.set_nodelay(true)?;
        let name = ServerName::try_from("localhost")?;
        let stream = TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream).await?;
        let (sender, connection) = h2::client::Builder::new()
            .initial_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .enable_push(false)
            .handshake::<_, Bytes>(stream)
            .await?;
        // Its end reaches the calls that were under way, and they say so.
        tokio::spawn(connection);
        Ok(Wire { sender, port: self.port })
    }
}

impl Wire {
    /// One of the ledger's RPCs by its name.
    pub(crate) fn method(&self, name: &str) -> Result<Method, CallError> {
        let uri = Uri::builder()
            .scheme("https")
            .authority(format!("localhost:{}", self.port))
            .path_and_query(format!("/{SERVICE}/{name}"));
        uri.build().map(Method).map_err(broken)
    }

    /// One call, to its answer.
    pub(crate) async fn call<Q: Message, A: Message + Default>(
        &mut self,
        method: &Method,
        asked: &Q,
    ) -> Result<A, CallError> {
        let mut request = method.request();
        request.headers_mut().insert("grpc-timeout", HeaderValue::from_static(DEADLINE));
        poll_fn(|context| self.sender.poll_ready(context)).await?;
        let (response, mut body) = self.sender.send_request(request, false)?;
        body.send_data(framed(asked), true)?;
        answer(accepted(response).await?).await
    }

    /// A call that takes and gives messages for as long as it is not finished.
    pub(crate) async fn open(&mut self, method: &Method) -> Result<Both, CallError> {
        poll_fn(|context| self.sender.poll_ready(context)).await?;
        let (response, asking) = self.sender.send_request(method.request(), false)?;
        Ok(Both { asking, answers: accepted(response).await?, come: BytesMut::new() })
    }
}

impl Method {
    fn request(&self) -> Request<()> {
        let mut request = Request::new(());
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = self.0.clone();
        // The same in every call: after the first, each is a byte or two of HPACK's table.
        let headers = request.headers_mut();
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        request
    }
}

impl Both {
    /// Sends a message. Nothing waits here for the server to take it: who asks too much fills this process's memory.
    pub(crate) fn send(&mut self, message: &impl Message) -> Result<(), CallError> {
        Ok(self.asking.send_data(framed(message), false)?)
    }

    /// Says that nothing more will come.
    pub(crate) fn finish(&mut self) -> Result<(), CallError> {
        Ok(self.asking.send_data(Bytes::new(), true)?)
    }

    /// The next message; none when the server has ended the stream and nothing is wrong.
    pub(crate) async fn next<A: Message + Default>(&mut self) -> Result<Option<A>, CallError> {
        loop {
            if let Some(message) = first_message(&mut self.come)? {
                return A::decode(message).map(Some).map_err(broken);
            }
            let Some(part) = self.answers.data().await else { break };
            let part = part?;
            self.answers.flow_control().release_capacity(part.len())?;
            self.come.extend_from_slice(&part);
        }
        if !self.come.is_empty() {
            return Err(broken("half a message"));
        }
        let trailers = self.answers.trailers().await?.ok_or_else(|| broken("no trailers"))?;
        status_of(&trailers).map(|()| None)
    }
}

// The body of an answer that is one.
async fn accepted(response: ResponseFuture) -> Result<RecvStream, CallError> {
    let (head, body) = response.await?.into_parts();
    if head.status != StatusCode::OK {
        return Err(broken(format!("HTTP status {}", head.status)));
    }
    // An answer without a message has its status at the front.
    if head.headers.contains_key(Status::GRPC_STATUS) {
        return Err(status_of(&head.headers).err().unwrap_or_else(|| broken("no message")));
    }
    Ok(body)
}

// Takes the first message, once all of it has come.
fn first_message(come: &mut BytesMut) -> Result<Option<Bytes>, CallError> {
    let Some(mut prefix) = come.get(..PREFIX) else { return Ok(None) };
    if prefix.get_u8() != 0 {
        return Err(broken("a compressed message"));
    }
    let length = PREFIX + usize::try_from(prefix.get_u32()).map_err(broken)?;
    if come.len() < length {
        return Ok(None);
    }
    let mut message = come.split_to(length).freeze();
    message.advance(PREFIX);
    Ok(Some(message))
}

fn framed(message: &impl Message) -> Bytes {
    let length = message.encoded_len();
    let mut frame = BytesMut::with_capacity(PREFIX + length);
    frame.put_u8(0);
    frame.put_u32(u32::try_from(length).unwrap_or(u32::MAX));
    message.encode_raw(&mut frame);
    frame.freeze()
}

async fn answer<A: Message + Default>(mut body: RecvStream) -> Result<A, CallError> {
    let mut whole = Bytes::new();
    while let Some(part) = body.data().await {
        let part = part?;
        body.flow_control().release_capacity(part.len())?;
        whole = if whole.is_empty() { part } else { [whole, part].concat().into() };
    }
    let trailers = body.trailers().await?.ok_or_else(|| broken("no trailers"))?;
    status_of(&trailers)?;
    if whole.len() < PREFIX {
        return Err(broken("half a message"));
    }
    let (compressed, length) = (whole.get_u8() != 0, whole.get_u32());
    if compressed || u32::try_from(whole.len()) != Ok(length) {
        return Err(broken("not one plain message"));
    }
    A::decode(whole).map_err(broken)
}

fn status_of(headers: &HeaderMap) -> Result<(), CallError> {
    if headers.get(Status::GRPC_STATUS).is_some_and(|status| status == "0") {
        return Ok(());
    }
    let status = Status::from_header_map(headers).ok_or_else(|| broken("no status"))?;
    Err(CallError::Refused(Box::new(status)))
}

fn broken(why: impl Into<BoxError>) -> CallError {
    CallError::Broken(why.into())
}

impl CallError {
    /// Whether the server asks to try again.
    pub(crate) fn passes(&self) -> bool {
        let passing = [Code::Unavailable, Code::ResourceExhausted];
        matches!(self, Self::Refused(status) if passing.contains(&status.code()))
    }
}

impl From<h2::Error> for CallError {
    fn from(error: h2::Error) -> Self {
        broken(error)
    }
}

impl std::fmt::Display for CallError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(status) => write!(formatter, "{:?}: {}", status.code(), status.message()),
            Self::Broken(why) => write!(formatter, "the connection: {why}"),
        }
    }
}

impl std::error::Error for CallError {}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;
    use http::{HeaderMap, HeaderValue};
    use tonic::Code;

    use super::{CallError, first_message, status_of};

    fn trailers(status: &'static str) -> HeaderMap {
        HeaderMap::from_iter([("grpc-status".parse().unwrap(), HeaderValue::from_static(status))])
    }

    #[test]
    fn only_a_status_of_zero_is_an_answer() {
        assert!(status_of(&trailers("0")).is_ok());
        assert!(matches!(
            status_of(&trailers("8")),
            Err(CallError::Refused(status)) if status.code() == Code::ResourceExhausted
        ));
        assert!(matches!(status_of(&HeaderMap::new()), Err(CallError::Broken(_))));
    }

    #[test]
    fn messages_are_told_apart_however_their_bytes_come() {
        let whole = [[0, 0, 0, 0, 2, 7, 8].as_slice(), &[0, 0, 0, 0, 0], &[0, 0, 0, 0, 1, 9]].concat();
        for part in 1..=whole.len() {
            let (mut come, mut messages) = (BytesMut::new(), Vec::new());
            for bytes in whole.chunks(part) {
                come.extend_from_slice(bytes);
                while let Some(message) = first_message(&mut come).unwrap() {
                    messages.push(message);
                }
            }
            assert_eq!(messages, [[7, 8].as_slice(), &[], &[9]], "{part} bytes at a time");
            assert!(come.is_empty());
        }
        assert!(first_message(&mut BytesMut::from([1, 0, 0, 0, 0].as_slice())).is_err());
    }
}
