//! Reversals: what refunds and disputes have done, and have yet to do, to one purchase.
//!
//! Facts about money come late, twice and out of order. So each refund and each dispute is a small state that only moves forward
//! (`docs/LEDGER.md` has the table), and what it takes back depends on the set of facts told, not on their order. Most
//! purchases have no reversal, and cost nothing for it.

use kernel::{DisputeId, LotId, RefundId, Tokens};

/// How a refund stands. It moves from a reservation to an end, and from `Failed` to `Refunded`, but never back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refund {
    /// Tokens are set aside while the processor is asked.
    Reserved(Tokens),
    /// No money has gone back.
    Failed,
    /// Money has gone back.
    Refunded {
        /// What has yet to be taken: it waits for holds to end, or for the credit.
        outstanding: Tokens,
    },
}

/// How a dispute stands. It moves down this list, and never up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dispute {
    /// Nobody knows yet.
    Open,
    /// The payment stands.
    Won,
    /// The money is gone.
    Lost,
}

/// What refunds and disputes have done to one purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversal {
    /// The purchase's lot, which may be used up, or not be credited yet.
    pub lot: LotId,
    /// Taken back so far, from the lot or as debt: never more than was bought.
    pub taken: Tokens,
    refunds: Vec<(RefundId, Refund)>,
    disputes: Vec<(DisputeId, Dispute)>,
}

impl Reversal {
    /// Nothing has been told of this purchase.
    pub const fn none(lot: LotId) -> Self {
        Self { lot, taken: Tokens::ZERO, refunds: Vec::new(), disputes: Vec::new() }
    }

    /// What is known of a purchase: what was taken back, its refunds and its disputes, each in the order in which they were first told.
    pub const fn known(
        lot: LotId,
        taken: Tokens,
        refunds: Vec<(RefundId, Refund)>,
        disputes: Vec<(DisputeId, Dispute)>,
    ) -> Self {
        Self { lot, taken, refunds, disputes }
    }

    /// How a refund stands.
    pub fn refund(&self, id: RefundId) -> Option<Refund> {
        self.refunds.iter().find(|(known, _)| *known == id).map(|(_, refund)| *refund)
    }

    /// All refunds, in the order in which they were first told.
    pub fn refunds(&self) -> &[(RefundId, Refund)] {
        &self.refunds
    }

    /// All disputes, in the order in which they were first told.
    pub fn disputes(&self) -> &[(DisputeId, Dispute)] {
        &self.disputes
    }

    /// How a dispute stands.
    pub fn dispute(&self, id: DisputeId) -> Option<Dispute> {
        self.disputes.iter().find(|(known, _)| *known == id).map(|(_, dispute)| *dispute)
    }

    /// The dispute that lost the payment.
    pub fn lost(&self) -> Option<DisputeId> {
        self.disputes.iter().find(|(_, dispute)| *dispute == Dispute::Lost).map(|(id, _)| *id)
    }

    /// Whether a dispute stands against the purchase, open or lost.
    pub fn is_disputed(&self) -> bool {
        self.disputes.iter().any(|(_, dispute)| *dispute != Dispute::Won)
    }

    /// Whether one would, were this dispute won.
    pub fn is_disputed_beside(&self, id: DisputeId) -> bool {
        self.disputes.iter().any(|(other, dispute)| *other != id && *dispute != Dispute::Won)
    }

    pub(super) fn set_refund(&mut self, id: RefundId, refund: Refund) {
        match self.refunds.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known = refund,
            None => self.refunds.push((id, refund)),
        }
    }

    pub(super) fn set_dispute(&mut self, id: DisputeId, dispute: Dispute) {
        match self.disputes.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known = dispute,
            None => self.disputes.push((id, dispute)),
        }
    }
}

/// What one entry says of a refund or a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReversalStep {
    /// What is left of the lot was set aside for a refund.
    Reserved {
        /// The refund.
        refund: RefundId,
        /// How many tokens.
        tokens: Tokens,
    },
    /// A refund failed; what it had reserved fell back into the lot.
    Unreserved {
        /// The refund.
        refund: RefundId,
        /// How many tokens; none if it had reserved nothing.
        tokens: Tokens,
        /// Whether the lot is frozen.
        frozen: bool,
    },
    /// Money went back, and tokens were taken for it.
    Refunded {
        /// The refund.
        refund: RefundId,
        /// What was taken.
        taken: TakenBack,
        /// What it had reserved beyond its need, which fell back into the lot.
        unreserved: Tokens,
        /// What it has yet to take.
        outstanding: Tokens,
    },
    /// A dispute was opened: what is left of the lot is unusable.
    Frozen {
        /// The dispute.
        dispute: DisputeId,
        /// How many tokens became unusable by it.
        tokens: Tokens,
    },
    /// A dispute was won.
    Unfrozen {
        /// The dispute.
        dispute: DisputeId,
        /// How many tokens became usable by it.
        tokens: Tokens,
    },
    /// A dispute was lost, and tokens were taken for it.
    ClawedBack {
        /// The dispute.
        dispute: DisputeId,
        /// What was taken.
        taken: TakenBack,
    },
}

/// Tokens of one purchase, taken back by one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenBack {
    /// All of them.
    pub tokens: Tokens,
    /// Those that the refund itself had reserved.
    pub reserved: Tokens,
    /// Those that were used before, and are owed now.
    pub debt: Tokens,
    /// Whether the lot was frozen before.
    pub frozen: bool,
}

impl TakenBack {
    /// Those that were left in the lot, and that nothing had set aside.
    pub const fn rest(&self) -> Tokens {
        self.tokens.saturating_minus(self.reserved).saturating_minus(self.debt)
    }
}
