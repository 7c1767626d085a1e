//! Holds: tokens of named lots, set aside for one piece of work under terms agreed before it.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{HoldId, SettlementTerms, Tokens};

use super::{LotParts, Reference};

/// An open hold. A settled hold is not in the wallet any more: it settles once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// Its id: the id of the entry that made it.
    pub id: HoldId,
    /// Tokens held at first.
    pub authorized: Tokens,
    /// Charged so far, over-capture included.
    pub captured: Tokens,
    /// Of those, charged beyond the hold.
    pub over_captured: Tokens,
    /// What is still held, by lot, in burn order.
    pub parts: LotParts,
    /// When it releases itself.
    pub expires_at: DateTime<Utc>,
    /// What each outcome costs.
    pub terms: Arc<SettlementTerms>,
    /// The work.
    pub reference: Reference,
}

impl Hold {
    /// What is still held.
    pub fn remaining(&self) -> Tokens {
        // The parts were summed when they were set aside, so this cannot overflow.
        self.parts
            .iter()
            .fold(Tokens::ZERO, |sum, part| Tokens::new(sum.get().saturating_add(part.tokens.get())))
    }

    /// How much more than what is held its terms let be charged.
    pub fn over_capture_left(&self) -> Tokens {
        self.terms.over_capture_limit.saturating_minus(self.over_captured)
    }
}
