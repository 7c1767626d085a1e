//! A record of the log, judged by itself: whatever can be known of it without the records before it, so that a thread beside the
//! book's own may find it out.

use eventlog::ChainHash;

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
    /// The record at `offset` with this value.
    pub fn of(codec: &impl Codec, offset: i64, value: &[u8]) -> Self {
        let hash = ChainHash::of(value);
        let (previous, effect) = codec.judge(value);
        Self { offset, previous, hash, effect: effect.map_err(Box::new) }
    }
}
