//! What other services' events do here.

mod ledger;

pub use ledger::LedgerEvents;
