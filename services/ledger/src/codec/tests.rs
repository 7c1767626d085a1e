//! One stored record per kind of entry, read back for ever: what was written once is never understood in another way.
//!
//! `tests/fixtures/<kind>.v<n>.json` holds records as version n wrote them. They are never changed; a new version of a kind gets
//! files of its own beside them.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{
    AccountId, CostRule, DisputeId, EntryId, HoldId, LotId, Reason, RefundId, SettlementTerms, Tokens,
};
use proptest::prelude::*;
use smallvec::smallvec;
use uuid::Uuid;

use super::*;
use crate::domain::{
    Adjustment, Balance, Cause, Deduction, InputPosition, LotPart, LotSource, Reference, TakenBack, Warrant,
};

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
    let balance =
        Balance { available: Tokens::new(5), held: Tokens::new(3), version: 4, ..Balance::default() };
    Kind::Wallet { account: AccountId::new(Uuid::from_u128(7)), balance, change }
}

/// A wallet about which there is more to say.
fn unusual(change: Change) -> Kind {
    let balance = Balance {
        available: Tokens::ZERO,
        held: Tokens::new(3),
        locked: Tokens::new(6),
        debt: Tokens::new(2),
        frozen: true,
        version: 4,
    };
    Kind::Wallet { account: AccountId::new(Uuid::from_u128(7)), balance, change }
}

fn reversed(step: ReversalStep) -> Kind {
    unusual(Change::Reversed { lot: LotId::new(Uuid::from_u128(70)), step })
}

fn adjusted(adjustment: Adjustment) -> Kind {
    let reference = Reference::new("ticket", "4711");
    unusual(Change::Adjusted { adjustment, reference, warrant: warrant() })
}

fn warrant() -> Warrant {
    Warrant {
        actor: "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a88".into(),
        reason: "goodwill".into(),
        evidence: "ticket 4711".into(),
    }
}

/// Refunds and disputes.
fn reversals() -> [(&'static str, Kind); 8] {
    let refund = RefundId::new(Uuid::from_u128(11));
    let dispute = DisputeId::new(Uuid::from_u128(12));
    let tokens = Tokens::new(6);
    let taken = TakenBack { tokens: Tokens::new(9), reserved: tokens, debt: Tokens::new(2), frozen: true };
    let clawed = TakenBack { reserved: Tokens::ZERO, ..taken };
    [
        ("lot_reserved", reversed(ReversalStep::Reserved { refund, tokens })),
        ("lot_unreserved", reversed(ReversalStep::Unreserved { refund, tokens, frozen: true })),
        (
            "lot_refunded",
            reversed(ReversalStep::Refunded {
                refund,
                taken,
                unreserved: Tokens::new(1),
                outstanding: Tokens::new(4),
            }),
        ),
        ("lot_frozen", reversed(ReversalStep::Frozen { dispute, tokens })),
        ("lot_unfrozen", reversed(ReversalStep::Unfrozen { dispute, tokens })),
        ("tokens_clawed_back", reversed(ReversalStep::ClawedBack { dispute, taken: clawed })),
        ("debt_repaid", unusual(Change::DebtRepaid { tokens, parts: smallvec![part(1, 5), part(3, 1)] })),
        (
            "tokens_released_into_a_frozen_lot",
            unusual(Change::Released {
                hold: HoldId::new(Uuid::from_u128(2)),
                tokens: Tokens::new(8),
                parts: smallvec![part(1, 8)],
                frozen: Tokens::new(8),
                reason: None,
                reference: about(),
            }),
        ),
    ]
}

/// What operators do.
fn by_hand() -> [(&'static str, Kind); 4] {
    let lot = LotId::new(Uuid::from_u128(1));
    let (tokens, debt_repaid, debt_added) = (Tokens::new(9), Tokens::new(4), Tokens::new(2));
    [
        ("wallet_frozen", unusual(Change::Frozen(warrant()))),
        ("wallet_unfrozen", unusual(Change::Unfrozen(warrant()))),
        ("balance_adjusted", adjusted(Adjustment::Credit { lot, tokens, debt_repaid })),
        (
            "balance_adjusted_down",
            adjusted(Adjustment::Debit { tokens, parts: smallvec![part(1, 7)], debt_added }),
        ),
    ]
}

/// What became of lots and holds.
fn movements() -> [(&'static str, Kind); 8] {
    let hold = HoldId::new(Uuid::from_u128(2));
    let lot = LotId::new(Uuid::from_u128(1));
    let terms = SettlementTerms {
        on_prohibited_content: CostRule::CaptureFixed(Tokens::new(2)),
        ..SettlementTerms::default()
    };
    [
        ("wallet_opened", wallet(Change::Opened)),
        (
            "tokens_credited",
            wallet(Change::Credited {
                lot,
                tokens: Tokens::new(500),
                source: LotSource::Promotion,
                expires_at: Some(moment()),
                debt_repaid: Tokens::new(1),
                frozen: false,
                reference: Reference::new("promotion", "welcome"),
            }),
        ),
        (
            "tokens_held",
            wallet(Change::Held {
                hold,
                tokens: Tokens::new(8),
                parts: smallvec![part(1, 5), part(3, 3)],
                expires_at: moment(),
                terms: terms.into(),
                reference: about(),
            }),
        ),
        ("hold_extended", wallet(Change::HoldExtended { hold, expires_at: moment() })),
        (
            "tokens_deducted",
            wallet(Change::Deducted(Deduction {
                hold: Some(hold),
                tokens: Tokens::new(7),
                parts: smallvec![part(1, 5)],
                over_captured: smallvec![part(3, 2)],
                released: smallvec![part(1, 1)],
                released_frozen: Tokens::ZERO,
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
                parts: smallvec![part(1, 8)],
                frozen: Tokens::ZERO,
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
}

/// An entry of every kind, under the name of its fixture.
fn one_of_each() -> Vec<(&'static str, Entry)> {
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
    ]
    .into_iter()
    .chain(movements())
    .chain(reversals())
    .chain(by_hand())
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

/// The last version, which is what is written today. It differs from the first in how moments are written: `Z` for `+00:00`.
const LAST: u32 = 2;

fn fixture(name: &str, version: u32) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(folder.join(format!("{name}.v{version}.json")))
        .unwrap_or_else(|error| panic!("{name}, version {version}: {error}"))
}

#[test]
fn what_any_version_wrote_is_understood_for_ever() {
    for (name, entry) in one_of_each() {
        for version in 1..=LAST {
            let read = ProtoJson.decode(&fixture(name, version));
            assert_eq!(read, Ok((entry.clone(), previous())), "{name}, version {version}");
        }
    }
}

#[test]
fn what_is_written_today_is_what_the_last_version_wrote() {
    for (name, entry) in one_of_each() {
        let stored = String::from_utf8(fixture(name, LAST)).unwrap();
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
    fn an_entry_with_a_byte_changed_is_refused_or_read_but_never_a_panic(kind in 0..22_usize, place in 0..2_000_usize, byte in any::<u8>()) {
        let (_, entry) = one_of_each().remove(kind);
        let mut value = ProtoJson.encode(&entry, previous()).unwrap();
        let place = place % value.len();
        value[place] = byte;
        let _ = ProtoJson.decode(&value);
    }
}
