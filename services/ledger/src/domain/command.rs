//! What can be asked of a wallet.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use kernel::{DisputeId, HoldId, LotId, OrderId, Outcome, Reason, RefundId, SettlementTerms, Tokens};

use super::{LotSource, Reference, Warrant};

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
        terms: Arc<SettlementTerms>,
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
    /// Refund or dispute an order.
    Reverse {
        /// The order.
        order: OrderId,
        /// What is asked, or has happened.
        told: Told,
    },
    /// Take what an earlier refund or lost dispute of the lot had to wait for.
    TakeBack {
        /// Which lot.
        lot: LotId,
    },
    /// Repay the debt from what is free.
    RepayDebt,
    /// Let nothing new be held or spent.
    Freeze(Warrant),
    /// End a freeze.
    Unfreeze(Warrant),
    /// Correct the balance by hand.
    Adjust {
        /// How.
        correction: Correction,
        /// What it is about.
        reference: Reference,
        /// By whom and why.
        warrant: Warrant,
    },
}

/// What is told of an order's money after it was paid. The first is a question; all others have happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// May the order be refunded? Then what is left of it is reserved.
    RefundRequested(RefundId),
    /// Money has gone back, which had paid for this many tokens.
    Refunded(RefundId, Tokens),
    /// No money has gone back.
    RefundFailed(RefundId),
    /// A bank questions the payment.
    DisputeOpened(DisputeId),
    /// The payment stands.
    DisputeWon(DisputeId),
    /// The bank took the payment back.
    DisputeLost(DisputeId),
}

impl Told {
    const fn name(self) -> &'static str {
        match self {
            Self::RefundRequested(_) => "RequestRefund",
            Self::Refunded(..) => "Refund",
            Self::RefundFailed(_) => "FailRefund",
            Self::DisputeOpened(_) => "OpenDispute",
            Self::DisputeWon(_) => "WinDispute",
            Self::DisputeLost(_) => "LoseDispute",
        }
    }

    const fn tokens(self) -> Tokens {
        match self {
            Self::Refunded(_, tokens) => tokens,
            Self::RefundRequested(_)
            | Self::RefundFailed(_)
            | Self::DisputeOpened(_)
            | Self::DisputeWon(_)
            | Self::DisputeLost(_) => Tokens::ZERO,
        }
    }

    fn reference(self) -> Reference {
        match self {
            Self::RefundRequested(refund) | Self::Refunded(refund, _) | Self::RefundFailed(refund) => {
                Reference::new("refund", refund.to_string())
            }
            Self::DisputeOpened(dispute) | Self::DisputeWon(dispute) | Self::DisputeLost(dispute) => {
                Reference::new("dispute", dispute.to_string())
            }
        }
    }
}

/// What an operator wants done to a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// Give tokens.
    Credit(Tokens),
    /// Take tokens away.
    Debit {
        /// How many.
        tokens: Tokens,
        /// Whether what is not available becomes debt.
        allow_debt: bool,
    },
}

impl Command {
    /// The names of all commands, as refusals quote them.
    pub const NAMES: [&'static str; 21] = [
        "Open",
        "Credit",
        "Authorize",
        "Capture",
        "Release",
        "ExtendHold",
        "Spend",
        "Settle",
        "ExpireHold",
        "ExpireLot",
        "RequestRefund",
        "Refund",
        "FailRefund",
        "OpenDispute",
        "WinDispute",
        "LoseDispute",
        "TakeBack",
        "RepayDebt",
        "Freeze",
        "Unfreeze",
        "Adjust",
    ];

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
            Self::Reverse { told, .. } => told.name(),
            Self::TakeBack { .. } => "TakeBack",
            Self::RepayDebt => "RepayDebt",
            Self::Freeze(_) => "Freeze",
            Self::Unfreeze(_) => "Unfreeze",
            Self::Adjust { .. } => "Adjust",
        }
    }

    /// The tokens asked for, where the command has an amount.
    pub const fn tokens(&self) -> Tokens {
        match self {
            Self::Credit { tokens, .. }
            | Self::Authorize { tokens, .. }
            | Self::Capture { tokens, .. }
            | Self::Spend { tokens, .. }
            | Self::Adjust {
                correction: Correction::Credit(tokens) | Correction::Debit { tokens, .. },
                ..
            }
            | Self::Settle {
                outcome: Outcome::Succeeded(tokens) | Outcome::CancelledByUser(tokens), ..
            } => *tokens,
            Self::Reverse { told, .. } => told.tokens(),
            Self::Settle { outcome: Outcome::Failed(_), .. }
            | Self::Open
            | Self::Release { .. }
            | Self::ExtendHold { .. }
            | Self::ExpireHold { .. }
            | Self::ExpireLot { .. }
            | Self::TakeBack { .. }
            | Self::RepayDebt
            | Self::Freeze(_)
            | Self::Unfreeze(_) => Tokens::ZERO,
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
            | Self::ExpireLot { .. }
            | Self::Reverse { .. }
            | Self::TakeBack { .. }
            | Self::RepayDebt
            | Self::Freeze(_)
            | Self::Unfreeze(_)
            | Self::Adjust { .. } => None,
        }
    }

    /// What it is about, where the command says so itself.
    pub fn reference(&self) -> Option<Reference> {
        match self {
            Self::Credit { reference, .. }
            | Self::Authorize { reference, .. }
            | Self::Spend { reference, .. }
            | Self::Adjust { reference, .. } => Some(reference.clone()),
            Self::Reverse { told, .. } => Some(told.reference()),
            Self::Open
            | Self::Capture { .. }
            | Self::Release { .. }
            | Self::ExtendHold { .. }
            | Self::Settle { .. }
            | Self::ExpireHold { .. }
            | Self::ExpireLot { .. }
            | Self::TakeBack { .. }
            | Self::RepayDebt
            | Self::Freeze(_)
            | Self::Unfreeze(_) => None,
        }
    }
}
