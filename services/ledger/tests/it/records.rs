use std::collections::BTreeMap;
use std::ffi::OsString;
use std::time::Duration;

use contracts::ledger::v1::LedgerEvent;
use contracts::topic::TopicEvent as _;
use eventlog::{InputConsumer, Received, Topic};
use testkit::eventually;
use tonic::Request;

use crate::customer::Customer;
use crate::world::{SOON, World, shared};

/// An account's records, headers included, once there are this many.
async fn records(customer: &Customer<'_>, count: usize) -> Vec<Received> {
    let mut log = InputConsumer::start(&customer.world.settings, "tests", &[Topic::LEDGER], &[]).unwrap();
    let mut found = Vec::new();
    let all = async {
        while found.len() < count {
            let record = log.next().await.unwrap();
            if record.key_text() == customer.account {
                found.push(record);
            }
        }
    };
    tokio::time::timeout(SOON, all).await.expect("the records");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_carries_the_headers_of_cloudevents_and_the_trace_of_its_call() {
    let customer = shared().await.customer_with(100).await;
    let mut request = Request::new(customer.spending("k", 10));
    let trace = "0af7651916cd43dd8448eb211c80319c";
    let parent = format!("00-{trace}-b7ad6b7169203331-01").parse().unwrap();
    request.metadata_mut().insert("traceparent", parent);
    let receipt = customer.client.clone().spend(request).await.unwrap().into_inner().receipt.unwrap();

    let records = records(&customer, 2).await;
    for (record, kind) in records.iter().zip(["TokensCredited", "TokensDeducted"]) {
        let event = LedgerEvent::from_value(&record.value).unwrap();
        let header = record.event().unwrap();
        assert_eq!(header.ce_type, format!("tokenbook.ledger.v1.{kind}"));
        assert_eq!(header.id, event.id);
        assert_eq!(
            (header.source.as_str(), header.content_type.as_str()),
            ("/tokenbook/ledger", "application/json")
        );
        assert_eq!(header.subject, customer.account);
        assert_eq!(contracts::convert::timestamp(header.time), event.time.unwrap());
    }
    let spent = &records[1];
    assert_eq!(spent.event().unwrap().id, receipt.entry_id);
    assert_eq!((spent.partition, spent.offset), (receipt.partition, receipt.offset));
    let traceparent = spent.traceparent().unwrap();
    assert_eq!(traceparent.split('-').nth(1), Some(trace), "{traceparent}");
}

/// The groups' committed offsets as operators see them, by topic and partition.
async fn described(world: &World, group: &str) -> BTreeMap<(String, i32), i64> {
    let distribution = testkit::distribution().await;
    let arguments: Vec<OsString> =
        ["--bootstrap-server", &world.settings.brokers, "--describe", "--group", group]
            .map(OsString::from)
            .into();
    let mut tool =
        local_stack::kafka_tool(&distribution, &testkit::folder("tool"), "consumer-groups", &arguments)
            .unwrap();
    let output = tokio::task::spawn_blocking(move || tool.output()).await.unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let row = |line: &str| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        (columns.first() == Some(&group)).then_some(())?;
        Some(((columns[1].to_owned(), columns[2].parse().ok()?), columns[3].parse().ok()?))
    };
    text.lines().filter_map(row).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn operators_see_how_far_the_books_and_the_token_log_have_come() {
    let shared = shared().await;
    let customer = shared.customer();
    let paid = shared.world.publish(&customer.paid(&shared.world.new_id(), 100)).await;
    customer.reaches(1).await;
    let spent = customer.spend(1).await;
    for (group, topic, partition, offset) in [
        ("ledger", "payments.events", paid.partition, paid.offset),
        ("ledger-projector", "ledger.events", spent.partition, spent.offset),
    ] {
        // Committed now and then, and each look takes seconds.
        eventually(Duration::from_secs(90), "the group's offset", async || {
            let committed = described(&shared.world, group).await;
            committed.get(&(topic.to_owned(), partition)).filter(|committed| **committed > offset).copied()
        })
        .await;
    }
}
