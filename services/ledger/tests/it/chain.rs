use std::collections::HashSet;

use eventlog::partition_of;
use ledger::domain::Kind;

use crate::books::{Books, read_balance};
use crate::load::{Load, OnFailure};
use crate::world::{PARTITIONS, shared};

#[tokio::test(flavor = "multi_thread")]
async fn every_record_extends_the_chain_and_replaying_all_gives_the_balances() {
    let shared = shared().await;
    let mut load = Load::start(&shared.world, &shared.ledger.url, OnFailure::Stop).await;
    load.answers(500).await;
    let attempts = load.finish().await;
    assert!(attempts.iter().all(|attempt| attempt.answer.is_ok()), "nothing is in the way");
    load.check(&shared.ledger.url, &attempts).await;

    // Other tests go on meanwhile: what the books tell now is somewhere in the log that is read afterwards.
    let accounts: HashSet<_> = Books::read(&shared.world).await.replay().into_keys().collect();
    let reader = shared.customer();
    let mut told = Vec::new();
    for account in accounts {
        let mut customer = reader.clone();
        customer.account = account.to_string();
        told.push((account, read_balance(&customer.balance().await)));
    }
    let books = Books::read(&shared.world).await;
    assert!(books.void().is_empty(), "a ledger that nobody disturbs writes nothing void");
    let histories = books.replay();
    for (account, balance) in told {
        let version = usize::try_from(balance.version).unwrap();
        assert_eq!(histories[&account][version - 1], balance, "{account}");
    }

    let mut ids = HashSet::new();
    for record in &books.records {
        let entry = record.entry.as_ref().unwrap();
        assert!(ids.insert(entry.id), "ids are unique");
        if let Kind::Wallet { account, .. } = &entry.kind {
            assert_eq!(record.partition, partition_of(account.to_string().as_bytes(), PARTITIONS));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_is_json_that_a_person_can_read() {
    let customer = shared().await.customer_with(100).await;
    let receipt = customer.spend(30).await;
    let books = Books::read(customer.world).await;
    let record = books
        .records
        .iter()
        .find(|record| (record.partition, record.offset) == (receipt.partition, receipt.offset))
        .unwrap();
    let value: serde_json::Value = serde_json::from_slice(&record.value).unwrap();
    assert_eq!(value["accountId"], customer.account);
    assert_eq!(value["tokensDeducted"]["tokens"], "30");
    assert_eq!(value["balanceAfter"]["available"], "70");
    assert_eq!(value["walletVersion"], "2");
    assert_eq!(value["cause"]["caller"], "metering/tests");
    assert_eq!(value["previous"].as_str().unwrap().len(), 64);
}
