//! A gRPC service to call, written without generated code: texts in, texts out.

use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures::StreamExt as _;
use http::uri::PathAndQuery;
use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet, MethodDescriptorProto, ServiceDescriptorProto};
use runtime::{
    Lifecycle, Readiness, TlsOptions,
    config::GrpcOptions,
    grpc::{AccessPolicy, Allow, Channel, Client, Peer, Server},
    trace,
};
use tokio::sync::{Notify, Semaphore};
use tonic::{Request, Response, Status, body::Body, server::NamedService};
use tonic_prost::ProstCodec;

use crate::authority::Authority;

pub(crate) const SERVICE: &str = "probe.v1.Probe";
const METHODS: [&str; 9] =
    ["Echo", "Trace", "Remaining", "Wait", "Panic", "Forever", "Operators", "Metering", "Stream"];

/// The policy's table: every RPC but those named is for the gateway.
pub(crate) const POLICY: &[(&str, &[Allow])] = &[
    ("/probe.v1.Probe/Echo", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Trace", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Remaining", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Wait", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Panic", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Forever", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Stream", &[Allow::Service("gateway")]),
    ("/probe.v1.Probe/Operators", &[Allow::Service("operator")]),
    ("/probe.v1.Probe/Metering", &[Allow::AnyMetering]),
];

/// The encoded descriptor set of the service.
pub(crate) fn descriptors() -> &'static [u8] {
    let method = |name: &str| MethodDescriptorProto {
        name: Some(name.to_owned()),
        input_type: Some(".google.protobuf.StringValue".to_owned()),
        output_type: Some(".google.protobuf.StringValue".to_owned()),
        ..Default::default()
    };
    let file = FileDescriptorProto {
        name: Some("probe/v1/probe.proto".to_owned()),
        package: Some("probe.v1".to_owned()),
        service: vec![ServiceDescriptorProto {
            name: Some("Probe".to_owned()),
            method: METHODS.map(method).into(),
            ..Default::default()
        }],
        ..Default::default()
    };
    FileDescriptorSet { file: vec![file] }.encode_to_vec().leak()
}

#[derive(Clone)]
pub(crate) struct Probe {
    pub(crate) entered: Arc<Semaphore>,
    pub(crate) go_on: Arc<Notify>,
}

impl NamedService for Probe {
    const NAME: &'static str = SERVICE;
}

type Answer = Pin<Box<dyn Future<Output = Result<Response<String>, Status>> + Send>>;

#[derive(Clone)]
struct Handler {
    probe: Probe,
    method: String,
}

impl tonic::server::UnaryService<String> for Handler {
    type Response = String;
    type Future = Answer;

    fn call(&mut self, request: Request<String>) -> Answer {
        let Self { probe, method } = self.clone();
        Box::pin(async move {
            let text = match method.as_str() {
                "Trace" => trace::current().map(|here| here.to_header()).unwrap_or_default(),
                "Remaining" => trace::remaining().unwrap_or(Duration::ZERO).as_millis().to_string(),
                "Wait" => {
                    probe.entered.add_permits(1);
                    probe.go_on.notified().await;
                    "done".to_owned()
                }
                "Panic" => panic!("on purpose"),
                "Forever" => std::future::pending().await,
                _ => format!("{}: {}", Peer::of(&request)?, request.get_ref()),
            };
            Ok(Response::new(text))
        })
    }
}

/// One text, and then nothing for ever.
type Endless = futures::stream::Chain<
    futures::stream::Iter<std::vec::IntoIter<Result<String, Status>>>,
    futures::stream::Pending<Result<String, Status>>,
>;

impl tonic::server::ServerStreamingService<String> for Handler {
    type Response = String;
    type ResponseStream = Endless;
    type Future = std::future::Ready<Result<Response<Endless>, Status>>;

    fn call(&mut self, _: Request<String>) -> Self::Future {
        let first = futures::stream::iter(vec![Ok("first".to_owned())]);
        std::future::ready(Ok(Response::new(first.chain(futures::stream::pending()))))
    }
}

impl tower::Service<http::Request<Body>> for Probe {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let method = request.uri().path().rsplit('/').next().unwrap().to_owned();
        let handler = Handler { probe: self.clone(), method };
        Box::pin(async move {
            let mut grpc = tonic::server::Grpc::new(ProstCodec::<String, String>::default());
            Ok(match handler.method.as_str() {
                "Stream" => grpc.server_streaming(handler, request).await,
                _ => grpc.unary(handler, request).await,
            })
        })
    }
}

/// A server under test, with the authority that it believes.
pub(crate) struct Served {
    pub(crate) authority: Authority,
    pub(crate) url: String,
    pub(crate) probe: Probe,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) readiness: Readiness,
}

pub(crate) fn loopback() -> GrpcOptions {
    GrpcOptions { grpc_listen: "127.0.0.1:0".parse().unwrap() }
}

pub(crate) async fn served() -> Served {
    served_with(|server| server).await
}

pub(crate) async fn served_with(adjust: impl FnOnce(Server) -> Server) -> Served {
    served_for(Duration::from_mins(1), adjust).await
}

pub(crate) async fn served_for(grace: Duration, adjust: impl FnOnce(Server) -> Server) -> Served {
    let authority = Authority::new();
    let lifecycle = Lifecycle::new(grace);
    let readiness = Readiness::new();
    let probe = Probe { entered: Arc::new(Semaphore::new(0)), go_on: Arc::new(Notify::new()) };
    let tls = authority.service("ledger");
    let policy = AccessPolicy::new(POLICY).with_relay("ledger");
    let server = Server::new(&loopback(), &tls, policy, descriptors()).add(probe.clone());
    let address = adjust(server).serve(&lifecycle, &readiness).await.unwrap();
    let url = format!("https://127.0.0.1:{}", address.port());
    Served { authority, url, probe, lifecycle, readiness }
}

impl Served {
    pub(crate) fn client(&self, name: &str) -> Channel {
        self.client_with(&self.authority.service(name))
    }

    pub(crate) fn client_with(&self, tls: &TlsOptions) -> Channel {
        Client::to(&self.url, tls, "ledger").unwrap().channel()
    }
}

/// Calls one method of the probe.
pub(crate) async fn call(channel: &Channel, method: &str, text: &str) -> Result<String, Status> {
    send(channel, method, Request::new(text.to_owned())).await
}

pub(crate) async fn send(
    channel: &Channel,
    method: &str,
    request: Request<String>,
) -> Result<String, Status> {
    let path: PathAndQuery = format!("/{SERVICE}/{method}").parse().unwrap();
    let mut grpc = tonic::client::Grpc::new(channel.clone());
    grpc.ready().await.map_err(Status::from_error)?;
    let response = grpc.unary(request, path, ProstCodec::<String, String>::default()).await?;
    Ok(response.into_inner())
}

/// Opens the stream of the probe.
pub(crate) async fn stream(channel: &Channel) -> Result<tonic::Streaming<String>, Status> {
    let mut grpc = tonic::client::Grpc::new(channel.clone());
    grpc.ready().await.map_err(Status::from_error)?;
    let path = PathAndQuery::from_static("/probe.v1.Probe/Stream");
    let codec = ProstCodec::<String, String>::default();
    let response = grpc.server_streaming(Request::new(String::new()), path, codec).await?;
    Ok(response.into_inner())
}
