//! The benchmark: the ledger beside its baselines, in one run.
