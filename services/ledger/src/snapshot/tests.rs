//! What a snapshot holds, and what is refused.

#![allow(
    clippy::cast_possible_wrap,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the logs of these tests are short"
)]

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{AccountId, EntryId, Tokens};
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use super::*;
use crate::book::{Action, Book, Codec as _, Ids, Instance, Judged, Message, Request, RequestDigest, Took};
use crate::codec::ProtoJson;
use crate::domain::laws::{any_history, run};
use crate::domain::{BookEvent, Cause, Command, Entry, InputPosition, Kind, Reference};

const PARTITION: i32 = 3;

fn account(n: u128) -> AccountId {
    AccountId::new(Uuid::from_u128(0xACC0 + n))
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_000)
}

/// A partition's log.
#[derive(Debug, Default)]
struct Log {
    values: Vec<Bytes>,
    head: Option<ChainHash>,
}

impl Log {
    fn write(&mut self, cause: Cause, kind: Kind) {
        let id = EntryId::new(Uuid::from_u128(self.values.len() as u128 + 1));
        let time = DateTime::UNIX_EPOCH + TimeDelta::nanoseconds(self.values.len() as i64 * 1_000_000_007);
        let previous = self.head.unwrap_or(ChainHash::GENESIS);
        let value = ProtoJson.encode(&Entry { id, time, cause, kind }, previous).unwrap();
        self.head = Some(ChainHash::of(&value));
        self.values.push(value.into());
    }

    fn claim(&mut self, term: u64) {
        let claim = BookEvent::Claimed { instance: "ledger-0".into(), term, address: "127.0.0.1:1".into() };
        self.write(Cause::default(), Kind::Book(claim));
    }

    /// What it says up to an offset.
    fn replay(&self, to: usize) -> BookState {
        let mut state = BookState::default();
        for (offset, value) in self.values.iter().enumerate().take(to) {
            state.read(&ProtoJson, offset as i64, value).unwrap();
        }
        state
    }

    fn judged(&self, from: usize) -> impl Iterator<Item = Judged> {
        let offsets = self.values.iter().enumerate().skip(from);
        offsets.map(|(offset, value)| Judged::of(&ProtoJson, offset as i64, value))
    }
}

/// Logs of three wallets, with claims, inputs that nobody understood, and records that are void.
fn any_log() -> impl Strategy<Value = Log> {
    let histories = prop::collection::vec(any_history(), 3);
    (histories, any::<u64>()).prop_map(|(histories, mut turns)| {
        let mut written: Vec<_> =
            histories.iter().zip(0..).map(|(history, n)| (account(n), run(history).1.into_iter())).collect();
        let mut log = Log::default();
        log.claim(1);
        while !written.is_empty() {
            turns = turns.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (n, what) = ((turns >> 33) as usize % written.len(), turns >> 60);
            let offset = log.values.len() as i64;
            let input = |topic: &str| InputPosition { topic: topic.into(), offset, event_id: "e".into() };
            match what {
                0 => log.claim(offset as u64),
                1 => log.values.push(Bytes::from_static(b"noise")),
                2 => {
                    let cause = Cause { input: Some(input("payments.events")), ..Cause::default() };
                    log.write(cause, Kind::Book(BookEvent::InputRejected { detail: "?".into() }));
                }
                // The claim of somebody who is not in the chain.
                3 => {
                    let mut aside = Log { values: log.values.clone(), head: Some(ChainHash::of(b"aside")) };
                    aside.claim(offset as u64 + 5);
                    log.values = aside.values;
                }
                _ => match written[n].1.next() {
                    None => drop(written.remove(n)),
                    Some((change, balance)) => {
                        let key = if what % 2 == 0 { format!("key {offset}") } else { String::new() };
                        let digest = RequestDigest::of("law", key.as_bytes()).bytes();
                        let digest = if key.is_empty() { [0; 16] } else { digest };
                        let input = (what == 4).then(|| input("generation.events"));
                        let cause = Cause { caller: "law".into(), key, digest, input };
                        log.write(cause, Kind::Wallet { account: written[n].0, balance, change });
                    }
                },
            }
        }
        log
    })
}

/// A log of some length.
fn a_log() -> Log {
    let mut log = Log::default();
    log.claim(1);
    let credit = |n: u128| {
        let reference = Reference::new("order", Uuid::from_u128(n).to_string());
        Command::Credit {
            tokens: Tokens::new(10),
            source: crate::domain::LotSource::Purchase,
            expires_at: None,
            reference,
        }
    };
    for n in 0..20 {
        let (_, written) = run(&[(credit(n), 0)]);
        let (change, balance) = written[0].clone();
        let cause = Cause { caller: "law".into(), key: format!("{n}"), ..Cause::default() };
        log.write(cause, Kind::Wallet { account: account(n), balance, change });
    }
    log
}

proptest! {
    #[test]
    fn a_snapshot_holds_what_the_log_says_and_always_in_the_same_bytes(log in any_log(), place: Index) {
        let middle = place.index(log.values.len() + 1);
        for to in [middle, log.values.len()] {
            let mut state = log.replay(to);
            let bytes = encode(PARTITION, &state);
            // What is void behind the head will be read again.
            state.next_offset = state.head().map_or(0, |(offset, _)| offset + 1);
            prop_assert_eq!(restore(PARTITION, &bytes), Ok(state));
        }
        // The next one, made by a follower.
        let mut follower = Follower::resume(PARTITION, &encode(PARTITION, &log.replay(middle))).unwrap();
        for judged in log.judged(usize::try_from(follower.state().next_offset()).unwrap()) {
            follower.take(&judged).unwrap();
        }
        prop_assert!(follower.encode() == encode(PARTITION, &log.replay(log.values.len())));
    }

    #[test]
    fn a_restored_book_goes_on_like_one_that_has_read_it_all(log in any_log(), place: Index, history in any_history()) {
        let state = log.replay(place.index(log.values.len() + 1));
        let restored = restore(PARTITION, &encode(PARTITION, &state)).unwrap();
        let from = usize::try_from(restored.next_offset()).unwrap();
        let mut one = Hosted::new();
        one.handle(Message::Judged(log.judged(0).collect()));
        let mut two = Hosted::new();
        two.handle(Message::Restored(Box::new(restored)));
        two.handle(Message::Judged(log.judged(from).collect()));
        let (one, two) = (one.goes_on(&log, &history), two.goes_on(&log, &history));
        prop_assert_eq!(one, two);
    }

    #[test]
    fn a_snapshot_with_any_bit_turned_is_refused(log in any_log(), place: Index, bit in 0..8_u8) {
        let mut bytes = encode(PARTITION, &log.replay(log.values.len()));
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        prop_assert!(restore(PARTITION, &bytes).is_err());
        prop_assert!(Follower::resume(PARTITION, &bytes).is_err());
    }

    #[test]
    fn a_snapshot_that_lacks_its_end_or_has_more_is_refused(log in any_log(), place: Index, more in 1..50_usize) {
        let mut bytes = encode(PARTITION, &log.replay(log.values.len()));
        prop_assert!(restore(PARTITION, &bytes[..place.index(bytes.len())]).is_err());
        bytes.extend(vec![0; more]);
        prop_assert_eq!(restore(PARTITION, &bytes), Err(Damage::Truncated));
    }

    #[test]
    fn whatever_the_bytes_are_reading_them_only_fails(bytes: Vec<u8>, partition: i32) {
        prop_assert!(restore(partition, &bytes).is_err());
    }

    #[test]
    fn bytes_with_the_right_checksum_that_make_no_sense_are_refused_or_read_but_never_worse(
        log in any_log(), place: Index, byte: u8,
    ) {
        let mut bytes = encode(PARTITION, &log.replay(log.values.len()));
        let end = bytes.len() - 32;
        let place = 24 + place.index(end - 24);
        bytes[place] = byte;
        let hash = blake3::hash(&bytes[..end]);
        bytes[end..].copy_from_slice(hash.as_bytes());
        drop(restore(PARTITION, &bytes));
    }
}

/// A book and what it wants done, told apart from another's by nothing but that.
struct Hosted {
    book: Book<ProtoJson, Counting, u32>,
    done: Vec<String>,
    appended: Vec<(u64, Vec<u8>)>,
}

#[derive(Clone)]
struct Counting(u128);

impl Ids for Counting {
    fn next_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0 << 64)
    }
}

impl Hosted {
    fn new() -> Self {
        let me = Instance { name: "ledger-1".into(), address: "127.0.0.1:2".into() };
        let book = Book::new(ProtoJson, me, Counting(0));
        let mut hosted = Self { book, done: Vec::new(), appended: Vec::new() };
        hosted.handle(Message::Assigned);
        hosted
    }

    fn handle(&mut self, message: Message<u32>) {
        let mut out = Vec::new();
        self.book.handle(now(), message, &mut out);
        for action in out {
            self.done.push(format!("{action:?}"));
            if let Action::Append { seq, value, .. } = action {
                self.appended.push((seq, value));
            }
        }
    }

    /// Claims the book and runs commands, some of them under keys that the log has.
    fn goes_on(mut self, log: &Log, history: &[(Command, i64)]) -> Vec<String> {
        let mut next = log.values.len() as i64;
        self.handle(Message::End { next_offset: next });
        for (n, (command, _)) in history.iter().enumerate() {
            self.acknowledge(&mut next);
            let request = Request {
                account: account(n as u128 % 4),
                caller: "law".into(),
                key: format!("key {}", n * 3).into(),
                digest: RequestDigest::of("law", format!("key {}", n * 3).as_bytes()),
                command: command.clone(),
                deadline: None,
                trace: None,
            };
            self.handle(Message::Command(n as u32, request.into()));
        }
        self.acknowledge(&mut next);
        self.handle(Message::Tick);
        self.done
    }

    fn acknowledge(&mut self, next: &mut i64) {
        for (seq, _) in std::mem::take(&mut self.appended) {
            self.handle(Message::Acked { seq, offset: Some(*next) });
            *next += 1;
        }
    }
}

#[test]
fn each_kind_of_damage_is_named() {
    let log = a_log();
    let bytes = encode(PARTITION, &log.replay(log.values.len()));
    let damaged = |place: usize, byte: u8| {
        let mut bytes = bytes.clone();
        bytes[place] = byte;
        restore(PARTITION, &bytes)
    };
    assert!(restore(PARTITION, &bytes).is_ok());
    assert_eq!(restore(PARTITION, b""), Err(Damage::NoSnapshot));
    assert_eq!(damaged(0, b'X'), Err(Damage::NoSnapshot));
    assert_eq!(damaged(8, 1), Err(Damage::OtherVersion(1)));
    assert_eq!(restore(PARTITION, &bytes[..bytes.len() - 1]), Err(Damage::Truncated));
    assert_eq!(damaged(bytes.len() / 2, bytes[bytes.len() / 2] ^ 1), Err(Damage::Checksum));
    assert_eq!(restore(PARTITION + 1, &bytes), Err(Damage::OtherPartition(PARTITION)));
}

#[test]
fn a_state_is_held_against_the_log_that_it_is_said_to_be_of() {
    let mut log = a_log();
    let last = log.values.len() as i64 - 1;
    // What is void behind the head does not make it another head.
    log.values.push(Bytes::from_static(b"noise"));
    let state = log.replay(log.values.len());
    assert_eq!(state.head().map(|(offset, _)| offset), Some(last));
    let at = |offset: i64| log.values.get(usize::try_from(offset).unwrap()).map(|value| &value[..]);
    assert_eq!(check_head(&state, at(last)), Ok(()));
    assert_eq!(check_head(&state, at(last - 1)), Err(Damage::OtherLog(last)));
    assert_eq!(check_head(&state, at(last + 9)), Err(Damage::BeyondTheLog(last)));
    assert!(check_head(&BookState::default(), at(0)).is_err(), "a state without a head is of no log");
}

#[test]
fn a_book_that_knows_something_takes_no_snapshot() {
    let (log, other) = (a_log(), {
        let mut other = Log::default();
        other.claim(9);
        other
    });
    let mut hosted = Hosted::new();
    hosted.handle(Message::Judged(log.judged(0).collect()));
    hosted.handle(Message::Restored(Box::new(other.replay(1))));
    assert_eq!(hosted.book.next_offset(), log.values.len() as i64);
    assert_eq!(hosted.book.wallets(), 20);
}

#[test]
fn a_follower_with_many_keys_has_them_all() {
    let mut log = Log::default();
    for n in 0..70_000_u32 {
        let cause = Cause { caller: "law".into(), key: format!("{n}"), ..Cause::default() };
        let (_, written) = run(&[(Command::Open, 0)]);
        let (change, balance) = written[0].clone();
        log.write(cause, Kind::Wallet { account: account(n.into()), balance, change });
    }
    let mut follower = Follower::new(PARTITION);
    for judged in log.judged(0) {
        follower.take(&judged).unwrap();
    }
    assert!(follower.encode() == encode(PARTITION, &log.replay(log.values.len())));
}

#[test]
fn a_gap_in_the_log_is_not_read_over() {
    let log = a_log();
    let mut state = log.replay(5);
    assert_eq!(state.read(&ProtoJson, 6, &log.values[6]), Ok(Took::Nothing));
    assert_eq!(state, log.replay(5));
}
