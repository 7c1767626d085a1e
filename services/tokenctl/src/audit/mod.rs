//! An audit of the books that shares nothing with the program that writes them.
//!
//! It reads entries in their published form and computes everything anew from the facts that they state: [`Wallet`] one account's
//! lots, holds and debt, [`Book`] one partition's chain, keys and wallets, and [`Book::inputs`] whether each payment, grant and
//! finished job had its effect once. Every [`Law`] that does not hold is a [`Finding`] with its place and with what was expected.
//!
//! Absent on purpose: deciding. Nothing here computes what an entry *should have done* but where the entry itself, and the
//! state before it, leave one answer.
//!
//! **A new kind of entry** belongs into `Wallet::apply`, which has no catch-all arm.

mod book;
mod finding;
mod holds;
mod inputs;
mod lots;
mod reversals;
mod tails;
mod wallet;

pub use book::{Book, Counts, Observed};
pub use finding::{Finding, Findings, Law, Problem};
pub use holds::Hold;
pub use inputs::{Input, InputCounts};
pub use lots::Lot;
pub(crate) use lots::source_text;
pub use reversals::{Dispute, Refund, Reversal};
pub use wallet::{Balance, Wallet};

#[cfg(test)]
mod tests;
