//! Kafka and PostgreSQL keep what they acknowledged, also when they are killed.

use std::ffi::OsString;
use std::io::Write as _;
use std::net::TcpListener;
use std::process::{Command, Stdio};

use local_stack::{
    Distribution, Error, KafkaOptions, KafkaServer, PostgresOptions, PostgresServer, free_port, is_free,
    kafka_tool,
};
use sqlx::{Connection as _, PgConnection};

use crate::distribution;

/// Runs one of Kafka's tools against a broker; its output when it succeeded.
async fn kafka(
    distribution: &Distribution,
    server: &KafkaServer,
    arguments: &str,
    input: &'static str,
) -> String {
    let mut words = arguments.split(' ').map(OsString::from);
    let tool = words.next().unwrap().into_string().unwrap();
    let mut words: Vec<OsString> = words.collect();
    words.extend(["--bootstrap-server".into(), server.brokers().into()]);
    let mut command: Command = kafka_tool(distribution, "/nowhere".as_ref(), &tool, &words).unwrap();
    let run = move || {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    assert!(output.status.success(), "{arguments}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn kafka_keeps_its_records_when_it_is_killed_and_when_it_is_stopped() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let options = KafkaOptions::ephemeral(folder.path(), free_port().unwrap());
    let server = KafkaServer::start(&distribution, options.clone()).await.unwrap();
    kafka(&distribution, &server, "topics --create --topic books --partitions 1", "").await;
    kafka(&distribution, &server, "console-producer --topic books", "kept\n").await;
    server.kill().await;
    assert!(is_free(options.port), "a killed broker is gone when kill returns");

    let server = KafkaServer::start(&distribution, options.clone()).await.unwrap();
    kafka(&distribution, &server, "console-producer --topic books", "kept too\n").await;
    server.stop().await;

    let server = KafkaServer::start(&distribution, options).await.unwrap();
    let read = "console-consumer --topic books --from-beginning --max-messages 2 --timeout-ms 20000";
    assert_eq!(kafka(&distribution, &server, read, "").await, "kept\nkept too\n");
}

#[tokio::test]
async fn kafka_creates_no_topic_by_being_asked_for_it() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let options = KafkaOptions {
        flush_every_message: true,
        ..KafkaOptions::ephemeral(folder.path(), free_port().unwrap())
    };
    let server = KafkaServer::start(&distribution, options).await.unwrap();
    let listed = kafka(&distribution, &server, "topics --list", "").await;
    assert_eq!(listed.trim(), "");
}

#[tokio::test]
async fn postgres_keeps_its_rows_when_it_is_killed_and_when_it_is_stopped() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    // With fsync and passwords, as for a person's stack.
    let options = PostgresOptions::new(folder.path(), free_port().unwrap());
    let server = PostgresServer::start(&distribution, options.clone()).await.unwrap();
    server.ensure_database("books", "secret1").await.unwrap();
    let url = format!("postgres://books:secret1@127.0.0.1:{}/books", options.port);
    let mut owner = PgConnection::connect(&url).await.unwrap();
    sqlx::query("CREATE TABLE entries AS SELECT 1 AS n").execute(&mut owner).await.unwrap();
    server.kill().await;

    let server = PostgresServer::start(&distribution, options.clone()).await.unwrap();
    let mut owner = PgConnection::connect(&url).await.unwrap();
    sqlx::query("INSERT INTO entries VALUES (2)").execute(&mut owner).await.unwrap();
    server.stop().await;

    let server = PostgresServer::start(&distribution, options).await.unwrap();
    // A second run of the stack finds databases and roles there.
    server.ensure_database("books", "secret2").await.unwrap();
    let url = url.replace("secret1", "secret2");
    let mut owner = PgConnection::connect(&url).await.unwrap();
    let sum: i64 = sqlx::query_scalar("SELECT sum(n) FROM entries").fetch_one(&mut owner).await.unwrap();
    assert_eq!(sum, 3);
    for wrong in
        [url.replace("secret2", "secret1"), url.replace("/books", "/postgres").replace("secret2", "")]
    {
        PgConnection::connect(&wrong).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_service_cannot_enter_the_database_of_another() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let options = PostgresOptions::new(folder.path(), free_port().unwrap());
    let server = PostgresServer::start(&distribution, options.clone()).await.unwrap();
    server.ensure_database("ledger", "secret1").await.unwrap();
    server.ensure_database("payments", "secret2").await.unwrap();
    let url = format!("postgres://payments:secret2@127.0.0.1:{}", options.port);
    PgConnection::connect(&format!("{url}/payments")).await.unwrap();
    let refused = PgConnection::connect(&format!("{url}/ledger")).await.unwrap_err();
    assert!(refused.to_string().contains("permission denied"), "{refused}");
}

#[tokio::test]
async fn a_port_in_use_is_named_with_the_setting_that_changes_it() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let kafka =
        KafkaServer::start(&distribution, KafkaOptions::ephemeral(folder.path().join("k"), port)).await;
    let postgres =
        PostgresServer::start(&distribution, PostgresOptions::ephemeral(folder.path().join("p"), port)).await;
    for (error, name) in [(kafka.unwrap_err(), "kafka"), (postgres.unwrap_err(), "postgres")] {
        assert!(matches!(error, Error::PortInUse { .. }), "{error}");
        let line = error.to_string();
        assert!(line.contains(&port.to_string()) && line.contains(&format!("--port {name}=")), "{line}");
        assert!(!line.contains('\n'), "{line}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_start_shows_the_end_of_its_log() {
    let distribution = distribution().await;
    let folder = tempfile::tempdir().unwrap();
    let options = PostgresOptions::ephemeral(folder.path(), free_port().unwrap());
    PostgresServer::start(&distribution, options.clone()).await.unwrap().stop().await;
    std::fs::write(folder.path().join("data/PG_VERSION"), "12\n").unwrap();
    let error = PostgresServer::start(&distribution, options).await.unwrap_err().to_string();
    assert!(error.contains("incompatible with server") && error.contains("postgres.log"), "{error}");
}
