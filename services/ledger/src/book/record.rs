//! A record of the log, judged by itself: whatever can be known of it without the records before it, so that a thread beside the
//! book's own may find it out.

use arrayvec::ArrayVec;
use eventlog::{ChainHash, Records, SeenRecord};

use super::{Codec, CodecError, Effect};

/// What is known of a record without the records before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    pub(super) offset: i64,
    pub(super) previous: Option<ChainHash>,
    pub(super) hash: ChainHash,
    pub(super) effect: Result<Effect, Box<CodecError>>,
}

impl Judged {
    /// Where it stands.
    pub const fn offset(&self) -> i64 {
        self.offset
    }

    /// The record at `offset` with this value.
    pub fn of(codec: &impl Codec, offset: i64, value: &[u8]) -> Self {
        Self::with_hash(codec, offset, value, ChainHash::of(value))
    }

    /// The same of several records, of [`Records::AT_ONCE`] at most.
    pub fn add_each(codec: &impl Codec, records: &[SeenRecord<'_>], to: &mut Vec<Self>) {
        let values: ArrayVec<&[u8], { Records::AT_ONCE }> =
            records.iter().map(|record| record.value).take(Records::AT_ONCE).collect();
        for (record, hash) in records.iter().zip(ChainHash::of_each(&values)) {
            to.push(Self::with_hash(codec, record.offset, record.value, hash));
        }
    }

    fn with_hash(codec: &impl Codec, offset: i64, value: &[u8], hash: ChainHash) -> Self {
        let (previous, effect) = codec.judge(value);
        Self { offset, previous, hash, effect: effect.map_err(Box::new) }
    }
}
