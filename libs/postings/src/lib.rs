//! Double entry: what each entry of the ledger moves between which accounts, and the trial balance of a whole log.
//!
//! [`postings`] is a pure function of one published entry. It uses what the entry states and nothing else, each side of the
//! account from another fact where the entry has two: so the sum is zero because the entry is right, not because it was made so.
//! [`TrialBalance`] adds the postings up, and finds every entry that does not balance or states another balance than the
//! postings yield.
//!
//! Absent on purpose: Kafka, the hash chain, the ledger's own types. Whoever can read the log can check it.

mod account;
mod post;
mod trial;

pub use account::{Account, Part, Source};
pub use post::{Posting, postings};
pub use trial::{Imbalance, Totals, TrialBalance};
