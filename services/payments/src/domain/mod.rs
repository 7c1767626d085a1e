//! The rules of selling tokens: orders and the attempts to pay them, packages, gifts, receipts, and what a text may hold.
//!
//! Absent on purpose: I/O, clocks, randomness, SQL and protobuf. Everything here is a value or a pure function.

mod attempt;
mod card;
mod catalog;
mod order;
mod polling;
mod receipt;
mod remedy;

pub use attempt::{AttemptState, Closing, Outcome, close};
pub use card::{InvalidPaymentMethod, PaymentMethod, contains_card_number};
pub use catalog::{InvalidName, Package, PackageId, Promotion, PromotionId};
pub use order::{Order, OrderEvent, OrderState, Step, StepKind, Transition, transition};
pub use polling::{POLL_FIRST, Unheard, next_poll, unheard};
pub use receipt::{InvalidReceiptNumber, ReceiptNumber};
pub use remedy::remedy;
