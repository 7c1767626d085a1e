//! Spans as a collector receives them, from a real process.

use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    io::{BufRead as _, BufReader, Read as _},
    pin::Pin,
    task::{Context, Poll},
};

use runtime::{
    grpc::connect,
    trace::{self, TraceContext},
};
use tokio::sync::mpsc::UnboundedSender;
use tonic::{Request, Response, Status, body::Body, server::NamedService};
use tonic_health::pb::{HealthCheckRequest, health_client::HealthClient};
use tonic_prost::ProstCodec;

use crate::{authority::Authority, process, soon};

/// A collector that keeps the bytes of `ResourceSpans`, which stand where `BytesValue` has its value.
#[derive(Clone)]
struct Collector(UnboundedSender<Vec<u8>>);

impl NamedService for Collector {
    const NAME: &'static str = "opentelemetry.proto.collector.trace.v1.TraceService";
}

impl tonic::server::UnaryService<Vec<u8>> for Collector {
    type Response = ();
    type Future = Ready<Result<Response<()>, Status>>;

    fn call(&mut self, request: Request<Vec<u8>>) -> Self::Future {
        self.0.send(request.into_inner()).unwrap();
        ready(Ok(Response::new(())))
    }
}

impl tower::Service<http::Request<Body>> for Collector {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let collector = self.clone();
        Box::pin(async move {
            let mut grpc = tonic::server::Grpc::new(ProstCodec::<(), Vec<u8>>::default());
            Ok(grpc.unary(collector, request).await)
        })
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_is_exported_as_a_span_of_its_callers_trace_before_the_process_ends() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, mut received) = tokio::sync::mpsc::unbounded_channel();
    let incoming = tokio_stream::wrappers::TcpListenerStream::new(listener);
    tokio::spawn(
        tonic::transport::Server::builder().add_service(Collector(sender)).serve_with_incoming(incoming),
    );

    let authority = Authority::new();
    let mut child = process::service(&authority).env("TOKENBOOK_OTLP_ENDPOINT", endpoint).spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let address = loop {
        let mut line = String::new();
        assert_ne!(stdout.read_line(&mut line).unwrap(), 0, "it ended");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        if let Some(address) = line["address"].as_str() {
            break address.to_owned();
        }
    };
    let channel = connect(&format!("https://{address}"), &authority.service("gateway"), "ledger").unwrap();
    let here = TraceContext::root();
    let request = HealthCheckRequest { service: String::new() };
    soon(trace::scope(here, HealthClient::new(channel).check(request))).await.unwrap();
    process::kill(&child, "-TERM");

    let trace_id: Vec<u8> = u128::from_str_radix(&here.trace_id(), 16).unwrap().to_be_bytes().into();
    let spans = soon(async {
        loop {
            let spans = received.recv().await.expect("spans");
            if contains(&spans, &trace_id) {
                break spans;
            }
        }
    })
    .await;
    assert!(contains(&spans, b"/grpc.health.v1.Health/Check"));
    assert!(contains(&spans, b"example"), "service.name");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
}
