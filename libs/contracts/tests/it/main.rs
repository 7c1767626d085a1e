//! Every kind of event has a stored record that is read back for ever.
//!
//! `services/<service>/tests/fixtures/<kind>.v1.json` holds what version 1 wrote. These files are never changed; a new version of a
//! kind gets files of its own beside them.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use contracts::accounts::v1::AccountsEvent;
use contracts::generation::v1::GenerationEvent;
use contracts::ledger::v1::LedgerEvent;
use contracts::payments::v1::PaymentsEvent;
use contracts::topic::TopicEvent;
use prost::Message as _;

fn fixtures(service: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../services").join(service).join("tests/fixtures")
}

/// The kinds that a topic's message can wrap, by their names in `proto/`.
fn kinds(service: &str, message: &str) -> BTreeSet<String> {
    let files = prost_types::FileDescriptorSet::decode(contracts::DESCRIPTORS).unwrap().file;
    let package = format!("tokenbook.{service}.v1");
    let found = files
        .iter()
        .filter(|file| file.package() == package)
        .flat_map(|file| &file.message_type)
        .find(|candidate| candidate.name() == message)
        .unwrap_or_else(|| panic!("{package}.{message} is not in proto/"));
    found
        .field
        .iter()
        .filter(|field| field.oneof_index.is_some())
        .map(|field| field.name().to_owned())
        .collect()
}

fn check<E: TopicEvent>(service: &str, message: &str) {
    let kinds = kinds(service, message);
    assert!(!kinds.is_empty(), "{message} wraps no kinds");
    for kind in kinds {
        let path = fixtures(service).join(format!("{kind}.v1.json"));
        let stored = fs::read(&path)
            .unwrap_or_else(|error| panic!("{kind} has no stored record: {}: {error}", path.display()));
        let event = E::from_value(&stored).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let named = event.event_type().unwrap_or_else(|| panic!("{kind} is not understood"));
        let camel: String = kind.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        assert_eq!(named, format!("tokenbook.{service}.v1.{camel}"));
        let written = event.to_value().unwrap();
        assert_eq!(
            String::from_utf8(written).unwrap(),
            String::from_utf8(stored).unwrap().trim_end(),
            "{kind} is written in another way now"
        );
    }
}

#[test]
fn every_kind_of_event_reads_back_as_version_1_wrote_it() {
    check::<AccountsEvent>("accounts", "AccountsEvent");
    check::<PaymentsEvent>("payments", "PaymentsEvent");
    check::<GenerationEvent>("generation", "GenerationEvent");
    check::<LedgerEvent>("ledger", "LedgerEvent");
}

#[test]
fn what_a_later_version_adds_is_passed_over() {
    let event =
        PaymentsEvent::from_value(br#"{"id":"1","fieldOfALaterVersion":{"a":1},"kindOfALaterVersion":{}}"#)
            .unwrap();
    assert_eq!(event.event_type(), None);
}
