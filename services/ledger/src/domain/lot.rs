//! Lots: every credit is one, and spending names the lots that it takes from.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};
use kernel::{LotId, OrderId, Tokens};
use smallvec::SmallVec;

/// Where a lot's tokens came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LotSource {
    /// Bought: never expires.
    Purchase,
    /// Given away.
    Promotion,
    /// Corrected by hand.
    Adjustment,
}

/// A number of tokens of one lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LotPart {
    /// Which lot.
    pub lot: LotId,
    /// How many tokens; never none.
    pub tokens: Tokens,
}

/// Tokens of several lots, in burn order. Mostly they are of one, and need no memory of their own.
pub type LotParts = SmallVec<[LotPart; 1]>;

/// One credit and what is left of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Its id: that of its order, or else of the entry that credited it.
    pub id: LotId,
    /// Where its tokens came from.
    pub source: LotSource,
    /// Whether a dispute of its order stands against it: then nothing of it can be used.
    pub frozen: bool,
    /// When what is left is taken back; promotional lots only.
    pub expires_at: Option<DateTime<Utc>>,
    /// The wallet version that credited it: older lots have lower ones.
    pub version: u64,
    /// How many tokens it began with, before any debt was repaid.
    pub tokens: Tokens,
    /// What is neither used nor taken back, held and reserved tokens included.
    pub remaining: Tokens,
    /// What open holds have set aside.
    pub held: Tokens,
    /// What refunds under way have set aside.
    pub reserved: Tokens,
}

/// The lot of an order: it has the order's id, so that what is told of the order finds it, even before it is there.
pub const fn lot_of(order: OrderId) -> LotId {
    LotId::new(order.uuid())
}

impl Lot {
    /// What nothing has set aside.
    pub const fn rest(&self) -> Tokens {
        self.remaining.saturating_minus(self.held).saturating_minus(self.reserved)
    }

    /// What can be spent or held now.
    pub const fn free(&self) -> Tokens {
        if self.frozen { Tokens::ZERO } else { self.rest() }
    }

    /// What is there but can be neither used nor is held.
    pub const fn locked(&self) -> Tokens {
        self.remaining.saturating_minus(self.held).saturating_minus(self.free())
    }

    /// Whether its time is up.
    pub fn is_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires_at.is_some_and(|moment| moment <= now)
    }

    /// The order in which lots are spent: gifts first (soonest to expire, then oldest), then purchases and adjustments, oldest first.
    pub fn burn_order(&self, other: &Self) -> Ordering {
        let class = |lot: &Self| match lot.source {
            LotSource::Promotion => 0,
            LotSource::Purchase | LotSource::Adjustment => 1,
        };
        // `None` (never) sorts after every moment.
        let expiry = |lot: &Self| lot.expires_at.map_or((1, None), |moment| (0, Some(moment)));
        class(self)
            .cmp(&class(other))
            .then_with(|| expiry(self).cmp(&expiry(other)))
            .then_with(|| self.version.cmp(&other.version))
    }
}
