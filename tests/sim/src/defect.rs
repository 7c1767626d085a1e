//! Defects that are made where the books meet their surroundings, to show that the oracle would tell: a simulator that finds nothing
//! is worth as much as what it is known to find. Nothing of the ledger's own code is touched by them.

use bytes::Bytes;
use eventlog::ChainHash;
use ledger::book::{BookState, Codec, CodecError, Effect, Message, Request};
use ledger::codec::ProtoJson;
use ledger::domain::Entry;
use ledger::snapshot;

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
    /// A snapshot is believed though the log has another entry, or none, where it was made.
    SnapshotNotHeldAgainstTheLog,
    /// A snapshot is believed without a look at its checksum.
    SnapshotNotChecked,
    /// Whoever makes snapshots leaves the keys out.
    SnapshotWithoutKeys,
    /// Whoever makes snapshots leaves out how far the inputs were followed.
    SnapshotWithoutInputs,
    /// Reading goes on one record too far behind a snapshot.
    ReadOnFromTheWrongOffset,
}

impl Defect {
    /// All of them.
    pub const ALL: [Self; 15] = [
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
        Self::SnapshotNotHeldAgainstTheLog,
        Self::SnapshotNotChecked,
        Self::SnapshotWithoutKeys,
        Self::SnapshotWithoutInputs,
        Self::ReadOnFromTheWrongOffset,
    ];
}

/// The ledger's own form of entries, which may forget something as it reads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    forgets_keys: bool,
    forgets_inputs: bool,
}

impl Form {
    /// As books read it.
    pub(crate) fn of_books(defect: Option<Defect>) -> Self {
        Self { forgets_keys: defect == Some(Defect::KeysForgotten), forgets_inputs: false }
    }

    /// As those read it who make snapshots.
    pub(crate) fn of_keepers(defect: Option<Defect>) -> Self {
        Self {
            forgets_keys: defect == Some(Defect::SnapshotWithoutKeys),
            forgets_inputs: defect == Some(Defect::SnapshotWithoutInputs),
        }
    }
}

impl Codec for Form {
    fn encode(&self, entry: &Entry, previous: ChainHash) -> Result<Vec<u8>, CodecError> {
        ProtoJson.encode(entry, previous)
    }

    fn decode(&self, value: &[u8]) -> Result<(Entry, ChainHash), CodecError> {
        ProtoJson.decode(value)
    }

    fn judge(&self, value: &[u8]) -> (Option<ChainHash>, Result<Effect, CodecError>) {
        let (previous, effect) = ProtoJson.judge(value);
        let forgetting = |effect: Effect| Effect {
            key: effect.key.filter(|_| !self.forgets_keys),
            input: effect.input.filter(|_| !self.forgets_inputs),
            ..effect
        };
        (previous, effect.map(forgetting))
    }
}

/// What a book is given instead of this message; it expects the next entry at `next_offset`.
pub(crate) fn spoil(defect: Option<Defect>, message: Message<Attempt>, next_offset: i64) -> Message<Attempt> {
    match (defect, message) {
        (Some(Defect::DeadlineDropped), Message::Command(attempt, request)) => {
            Message::Command(attempt, Request { deadline: None, ..*request }.into())
        }
        (Some(Defect::AnyOffsetAccepted), Message::Acked { seq, offset: Some(_) }) => {
            Message::Acked { seq, offset: Some(next_offset) }
        }
        (_, message) => message,
    }
}

/// What a careless reader makes of a snapshot, where a defect makes it careless. `log` tells what stands at an offset.
pub(crate) fn believe(
    defect: Option<Defect>,
    partition: i32,
    bytes: &[u8],
    value_at: impl FnOnce(i64) -> Option<Bytes>,
) -> Option<BookState> {
    match defect {
        Some(Defect::SnapshotNotHeldAgainstTheLog) => snapshot::restore(partition, bytes).ok(),
        Some(Defect::SnapshotNotChecked) => {
            let state = snapshot::restore(partition, &checksummed_anew(bytes)?).ok()?;
            let value = state.head().and_then(|(offset, _)| value_at(offset));
            snapshot::check_head(&state, value.as_deref()).ok().map(|()| state)
        }
        _ => None,
    }
}

// The last 32 bytes of a snapshot are the hash of all before them.
fn checksummed_anew(bytes: &[u8]) -> Option<Vec<u8>> {
    let (all, _) = bytes.split_last_chunk::<32>()?;
    Some([all, blake3::hash(all).as_bytes()].concat())
}
