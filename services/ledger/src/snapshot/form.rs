//! The form of a snapshot: a header, three sections behind their lengths, and the BLAKE3 hash of all before it.
//!
//! | bytes | |
//! |---|---|
//! | 8 | `TOKNBOOK` |
//! | 4 | version of the form |
//! | 4 | partition |
//! | 8 | length of it all |
//! | 8 + … | the book: the chain's head, inputs, owner |
//! | 8 + … | the wallets, by account |
//! | 8 + … | the keys: digest of the key, mark of the request, offset of the answer; 32 bytes each, by offset |
//! | 32 | BLAKE3 of all of the above |
//!
//! Fixed numbers are little-endian. The same state always has the same bytes.

use eventlog::ChainHash;
use kernel::AccountId;

use super::values::{Reader, Unreadable, Writer};
use super::{Damage, wallet};
use crate::book::{BookState, FirstAnswer, Head, KeyDigest, Owner, RequestMark};
use crate::domain::Wallet;

const MAGIC: &[u8; 8] = b"TOKNBOOK";

/// Rises with every change of the form. A snapshot of another version is passed over: the log has everything.
const VERSION: u32 = 2;

const HEADER: usize = 8 + 4 + 4 + 8;
const HASH: usize = 32;

/// What a key takes.
const KEY: usize = 16 + 8 + 8;

/// The state without its keys, and the keys as they stand in the snapshot.
pub(super) struct Opened<'a> {
    pub(super) state: BookState,
    pub(super) keys: &'a [u8],
}

/// A snapshot of a state whose first keys, in the order of their answers, are already in their form.
pub(super) fn write(partition: i32, state: &BookState, earlier_keys: &[u8]) -> Vec<u8> {
    let estimate = HEADER + earlier_keys.len() + state.answers.len() * KEY + state.wallets.len() * 96 + 1024;
    let mut out = Writer(Vec::with_capacity(estimate));
    out.bytes(MAGIC);
    out.bytes(&VERSION.to_le_bytes());
    out.bytes(&partition.to_le_bytes());
    out.bytes(&[0; 8]);
    section(&mut out, |out| write_book(state, out));
    section(&mut out, |out| {
        let mut wallets: Vec<(&AccountId, &Box<Wallet>)> = state.wallets.iter().collect();
        wallets.sort_unstable_by_key(|(account, _)| **account);
        out.length(wallets.len());
        for (account, wallet) in wallets {
            wallet::write(*account, wallet, out);
        }
    });
    section(&mut out, |out| {
        out.bytes(earlier_keys);
        write_keys(state, out);
    });
    let length = (out.0.len() + HASH) as u64;
    if let Some(place) = out.0.get_mut(HEADER - 8..HEADER) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    let hash = blake3::hash(&out.0);
    out.bytes(hash.as_bytes());
    out.0
}

/// The keys of a state, in the order of their answers.
pub(super) fn write_keys(state: &BookState, out: &mut Writer) {
    let mut keys: Vec<(i64, &KeyDigest, RequestMark)> =
        state.answers.iter().map(|(key, first)| (first.offset, key, first.request)).collect();
    keys.sort_unstable_by_key(|(offset, key, _)| (*offset, key.bytes()));
    for (offset, key, request) in keys {
        out.bytes(&key.bytes());
        out.bytes(&request.bytes());
        out.bytes(&offset.to_le_bytes());
    }
}

/// Reads a snapshot of `partition`, all but its keys.
pub(super) fn open(partition: i32, bytes: &[u8]) -> Result<Opened<'_>, Damage> {
    let mut from = Reader(checked(partition, bytes)?);
    let mut state = read_book(&mut open_section(&mut from)?)?;
    let mut wallets = open_section(&mut from)?;
    for (account, kept) in wallets.list(wallet::LEAST, wallet::read)? {
        let wallet = Wallet::try_from(kept).map_err(|cause| Damage::Wallet { account, cause })?;
        state.put_wallet(account, wallet);
    }
    let keys = open_section(&mut from)?.0;
    let is_whole = wallets.is_at_its_end() && from.is_at_its_end() && keys.len().is_multiple_of(KEY);
    if is_whole { Ok(Opened { state, keys }) } else { Err(Unreadable("a section has another length").into()) }
}

/// Remembers the keys of a snapshot.
pub(super) fn take_keys(keys: &[u8], state: &mut BookState) -> Result<(), Damage> {
    state.answers.reserve(keys.len() / KEY);
    let mut from = Reader(keys);
    while !from.is_at_its_end() {
        let key = KeyDigest::from_bytes(from.array()?);
        let request = RequestMark::from_bytes(from.array()?);
        let offset = i64::from_le_bytes(from.array()?);
        state.answers.remember(key, FirstAnswer { offset, request });
    }
    Ok(())
}

// What stands between header and hash, once both are found right.
fn checked(partition: i32, bytes: &[u8]) -> Result<&[u8], Damage> {
    let mut from = Reader(bytes);
    if from.array() != Ok(*MAGIC) {
        return Err(Damage::NoSnapshot);
    }
    let version = u32::from_le_bytes(from.array().map_err(|_| Damage::Truncated)?);
    if version != VERSION {
        return Err(Damage::OtherVersion(version));
    }
    let found = i32::from_le_bytes(from.array().map_err(|_| Damage::Truncated)?);
    let length = u64::from_le_bytes(from.array().map_err(|_| Damage::Truncated)?);
    if length != bytes.len() as u64 {
        return Err(Damage::Truncated);
    }
    let (all, hash) = bytes.split_last_chunk::<HASH>().ok_or(Damage::Truncated)?;
    if blake3::hash(all) != blake3::Hash::from_bytes(*hash) {
        return Err(Damage::Checksum);
    }
    if found != partition {
        return Err(Damage::OtherPartition(found));
    }
    all.get(HEADER..).ok_or(Damage::Truncated)
}

fn section(out: &mut Writer, write: impl FnOnce(&mut Writer)) {
    let place = out.0.len();
    out.bytes(&[0; 8]);
    write(out);
    let length = (out.0.len() - place - 8) as u64;
    if let Some(place) = out.0.get_mut(place..place + 8) {
        place.copy_from_slice(&length.to_le_bytes());
    }
}

fn open_section<'a>(from: &mut Reader<'a>) -> Result<Reader<'a>, Unreadable> {
    let length = u64::from_le_bytes(from.array()?);
    let length = usize::try_from(length).map_err(|_| Unreadable("a length is too large"))?;
    from.bytes(length).map(Reader)
}

fn write_book(state: &BookState, out: &mut Writer) {
    // What stood behind the head was void, and is read again: should the log have lost it, something else stands there.
    out.signed(state.head_offset.unwrap_or(-1));
    let Head(head) = state.head;
    out.bytes(head.as_bytes());
    out.time(state.last_time);
    out.number(state.seen_term);
    out.length(state.next_inputs.len());
    for (topic, next) in &state.next_inputs {
        out.text(topic);
        out.signed(*next);
    }
    out.byte(state.owner.is_some().into());
    if let Some(owner) = &state.owner {
        out.text(&owner.instance);
        out.text(&owner.address);
        out.number(owner.term);
    }
}

fn read_book(from: &mut Reader<'_>) -> Result<BookState, Unreadable> {
    let mut state = BookState::default();
    state.head_offset = Some(from.signed()?).filter(|offset| *offset >= 0);
    state.next_offset = state.head_offset.map_or(0, |offset| offset.saturating_add(1));
    state.head = Head(ChainHash::from_bytes(from.array()?));
    state.last_time = from.time()?;
    state.seen_term = from.number()?;
    let inputs = from.list(2, |from| Ok((from.text()?.to_owned(), from.signed()?)))?;
    state.next_inputs = inputs.into_iter().collect();
    if from.byte()? == 1 {
        state.owner = Some(Owner {
            instance: from.text()?.to_owned(),
            address: from.text()?.to_owned(),
            term: from.number()?,
        });
    }
    if from.is_at_its_end() { Ok(state) } else { Err(Unreadable("the book's section has another length")) }
}
