//! What an audit can find.

use serde::Serialize;

macro_rules! laws {
    ($($(#[$doc:meta])* $law:ident = $name:literal, $states:literal;)*) => {
        /// What must hold of every log.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Law {
            $($(#[$doc])* #[serde(rename = $name)] $law,)*
        }

        impl Law {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$law,)*];

            /// Its name, for machines.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$law => $name,)* }
            }

            /// What it says.
            pub const fn states(self) -> &'static str {
                match self { $(Self::$law => $states,)* }
            }
        }
    };
}

laws! {
    /// No record is missing.
    Offsets = "offsets", "the records of a partition lie at 0, 1, 2 … without a gap";
    /// The chain leads to the end.
    Chain = "chain", "every entry names the hash of the one before it, from the first to the last";
    /// An entry can be understood.
    Form = "form", "every record that extends the chain is a whole entry, in the partition of its account";
    /// Time does not run backwards.
    Time = "time", "no entry is older than the one before it";
    /// Terms rise.
    Claims = "claims", "each claim of a book has a higher term than every one before it";
    /// Versions have no gap.
    Versions = "versions", "the entries of a wallet are numbered 1, 2, 3 … without a gap";
    /// Nothing happens twice.
    Once = "once", "an entry's id, an idempotency key and an input each occur once";
    /// Parts and wholes.
    Parts = "parts", "the parts of a movement are of lots that have them, and add up to the whole";
    /// The order of spending.
    BurnOrder = "burn-order", "gifts are used before purchases, sooner to expire before later, older before newer";
    /// Holds.
    Holds = "holds", "a hold settles once, and never for more than its terms allow";
    /// Debt.
    Debt = "debt", "every credit repays a debt first";
    /// What expires.
    Expiry = "expiry", "no purchased lot expires, a gift only after its time, and nothing expired is used";
    /// Refunds and disputes.
    Reversals = "reversals", "a refund or dispute moves forward only, and no more is taken back than was bought";
    /// Freezing.
    Freezing = "freezing", "nothing new is taken from a frozen wallet";
    /// Balances.
    Balance = "balance", "every entry states the balance that the entries up to it yield";
    /// Refusals.
    Refusals = "refusals", "a refusal changes nothing, and its reason holds";
    /// Double entry.
    Postings = "postings", "the postings of every entry, and of the whole log, add up to zero";
    /// Purchases.
    CreditedOnce = "credited-once", "every PaymentSucceeded is credited once, in full, and nothing else is credited as a purchase";
    /// Gifts.
    GrantedOnce = "granted-once", "every PromotionGranted is credited once, in full";
    /// Jobs.
    SettledOnce = "settled-once", "every finished job settles its hold once, at the price that the hold's terms set";
    /// Everything else that the books take in.
    AnsweredOnce = "answered-once", "every other input of the books has its entry, and every entry its input";
}

/// One way in which something does not hold: what the law demands here, and what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The law that is broken.
    pub law: Law,
    /// What it demands.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl Problem {
    /// What is expected, and what is found instead.
    pub fn new(law: Law, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { law, expected: expected.into(), found: found.into() }
    }
}

/// A problem with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The law that is broken.
    pub law: Law,
    /// The topic of the record in question.
    pub topic: String,
    /// Its partition.
    pub partition: i32,
    /// Its offset; `None` for what is about the whole partition.
    pub offset: Option<i64>,
    /// The account, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The entry's, or the event's, id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What the law demands.
    pub expected: String,
    /// What is there.
    pub found: String,
}

/// Findings, of which only so many are kept; all are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findings {
    kept: Vec<Finding>,
    most: usize,
    count: u64,
}

impl Findings {
    /// None yet, and never more than `most` kept.
    pub const fn none(most: usize) -> Self {
        Self { kept: Vec::new(), most, count: 0 }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        self.count = self.count.saturating_add(1);
        if self.kept.len() < self.most {
            self.kept.push(finding);
        }
    }

    /// Those that were kept, in the order in which they were found.
    pub fn kept(&self) -> &[Finding] {
        &self.kept
    }

    /// How many there are.
    pub const fn count(&self) -> u64 {
        self.count
    }
}
