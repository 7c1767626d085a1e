//! What the world asks of wallets, in words of its own: what callers call for, and what other services state as facts.
//!
//! The oracle judges by these words; `published.rs` says them to the ledger in the published form.

use chrono::{DateTime, Utc};
use kernel::SettlementTerms;

/// A moment.
pub(crate) type Time = DateTime<Utc>;

/// The business object that tokens are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) kind: &'static str,
    pub(crate) id: String,
}

/// What a caller asks through gRPC. Holds go by the text of their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Call {
    Authorize { tokens: u64, terms: SettlementTerms, expires_at: Time, about: About },
    Capture { hold: String, tokens: u64, last: bool },
    Release { hold: String, cancelled: bool },
    Extend { hold: String, expires_at: Time },
    Spend { tokens: u64, about: About },
    Freeze(Warrant),
    Unfreeze(Warrant),
    Give { tokens: u64, about: About, warrant: Warrant },
    Take { tokens: u64, allow_debt: bool, about: About, warrant: Warrant },
}

/// By which operator and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warrant {
    pub(crate) actor: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) evidence: &'static str,
}

/// What another service publishes as an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact {
    Registered,
    Paid { order: String, tokens: u64 },
    Granted { grant: String, promotion: String, tokens: u64, expires_at: Option<Time> },
    Ended { generation: String, hold: String, ending: Ending },
    Refund { refund: String, order: String, news: RefundNews },
    Dispute { dispute: String, order: String, news: DisputeNews },
}

/// What is told of a refund.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RefundNews {
    Requested,
    Refunded(u64),
    Failed,
}

/// What is told of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DisputeNews {
    Opened,
    Won,
    Lost,
}

/// How a generation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Succeeded { cost: u64, list: u64, promotion: String },
    Failed { why: WhyFailed, category: String },
    Cancelled { delivered: u64 },
}

/// Why a generation failed: one or two of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WhyFailed {
    ProviderError,
    ProviderTimeout,
    ProhibitedPrompt,
    ProhibitedImage,
    CancelledByUser,
    InvalidInput,
}

impl WhyFailed {
    pub(crate) const ALL: [Self; 6] = [
        Self::ProviderError,
        Self::ProviderTimeout,
        Self::ProhibitedPrompt,
        Self::ProhibitedImage,
        Self::CancelledByUser,
        Self::InvalidInput,
    ];
}

/// Either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    Call(Call),
    Fact(Fact),
}

impl Fact {
    /// The topic that tells it.
    pub(crate) const fn topic(&self) -> &'static str {
        match self {
            Self::Registered => "accounts.events",
            Self::Paid { .. } | Self::Granted { .. } | Self::Refund { .. } | Self::Dispute { .. } => {
                "payments.events"
            }
            Self::Ended { .. } => "generation.events",
        }
    }

    /// Its business key: told twice under this key, it has one effect.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Registered => "account:registered".to_owned(),
            Self::Paid { order, .. } => format!("order:{order}:paid"),
            Self::Granted { grant, .. } => format!("grant:{grant}"),
            Self::Ended { generation, .. } => format!("generation:{generation}:outcome"),
            Self::Refund { refund, news, .. } => {
                let news = match news {
                    RefundNews::Requested => "requested",
                    RefundNews::Refunded(_) => "refunded",
                    RefundNews::Failed => "failed",
                };
                format!("refund:{refund}:{news}")
            }
            Self::Dispute { dispute, news, .. } => {
                let news = match news {
                    DisputeNews::Opened => "opened",
                    DisputeNews::Won => "won",
                    DisputeNews::Lost => "lost",
                };
                format!("dispute:{dispute}:{news}")
            }
        }
    }
}
