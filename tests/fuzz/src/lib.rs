//! What reads bytes that come from outside, one target for each reader.
//!
//! A target must not panic, whatever it is given, and what a reader has understood it must be able to write and to read again as the
//! same. `make test` runs every target over the stored corpus and over mutations of it; `make fuzz TARGET=…` lets libFuzzer search on.
//! What it finds goes into `corpus/<target>/` together with the mend.

use std::fmt::Debug;

use access_tokens::Verifier;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use contracts::accounts::v1::AccountsEvent;
use contracts::generation::v1::GenerationEvent;
use contracts::ledger::v1::command::Command;
use contracts::ledger::v1::{self as proto, LedgerEvent};
use contracts::payments::v1::PaymentsEvent;
use contracts::topic::TopicEvent;
use eventlog::{Headers, Received, Records, Topic, previous_of};
use ledger::book::{Codec as _, Effect};
use ledger::codec::ProtoJson;
use ledger::grpc::request::{Asking, request};
use ledger::snapshot;
use payments::processor::signature;
use prost::Message as _;

/// A reader under test.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name, also that of its folder in `corpus/`.
    pub name: &'static str,
    /// Lets it read.
    pub read: fn(&[u8]),
    /// The service whose stored events (`tests/fixtures/*.json`) are part of its corpus.
    pub events_of: &'static [&'static str],
}

/// All of them.
pub const TARGETS: [Target; 12] = [
    Target { name: "accounts_event", read: event::<AccountsEvent>, events_of: &["accounts"] },
    Target { name: "payments_event", read: event::<PaymentsEvent>, events_of: &["payments"] },
    Target { name: "generation_event", read: event::<GenerationEvent>, events_of: &["generation"] },
    Target { name: "ledger_event", read: event::<LedgerEvent>, events_of: &["ledger"] },
    Target { name: "ledger_entry", read: ledger_entry, events_of: &["ledger"] },
    Target { name: "ledger_input", read: ledger_input, events_of: &["accounts", "payments", "generation"] },
    Target { name: "ledger_command", read: ledger_command, events_of: &[] },
    Target { name: "ledger_snapshot", read: ledger_snapshot, events_of: &[] },
    Target { name: "record_batch", read: record_batch, events_of: &[] },
    Target { name: "access_token", read: access_token, events_of: &[] },
    Target { name: "webhook", read: webhook, events_of: &[] },
    Target { name: "upload", read: upload, events_of: &[] },
];

/// A record's value as its topic's message.
///
/// # Panics
/// If what was understood cannot be written and read again.
pub fn event<E: TopicEvent + PartialEq + Debug>(data: &[u8]) {
    let Ok(event) = E::from_value(data) else { return };
    // A moment outside the years 1 to 9999 can be held, and has no text.
    let Ok(value) = event.to_value() else { return };
    let again = E::from_value(&value);
    assert_eq!(again.ok().as_ref(), Some(&event), "what was understood can be written and read again");
}

/// A record of the books.
///
/// # Panics
/// If what was understood cannot be written and read again, or the chain would go another way.
pub fn ledger_entry(data: &[u8]) {
    let (previous, effect) = ProtoJson.judge(data);
    assert_eq!(previous_of(data), previous, "a replay judges the chain as everybody does");
    let decoded = ProtoJson.decode(data);
    assert_eq!(decoded, ProtoJson::decode_generally(data), "a quick reader says what the general one says");
    assert_eq!(effect.is_ok(), decoded.is_ok(), "a replay understands what everybody understands");
    if let (Ok(effect), Ok((entry, _))) = (effect, &decoded) {
        let general = Effect::from(entry.clone());
        assert_eq!((effect.time, effect.key, effect.input), (general.time, general.key, general.input));
    }
    let Ok((entry, previous)) = decoded else { return };
    assert_eq!(previous_of(data), Some(previous), "the chain is judged by the same text as the entry");
    let value = ProtoJson.encode(&entry, previous).unwrap_or_default();
    assert_eq!(ProtoJson.decode(&value).ok(), Some((entry, previous)), "what was understood can be written");
}

/// A record of another topic, as the books take it in.
pub fn ledger_input(data: &[u8]) {
    for topic in [Topic::ACCOUNTS, Topic::PAYMENTS, Topic::GENERATION] {
        let received = Received {
            topic,
            partition: 0,
            offset: 0,
            key: Bytes::new(),
            value: Bytes::copy_from_slice(data),
            headers: Headers::default(),
            timestamp: None,
            chain: None,
        };
        // With one partition every account is at home in it.
        let _understood = ledger::consumers::understand(&received, 1);
    }
}

/// A command of a caller, as protobuf.
///
/// # Panics
/// If a command is refused without a word.
pub fn ledger_command(data: &[u8]) {
    let Ok(command) = proto::Command::decode(data) else { return };
    let asking = || Asking { caller: "metering/maps".into(), now: noon(), deadline: None, trace: None };
    let request = match command.command {
        None => return,
        Some(Command::Authorize(authorize)) => request(authorize, asking()),
        Some(Command::Capture(capture)) => request(capture, asking()),
        Some(Command::Release(release)) => request(release, asking()),
        Some(Command::ExtendHold(extend)) => request(extend, asking()),
        Some(Command::Spend(spend)) => request(spend, asking()),
    };
    if let Err(failure) = request {
        assert!(!failure.message.is_empty(), "whoever is refused is told why");
    }
}

/// A snapshot of partition 1. Its length and checksum are set right first: otherwise nothing behind them would ever be read.
///
/// # Panics
/// If what was restored does not come back from a snapshot of its own.
pub fn ledger_snapshot(data: &[u8]) {
    let mut bytes = data.to_vec();
    let length = (bytes.len() as u64).to_le_bytes();
    if let Some(place) = bytes.get_mut(16..24) {
        place.copy_from_slice(&length);
    }
    if let Some(end) = bytes.len().checked_sub(32) {
        let (content, checksum) = bytes.split_at_mut(end);
        checksum.copy_from_slice(blake3::hash(content).as_bytes());
    }
    let Ok(state) = snapshot::restore(1, &bytes) else { return };
    let again = snapshot::encode(1, &state);
    let restored = snapshot::restore(1, &again).map(|state| snapshot::encode(1, &state));
    assert_eq!(restored.ok(), Some(again), "what was restored can be kept and restored");
}

/// A broker's batch of records. Its version, length and checksum are set right first: otherwise nothing behind them would ever be read.
///
/// # Panics
/// If a record is longer than what a batch may come to.
pub fn record_batch(data: &[u8]) {
    let mut bytes = data.to_vec();
    if let (Some(length), true) = (bytes.len().checked_sub(12), bytes.len() > 61) {
        bytes[8..12].copy_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
        bytes[16] = 2;
        let checksum = crc32c::crc32c(&bytes[21..]);
        bytes[17..21].copy_from_slice(&checksum.to_be_bytes());
    }
    let next = Records::next_offset_of(&bytes);
    let mut records = Records::default();
    records.open(bytes.into());
    while let Ok(few) = records.next_few(Records::AT_ONCE)
        && !few.is_empty()
    {
        assert!(few.iter().all(|record| record.key.len() + record.value.len() < 64 << 20));
        assert!(next.as_ref().is_ok_and(Option::is_some), "records are of a batch that says where it ends");
    }
}

/// A bearer's token.
///
/// # Panics
/// If a token is believed that no known key has signed.
pub fn access_token(data: &[u8]) {
    let Ok(token) = str::from_utf8(data) else { return };
    assert!(Verifier::default().verify(token, noon()).is_err(), "no key is known, so none has signed it");
}

/// A webhook: the header with the signature, a line feed, the body.
///
/// # Panics
/// If a body is believed that nobody signed.
pub fn webhook(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let (Some(header), Some(body)) = (parts.next(), parts.next()) else { return };
    let Ok(header) = str::from_utf8(header) else { return };
    let genuine = signature::verify(["a secret that nobody guesses"], header, body, noon());
    let signed = SIGNED.split_once('\n').is_some_and(|(_, signed)| signed.as_bytes() == body);
    assert!(genuine.is_err() || signed, "only who knows the secret can sign");
}

/// What a holder of the secret signed; part of the corpus, so that forgeries begin near it.
pub const SIGNED: &str = include_str!("../corpus/webhook/signed");

/// An image that somebody uploads.
///
/// # Panics
/// If an image without a size is accepted.
pub fn upload(data: &[u8]) {
    let content = Bytes::copy_from_slice(data);
    if let Ok(inspected) = generation::upload::inspect(&content) {
        assert!(inspected.width > 0 && inspected.height > 0, "what is accepted has a size");
    }
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap_or_default()
}
