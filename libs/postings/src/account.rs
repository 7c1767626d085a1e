//! The accounts that tokens move between.

use std::fmt;

use kernel::AccountId;

/// An account of the double entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// A part of one wallet.
    Wallet(AccountId, Part),
    /// Where tokens come from: its balance is what was issued, as a negative number.
    Issued(Source),
    /// What tokens were used for, by the kind of thing, such as `generation`.
    Consumed(String),
    /// Tokens whose money went back.
    Refunded,
    /// Tokens whose payment was lost in a dispute.
    ClawedBack,
    /// What was left of gifts after their period.
    Expired,
}

/// A part of a wallet. Together they are what its owner owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Neither used nor set aside nor frozen. Available, unless there is a debt.
    Free,
    /// Set aside by open holds.
    Held,
    /// Set aside by refunds under way.
    Reserved,
    /// What is left of disputed orders.
    Frozen,
    /// What is owed, as a negative number.
    Debt,
}

/// Why tokens were issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Bought.
    Purchase,
    /// Given away.
    Promotion,
    /// Corrected by hand, in either direction.
    Adjustment,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wallet(account, part) => write!(f, "wallet:{account}:{part}"),
            Self::Issued(source) => write!(f, "issued:{source}"),
            Self::Consumed(kind) => write!(f, "consumed:{kind}"),
            Self::Refunded => f.write_str("refunded"),
            Self::ClawedBack => f.write_str("clawed_back"),
            Self::Expired => f.write_str("expired"),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Free => "free",
            Self::Held => "held",
            Self::Reserved => "reserved",
            Self::Frozen => "frozen",
            Self::Debt => "debt",
        })
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Purchase => "purchase",
            Self::Promotion => "promotion",
            Self::Adjustment => "adjustment",
        })
    }
}
