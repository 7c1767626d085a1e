//! The words that every part of Tokenbook shares: ids, whole tokens, money, settlement terms, failure reasons,
//! and which partition a key belongs to.
//!
//! Absent on purpose: I/O, async, clocks, randomness, protobuf and SQL. Everything here is a plain value.

mod ids;
mod key;
mod money;
mod partition;
mod reason;
mod terms;
mod tokens;

pub use ids::{
    AccountId, DisputeId, EntryId, EventId, GenerationId, GrantId, HoldId, LotId, OrderId, ParseIdError,
    PaymentId, RefundId,
};
pub use key::{IdempotencyKey, InvalidIdempotencyKey};
pub use money::Money;
pub use partition::partition_of;
pub use reason::{FailureClass, Reason};
pub use terms::{CostRule, Outcome, SettlementTerms};
pub use tokens::{Tokens, TokensOverflow};
