use std::time::Duration;

use runtime::{
    grpc::Client,
    trace::{self, TraceContext},
};
use tonic::{Code, Request};

use crate::{
    probe::{call, send, served},
    soon,
};

#[tokio::test]
async fn a_trace_passes_through_a_call() {
    let served = served().await;
    let gateway = served.client("gateway");
    let here = TraceContext::root();
    let there = soon(trace::scope(here, call(&gateway, "Trace", ""))).await.unwrap();
    assert_eq!(there, here.to_header());
}

#[tokio::test]
async fn a_call_without_a_trace_starts_one() {
    let served = served().await;
    let gateway = served.client("gateway");
    let first = TraceContext::parse(&soon(call(&gateway, "Trace", "")).await.unwrap()).unwrap();
    let second = TraceContext::parse(&soon(call(&gateway, "Trace", "")).await.unwrap()).unwrap();
    assert_ne!(first.trace_id(), second.trace_id());
}

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let served = served().await;
    let mut request = Request::new(String::new());
    request.set_timeout(Duration::from_millis(50));
    let status = soon(send(&served.client("gateway"), "Forever", request)).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
}

#[tokio::test]
async fn a_handler_knows_how_long_its_caller_waits() {
    let served = served().await;
    let tls = served.authority.service("gateway");
    let client = Client::to(&served.url, &tls, "ledger").unwrap();
    for (timeout, expected) in [
        (Some(Duration::from_secs(30)), 20_000..=30_000),
        (Some(Duration::from_secs(5)), 1_000..=5_000),
        (None, 0..=0),
    ] {
        let channel = client.clone().request_timeout(timeout).channel();
        let left: u64 = soon(call(&channel, "Remaining", "")).await.unwrap().parse().unwrap();
        assert!(expected.contains(&left), "{left} of {timeout:?}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_during_a_call_is_unavailable() {
    // A server that accepts, and hangs up in the middle of the handshake.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let channel =
        Client::to(&url, &crate::authority::Authority::new().service("gateway"), "ledger").unwrap().channel();
    let status = soon(call(&channel, "Echo", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status}");
}
