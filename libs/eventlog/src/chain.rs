//! The hash chain: which records of `ledger.events` are part of the books.
//!
//! Every entry names the hash of the one before it in its partition. **A record is part of the books if and only
//! if it extends the chain**: it is the first record, in offset order, that names the head. Any other record is void,
//! for every reader, for ever. So two writers can race without a lock (only one of two records that name the same
//! head comes first), and changing, dropping or reordering an entry breaks the chain for all that follows.
//!
//! Pure: no I/O, no clock. Reading the value to find the hash that it names is the caller's business.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Records, hashing};

/// BLAKE3 of an entry's value; written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChainHash([u8; 32]);

/// Not the 64 hexadecimal digits, or 32 bytes, of a chain hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a chain hash: 64 hexadecimal digits, or 32 bytes")]
pub struct ChainHashError;

impl ChainHash {
    /// The head of an empty partition: what its first entry names as its predecessor.
    pub const GENESIS: ChainHash = ChainHash([0; 32]);

    /// The hash of an entry, given its record's value byte for byte.
    pub fn of(value: &[u8]) -> Self {
        Self(*blake3::hash(value).as_bytes())
    }

    /// The hashes of several entries, of [`Records::AT_ONCE`] at most, in their order, then whatever; they cost less than one after the other.
    pub fn of_each(values: &[&[u8]]) -> [Self; Records::AT_ONCE] {
        let mut hashes = [[0; 32]; Records::AT_ONCE];
        hashing::each(values, &mut hashes);
        hashes.map(Self)
    }

    /// The hash from its 32 bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes, as a database stores them.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = [0; 64];
        hex::encode_to_slice(self.0, &mut text).map_err(|_| fmt::Error)?;
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for ChainHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChainHash({self})")
    }
}

impl FromStr for ChainHash {
    type Err = ChainHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| ChainHashError)?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for ChainHash {
    type Error = ChainHashError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ChainHash> for String {
    fn from(hash: ChainHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<&[u8]> for ChainHash {
    type Error = ChainHashError;

    fn try_from(bytes: &[u8]) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self).map_err(|_| ChainHashError)
    }
}

/// The hash that a record's value names as its predecessor: the text `previous` of a JSON object; `None` for anything else.
///
/// Whether a record extends the chain depends on this alone, never on whether a reader understands the rest of it: otherwise
/// two versions of a program would follow two chains.
pub fn previous_of(value: &[u8]) -> Option<ChainHash> {
    #[derive(Deserialize)]
    struct Link {
        previous: String,
    }
    serde_json::from_slice::<Link>(value).ok()?.previous.parse().ok()
}

/// How far a reader has followed one partition's chain; stored in the same transaction as what it did with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainPosition {
    /// The partition of `ledger.events`.
    pub partition: i32,
    /// The offset to read next: one past the last record looked at.
    pub next_offset: i64,
    /// The hash of the last entry that extended the chain.
    pub head: ChainHash,
}

impl ChainPosition {
    /// Before the first entry of a partition.
    pub const fn genesis(partition: i32) -> Self {
        Self { partition, next_offset: 0, head: ChainHash::GENESIS }
    }
}

/// Whether a record is part of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It extends the chain: it is an entry, and the new head.
    Extends,
    /// It does not: no reader may act on it, ever.
    Void,
}

/// Follows the chain of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainVerifier {
    position: ChainPosition,
}

impl ChainVerifier {
    /// Goes on from a stored position.
    pub const fn resume(position: ChainPosition) -> Self {
        Self { position }
    }

    /// Starts at the beginning of a partition.
    pub const fn genesis(partition: i32) -> Self {
        Self::resume(ChainPosition::genesis(partition))
    }

    /// Judges the record at `offset`, whose value names `previous` as its predecessor's hash.
    ///
    /// Records are offered in offset order. One below [`Self::next_offset`] was judged before, and is void this
    /// time, so that no entry counts twice. A gap in the offsets is no verdict by itself: the chain decides.
    pub fn offer(&mut self, offset: i64, value: &[u8], previous: ChainHash) -> Verdict {
        if offset < self.position.next_offset {
            return Verdict::Void;
        }
        self.position.next_offset = offset.saturating_add(1);
        if previous == self.position.head {
            self.position.head = ChainHash::of(value);
            Verdict::Extends
        } else {
            Verdict::Void
        }
    }

    /// Passes over a record that names no predecessor at all, and therefore is void.
    pub fn pass_over(&mut self, offset: i64) {
        self.position.next_offset = self.position.next_offset.max(offset.saturating_add(1));
    }

    /// The offset to read next.
    pub const fn next_offset(&self) -> i64 {
        self.position.next_offset
    }

    /// The hash of the last entry.
    pub const fn head(&self) -> ChainHash {
        self.position.head
    }

    /// Where this reader stands, to be stored with the effects of what it read.
    pub const fn position(&self) -> ChainPosition {
        self.position
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An entry of the tests: its predecessor's hash followed by what it says.
    fn entry(previous: ChainHash, says: &str) -> Vec<u8> {
        format!("{previous}{says}").into_bytes()
    }

    fn previous_of(value: &[u8]) -> ChainHash {
        str::from_utf8(&value[..64]).unwrap().parse().unwrap()
    }

    /// A valid chain that says these things, one entry each.
    fn chain(says: &[String]) -> Vec<Vec<u8>> {
        let mut head = ChainHash::GENESIS;
        let mut records = Vec::new();
        for say in says {
            let value = entry(head, say);
            head = ChainHash::of(&value);
            records.push(value);
        }
        records
    }

    /// Reads records as they lie in a partition: the verifier afterwards, and which of them were entries.
    fn read(records: &[Vec<u8>]) -> (ChainVerifier, Vec<usize>) {
        let mut verifier = ChainVerifier::genesis(0);
        let mut entries = Vec::new();
        for (index, value) in records.iter().enumerate() {
            let offset = i64::try_from(index).unwrap();
            if verifier.offer(offset, value, previous_of(value)) == Verdict::Extends {
                entries.push(index);
            }
        }
        (verifier, entries)
    }

    #[test]
    fn only_a_json_object_with_a_hash_names_a_predecessor() {
        let hash = ChainHash::of(b"the entry before");
        let later = format!(r#"{{"previous":"{hash}","kindOfALaterVersion":{{}}}}"#);
        assert_eq!(super::previous_of(later.as_bytes()), Some(hash), "whatever else it holds");
        for other in ["", "not json", "{}", r#"{"previous":7}"#, r#"{"previous":"abc"}"#] {
            assert_eq!(super::previous_of(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn the_first_record_that_names_the_head_wins_and_the_second_is_void() {
        let first = entry(ChainHash::GENESIS, "owner one");
        let second = entry(ChainHash::GENESIS, "owner two");
        let third = entry(ChainHash::of(&first), "goes on");
        let (verifier, entries) = read(&[first, second, third.clone()]);
        assert_eq!(entries, [0, 2]);
        assert_eq!(verifier.head(), ChainHash::of(&third));
        assert_eq!(verifier.next_offset(), 3);
    }

    #[test]
    fn a_record_offered_again_does_not_count_twice() {
        let first = entry(ChainHash::GENESIS, "only once");
        let mut verifier = ChainVerifier::genesis(0);
        assert_eq!(verifier.offer(0, &first, ChainHash::GENESIS), Verdict::Extends);
        let after = verifier.clone();
        assert_eq!(verifier.offer(0, &first, ChainHash::GENESIS), Verdict::Void);
        assert_eq!(verifier, after);
    }

    #[test]
    fn a_hash_reads_back_from_its_text_its_bytes_and_its_stored_form() {
        let hash = ChainHash::of(b"entry");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(ChainHash::try_from(hash.as_bytes().as_slice()), Ok(hash));
        assert_eq!("00".repeat(32).parse(), Ok(ChainHash::GENESIS));
        for wrong in ["", "00", &"0".repeat(63), &"g".repeat(64)] {
            assert_eq!(wrong.parse::<ChainHash>(), Err(ChainHashError), "{wrong}");
        }
    }

    /// Things to say, at least `least` of them.
    fn sayings(least: usize) -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-z]{0,12}", least..20)
    }

    proptest! {
        #[test]
        fn a_chain_is_read_whole(says in sayings(0)) {
            let records = chain(&says);
            let (verifier, entries) = read(&records);
            prop_assert_eq!(entries.len(), records.len());
            let head = records.last().map_or(ChainHash::GENESIS, |value| ChainHash::of(value));
            prop_assert_eq!(verifier.head(), head);
        }

        #[test]
        fn dropping_an_entry_never_yields_the_same_head(says in sayings(1), which: prop::sample::Index) {
            let whole = chain(&says);
            let mut cut = whole.clone();
            let at = which.index(cut.len());
            cut.remove(at);
            prop_assert_ne!(read(&whole).0.head(), read(&cut).0.head());
            // Nothing after the gap is believed.
            prop_assert_eq!(read(&cut).1, (0..at).collect::<Vec<_>>());
        }

        #[test]
        fn changing_an_entry_never_yields_the_same_head(says in sayings(1), which: prop::sample::Index) {
            let whole = chain(&says);
            let mut changed = whole.clone();
            let at = which.index(changed.len());
            changed[at].push(b'!');
            prop_assert_ne!(read(&whole).0.head(), read(&changed).0.head());
            // The changed record still names its predecessor; it is its successor that no longer fits.
            prop_assert_eq!(read(&changed).1, (0..=at).collect::<Vec<_>>());
        }

        #[test]
        fn reordering_entries_never_yields_the_same_head(
            says in sayings(2), one: prop::sample::Index, other: prop::sample::Index,
        ) {
            let whole = chain(&says);
            let mut swapped = whole.clone();
            let (one, other) = (one.index(whole.len()), other.index(whole.len()));
            prop_assume!(one != other);
            swapped.swap(one, other);
            prop_assert_ne!(read(&whole).0.head(), read(&swapped).0.head());
        }

        #[test]
        fn void_records_do_not_move_the_head(
            says in sayings(1), strays in prop::collection::vec((any::<prop::sample::Index>(), "[a-z]{1,8}"), 1..10),
        ) {
            let whole = chain(&says);
            let mut littered = whole.clone();
            for (which, says) in &strays {
                // What a writer that lost its book still sends: it names an entry that has a successor, or none.
                let stale = which.index(whole.len());
                let value = entry(previous_of(&whole[stale]), &format!("stale {says}"));
                let after = littered.iter().position(|value| *value == whole[stale]).unwrap();
                littered.insert(after + 1, value);
            }
            let (verifier, entries) = read(&littered);
            prop_assert_eq!(verifier.head(), read(&whole).0.head());
            prop_assert_eq!(entries.len(), whole.len());
            prop_assert_eq!(verifier.next_offset(), i64::try_from(littered.len()).unwrap());
        }

        #[test]
        fn resuming_from_a_stored_position_ends_where_reading_through_ends(
            says in sayings(1), which: prop::sample::Index,
        ) {
            let records = chain(&says);
            let stop = which.index(records.len());
            let stored = read(&records[..stop]).0.position();
            let mut resumed = ChainVerifier::resume(stored);
            for (offset, value) in (stored.next_offset..).zip(&records[stop..]) {
                prop_assert_eq!(resumed.offer(offset, value, previous_of(value)), Verdict::Extends);
            }
            prop_assert_eq!(resumed, read(&records).0);
        }
    }
}
