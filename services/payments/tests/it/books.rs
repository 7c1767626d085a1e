//! Writes `ledger.events` in the ledger's place: entries that extend the chain, and records that do not.

use std::collections::HashMap;

use bytes::Bytes;
use contracts::common::v1::{Balance, Reference};
use contracts::convert::timestamp;
use contracts::ledger::v1::ledger_event::Kind;
use contracts::ledger::v1::{Cause, LedgerEvent, LotSource, TokensCredited};
use contracts::topic::TopicEvent as _;
use eventlog::{ChainHash, CloudEvent, OutgoingEvent, Topic};
use tokio::sync::Mutex;

use crate::stack::{Buyer, Stack};

/// The head of each partition's chain. Held while an entry is written, so that entries land in the chain's order.
static HEADS: Mutex<Option<HashMap<i32, ChainHash>>> = Mutex::const_new(None);

/// Credits what a reference stands for, in an entry that extends the chain; answers the entry's id and position.
pub(crate) async fn credit(buyer: &Buyer, reference: (&str, &str), tokens: u64) -> (String, String) {
    let mut heads = HEADS.lock().await;
    let heads = heads.get_or_insert_default();
    let stack = buyer.stack;
    let partition = eventlog::partition_of(buyer.account.as_bytes(), stack.kafka.partitions);
    let head = heads.entry(partition).or_insert(ChainHash::GENESIS);
    let entry = entry(buyer, reference, tokens, *head);
    let value = entry.to_value().unwrap();
    let offset = write(stack, &entry, &value).await;
    *head = ChainHash::of(&value);
    (entry.id, format!("ledger.events/{partition}/{offset}"))
}

/// Writes the same kind of record, but one that does not extend the chain.
pub(crate) async fn void_credit(buyer: &Buyer, reference: (&str, &str), tokens: u64) {
    let _heads = HEADS.lock().await;
    let entry = entry(buyer, reference, tokens, ChainHash::of(b"another chain"));
    write(buyer.stack, &entry, &entry.to_value().unwrap()).await;
}

async fn write(stack: &Stack, entry: &LedgerEvent, value: &[u8]) -> i64 {
    let event = OutgoingEvent {
        topic: Topic::LEDGER,
        key: entry.account_id.clone(),
        value: Bytes::copy_from_slice(value),
        event: CloudEvent {
            id: entry.id.clone(),
            ce_type: entry.event_type().unwrap().to_owned(),
            source: LedgerEvent::SOURCE.to_owned(),
            subject: entry.account_id.clone(),
            time: stack.clock.now(),
            content_type: CloudEvent::JSON.to_owned(),
            traceparent: None,
        },
    };
    stack.publisher.publish(event).await.unwrap().offset
}

fn entry(buyer: &Buyer, (kind, id): (&str, &str), tokens: u64, previous: ChainHash) -> LedgerEvent {
    let clock = &buyer.stack.clock;
    LedgerEvent {
        id: clock.new_id().to_string(),
        time: Some(timestamp(clock.now())),
        account_id: buyer.account.clone(),
        wallet_version: 1,
        cause: Some(Cause { caller: "payments.events".into(), ..Cause::default() }),
        balance_after: Some(Balance { available: tokens, version: 1, ..Balance::default() }),
        previous: previous.to_string(),
        kind: Some(Kind::TokensCredited(TokensCredited {
            lot_id: clock.new_id().to_string(),
            tokens,
            source: LotSource::Purchase.into(),
            reference: Some(Reference { kind: kind.to_owned(), id: id.to_owned() }),
            ..TokensCredited::default()
        })),
    }
}
