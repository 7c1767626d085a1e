//! Defects that are made where the books meet their surroundings, to show that the oracle would tell: a simulator that finds nothing
//! is worth as much as what it is known to find. Nothing of the ledger's own code is touched by them.

use eventlog::ChainHash;
use ledger::book::{Codec, CodecError, Message, Request};
use ledger::codec::ProtoJson;
use ledger::domain::Entry;

use crate::process::Attempt;

/// What is done wrong in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// An entry counts as acknowledged when it is handed to the producer.
    AnsweredBeforeAcknowledged,
    /// An entry counts wherever it was acknowledged.
    AnyOffsetAccepted,
    /// The broker acknowledges what is not on all replicas.
    AcknowledgedUnreplicated,
    /// Readers see what is not on all replicas.
    UnreplicatedRead,
    /// A producer gives up without a word.
    LossNotTold,
    /// Replaying the log does not bring the keys back.
    KeysForgotten,
    /// Inputs go on behind what was handed over, instead of behind what stands in the chain.
    InputsFollowedFromTheGroup,
    /// A question is answered without looking where the log ends.
    EndNotLookedUp,
    /// The deadline of a command is lost on its way to the book.
    DeadlineDropped,
    /// An instance looks at its clock only when it starts.
    ClockReadOnce,
}

impl Defect {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::AnsweredBeforeAcknowledged,
        Self::AnyOffsetAccepted,
        Self::AcknowledgedUnreplicated,
        Self::UnreplicatedRead,
        Self::LossNotTold,
        Self::KeysForgotten,
        Self::InputsFollowedFromTheGroup,
        Self::EndNotLookedUp,
        Self::DeadlineDropped,
        Self::ClockReadOnce,
    ];
}

/// The ledger's own form of entries, which may forget keys as it reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    pub(crate) forgets_keys: bool,
}

impl Codec for Form {
    fn encode(&self, entry: &Entry, previous: ChainHash) -> Result<Vec<u8>, CodecError> {
        ProtoJson.encode(entry, previous)
    }

    fn decode(&self, value: &[u8]) -> Result<(Entry, ChainHash), CodecError> {
        let (mut entry, previous) = ProtoJson.decode(value)?;
        if self.forgets_keys {
            entry.cause.key.clear();
        }
        Ok((entry, previous))
    }
}

/// What a book is given instead of this message; it expects the next entry at `next_offset`.
pub(crate) fn spoil(defect: Option<Defect>, message: Message<Attempt>, next_offset: i64) -> Message<Attempt> {
    match (defect, message) {
        (Some(Defect::DeadlineDropped), Message::Command(attempt, request)) => {
            Message::Command(attempt, Request { deadline: None, ..request })
        }
        (Some(Defect::AnyOffsetAccepted), Message::Acked { seq, offset: Some(_) }) => {
            Message::Acked { seq, offset: Some(next_offset) }
        }
        (_, message) => message,
    }
}
