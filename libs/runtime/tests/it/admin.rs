use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    probe::{call, served},
    soon,
};

async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

#[tokio::test]
async fn ready_while_every_gate_is_open_and_the_service_is_not_stopping() {
    let served = served().await;
    let address = "127.0.0.1:0".parse().unwrap();
    let admin = runtime::admin::serve(address, &served.lifecycle, &served.readiness).await.unwrap();
    assert_eq!(soon(get(admin, "/readyz")).await.0, 200);
    let gate = served.readiness.gate("kafka");
    assert_eq!(
        soon(get(admin, "/readyz")).await,
        (503, r#"{"ready":false,"waiting_for":["kafka"]}"#.to_owned())
    );
    gate.open();
    assert_eq!(soon(get(admin, "/readyz")).await.0, 200);
    served.lifecycle.shutdown();
    soon(served.lifecycle.clone().run()).await;
    // The admin port still answers: someone must be able to see the drain.
    assert_eq!(soon(get(admin, "/readyz")).await.0, 503);
    assert_eq!(soon(get(admin, "/healthz")).await.0, 200);
}

#[tokio::test]
async fn metrics_show_calls_by_method_and_code() {
    let served = served().await;
    let address = "127.0.0.1:0".parse().unwrap();
    let admin = runtime::admin::serve(address, &served.lifecycle, &served.readiness).await.unwrap();
    soon(call(&served.client("metering/a"), "Metering", "")).await.unwrap();
    soon(call(&served.client("operator"), "Metering", "")).await.unwrap_err();
    let metric = |code: &str| {
        format!(
            r#"grpc_server_handled_total{{grpc_service="probe.v1.Probe",grpc_method="Metering",grpc_code="{code}"}}"#
        )
    };
    let text = soon(async {
        loop {
            let (_, text) = get(admin, "/metrics").await;
            if text.contains(&metric("OK")) && text.contains(&metric("PERMISSION_DENIED")) {
                break text;
            }
        }
    })
    .await;
    assert!(text.contains(r#"grpc_server_handling_seconds_bucket{grpc_service="probe.v1.Probe""#), "{text}");
    assert!(text.contains("grpc_server_in_flight"), "{text}");
}
