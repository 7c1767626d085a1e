//! What can happen to a wallet: past tense, full of facts, enough to evolve it without deciding again.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{HoldId, LotId, Reason, SettlementTerms, Tokens};

use super::{LotParts, LotSource, Reference, ReversalStep};

/// What can happen to a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The account was registered.
    Opened,
    /// A lot was added.
    Credited {
        /// The new lot.
        lot: LotId,
        /// How many tokens, before debt was repaid.
        tokens: Tokens,
        /// Where they came from.
        source: LotSource,
        /// When what is left is taken back.
        expires_at: Option<DateTime<Utc>>,
        /// How many of them repaid a debt.
        debt_repaid: Tokens,
        /// Whether it is born frozen, because a dispute of its order was told before.
        frozen: bool,
        /// The order, grant or adjustment.
        reference: Reference,
    },
    /// Tokens were set aside.
    Held {
        /// The new hold.
        hold: HoldId,
        /// How many tokens.
        tokens: Tokens,
        /// Of which lots.
        parts: LotParts,
        /// When it releases itself.
        expires_at: DateTime<Utc>,
        /// What each outcome costs.
        terms: Arc<SettlementTerms>,
        /// The work.
        reference: Reference,
    },
    /// A hold lives longer.
    HoldExtended {
        /// Which hold.
        hold: HoldId,
        /// Until when.
        expires_at: DateTime<Utc>,
    },
    /// Tokens were used.
    Deducted(Deduction),
    /// A hold ended without a (further) charge.
    Released {
        /// Which hold.
        hold: HoldId,
        /// How many tokens the hold gave back.
        tokens: Tokens,
        /// To which lots.
        parts: LotParts,
        /// How many of them fell back into frozen lots.
        frozen: Tokens,
        /// Why.
        reason: Option<Reason>,
        /// The work.
        reference: Reference,
    },
    /// What was left of a promotional lot was taken back after its period.
    LotExpired {
        /// Which lot.
        lot: LotId,
        /// How many tokens.
        tokens: Tokens,
    },
    /// A refund or a dispute did something to the lot of an order.
    Reversed {
        /// The order's lot, which may be used up, or not be credited yet.
        lot: LotId,
        /// What was done.
        step: ReversalStep,
    },
    /// Free tokens repaid a debt.
    DebtRepaid {
        /// How many.
        tokens: Tokens,
        /// Of which lots.
        parts: LotParts,
    },
    /// An operator froze the wallet.
    Frozen(Warrant),
    /// An operator ended a freeze.
    Unfrozen(Warrant),
    /// An operator corrected the balance.
    Adjusted {
        /// How.
        adjustment: Adjustment,
        /// What it was about.
        reference: Reference,
        /// By whom and why.
        warrant: Warrant,
    },
    /// A command was refused; the balance is the one that it saw.
    Refused {
        /// The command's name.
        command: &'static str,
        /// Why.
        reason: Reason,
        /// The tokens asked for.
        tokens: Tokens,
        /// The hold that it was about.
        hold: Option<HoldId>,
        /// What it was about.
        reference: Option<Reference>,
    },
}

/// Tokens used: a capture, a settlement or a single spend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deduction {
    /// The hold that was charged; `None` for a single spend.
    pub hold: Option<HoldId>,
    /// All tokens used, over-capture included.
    pub tokens: Tokens,
    /// From which lots: parts of the hold, or of free tokens for a single spend.
    pub parts: LotParts,
    /// From which lots beyond the hold.
    pub over_captured: LotParts,
    /// What the same entry gave back.
    pub released: LotParts,
    /// How many of those fell back into frozen lots.
    pub released_frozen: Tokens,
    /// Whether the hold ended.
    pub closes_hold: bool,
    /// Why a failure was charged.
    pub reason: Option<Reason>,
    /// The category of prohibited content.
    pub detail: String,
    /// The work.
    pub reference: Reference,
    /// The price before discounts, where it differs.
    pub list_tokens: Tokens,
    /// The promotion that made the difference.
    pub promotion: String,
}

/// By whom and why a wallet was changed by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Warrant {
    /// The operator's id.
    pub actor: String,
    /// Why, in words that the account's owner may read.
    pub reason: String,
    /// What it rests on, for those who check.
    pub evidence: String,
}

/// How a balance was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adjustment {
    /// A lot was added.
    Credit {
        /// The new lot.
        lot: LotId,
        /// How many tokens, before debt was repaid.
        tokens: Tokens,
        /// How many of them repaid a debt.
        debt_repaid: Tokens,
    },
    /// Tokens were taken away.
    Debit {
        /// How many.
        tokens: Tokens,
        /// Those that were available, by lot.
        parts: LotParts,
        /// Those that were not, and are owed now.
        debt_added: Tokens,
    },
}
