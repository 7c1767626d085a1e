use std::{process::ExitCode, time::Duration};

use tokio::net::TcpStream;
use tonic::Code;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{
    probe::{SERVICE, call, served, served_for, stream},
    soon,
};

#[tokio::test]
async fn a_call_under_way_finishes_after_shutdown_and_no_new_one_begins() {
    let served = served().await;
    let gateway = served.client("gateway");
    let waiting = tokio::spawn({
        let gateway = gateway.clone();
        async move { call(&gateway, "Wait", "").await }
    });
    soon(served.probe.entered.acquire()).await.unwrap().forget();
    served.lifecycle.shutdown();
    let ended = tokio::spawn(served.lifecycle.clone().run());

    // The address is given up at once.
    let address = served.url.strip_prefix("https://").unwrap().to_owned();
    soon(async {
        while TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let status = soon(call(&served.client("gateway"), "Echo", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status}");
    assert!(!ended.is_finished(), "the call under way holds the process");

    served.probe.go_on.notify_one();
    assert_eq!(soon(waiting).await.unwrap().unwrap(), "done");
    let code = soon(ended).await.unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::SUCCESS));
}

#[tokio::test]
async fn health_follows_readiness_and_its_watchers_do_not_hold_up_the_end() {
    let served = served().await;
    let gate = served.readiness.gate("kafka");
    let mut health = HealthClient::new(served.client("payments"));
    let request = || HealthCheckRequest { service: SERVICE.to_owned() };
    let mut statuses = soon(health.watch(request())).await.unwrap().into_inner();
    let expect = async |statuses: &mut tonic::Streaming<_>, expected: ServingStatus| {
        soon(async {
            loop {
                let status: tonic_health::pb::HealthCheckResponse =
                    statuses.message().await.unwrap().unwrap();
                if status.status() == expected {
                    break;
                }
            }
        })
        .await;
    };
    expect(&mut statuses, ServingStatus::NotServing).await;
    gate.open();
    expect(&mut statuses, ServingStatus::Serving).await;
    gate.close();
    expect(&mut statuses, ServingStatus::NotServing).await;
    served.lifecycle.shutdown();
    soon(served.lifecycle.clone().run()).await;
}

#[tokio::test]
async fn a_stream_without_end_is_ended_in_time_and_the_process_ends_well() {
    let served = served_for(Duration::from_secs(2), |server| server).await;
    let mut texts = soon(stream(&served.client("gateway"))).await.unwrap();
    assert_eq!(soon(texts.message()).await.unwrap().as_deref(), Some("first"));
    served.lifecycle.shutdown();
    let ended = tokio::spawn(served.lifecycle.clone().run());
    let status = soon(texts.message()).await.unwrap_err();
    assert_eq!((status.code(), status.message()), (Code::Unavailable, "the server is stopping"));
    let code = soon(ended).await.unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::SUCCESS));
}
