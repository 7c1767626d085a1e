//! What the service published.

use contracts::generation::v1::GenerationEvent;
use contracts::generation::v1::generation_event::Kind;
use contracts::topic::TopicEvent as _;
use eventlog::{KafkaSettings, LogReader, Topic, partition_of};

pub(crate) const PARTITIONS: i32 = 4;

pub(crate) async fn settings() -> KafkaSettings {
    KafkaSettings {
        brokers: testkit::kafka().await.brokers(),
        partitions: PARTITIONS,
        replication: 1,
        client_id: "generation-test".to_owned(),
    }
}

/// The events of one generation so far, in order.
pub(crate) async fn events_of(account: &str, generation: &str) -> Vec<GenerationEvent> {
    let settings = settings().await;
    let (account, generation) = (account.to_owned(), generation.to_owned());
    tokio::task::spawn_blocking(move || {
        let partition = partition_of(account.as_bytes(), PARTITIONS);
        let mut reader = LogReader::for_ranges(&settings).unwrap();
        let mut events: Vec<GenerationEvent> = Vec::new();
        for record in reader.read_range(&Topic::GENERATION, partition, 0, None).unwrap() {
            let record = record.unwrap();
            let event = GenerationEvent::from_value(&record.value).unwrap();
            assert_eq!(record.key, event.account_id, "the account is the key");
            // The outbox may publish an event again after a crash; it is the same event.
            if event.generation_id == generation && events.iter().all(|known| known.id != event.id) {
                events.push(event);
            }
        }
        events
    })
    .await
    .unwrap()
}

pub(crate) fn kind_name(event: &GenerationEvent) -> &'static str {
    match event.kind.as_ref().unwrap() {
        Kind::GenerationRequested(_) => "requested",
        Kind::GenerationStarted(_) => "started",
        Kind::GenerationSucceeded(_) => "succeeded",
        Kind::GenerationFailed(_) => "failed",
        Kind::GenerationOutcomeUnknown(_) => "unknown",
        Kind::GenerationCancelled(_) => "cancelled",
    }
}
