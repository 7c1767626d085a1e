//! Wallets and what may happen to them: pure functions over plain values.
//!
//! [`decide`] turns a command into what the book will write, [`Wallet::evolve`] applies what was written; the same pair serves
//! live commands and replay. Absent on purpose: I/O, clocks, randomness, the log and its hashes, protobuf.

mod command;
mod decide;
mod entry;
mod hold;
mod lot;
mod wallet;

pub use command::Command;
pub use decide::decide;
pub use entry::{Balance, BookEvent, Cause, Change, Deduction, Entry, InputPosition, Kind, Reference};
pub use hold::Hold;
pub use lot::{Lot, LotPart, LotSource};
pub use wallet::{Due, Inconsistent, Wallet};

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tables;
