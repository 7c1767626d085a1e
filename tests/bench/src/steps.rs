//! What is measured: the cases, and the steps of those that are load.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::accounts::Choice;
use crate::load::Span;

/// More callers than this come by a stream, or wait in front of whatever they call.
const WITHOUT_STREAM: u16 = 512;

/// Commands in one batch.
pub(crate) const BATCHES: [u16; 3] = [100, 1_000, 8_000];
/// Who gives batches.
const BATCH_CALLERS: u16 = 4;

/// Batches fill the log so fast that the projector and the disk would be busy with it for minutes.
const BATCH_SPAN: Duration = Duration::from_secs(2);

/// One of the things that are measured, alone or beside others.
///
/// **Where a new way into the ledger plugs in**: a variant here with its place in [`Case::takes`], its arm in `Stage::run`, which
/// lets `callers` of it work for a span and answers what they [`crate::load::Measured`] (see `unary.rs`), and its goals in `goals.rs`.
/// Tables, JSON and the check of the balances follow by themselves.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Case {
    /// The baseline: a PostgreSQL function, with nothing in front.
    Function,
    /// The baseline: the ledger's interface in front of that function.
    Service,
    /// The baseline: the ledger's bytes to Kafka, with no ledger.
    Kafka,
    /// Single `Spend` calls to the ledger.
    Unary,
    /// `Authorize` and `Capture`, a pair at a time.
    Pairs,
    /// Single `Spend` commands of all callers on one `Submit` stream.
    Stream,
    /// The same pairs on one stream.
    StreamPairs,
    /// Single `Spend` calls through the client that services use.
    Client,
    /// `SubmitBatch` of `Spend` commands.
    Batch,
    /// From an entry and from a payment to those who wait for it.
    Lag,
    /// The memory of a wallet and of a remembered key.
    Memory,
    /// A rebuild of the token log.
    Rebuild,
    /// A restart without a snapshot, beside a bare consumer.
    Replay,
}

/// A case under so many callers on these accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Step {
    pub(crate) case: Case,
    pub(crate) choice: Choice,
    /// Callers at the same time.
    pub(crate) callers: u16,
    /// Commands in one call.
    pub(crate) commands: u16,
}

impl Case {
    /// Whether it is measured under such a load.
    fn takes(self, choice: Choice, callers: u16) -> bool {
        match (self, choice) {
            (Self::Stream | Self::Client, Choice::Spread) => true,
            (Self::StreamPairs, Choice::Spread) | (Self::Stream, Choice::OnePartition | Choice::Hot) => {
                callers > 1
            }
            _ if callers > WITHOUT_STREAM => false,
            (Self::Function | Self::Service | Self::Kafka | Self::Unary, Choice::Spread) => true,
            (Self::Pairs, Choice::Spread)
            | (Self::Unary, Choice::OnePartition)
            | (Self::Function | Self::Unary, Choice::Hot) => callers > 1,
            _ => false,
        }
    }

    /// Whether it fills the log.
    pub(crate) fn writes(self) -> bool {
        matches!(
            self,
            Self::Unary | Self::Pairs | Self::Stream | Self::StreamPairs | Self::Client | Self::Batch
        )
    }

    /// Whether it needs a running ledger.
    pub(crate) fn needs_ledger(self) -> bool {
        !matches!(self, Self::Function | Self::Service)
    }

    /// As the tables have it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Function => "PostgreSQL function",
            Self::Service => "gRPC before PostgreSQL",
            Self::Kafka => "raw librdkafka",
            Self::Unary => "ledger, unary",
            Self::Pairs => "ledger, pairs",
            Self::Stream => "ledger, stream",
            Self::StreamPairs => "ledger, pairs on the stream",
            Self::Client => "ledger, client crate",
            Self::Batch => "ledger, batches",
            Self::Lag => "lag",
            Self::Memory => "memory",
            Self::Rebuild => "rebuild",
            Self::Replay => "replay",
        }
    }
}

impl Step {
    /// All steps of these cases. Those under the same load follow one another, so that whatever else the machine does troubles
    /// them alike.
    pub(crate) fn of(cases: &[Case], callers: &[u16], partitions: i32) -> Vec<Self> {
        let mut steps = Vec::new();
        for choice in [Choice::Spread, Choice::OnePartition, Choice::Hot] {
            if choice == Choice::OnePartition && partitions == 1 {
                continue;
            }
            for callers in callers {
                let takes = cases.iter().filter(|case| case.takes(choice, *callers));
                steps.extend(takes.map(|case| Self::single(*case, choice, *callers)));
            }
        }
        if cases.contains(&Case::Batch) {
            steps.extend(BATCHES.map(Self::batches));
        }
        steps
    }

    /// One command, or one pair, a call.
    pub(crate) const fn single(case: Case, choice: Choice, callers: u16) -> Self {
        Self { case, choice, callers, commands: 1 }
    }

    /// Batches of so many commands.
    pub(crate) const fn batches(commands: u16) -> Self {
        Self { case: Case::Batch, choice: Choice::Spread, callers: BATCH_CALLERS, commands }
    }

    /// How long it takes when others take so long.
    pub(crate) fn span(self, others: Span) -> Span {
        if self.case == Case::Batch {
            Span { warm_up: others.warm_up.min(BATCH_SPAN / 2), time: others.time.min(BATCH_SPAN) }
        } else {
            others
        }
    }

    /// As the tables have it.
    pub(crate) fn name(self) -> String {
        if self.commands == 1 {
            self.case.name().to_owned()
        } else {
            format!("{} of {}", self.case.name(), self.commands)
        }
    }
}

impl fmt::Display for Choice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Spread => "spread",
            Self::OnePartition => "one partition",
            Self::Hot => "one, hot",
        })
    }
}

impl fmt::Display for Step {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, accounts: {}, {} callers", self.name(), self.choice, self.callers)
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Choice, Step};

    #[test]
    fn steps_that_are_compared_follow_one_another() {
        let steps = Step::of(&[Case::Function, Case::Unary, Case::Replay], &[1, 32], 4);
        let of = |choice, callers| {
            let under = steps.iter().filter(|step| (step.choice, step.callers) == (choice, callers));
            under.map(|step| step.case).collect::<Vec<_>>()
        };
        assert_eq!(of(Choice::Spread, 1), [Case::Function, Case::Unary]);
        assert_eq!(of(Choice::OnePartition, 32), [Case::Unary]);
        assert_eq!(of(Choice::Hot, 32), [Case::Function, Case::Unary]);
        assert_eq!(steps.len(), 7, "{steps:?}");
        let many = Step::of(&[Case::Function, Case::Stream], &[2_000], 4);
        assert!(many.iter().all(|step| step.case == Case::Stream), "{many:?}");
        let one = Step::of(&[Case::Unary], &[32], 1);
        assert!(one.iter().all(|step| step.choice != Choice::OnePartition), "it is the same as spread");
    }
}
