//! Wallets: the books, their chain of entries, and the read model.
