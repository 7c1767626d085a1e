//! One stored record per kind of entry, read back for ever: what was written once is never understood in another way.
//!
//! `tests/fixtures/<kind>.v1.json` holds records as version 1 wrote them. They are never changed; a new version of a kind gets
//! files of its own beside them.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{CostRule, EntryId, LotId, Reason};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn moment() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::microseconds(1_790_000_000_123_456)
}

fn part(lot: u128, tokens: u64) -> LotPart {
    LotPart { lot: LotId::new(Uuid::from_u128(lot)), tokens: Tokens::new(tokens) }
}

fn about() -> Reference {
    Reference::new("generation", "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77")
}

fn wallet(change: Change) -> Kind {
    let balance = Balance { available: Tokens::new(5), held: Tokens::new(3), debt: Tokens::ZERO, version: 4 };
    Kind::Wallet { account: AccountId::new(Uuid::from_u128(7)), balance, change }
}

/// An entry of every kind, under the name of its fixture.
fn one_of_each() -> Vec<(&'static str, Entry)> {
    let hold = HoldId::new(Uuid::from_u128(2));
    let lot = LotId::new(Uuid::from_u128(1));
    let terms = SettlementTerms {
        on_prohibited_content: CostRule::CaptureFixed(Tokens::new(2)),
        ..SettlementTerms::default()
    };
    [
        (
            "book_claimed",
            Kind::Book(BookEvent::Claimed {
                instance: "ledger-0".into(),
                term: 3,
                address: "127.0.0.1:7104".into(),
            }),
        ),
        (
            "input_rejected",
            Kind::Book(BookEvent::InputRejected { detail: "not an event of this topic".into() }),
        ),
        ("wallet_opened", wallet(Change::Opened)),
        (
            "tokens_credited",
            wallet(Change::Credited {
                lot,
                tokens: Tokens::new(500),
                source: LotSource::Promotion,
                expires_at: Some(moment()),
                debt_repaid: Tokens::new(1),
                reference: Reference::new("promotion", "welcome"),
            }),
        ),
        (
            "tokens_held",
            wallet(Change::Held {
                hold,
                tokens: Tokens::new(8),
                parts: vec![part(1, 5), part(3, 3)],
                expires_at: moment(),
                terms,
                reference: about(),
            }),
        ),
        ("hold_extended", wallet(Change::HoldExtended { hold, expires_at: moment() })),
        (
            "tokens_deducted",
            wallet(Change::Deducted(Deduction {
                hold: Some(hold),
                tokens: Tokens::new(7),
                parts: vec![part(1, 5)],
                over_captured: vec![part(3, 2)],
                released: vec![part(1, 1)],
                closes_hold: true,
                reason: Some(Reason::ProhibitedPrompt),
                detail: "violence".into(),
                reference: about(),
                list_tokens: Tokens::new(14),
                promotion: "half-price".into(),
            })),
        ),
        (
            "tokens_released",
            wallet(Change::Released {
                hold,
                tokens: Tokens::new(8),
                parts: vec![part(1, 8)],
                reason: Some(Reason::ProviderError),
                reference: about(),
            }),
        ),
        ("lot_expired", wallet(Change::LotExpired { lot, tokens: Tokens::new(4) })),
        (
            "command_refused",
            wallet(Change::Refused {
                command: "Capture",
                reason: Reason::InsufficientTokens,
                tokens: Tokens::new(9),
                hold: Some(hold),
                reference: Some(about()),
            }),
        ),
    ]
    .into_iter()
    .map(|(name, kind)| {
        let cause = Cause {
            caller: "generation.events".into(),
            key: "generation:1:outcome".into(),
            digest: *b"0123456789abcdef",
            input: Some(InputPosition {
                topic: "generation.events".into(),
                offset: 12,
                event_id: "e".into(),
            }),
        };
        (name, Entry { id: EntryId::new(Uuid::from_u128(99)), time: moment(), cause, kind })
    })
    .collect()
}

fn previous() -> ChainHash {
    ChainHash::of(b"the entry before")
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(format!("{name}.v1.json"))
}

#[test]
fn what_version_1_wrote_is_understood_for_ever() {
    for (name, entry) in one_of_each() {
        let stored = std::fs::read(fixture(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(ProtoJson.decode(&stored), Ok((entry, previous())), "{name}");
    }
}

#[test]
fn what_is_written_today_is_what_version_1_wrote() {
    for (name, entry) in one_of_each() {
        let stored = std::fs::read_to_string(fixture(name)).unwrap();
        let written = String::from_utf8(ProtoJson.encode(&entry, previous()).unwrap()).unwrap();
        assert_eq!(written, stored, "{name}: a changed form needs a version of its own beside this fixture");
    }
}

#[test]
fn every_kind_has_its_event_type() {
    for (_, entry) in one_of_each() {
        let published = publish(&entry, previous());
        assert_eq!(published.event_type(), Some(event_type(&entry)));
    }
}

#[test]
fn fields_of_a_later_version_are_passed_over() {
    let (_, entry) = one_of_each().remove(0);
    let mut later: serde_json::Value =
        serde_json::from_slice(&ProtoJson.encode(&entry, previous()).unwrap()).unwrap();
    later["fieldOfALaterVersion"] = serde_json::json!({"a": 1});
    assert_eq!(ProtoJson.decode(later.to_string().as_bytes()), Ok((entry, previous())));
}

proptest! {
    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = ProtoJson.decode(&bytes);
    }

    #[test]
    fn an_entry_with_a_byte_changed_is_refused_or_read_but_never_a_panic(kind in 0..10_usize, place in 0..2_000_usize, byte in any::<u8>()) {
        let (_, entry) = one_of_each().remove(kind);
        let mut value = ProtoJson.encode(&entry, previous()).unwrap();
        let place = place % value.len();
        value[place] = byte;
        let _ = ProtoJson.decode(&value);
    }
}
