//! What this service learns from the log: that the ledger has credited an order's tokens.

mod ledger;

pub use ledger::LedgerConsumer;
