//! Every kind of event has a stored record that is read back for ever.
//!
//! `services/<service>/tests/fixtures/<kind>.v<n>.json` holds what version n wrote. These files are never changed; a new version of a
//! kind gets files of its own beside them. Version 2 differs from version 1 in how moments are written: `Z` for `+00:00`.

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

/// The last version, which is what is written today.
const LAST: u32 = 2;

fn check<E: TopicEvent + PartialEq + std::fmt::Debug>(service: &str, message: &str) {
    let kinds = kinds(service, message);
    assert!(!kinds.is_empty(), "{message} wraps no kinds");
    for kind in kinds {
        let stored = |version: u32| {
            let path = fixtures(service).join(format!("{kind}.v{version}.json"));
            fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{kind} has no stored record: {}: {error}", path.display()))
        };
        let read =
            |text: &str| E::from_value(text.as_bytes()).unwrap_or_else(|error| panic!("{kind}: {error}"));
        let last = stored(LAST);
        let event = read(&last);
        for version in 1..LAST {
            assert_eq!(read(&stored(version)), event, "version {version}");
        }
        let named = event.event_type().unwrap_or_else(|| panic!("{kind} is not understood"));
        let camel: String = kind.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        assert_eq!(named, format!("tokenbook.{service}.v1.{camel}"));
        let written = String::from_utf8(event.to_value().unwrap()).unwrap();
        assert_eq!(written, last.trim_end(), "{kind} is written in another way now");
    }
}

#[test]
fn every_kind_of_event_reads_back_as_every_version_wrote_it() {
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
