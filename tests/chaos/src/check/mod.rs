//! Whether what callers were told is true: a history held against the books that are left in the end.
//!
//! What is demanded is what `docs/LEDGER.md` promises, no less and no more. In particular an attempt that got no answer may be decided later, as long as an
//! instance may still find it in a socket; but not after the ledger itself has said that it has had no effect. Which attempt an entry
//! came from, its trace tells: every attempt has one of its own, and the record keeps it.
//!
//! Pure, and written apart from the ledger: nothing here knows how it decides.

mod answers;
mod order;
mod sums;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::Serialize;

use crate::books::{Books, Entry};
use crate::history::{Balance, Call};

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $states:literal;)*) => {
        /// What must be true.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)*];

            /// What it says.
            pub const fn states(self) -> &'static str {
                match self { $(Self::$rule => $states,)* }
            }
        }
    };
}

rules! {
    /// Committed answers.
    Committed = "an answer is an entry of the books, exactly as told, and does what was asked";
    /// Refusals.
    Refused = "a refusal is the entry under its key";
    /// No effect.
    NoEffect = "an attempt that was told to have had no effect has none";
    /// `NOT_APPLIED`.
    NotApplied = "NOT_APPLIED is told only after a claim that rules out whatever was decided before";
    /// Reused keys.
    KeyReused = "a key is told to be reused only where it was used for another request, and has no further effect";
    /// One key, one entry.
    Once = "a key has one entry at most, and only if it was asked for";
    /// Real time.
    Order = "whatever begins after an answer comes after it: a command is decided, a balance is read, from at least that version on";
    /// Balances.
    Balance = "a balance that was told is the books' at that version";
    /// Sums.
    Sums = "by the answers alone: a balance is what was credited less what was spent";
    /// Everything ends.
    Known = "in the end every request has one outcome";
    /// Only what can be acted on.
    Expected = "callers are told outcomes, refusals that they deserve, or that the outcome is unknown, and nothing else";
    /// Recovery.
    Serves = "when all is well again everything serves, and no instance ends by itself";
    /// The books themselves.
    Laws = "tokenctl verify finds nothing";
}

/// A rule is broken: what shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Contradiction {
    /// Which rule.
    pub rule: Rule,
    /// What was told, and what is there.
    pub shown: String,
}

impl Contradiction {
    /// A rule is broken.
    pub fn new(rule: Rule, shown: impl Into<String>) -> Self {
        Self { rule, shown: shown.into() }
    }
}

impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} ({}): {}", self.rule, self.rule.states(), self.shown)
    }
}

/// A time during which a broker that stood still may not have noticed yet that another one leads: it then tells where the log ended before.
/// The one case in which a balance may be of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Waking {
    /// When it went on, in microseconds since 1970.
    pub from: i64,
    /// When it must have noticed.
    pub to: i64,
}

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Everything that is not true.
    pub contradictions: Vec<Contradiction>,
    /// Balances of the past that a waking broker explains.
    pub excused: usize,
}

/// What the rules look things up in.
struct Evidence<'a> {
    history: &'a [Call],
    books: &'a Books,
    /// Under a key, in the order of the log.
    by_key: HashMap<(&'a str, &'a str), Vec<&'a Entry>>,
    by_trace: HashMap<&'a str, &'a Entry>,
    /// The attempts by their traces.
    calls: HashMap<&'a str, &'a Call>,
    /// The attempts under each key.
    attempts: BTreeMap<(&'a str, &'a str), Vec<&'a Call>>,
    /// Each wallet's balances, by version from 1.
    wallets: HashMap<&'a str, Vec<Balance>>,
}

impl<'a> Evidence<'a> {
    fn of(history: &'a [Call], books: &'a Books) -> Self {
        let mut evidence = Self {
            history,
            books,
            by_key: HashMap::new(),
            by_trace: HashMap::new(),
            calls: HashMap::new(),
            attempts: BTreeMap::new(),
            wallets: HashMap::new(),
        };
        for entry in &books.entries {
            evidence.wallets.entry(&entry.account).or_default().push(entry.balance);
        }
        for entry in books.entries.iter().filter(|entry| !entry.key.is_empty()) {
            evidence.by_key.entry((&entry.account, &entry.key)).or_default().push(entry);
            evidence.by_trace.insert(&entry.trace, entry);
        }
        for call in history {
            evidence.calls.insert(&call.trace, call);
            if !call.key.is_empty() {
                evidence.attempts.entry((&call.account, &call.key)).or_default().push(call);
            }
        }
        evidence
    }

    /// The entry under the key of a call.
    fn entry(&self, call: &Call) -> Option<&'a Entry> {
        self.by_key.get(&(call.account.as_str(), call.key.as_str()))?.first().copied()
    }

    /// The attempt that an entry came from.
    fn asked(&self, entry: &Entry) -> Option<&'a Call> {
        self.calls.get(entry.trace.as_str()).copied()
    }
}

/// Holds what callers were told against the books.
pub fn check(history: &[Call], books: &Books, wakings: &[Waking]) -> Checked {
    let evidence = Evidence::of(history, books);
    let mut contradictions = answers::check(&evidence);
    contradictions.extend(answers::check_keys(&evidence));
    contradictions.extend(sums::check(&evidence));
    let (order, excused) = order::check(&evidence, wakings);
    contradictions.extend(order);
    Checked { contradictions, excused }
}

/// A call as a line.
fn line(call: &Call) -> String {
    let Call { account, key, way, ask, began, ended, answer, trace, .. } = call;
    let took = ended.micros.saturating_sub(began.micros) / 1_000;
    format!(
        "account {account} key {key:?} {ask:?} by {way:?} in {took} ms was told {answer:?} (trace {trace})"
    )
}
