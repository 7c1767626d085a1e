//! Wallets and what may happen to them: pure functions over plain values.
//!
//! [`decide`] turns a command into what the book will write, [`Wallet::evolve`] applies what was written; the same pair serves
//! live commands and replay. Absent on purpose: I/O, clocks, randomness, the log and its hashes, protobuf.

use kernel::Tokens;

mod change;
mod command;
mod decide;
mod entry;
mod evolve;
mod hold;
mod kept;
mod lot;
mod pending;
mod reversal;
mod taking;
mod wallet;

pub use change::{Adjustment, Change, Deduction, Warrant};
pub use command::{Command, Correction, Told};
pub use decide::decide;
pub use entry::{Balance, BookEvent, Cause, Entry, InputPosition, Kind, Reference};
pub use evolve::Inconsistent;
pub use hold::Hold;
pub use kept::Kept;
pub use lot::{Lot, LotPart, LotParts, LotSource, lot_of};
pub use reversal::{Dispute, Refund, Reversal, ReversalStep, TakenBack};
pub use wallet::{Due, Wallet};

/// The most tokens that a wallet can own or owe: what a signed 64-bit column of the read model holds.
const MOST: Tokens = Tokens::new(i64::MAX.unsigned_abs());

#[cfg(test)]
pub(crate) mod laws;
#[cfg(test)]
mod tables;
