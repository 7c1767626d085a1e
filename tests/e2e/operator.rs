//! What an operator does with tools of his own: SQL on a service's data, a role, a look into the log and the logs.

use std::panic::{AssertUnwindSafe, resume_unwind};

use contracts::accounts::v1::accounts_service_client::AccountsServiceClient;
use contracts::accounts::v1::{Role, SetRolesRequest};
use eventlog::{InputConsumer, KafkaSettings, LogReader, Received, Topic};
use futures::FutureExt as _;
use local_stack::{Service, Stack};
use runtime::TlsOptions;
use sqlx::{Connection as _, PgConnection};

/// As the services are started.
const PARTITIONS: i32 = 4;

/// A connection to a service's database.
pub(crate) async fn database(stack: &Stack, service: Service) -> PgConnection {
    let url = stack.database_url(service).unwrap().expect("it has a database");
    PgConnection::connect(&url).await.unwrap()
}

/// Does something to a service's data, tells a story, and undoes it, also when the story fails.
pub(crate) async fn meanwhile(
    database: &mut PgConnection,
    doing: &[&'static str],
    undoing: &[&'static str],
    story: impl AsyncFnOnce(),
) {
    for statement in doing {
        sqlx::query(*statement).execute(&mut *database).await.unwrap();
    }
    let told = AssertUnwindSafe(story()).catch_unwind().await;
    for statement in undoing {
        sqlx::query(*statement).execute(&mut *database).await.unwrap();
    }
    if let Err(panic) = told {
        resume_unwind(panic);
    }
}

/// Makes somebody one of support, as well as a user.
pub(crate) async fn make_support(stack: &Stack, account: &str) {
    runtime::install_tls_provider();
    let certificates = stack.certificates();
    let tls = TlsOptions {
        tls_ca: certificates.join("ca.pem"),
        tls_cert: certificates.join("operator.pem"),
        tls_key: certificates.join("operator.key"),
    };
    let url = &stack.addresses().grpc[&Service::Accounts];
    let channel = runtime::grpc::connect(url, &tls, "accounts").unwrap();
    let request = SetRolesRequest {
        account_id: account.to_owned(),
        roles: vec![Role::User.into(), Role::Support.into()],
    };
    AccountsServiceClient::new(channel).set_roles(request).await.unwrap();
}

/// Everything that stands in Kafka now: the four topics and their dead letters.
pub(crate) async fn records(stack: &Stack) -> Vec<Received> {
    let settings = KafkaSettings {
        brokers: stack.addresses().kafka,
        partitions: PARTITIONS,
        replication: 1,
        client_id: "operator".to_owned(),
    };
    let dead_letters = Topic::ALL.map(|topic| Topic::named(topic.dead_letters()).unwrap());
    let topics: Vec<Topic> = Topic::ALL.into_iter().chain(dead_letters).collect();
    let (asking, asked) = (settings.clone(), topics.clone());
    let counted = tokio::task::spawn_blocking(move || {
        let reader = LogReader::for_points(&asking).unwrap();
        let ends =
            |topic| (0..PARTITIONS).map(|p| reader.high_watermark(topic, p).unwrap()).collect::<Vec<_>>();
        asked.iter().flat_map(ends).sum::<i64>()
    });
    let there = usize::try_from(counted.await.unwrap()).unwrap();
    let mut consumer = InputConsumer::start(&settings, "operator", &topics, &[]).unwrap();
    let mut records = Vec::with_capacity(there);
    while records.len() < there {
        records.push(consumer.next().await.unwrap());
    }
    records
}

/// The records of this account and kind.
pub(crate) async fn records_of(stack: &Stack, account: &str, kind: &str) -> Vec<Received> {
    let about = |record: &Received| {
        record.key_text() == account && record.headers.text("ce_type").is_some_and(|it| it.ends_with(kind))
    };
    records(stack).await.into_iter().filter(about).collect()
}

/// The value of a record, as `kcat | jq` shows it.
pub(crate) fn value(record: &Received) -> serde_json::Value {
    serde_json::from_slice(&record.value).unwrap()
}
