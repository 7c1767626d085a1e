//! What an operator does with tools of his own: SQL on a service's data, a role, a look into the log and the logs.

use std::collections::BTreeMap;
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
    let ends = tokio::task::spawn_blocking(move || {
        let reader = LogReader::for_points(&asking).unwrap();
        let places = asked.into_iter().flat_map(|topic| (0..PARTITIONS).map(move |p| (topic.clone(), p)));
        let ends = places.map(|(topic, p)| (reader.high_watermark(&topic, p).unwrap(), (topic, p)));
        ends.filter(|(end, _)| *end > 0).map(|(end, place)| (place, end)).collect::<BTreeMap<_, _>>()
    });
    let mut missing = ends.await.unwrap();
    let mut consumer = InputConsumer::start(&settings, "operator", &topics, &[]).unwrap();
    let mut records = Vec::new();
    // Others go on writing meanwhile, so it is over when each partition was read to where it ended.
    while !missing.is_empty() {
        let record = consumer.next().await.unwrap();
        let place = (record.topic.clone(), record.partition);
        if missing.get(&place).is_some_and(|end| record.next_offset() >= *end) {
            missing.remove(&place);
        }
        records.push(record);
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

/// Every place in the log of events and in the services' own logs that holds one of these texts.
pub(crate) async fn found_anywhere(stack: &Stack, texts: &[&str]) -> Vec<String> {
    let mut places = Vec::new();
    for record in records(stack).await {
        let headers = format!("{:?}", record.headers);
        for part in [record.key_text(), &String::from_utf8_lossy(&record.value), &headers] {
            if texts.iter().any(|text| part.contains(text)) {
                places.push(format!("{}/{}/{}: {part}", record.topic, record.partition, record.offset));
            }
        }
    }
    for service in Service::ALL {
        let log = log_of(stack, service);
        let lines = log.lines().filter(|line| texts.iter().any(|text| line.contains(text)));
        places.extend(lines.map(|line| format!("{service}.log: {line}")));
    }
    places
}

/// What a service has logged.
pub(crate) fn log_of(stack: &Stack, service: Service) -> String {
    let log = std::fs::read(stack.logs_dir().join(format!("{service}.log"))).unwrap();
    String::from_utf8_lossy(&log).into_owned()
}
