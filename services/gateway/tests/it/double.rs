//! A service that records what it is asked and answers what the test says, for any RPC of the contracts.

use std::collections::HashMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use axum::http::{HeaderMap, Request, Response};
use bytes::{Buf as _, BufMut as _, Bytes};
use contracts::failure::Failure;
use futures::stream::{self, BoxStream, StreamExt as _};
use kernel::Reason;
use prost::Message;
use tonic::Status;
use tonic::body::Body;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::server::{Grpc, NamedService, ServerStreamingService};

type Answers = BoxStream<'static, Result<Bytes, Status>>;
type Handler = Arc<dyn Fn(Bytes) -> Answers + Send + Sync>;

/// One call as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) metadata: HeaderMap,
    message: Bytes,
}

impl Call {
    pub(crate) fn message<M: Message + Default>(&self) -> M {
        M::decode(self.message.clone()).unwrap()
    }
}

/// What the services share: handlers and records, by method.
#[derive(Clone, Default)]
pub(crate) struct Double {
    handlers: Arc<Mutex<HashMap<&'static str, Handler>>>,
    calls: Arc<Mutex<HashMap<String, Vec<Call>>>>,
}

impl Double {
    /// Answers a method.
    pub(crate) fn on<Q, R>(
        &self,
        method: &'static str,
        answer: impl Fn(Q) -> Result<R, Failure> + Send + Sync + 'static,
    ) where
        Q: Message + Default,
        R: Message,
    {
        self.handle(method, move |asked| {
            let answer = answer(Q::decode(asked).unwrap());
            stream::iter([answer.map(|it| it.encode_to_vec().into()).map_err(Status::from)]).boxed()
        });
    }

    /// Answers a method with a status that has none of our details.
    pub(crate) fn fails(&self, method: &'static str, status: Status) {
        self.handle(method, move |_| stream::iter([Err(status.clone())]).boxed());
    }

    /// Answers a method with a stream.
    pub(crate) fn streams<R: Message + 'static>(
        &self,
        method: &'static str,
        answer: impl Fn() -> BoxStream<'static, Result<R, Failure>> + Send + Sync + 'static,
    ) {
        self.handle(method, move |_| {
            answer().map(|it| it.map(|it| it.encode_to_vec().into()).map_err(Status::from)).boxed()
        });
    }

    fn handle(&self, method: &'static str, handler: impl Fn(Bytes) -> Answers + Send + Sync + 'static) {
        self.handlers.lock().unwrap().insert(method, Arc::new(handler));
    }

    /// The calls of a method so far.
    pub(crate) fn calls(&self, method: &str) -> Vec<Call> {
        self.calls.lock().unwrap().get(method).cloned().unwrap_or_default()
    }

    /// The messages of a method's calls so far.
    pub(crate) fn asked<Q: Message + Default>(&self, method: &str) -> Vec<Q> {
        self.calls(method).iter().map(Call::message).collect()
    }

    fn answer(&self, method: &str, call: Call) -> Answers {
        let message = call.message.clone();
        self.calls.lock().unwrap().entry(method.to_owned()).or_default().push(call);
        let handler = self.handlers.lock().unwrap().get(method).cloned();
        if let Some(handler) = handler {
            return handler(message);
        }
        let failure = Failure::new(Reason::NotFound, format!("the test has no answer for {method}"));
        stream::iter([Err(failure.into())]).boxed()
    }
}

macro_rules! service {
    ($name:ident, $full:literal) => {
        /// A double as a gRPC service.
        #[derive(Clone)]
        pub(crate) struct $name(pub(crate) Double);

        impl NamedService for $name {
            const NAME: &'static str = $full;
        }

        impl tower::Service<Request<Body>> for $name {
            type Response = Response<Body>;
            type Error = Infallible;
            type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

            fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                Poll::Ready(Ok(()))
            }

            fn call(&mut self, request: Request<Body>) -> Self::Future {
                let method = request.uri().path().rsplit('/').next().unwrap().to_owned();
                let asked = Asked { method, metadata: request.headers().clone(), double: self.0.clone() };
                Box::pin(async move {
                    let mut grpc = Grpc::new(Raw).apply_max_message_size_config(Some(16 << 20), None);
                    Ok(grpc.server_streaming(asked, request).await)
                })
            }
        }
    };
}

service!(Accounts, "tokenbook.accounts.v1.AccountsService");
service!(Payments, "tokenbook.payments.v1.PaymentsService");
service!(Generation, "tokenbook.generation.v1.GenerationService");
service!(Ledger, "tokenbook.ledger.v1.LedgerService");

struct Asked {
    method: String,
    metadata: HeaderMap,
    double: Double,
}

impl ServerStreamingService<Bytes> for Asked {
    type Response = Bytes;
    type ResponseStream = Answers;
    type Future = std::future::Ready<Result<tonic::Response<Answers>, Status>>;

    fn call(&mut self, request: tonic::Request<Bytes>) -> Self::Future {
        let call = Call { metadata: self.metadata.clone(), message: request.into_inner() };
        std::future::ready(Ok(tonic::Response::new(self.double.answer(&self.method, call))))
    }
}

/// Messages as they are.
#[derive(Clone, Copy, Default)]
struct Raw;

impl Codec for Raw {
    type Encode = Bytes;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn encode(&mut self, item: Bytes, into: &mut EncodeBuf<'_>) -> Result<(), Status> {
        into.put(item);
        Ok(())
    }
}

impl Decoder for Raw {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(from.copy_to_bytes(from.remaining())))
    }
}
