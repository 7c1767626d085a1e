//! Where the first answers to keys stand: what a book remembers of each key, for ever.
//!
//! Nearly every key that is looked for is new, so tables hold no more than where each is, which a look at a new one mostly need not follow. They alone
//! have the slack that tables have; the keys themselves lie one behind the other as they came.

use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::keys::{KeyDigest, RequestMark};

/// Keys that one table may hold. A table that grows moves everything in it, and its book must not stand still for that.
const IN_ONE_TABLE: usize = 16_384;

/// So many tables hold more: each grows by itself, some milliseconds' work at 20 million keys.
const TABLES: usize = 256;

/// Keys that lie together.
const CHUNK: usize = 4_096;

/// Where the first answer to a key stands, and to which request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FirstAnswer {
    pub(crate) offset: i64,
    pub(crate) request: RequestMark,
}

/// The first answers to all keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct FirstAnswers {
    kept: Kept,
    // One or many. By place in what is kept.
    tables: Vec<HashTable<u32>>,
    hasher: RandomState,
}

/// Keys and answers in the order in which they came.
#[derive(Debug, Clone, Default)]
struct Kept {
    count: usize,
    chunks: Vec<Vec<(KeyDigest, FirstAnswer)>>,
}

impl Kept {
    fn at(&self, place: u32) -> Option<&(KeyDigest, FirstAnswer)> {
        let place = place as usize;
        self.chunks.get(place / CHUNK)?.get(place % CHUNK)
    }

    fn is_at(&self, place: u32, key: &KeyDigest) -> bool {
        self.at(place).is_some_and(|(other, _)| other == key)
    }

    fn push(&mut self, key: KeyDigest, answer: FirstAnswer) {
        // The first chunk grows as it has to: most books are small.
        if self.chunks.last().is_none_or(|last| last.len() == CHUNK) {
            self.chunks.push(if self.chunks.is_empty() { Vec::new() } else { Vec::with_capacity(CHUNK) });
        }
        if let Some(last) = self.chunks.last_mut() {
            last.push((key, answer));
            self.count += 1;
        }
    }

    fn iter(&self) -> impl Iterator<Item = &(KeyDigest, FirstAnswer)> {
        self.chunks.iter().flatten()
    }
}

impl FirstAnswers {
    pub(crate) const fn len(&self) -> usize {
        self.kept.count
    }

    pub(crate) fn get(&self, key: &KeyDigest) -> Option<&FirstAnswer> {
        let table = self.tables.get(key.table() % self.tables.len().max(1))?;
        let place = table.find(self.hasher.hash_one(key), |place| self.kept.is_at(*place, key))?;
        self.kept.at(*place).map(|(_, answer)| answer)
    }

    /// Remembers an answer, unless there is an earlier one to its key: the first stands.
    ///
    /// # Panics
    /// With more than 2^32 keys, which no machine has the memory for.
    #[expect(clippy::expect_used, reason = "a key that is forgotten would be decided twice")]
    pub(crate) fn remember(&mut self, key: KeyDigest, answer: FirstAnswer) {
        self.make_tables(self.kept.count + 1);
        let count = self.tables.len();
        let Self { kept, tables, hasher } = self;
        let Some(table) = tables.get_mut(key.table() % count) else { return };
        let hash = hasher.hash_one(key);
        if table.find(hash, |place| kept.is_at(*place, &key)).is_some() {
            return;
        }
        let place = u32::try_from(kept.count).expect("fewer than 2^32 keys in a partition");
        kept.push(key, answer);
        table.insert_unique(hash, place, |place| hash_of(kept, hasher, *place));
    }

    /// Makes room for so many more.
    pub(crate) fn reserve(&mut self, more: usize) {
        self.make_tables(self.kept.count + more);
        let each = more / self.tables.len() + more / self.tables.len() / 16;
        let Self { kept, tables, hasher } = self;
        for table in tables {
            table.reserve(each, |place| hash_of(kept, hasher, *place));
        }
    }

    /// Forgets them all, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.kept = Kept::default();
        self.tables.iter_mut().for_each(HashTable::clear);
    }

    /// All of them, as they came.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&KeyDigest, &FirstAnswer)> {
        self.kept.iter().map(|(key, answer)| (key, answer))
    }

    // As many tables as so many keys need.
    fn make_tables(&mut self, keys: usize) {
        let wanted = if keys > IN_ONE_TABLE { TABLES } else { 1 };
        if self.tables.len() >= wanted {
            return;
        }
        let Self { kept, tables, hasher } = self;
        *tables = vec![HashTable::new(); wanted];
        for (place, (key, _)) in (0_u32..).zip(kept.iter()) {
            if let Some(table) = tables.get_mut(key.table() % wanted) {
                table.insert_unique(hasher.hash_one(key), place, |place| hash_of(kept, hasher, *place));
            }
        }
    }
}

fn hash_of(kept: &Kept, hasher: &RandomState, place: u32) -> u64 {
    kept.at(place).map_or(0, |(key, _)| hasher.hash_one(key))
}

impl PartialEq for FirstAnswers {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, answer)| other.get(key) == Some(answer))
    }
}

impl Eq for FirstAnswers {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::RequestDigest;

    fn answers(count: i64, reserved: usize) -> FirstAnswers {
        let mut answers = FirstAnswers::default();
        answers.reserve(reserved);
        for offset in 0..count {
            // Each twice: the first stands.
            answers.remember(key(offset), answer(offset));
            answers.remember(key(offset), answer(-1));
        }
        answers
    }

    fn key(n: i64) -> KeyDigest {
        KeyDigest::from_bytes(RequestDigest::of("key", &n.to_le_bytes()).bytes())
    }

    fn answer(n: i64) -> FirstAnswer {
        FirstAnswer { offset: n, request: RequestDigest::of("request", &n.to_le_bytes()).mark() }
    }

    #[test]
    fn all_are_found_however_many_they_are() {
        let limit = i64::try_from(IN_ONE_TABLE).unwrap();
        for count in [0, 1, limit - 1, limit, limit + 1, 5 * limit] {
            let length = usize::try_from(count).unwrap();
            let answers = answers(count, 0);
            assert_eq!((answers.len(), answers.iter().count()), (length, length));
            assert!((0..count).all(|n| answers.get(&key(n)) == Some(&answer(n))));
            assert_eq!(answers.get(&key(count)), None);
            let tables = answers.tables.len();
            assert_eq!(tables, if count >= limit { TABLES } else { 1 });
            assert_eq!(answers, self::answers(count, length), "with room made before, or not");
            assert_ne!(answers, self::answers(count + 1, 0));
            assert!(answers.iter().map(|(_, answer)| answer.offset).eq(0..count), "as they came");
        }
    }

    #[test]
    fn what_is_cleared_is_forgotten_and_begins_anew() {
        let mut answers = answers(20_000, 0);
        answers.clear();
        assert_eq!((answers.len(), answers.get(&key(7))), (0, None));
        answers.remember(key(7), answer(8));
        assert_eq!(answers.get(&key(7)), Some(&answer(8)));
    }

    #[test]
    fn a_remembered_key_takes_half_a_cache_line() {
        assert_eq!(size_of::<(KeyDigest, FirstAnswer)>(), 32);
    }
}
