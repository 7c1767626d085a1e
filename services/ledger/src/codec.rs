//! Entries as they stand in the log: `tokenbook.ledger.v1.LedgerEvent` in `ProtoJSON`.

mod canonical;
mod moment;
mod publish;
mod read;

use contracts::ledger::v1 as proto;
use contracts::topic::TopicEvent as _;
use eventlog::ChainHash;

pub use self::moment::Moment;
pub use self::publish::{publish, publish_balance, publish_reference};
pub use self::read::read;
use crate::book::{Codec, CodecError, Effect};
use crate::domain::{BookEvent, Change, Entry, Kind, ReversalStep};

/// The published form of the books.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProtoJson;

impl ProtoJson {
    /// Decodes by the general reader alone, which understands every form; the quick ones are held to it.
    ///
    /// # Errors
    /// It is not an entry.
    pub fn decode_generally(value: &[u8]) -> Result<(Entry, ChainHash), CodecError> {
        let event = proto::LedgerEvent::from_value(value).map_err(|error| CodecError(error.to_string()))?;
        let previous =
            event.previous.parse().map_err(|_| CodecError("`previous` is not a chain hash".to_owned()))?;
        Ok((read(event).map_err(|error| CodecError(error.to_string()))?, previous))
    }
}

impl Codec for ProtoJson {
    fn encode(&self, entry: &Entry, previous: ChainHash) -> Result<Vec<u8>, CodecError> {
        match canonical::write(entry, previous) {
            Some(value) => Ok(value),
            None => publish(entry, previous).to_value().map_err(|error| CodecError(error.to_string())),
        }
    }

    fn decode(&self, value: &[u8]) -> Result<(Entry, ChainHash), CodecError> {
        canonical::read_whole(value).map_or_else(|| Self::decode_generally(value), Ok)
    }

    fn judge(&self, value: &[u8]) -> (Option<ChainHash>, Result<Effect, CodecError>) {
        match canonical::read(value) {
            Some((previous, effect)) => (Some(previous), Ok(effect)),
            None => (self.previous(value), Self::decode_generally(value).map(|(entry, _)| entry.into())),
        }
    }
}

/// The full name of an entry's kind, as `CloudEvents` `type`.
pub const fn event_type(entry: &Entry) -> &'static str {
    match &entry.kind {
        Kind::Book(BookEvent::Claimed { .. }) => "tokenbook.ledger.v1.BookClaimed",
        Kind::Book(BookEvent::InputRejected { .. }) => "tokenbook.ledger.v1.InputRejected",
        Kind::Wallet { change, .. } => match change {
            Change::Opened => "tokenbook.ledger.v1.WalletOpened",
            Change::Credited { .. } => "tokenbook.ledger.v1.TokensCredited",
            Change::Held { .. } => "tokenbook.ledger.v1.TokensHeld",
            Change::HoldExtended { .. } => "tokenbook.ledger.v1.HoldExtended",
            Change::Deducted(_) => "tokenbook.ledger.v1.TokensDeducted",
            Change::Released { .. } => "tokenbook.ledger.v1.TokensReleased",
            Change::LotExpired { .. } => "tokenbook.ledger.v1.LotExpired",
            Change::Reversed { step, .. } => match step {
                ReversalStep::Reserved { .. } => "tokenbook.ledger.v1.LotReserved",
                ReversalStep::Unreserved { .. } => "tokenbook.ledger.v1.LotUnreserved",
                ReversalStep::Refunded { .. } => "tokenbook.ledger.v1.LotRefunded",
                ReversalStep::Frozen { .. } => "tokenbook.ledger.v1.LotFrozen",
                ReversalStep::Unfrozen { .. } => "tokenbook.ledger.v1.LotUnfrozen",
                ReversalStep::ClawedBack { .. } => "tokenbook.ledger.v1.TokensClawedBack",
            },
            Change::DebtRepaid { .. } => "tokenbook.ledger.v1.DebtRepaid",
            Change::Frozen(_) => "tokenbook.ledger.v1.WalletFrozen",
            Change::Unfrozen(_) => "tokenbook.ledger.v1.WalletUnfrozen",
            Change::Adjusted { .. } => "tokenbook.ledger.v1.BalanceAdjusted",
            Change::Refused { .. } => "tokenbook.ledger.v1.CommandRefused",
        },
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
