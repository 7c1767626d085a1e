//! What callers asked and were told, in the order in which they did.

use serde::Serialize;

/// A moment: its place in the order of all that callers did and learnt, and what the machine's clock said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// Everything that one caller knew before another began has a lower number than that beginning.
    pub order: u64,
    /// Microseconds since 1970.
    pub micros: i64,
}

/// What is asked of an account. A command is one request: repeated, it is the same value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// An operator's credit.
    Credit {
        /// How many tokens.
        tokens: u64,
    },
    /// A charge at once.
    Spend {
        /// How many tokens.
        tokens: u64,
    },
    /// A hold.
    Authorize {
        /// How many tokens.
        tokens: u64,
        /// When it ends by itself, in seconds since 1970.
        expires_at: i64,
    },
    /// A charge of a hold.
    Capture {
        /// Of which hold.
        hold: String,
        /// How many tokens.
        tokens: u64,
        /// Whether the rest is given back.
        last: bool,
    },
    /// The end of a hold without a charge.
    Release {
        /// Of which hold.
        hold: String,
    },
    /// The balance.
    Balance,
}

/// How a call went to the ledger: through which instance, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// As a call of its own.
    Unary(usize),
    /// Through the client crate, which repeats by itself.
    Client(usize),
}

/// A wallet's balance, as it was told or as it stands in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// What can be spent.
    pub available: u64,
    /// What holds have set aside.
    pub held: u64,
    /// What is there and cannot be used.
    pub locked: u64,
    /// What is owed.
    pub debt: u64,
    /// The wallet's version.
    pub version: u64,
}

/// What a command did, as its caller was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Done {
    /// The entry's id.
    pub entry: String,
    /// Its partition.
    pub partition: i32,
    /// Its place there.
    pub offset: i64,
    /// The balance after it.
    pub balance: Balance,
    /// The new hold, of an authorization.
    pub hold: Option<String>,
    /// What was charged and given back, of a capture; what was given back, of a release.
    pub moved: Option<(u64, u64)>,
}

/// Why the ledger says that an attempt has had no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoEffect {
    /// `NOT_APPLIED`.
    NotApplied,
    /// `DEADLINE_PASSED`, said by the ledger and not by a timer on the way.
    DeadlinePassed,
    /// `OVERLOADED`.
    Overloaded,
}

/// What a caller was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Its entry is in the books.
    Done(Done),
    /// An entry says no.
    Refused {
        /// The reason's name.
        reason: String,
        /// What was available then.
        available: u64,
    },
    /// The key belongs to another request.
    KeyReused,
    /// This attempt has had no effect, and never will have.
    NoEffect(NoEffect),
    /// Nothing: the outcome is not known to the caller.
    Unknown(String),
    /// A balance.
    Balance(Balance),
    /// What nobody should be told, whatever goes wrong.
    Unexpected(String),
}

/// One attempt of a caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Call {
    /// Whose wallet.
    pub account: String,
    /// The account's partition.
    pub partition: i32,
    /// The idempotency key; empty for a question.
    pub key: String,
    /// The trace that this attempt alone has, and the record of the entry that it causes.
    pub trace: String,
    /// How it went.
    pub way: Way,
    /// What was asked.
    pub ask: Ask,
    /// When it was sent.
    pub began: Moment,
    /// When it was answered, or given up.
    pub ended: Moment,
    /// What it came to.
    pub answer: Answer,
}

impl Ask {
    /// Its name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Credit { .. } => "credit",
            Self::Spend { .. } => "spend",
            Self::Authorize { .. } => "authorize",
            Self::Capture { .. } => "capture",
            Self::Release { .. } => "release",
            Self::Balance => "balance",
        }
    }

    /// Another request that could stand under the same key.
    #[must_use]
    pub fn otherwise(&self) -> Self {
        let mut other = self.clone();
        match &mut other {
            Self::Credit { tokens }
            | Self::Spend { tokens }
            | Self::Authorize { tokens, .. }
            | Self::Capture { tokens, .. } => *tokens += 1,
            Self::Release { hold } => {
                other = Self::Capture { hold: hold.clone(), tokens: 1, last: true };
            }
            Self::Balance => {}
        }
        other
    }
}

impl Answer {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Refused { .. } => "refused",
            Self::KeyReused => "key reused",
            Self::NoEffect(NoEffect::NotApplied) => "not applied",
            Self::NoEffect(NoEffect::DeadlinePassed) => "too late",
            Self::NoEffect(NoEffect::Overloaded) => "overloaded",
            Self::Unknown(_) => "unknown",
            Self::Balance(_) => "balance",
            Self::Unexpected(_) => "unexpected",
        }
    }

    /// Whether it settles what became of the request for ever.
    pub const fn is_outcome(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Refused { .. } | Self::KeyReused)
    }

    /// The wallet's version that whoever heard it knows of.
    pub const fn version(&self) -> Option<u64> {
        match self {
            Self::Done(done) => Some(done.balance.version),
            Self::Balance(balance) => Some(balance.version),
            _ => None,
        }
    }
}
