use std::sync::Arc;

use runtime::{
    Lifecycle, Readiness,
    grpc::{AccessPolicy, Client, Error, Server},
};
use rustls::{ClientConfig, RootCertStore, pki_types::CertificateDer, pki_types::pem::PemObject as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tonic::Code;

use crate::{
    authority::Authority,
    probe::{self, call, served, served_with},
    soon,
};

#[tokio::test]
async fn an_allowed_peer_is_known_by_its_certificate() {
    let served = served().await;
    let answer = soon(call(&served.client("gateway"), "Echo", "hello")).await;
    assert_eq!(answer.unwrap(), "gateway: hello");
    let answer = soon(call(&served.client("metering/render-farm"), "Metering", "5")).await;
    assert_eq!(answer.unwrap(), "metering/render-farm: 5");
}

#[tokio::test]
async fn a_peer_that_the_table_does_not_name_is_refused() {
    let served = served().await;
    for (peer, method) in
        [("payments", "Echo"), ("gateway", "Operators"), ("gateway", "Metering"), ("metering/a", "Echo")]
    {
        let status = soon(call(&served.client(peer), method, "")).await.unwrap_err();
        assert_eq!(status.code(), Code::PermissionDenied, "{peer} {method}: {status}");
    }
}

#[tokio::test]
async fn an_rpc_that_is_not_in_the_table_is_refused() {
    let served = served().await;
    let status = soon(call(&served.client("gateway"), "Unlisted", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::PermissionDenied);
}

/// Calls as `peer`, saying that it is on behalf of `names`.
async fn call_for(
    served: &probe::Served,
    peer: &str,
    names: &[&str],
    method: &str,
) -> Result<String, tonic::Status> {
    let mut request = tonic::Request::new("hello".to_owned());
    for name in names {
        request.metadata_mut().append("tokenbook-on-behalf-of", name.parse().unwrap());
    }
    soon(probe::send(&served.client(peer), method, request)).await
}

#[tokio::test]
async fn a_relay_is_believed_for_whom_it_calls_and_may_do_what_that_peer_may() {
    let served = served().await;
    assert_eq!(call_for(&served, "ledger", &["gateway"], "Echo").await.unwrap(), "gateway: hello");
    let answer = call_for(&served, "ledger", &["metering/a"], "Metering").await;
    assert_eq!(answer.unwrap(), "metering/a: hello");
    for (names, method) in
        [(&["metering/a"][..], "Echo"), (&[], "Echo"), (&["gateway", "operator"], "Echo"), (&["G"], "Echo")]
    {
        let refused = call_for(&served, "ledger", names, method).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied, "{names:?}");
    }
}

#[tokio::test]
async fn who_is_no_relay_speaks_for_nobody_not_even_for_itself() {
    let served = served().await;
    for (peer, name, method) in [
        ("gateway", "operator", "Operators"),
        ("gateway", "gateway", "Echo"),
        ("operator", "gateway", "Echo"),
    ] {
        let refused = call_for(&served, peer, &[name], method).await.unwrap_err();
        assert_eq!(refused.code(), Code::PermissionDenied, "{peer} for {name}");
    }
}

#[tokio::test]
async fn a_certificate_without_identity_is_refused() {
    let served = served().await;
    let nobody = served.client_with(&served.authority.nobody());
    let status = soon(call(&nobody, "Echo", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unauthenticated);
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let served = served().await;
    // The stranger believes our authority, but was signed by its own.
    let mut tls = Authority::new().service("gateway");
    let elsewhere = Authority::new();
    let stranger = elsewhere.service("gateway");
    tls.tls_ca = served.authority.folder().join("ca.pem");
    tls.tls_cert = stranger.tls_cert;
    tls.tls_key = stranger.tls_key;
    let status = soon(call(&served.client_with(&tls), "Echo", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status}");
    assert_eq!(soon(call(&served.client("gateway"), "Echo", "")).await.unwrap(), "gateway: ");
}

#[tokio::test]
async fn a_client_does_not_talk_to_a_server_that_is_not_the_expected_service() {
    let served = served().await;
    let tls = served.authority.service("gateway");
    let channel = Client::to(&served.url, &tls, "payments").unwrap().channel();
    let status = soon(call(&channel, "Echo", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status}");
}

#[tokio::test]
async fn without_a_client_certificate_no_connection_comes_about() {
    let served = served().await;
    runtime::install_tls_provider();
    let mut roots = RootCertStore::empty();
    let ca = std::fs::read(served.authority.folder().join("ca.pem")).unwrap();
    roots.add(CertificateDer::from_pem_slice(&ca).unwrap()).unwrap();
    let mut config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let stream = TcpStream::connect(served.url.strip_prefix("https://").unwrap()).await.unwrap();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    // In TLS 1.3 the client learns of the refusal with its first read.
    let refused = soon(async {
        let mut stream = connector.connect("localhost".try_into().unwrap(), stream).await?;
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await?;
        stream.read_u8().await
    })
    .await;
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("CertificateRequired"), "{error}");
}

#[tokio::test]
async fn plain_text_is_not_a_way_to_call() {
    let tls = Authority::new().service("gateway");
    let error = Client::to("http://127.0.0.1:7104", &tls, "ledger").unwrap_err();
    assert!(error.to_string().contains("https://"), "{error}");
}

#[tokio::test]
async fn a_panic_ends_its_call_and_nothing_else() {
    let served = served().await;
    let gateway = served.client("gateway");
    let status = soon(call(&gateway, "Panic", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::Internal);
    assert!(!status.message().contains("on purpose"), "{status}");
    assert!(soon(call(&gateway, "Echo", "")).await.is_ok());
}

#[tokio::test]
async fn calls_above_the_limit_are_refused_with_a_retry_delay() {
    let served = served_with(|server| server.concurrency_limit(1)).await;
    let gateway = served.client("gateway");
    let waiting = tokio::spawn({
        let gateway = gateway.clone();
        async move { call(&gateway, "Wait", "").await }
    });
    soon(served.probe.entered.acquire()).await.unwrap().forget();
    let status = soon(call(&gateway, "Echo", "")).await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert!(matches!(runtime::retry::transient(&status), runtime::retry::Verdict::RetryAfter(_)));
    served.probe.go_on.notify_one();
    assert_eq!(soon(waiting).await.unwrap().unwrap(), "done");
    assert!(soon(call(&gateway, "Echo", "")).await.is_ok());
}

async fn serve_with_table(policy: AccessPolicy) -> Result<(), Error> {
    let authority = Authority::new();
    let served = soon(probe::served()).await;
    Server::new(&probe::loopback(), &authority.service("ledger"), policy, probe::descriptors())
        .add(served.probe)
        .serve(&Lifecycle::new(std::time::Duration::from_secs(1)), &Readiness::new())
        .await
        .map(|_| ())
}

#[tokio::test]
async fn a_server_does_not_start_with_a_forgotten_rpc() {
    let error = serve_with_table(AccessPolicy::new(&probe::POLICY[1..])).await.unwrap_err();
    let Error::Policy(incomplete) = error else { panic!("{error}") };
    assert_eq!(incomplete.missing, ["/probe.v1.Probe/Echo"]);
}

#[test]
fn a_row_of_no_rpc_is_found() {
    let mut table = probe::POLICY.to_vec();
    table.push(("/probe.v1.Probe/Ecko", &[]));
    let incomplete =
        AccessPolicy::new(&table).check_complete(probe::descriptors(), &[probe::SERVICE]).unwrap_err();
    assert_eq!(incomplete.unknown, ["/probe.v1.Probe/Ecko"]);
    assert_eq!(
        AccessPolicy::new(probe::POLICY).check_complete(probe::descriptors(), &[probe::SERVICE]),
        Ok(())
    );
}
