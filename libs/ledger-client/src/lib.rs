//! The ledger as other services see it.
