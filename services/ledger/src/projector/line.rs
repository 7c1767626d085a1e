//! What an entry means for the token log and for its hold. Pure.

use chrono::{DateTime, Utc};
use kernel::{HoldId, Reason, SettlementTerms, Tokens};

use crate::domain::{Adjustment, Balance, Change, LotPart, LotSource, Reference, ReversalStep};

/// What kind of movement a line tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// Tokens were bought.
    Purchase,
    /// Tokens were given.
    Promotion,
    /// Tokens were corrected by hand.
    Adjustment,
    /// Tokens were set aside.
    Hold,
    /// Tokens were used.
    Use,
    /// Tokens set aside were given back.
    Release,
    /// A gift's period ended.
    Expiry,
    /// Tokens of a refunded order were taken back.
    Refund,
    /// Tokens of an order lost in a dispute were taken back.
    Clawback,
}

/// A line of the token log, without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The kind of movement.
    pub kind: LineKind,
    /// Change of the tokens owned.
    pub amount: i64,
    /// Change of the tokens set aside.
    pub held_change: i64,
    /// Available + held + locked - debt after it.
    pub balance_after: i64,
    /// What it was about.
    pub reference: Reference,
    /// Why a failure was charged, or a hold released.
    pub reason: Option<Reason>,
    /// The category of prohibited content, or the words of a correction by hand.
    pub detail: String,
    /// The price before discounts, where it differs.
    pub list_tokens: Tokens,
    /// The promotion that made the difference.
    pub promotion: String,
    /// The hold that it was about.
    pub hold: Option<HoldId>,
}

/// What an entry means for its hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldChange {
    /// It was made.
    Opened {
        /// Its id.
        hold: HoldId,
        /// Tokens held.
        tokens: Tokens,
        /// When it releases itself.
        expires_at: DateTime<Utc>,
        /// What each outcome costs.
        terms: SettlementTerms,
        /// The work.
        reference: Reference,
    },
    /// It lives longer.
    Extended {
        /// Its id.
        hold: HoldId,
        /// Until when.
        expires_at: DateTime<Utc>,
    },
    /// Something was charged or released.
    Moved {
        /// Its id.
        hold: HoldId,
        /// Charged.
        captured: i64,
        /// Change of what is still held.
        remaining: i64,
        /// Whether it ended, and if so by a charge.
        ended: Option<bool>,
    },
}

/// Tokens as PostgreSQL keeps them; the wallet refuses sums beyond that.
pub(super) fn signed(tokens: Tokens) -> i64 {
    i64::try_from(tokens.get()).unwrap_or(i64::MAX)
}

fn sum(parts: &[LotPart]) -> i64 {
    parts.iter().fold(0, |sum: i64, part| sum.saturating_add(signed(part.tokens)))
}

/// The line that a change puts into the token log; `None` for one that moves nothing.
pub fn line(change: &Change, balance: Balance) -> Option<Line> {
    let empty = Line {
        kind: LineKind::Use,
        amount: 0,
        held_change: 0,
        balance_after: signed(balance.available)
            .saturating_add(signed(balance.held))
            .saturating_add(signed(balance.locked))
            .saturating_sub(signed(balance.debt)),
        reference: Reference::default(),
        reason: None,
        detail: String::new(),
        list_tokens: Tokens::ZERO,
        promotion: String::new(),
        hold: None,
    };
    Some(match change {
        // What only locks or unlocks tokens changes neither what is owned nor what is held.
        Change::Opened
        | Change::HoldExtended { .. }
        | Change::DebtRepaid { .. }
        | Change::Frozen(_)
        | Change::Unfrozen(_)
        | Change::Refused { .. } => return None,
        Change::Credited { tokens, source, reference, .. } => Line {
            kind: match source {
                LotSource::Purchase => LineKind::Purchase,
                LotSource::Promotion => LineKind::Promotion,
                LotSource::Adjustment => LineKind::Adjustment,
            },
            amount: signed(*tokens),
            reference: reference.clone(),
            ..empty
        },
        Change::Held { hold, tokens, reference, .. } => Line {
            kind: LineKind::Hold,
            held_change: signed(*tokens),
            reference: reference.clone(),
            hold: Some(*hold),
            ..empty
        },
        Change::Deducted(deduction) => Line {
            amount: -signed(deduction.tokens),
            held_change: if deduction.hold.is_some() {
                -sum(&deduction.parts) - sum(&deduction.released)
            } else {
                0
            },
            reference: deduction.reference.clone(),
            reason: deduction.reason,
            detail: deduction.detail.clone(),
            list_tokens: deduction.list_tokens,
            promotion: deduction.promotion.clone(),
            hold: deduction.hold,
            ..empty
        },
        Change::Released { hold, tokens, reason, reference, .. } => Line {
            kind: LineKind::Release,
            held_change: -signed(*tokens),
            reference: reference.clone(),
            reason: *reason,
            hold: Some(*hold),
            ..empty
        },
        Change::LotExpired { lot, tokens } => Line {
            kind: LineKind::Expiry,
            amount: -signed(*tokens),
            reference: Reference::new("lot", lot.to_string()),
            ..empty
        },
        Change::Reversed { lot, step } => {
            let (kind, taken) = match step {
                ReversalStep::Refunded { taken, .. } => (LineKind::Refund, taken),
                ReversalStep::ClawedBack { taken, .. } => (LineKind::Clawback, taken),
                ReversalStep::Reserved { .. }
                | ReversalStep::Unreserved { .. }
                | ReversalStep::Frozen { .. }
                | ReversalStep::Unfrozen { .. } => return None,
            };
            if taken.tokens.is_zero() {
                return None;
            }
            Line {
                kind,
                amount: -signed(taken.tokens),
                // The lot of an order has the order's id.
                reference: Reference::new("order", lot.to_string()),
                ..empty
            }
        }
        Change::Adjusted { adjustment, reference, warrant } => Line {
            kind: LineKind::Adjustment,
            amount: match adjustment {
                Adjustment::Credit { tokens, .. } => signed(*tokens),
                Adjustment::Debit { tokens, .. } => -signed(*tokens),
            },
            reference: reference.clone(),
            detail: warrant.reason.clone(),
            ..empty
        },
    })
}

/// What a change means for its hold; `None` if it is about none.
pub fn hold_change(change: &Change) -> Option<HoldChange> {
    match change {
        Change::Held { hold, tokens, expires_at, terms, reference, .. } => Some(HoldChange::Opened {
            hold: *hold,
            tokens: *tokens,
            expires_at: *expires_at,
            terms: terms.as_ref().clone(),
            reference: reference.clone(),
        }),
        Change::HoldExtended { hold, expires_at } => {
            Some(HoldChange::Extended { hold: *hold, expires_at: *expires_at })
        }
        Change::Deducted(deduction) => deduction.hold.map(|hold| HoldChange::Moved {
            hold,
            captured: signed(deduction.tokens),
            remaining: -sum(&deduction.parts) - sum(&deduction.released),
            ended: deduction.closes_hold.then_some(true),
        }),
        Change::Released { hold, tokens, .. } => Some(HoldChange::Moved {
            hold: *hold,
            captured: 0,
            remaining: -signed(*tokens),
            ended: Some(false),
        }),
        Change::Opened
        | Change::Credited { .. }
        | Change::LotExpired { .. }
        | Change::Reversed { .. }
        | Change::DebtRepaid { .. }
        | Change::Frozen(_)
        | Change::Unfrozen(_)
        | Change::Adjusted { .. }
        | Change::Refused { .. } => None,
    }
}
