//! What can be asked of a wallet.

use chrono::{DateTime, Utc};
use kernel::{HoldId, LotId, Outcome, Reason, SettlementTerms, Tokens};

use super::{LotSource, Reference};

/// One request to one wallet. Who asks and under which key is the book's business, not the wallet's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// The account was registered.
    Open,
    /// Add a lot.
    Credit {
        /// How many tokens.
        tokens: Tokens,
        /// Where they come from.
        source: LotSource,
        /// When what is left of them is taken back; promotional lots only.
        expires_at: Option<DateTime<Utc>>,
        /// The order, grant or adjustment.
        reference: Reference,
    },
    /// Set tokens aside for work to come.
    Authorize {
        /// How many tokens; none is allowed, so that free work leaves a trace.
        tokens: Tokens,
        /// What each outcome of the work costs.
        terms: SettlementTerms,
        /// When the hold releases itself.
        expires_at: DateTime<Utc>,
        /// The work.
        reference: Reference,
    },
    /// Charge an open hold.
    Capture {
        /// Which hold.
        hold: HoldId,
        /// How many tokens.
        tokens: Tokens,
        /// Whether the rest is released.
        last: bool,
    },
    /// End a hold without a charge.
    Release {
        /// Which hold.
        hold: HoldId,
        /// Why, if there is more to say than that the caller wants it.
        reason: Option<Reason>,
    },
    /// Move a hold's expiry to a later moment.
    ExtendHold {
        /// Which hold.
        hold: HoldId,
        /// The new moment.
        expires_at: DateTime<Utc>,
    },
    /// Charge at once.
    Spend {
        /// How many tokens.
        tokens: Tokens,
        /// For what.
        reference: Reference,
    },
    /// End a hold by what came of its work, at the price that its own terms set.
    Settle {
        /// Which hold.
        hold: HoldId,
        /// What came of the work.
        outcome: Outcome,
        /// The category of prohibited content.
        detail: String,
        /// The price before discounts, where it differs.
        list_tokens: Tokens,
        /// The promotion that made the difference.
        promotion: String,
    },
    /// The hold's time is up.
    ExpireHold {
        /// Which hold.
        hold: HoldId,
    },
    /// The lot's time is up.
    ExpireLot {
        /// Which lot.
        lot: LotId,
    },
}

impl Command {
    /// Its name in the books, as refusals quote it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Credit { .. } => "Credit",
            Self::Authorize { .. } => "Authorize",
            Self::Capture { .. } => "Capture",
            Self::Release { .. } => "Release",
            Self::ExtendHold { .. } => "ExtendHold",
            Self::Spend { .. } => "Spend",
            Self::Settle { .. } => "Settle",
            Self::ExpireHold { .. } => "ExpireHold",
            Self::ExpireLot { .. } => "ExpireLot",
        }
    }

    /// The tokens asked for, where the command has an amount.
    pub const fn tokens(&self) -> Tokens {
        match self {
            Self::Credit { tokens, .. }
            | Self::Authorize { tokens, .. }
            | Self::Capture { tokens, .. }
            | Self::Spend { tokens, .. }
            | Self::Settle {
                outcome: Outcome::Succeeded(tokens) | Outcome::CancelledByUser(tokens), ..
            } => *tokens,
            Self::Settle { outcome: Outcome::Failed(_), .. }
            | Self::Open
            | Self::Release { .. }
            | Self::ExtendHold { .. }
            | Self::ExpireHold { .. }
            | Self::ExpireLot { .. } => Tokens::ZERO,
        }
    }

    /// The hold that it is about.
    pub const fn hold(&self) -> Option<HoldId> {
        match self {
            Self::Capture { hold, .. }
            | Self::Release { hold, .. }
            | Self::ExtendHold { hold, .. }
            | Self::Settle { hold, .. }
            | Self::ExpireHold { hold } => Some(*hold),
            Self::Open
            | Self::Credit { .. }
            | Self::Authorize { .. }
            | Self::Spend { .. }
            | Self::ExpireLot { .. } => None,
        }
    }

    /// What it is about, where the command says so itself.
    pub fn reference(&self) -> Option<&Reference> {
        match self {
            Self::Credit { reference, .. }
            | Self::Authorize { reference, .. }
            | Self::Spend { reference, .. } => Some(reference),
            Self::Open
            | Self::Capture { .. }
            | Self::Release { .. }
            | Self::ExtendHold { .. }
            | Self::Settle { .. }
            | Self::ExpireHold { .. }
            | Self::ExpireLot { .. } => None,
        }
    }
}
