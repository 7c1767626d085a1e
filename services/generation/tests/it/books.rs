//! The books, written by the tests: entries of `ledger.events` that extend the chain. All tests share the topic, and
//! therefore the one writer.

use std::collections::HashMap;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use contracts::common::v1::{Reason, Reference};
use contracts::convert::timestamp;
use contracts::generation::v1::Generation;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{LedgerEvent, TokensDeducted, TokensReleased};
use contracts::topic::TopicEvent as _;
use eventlog::{ChainHash, CloudEvent, OutgoingEvent, Publisher, Topic, partition_of};
use tokio::sync::{Mutex, OnceCell};

use crate::log::{PARTITIONS, settings};

static BOOKS: OnceCell<Mutex<Books>> = OnceCell::const_new();

struct Books {
    publisher: Publisher,
    heads: HashMap<i32, ChainHash>,
}

fn now() -> DateTime<Utc> {
    runtime::Clock::system().now()
}

fn reference(generation: &Generation) -> Reference {
    Reference { kind: "generation".to_owned(), id: generation.generation_id.clone() }
}

/// Charges a generation's hold and closes it.
pub(crate) async fn deduct(generation: &Generation, tokens: u64) {
    append(&generation.account_id, deducted(generation, tokens)).await;
}

/// Closes a generation's hold without a charge.
pub(crate) async fn release(generation: &Generation) {
    let kind = Kind::TokensReleased(TokensReleased {
        hold_id: generation.hold_id.clone(),
        tokens: generation.held,
        reason: Reason::HoldExpired.into(),
        reference: Some(reference(generation)),
        ..TokensReleased::default()
    });
    append(&generation.account_id, kind).await;
}

/// Writes a deduction that does not extend the chain.
pub(crate) async fn deduct_in_a_void_record(generation: &Generation, tokens: u64) {
    let books = books().await.lock().await;
    let void = entry(&generation.account_id, ChainHash::of(b"nowhere"), deducted(generation, tokens));
    books.publish(&void).await;
}

fn deducted(generation: &Generation, tokens: u64) -> Kind {
    Kind::TokensDeducted(TokensDeducted {
        hold_id: generation.hold_id.clone(),
        tokens,
        released_tokens: generation.held.saturating_sub(tokens),
        hold_closed: true,
        reference: Some(reference(generation)),
        ..TokensDeducted::default()
    })
}

async fn books() -> &'static Mutex<Books> {
    BOOKS
        .get_or_init(|| async {
            let publisher = Publisher::new(&settings().await).unwrap();
            Mutex::new(Books { publisher, heads: HashMap::new() })
        })
        .await
}

fn entry(account: &str, previous: ChainHash, kind: Kind) -> LedgerEvent {
    LedgerEvent {
        id: runtime::Clock::system().new_id().to_string(),
        time: Some(timestamp(now())),
        account_id: account.to_owned(),
        previous: previous.to_string(),
        kind: Some(kind),
        ..LedgerEvent::default()
    }
}

async fn append(account: &str, kind: Kind) {
    let mut books = books().await.lock().await;
    let partition = partition_of(account.as_bytes(), PARTITIONS);
    let previous = books.heads.get(&partition).copied().unwrap_or(ChainHash::GENESIS);
    let event = entry(account, previous, kind);
    let value = books.publish(&event).await;
    books.heads.insert(partition, ChainHash::of(&value));
}

impl Books {
    async fn publish(&self, event: &LedgerEvent) -> Bytes {
        let value = Bytes::from(event.to_value().unwrap());
        let headers = CloudEvent {
            id: event.id.clone(),
            ce_type: event.event_type().unwrap().to_owned(),
            source: LedgerEvent::SOURCE.to_owned(),
            subject: event.account_id.clone(),
            time: now(),
            content_type: CloudEvent::JSON.to_owned(),
            traceparent: None,
        };
        let outgoing = OutgoingEvent {
            topic: Topic::LEDGER,
            key: event.account_id.clone(),
            value: value.clone(),
            event: headers,
        };
        self.publisher.publish(outgoing).await.unwrap();
        value
    }
}
