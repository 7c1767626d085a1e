//! The life of a generation: its states, how it may fail, and what a worker does with it next.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use kernel::{AccountId, GenerationId, HoldId, Reason, SettlementTerms, Tokens};
use serde::{Deserialize, Serialize};

use super::pricing::Quote;
use super::work::{UnknownName, Work};

/// Where a generation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Accepted; whether the ledger holds the tokens is not known yet.
    Authorizing,
    /// The ledger refused to hold the tokens; it never became a generation that anyone sees.
    Refused,
    /// Tokens are held; waiting for a worker.
    Queued,
    /// A worker has it.
    Running,
    /// The provider did not answer and is asked again; the tokens stay held.
    OutcomeUnknown,
    /// Delivered. Final.
    Succeeded,
    /// Nothing was delivered. Final.
    Failed,
}

impl State {
    /// Every state there is.
    pub const ALL: [Self; 7] = [
        Self::Authorizing,
        Self::Refused,
        Self::Queued,
        Self::Running,
        Self::OutcomeUnknown,
        Self::Succeeded,
        Self::Failed,
    ];

    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorizing => "authorizing",
            Self::Refused => "refused",
            Self::Queued => "queued",
            Self::Running => "running",
            Self::OutcomeUnknown => "outcome_unknown",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// Whether nothing more will come of it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Refused | Self::Succeeded | Self::Failed)
    }
}

impl FromStr for State {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == name)
            .ok_or_else(|| UnknownName(name.to_owned(), "state of a generation"))
    }
}

/// How the sandbox provider shall behave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Simulate {
    /// The provider answers that it failed.
    ServerError,
    /// The provider times out and is known not to have run the job.
    TimeoutNotRun,
    /// Our worker dies in the middle of the job, at every attempt.
    Crash,
    /// The provider does not answer; a later look-up finds the job delivered.
    OutcomeUnknownThenSuccess,
    /// The provider does not answer; a later look-up finds the job failed.
    OutcomeUnknownThenFailure,
    /// It takes some seconds.
    Slow,
}

impl Simulate {
    /// Every behaviour there is.
    pub const ALL: [Self; 6] = [
        Self::ServerError,
        Self::TimeoutNotRun,
        Self::Crash,
        Self::OutcomeUnknownThenSuccess,
        Self::OutcomeUnknownThenFailure,
        Self::Slow,
    ];

    /// Its stable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServerError => "server_error",
            Self::TimeoutNotRun => "timeout_not_run",
            Self::Crash => "crash",
            Self::OutcomeUnknownThenSuccess => "outcome_unknown_then_success",
            Self::OutcomeUnknownThenFailure => "outcome_unknown_then_failure",
            Self::Slow => "slow",
        }
    }
}

impl FromStr for Simulate {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|simulate| simulate.as_str() == name)
            .ok_or_else(|| UnknownName(name.to_owned(), "simulated behaviour"))
    }
}

/// What a failure was concluded from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// For prohibited content: the category; never the prompt.
    pub category: String,
    /// The moderator or provider that said so.
    pub source: String,
    /// Its version or code.
    pub code: String,
    /// The provider's own id of the job.
    pub provider_job_id: String,
    /// How often a worker began.
    pub attempts: u32,
}

/// A failure with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailureOutcome {
    /// Why.
    pub reason: Reason,
    /// How we know.
    pub evidence: Evidence,
}

/// Why the ledger refused to hold the tokens: the same answer for the same idempotency key, for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The stable cause.
    pub reason: Reason,
    /// One sentence for a person.
    pub message: String,
    /// Facts by name, such as `needed` and `available`.
    pub facts: BTreeMap<String, String>,
}

/// What was asked for, and the price and terms at which it was accepted; none of it ever changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Which generation.
    pub id: GenerationId,
    /// Whose.
    pub account: AccountId,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// What to make.
    pub work: Work,
    /// For video and image: the words to make it from.
    pub prompt: String,
    /// For the sandbox provider only: how to behave.
    pub simulate: Option<Simulate>,
    /// The price, with the rates and the discount that its charge is computed from.
    pub quote: Quote,
    /// What each outcome costs.
    pub terms: SettlementTerms,
    /// The expiry that the ledger was first asked for.
    pub hold_asked_until: DateTime<Utc>,
    /// The trace of the request, for what is done later on its behalf.
    pub traceparent: Option<String>,
}

/// One file that was generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Counted from 0.
    pub index: u32,
    /// Such as `image/png`.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
    /// Where it lies, below the media folder.
    pub file: String,
}

/// One generation as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// What was asked for.
    pub accepted: Accepted,
    /// Where it stands.
    pub state: State,
    /// The hold that pays for it, once the ledger has answered.
    pub hold: Option<HoldId>,
    /// Tokens held now.
    pub held: Tokens,
    /// Whether the hold is closed.
    pub settled: bool,
    /// What it cost in the end.
    pub charged: Tokens,
    /// When the hold was closed although the job had not ended.
    pub hold_released_at: Option<DateTime<Utc>>,
    /// Why the ledger refused.
    pub refusal: Option<Refusal>,
    /// How often a worker began.
    pub attempts: u32,
    /// How often the provider was asked what became of it.
    pub look_ups: u32,
    /// The provider that it was handed to last, or was about to be.
    pub provider: Option<String>,
    /// The provider's own id of the job, once it is known.
    pub provider_job_id: Option<String>,
    /// The text so far, for chat.
    pub output: String,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Why nothing was delivered.
    pub failure: Option<FailureOutcome>,
    /// The files that were generated.
    pub media: Vec<MediaFile>,
}

impl Generation {
    /// Whether nothing will change any more, the charge included.
    pub const fn is_over(&self) -> bool {
        self.state.is_final() && self.settled
    }
}

/// What a worker that takes a job knows of its past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Where the job stood when it was taken.
    pub state: State,
    /// How often a worker began it before.
    pub attempts: u32,
    /// Whether a worker came as far as handing it to a provider: from then on it may run.
    pub handed_over: bool,
    /// Whether the provider has told its own id of it: it runs, or has run.
    pub accepted: bool,
    /// Whether its hold was released meanwhile, so that nothing pays for it any more.
    pub hold_released: bool,
}

/// What a worker does with a job that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Give it up, with this reason.
    Fail(Reason),
    /// Hand it to the provider.
    Submit,
    /// Ask the provider what became of it, before anything else.
    LookUp,
}

/// What to do with a job: `repeatable` says that the provider runs a job once however often it is submitted.
pub const fn next_step(past: Past, max_attempts: u32, repeatable: bool) -> Step {
    if past.accepted || matches!(past.state, State::OutcomeUnknown) {
        return Step::LookUp;
    }
    if past.hold_released {
        return Step::Fail(Reason::CancelledBySystem);
    }
    if past.attempts >= max_attempts {
        return Step::Fail(Reason::InternalError);
    }
    if past.handed_over && !repeatable {
        return Step::LookUp;
    }
    Step::Submit
}

/// How long to wait before the next look-up after so many: it doubles from `first` to at most `longest`.
pub fn look_up_pause(look_ups: u32, first: Duration, longest: Duration) -> Duration {
    first.saturating_mul(1_u32.checked_shl(look_ups.min(30)).unwrap_or(u32::MAX)).min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for state in State::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        for simulate in Simulate::ALL {
            assert_eq!(simulate.as_str().parse(), Ok(simulate));
        }
        assert!("done".parse::<State>().is_err());
        assert!("chaos".parse::<Simulate>().is_err());
    }

    #[test]
    fn a_worker_does_what_is_safe() {
        use State::{OutcomeUnknown, Queued, Running};
        let past = |state, attempts, hold_released| Past {
            state,
            attempts,
            handed_over: attempts > 0,
            accepted: false,
            hold_released,
        };
        let lost_before = Past { handed_over: false, ..past(Running, 1, false) };
        let accepted = Past { accepted: true, ..past(Running, 3, true) };
        for (past, repeatable, step) in [
            (past(Queued, 0, false), false, Step::Submit),
            (past(Running, 1, false), true, Step::Submit),
            // The worker before may have submitted it already.
            (past(Running, 1, false), false, Step::LookUp),
            // The worker before was lost before it could.
            (lost_before, false, Step::Submit),
            // The provider has it, so neither attempts nor the hold matter until it says what became of it.
            (accepted, false, Step::LookUp),
            (past(Running, 3, false), true, Step::Fail(Reason::InternalError)),
            (past(Queued, 0, true), true, Step::Fail(Reason::CancelledBySystem)),
            (past(OutcomeUnknown, 3, true), true, Step::LookUp),
        ] {
            assert_eq!(next_step(past, 3, repeatable), step, "{past:?}");
        }
    }

    #[test]
    fn look_ups_become_rarer_up_to_a_limit() {
        let pause =
            |look_ups| look_up_pause(look_ups, Duration::from_secs(1), Duration::from_mins(1)).as_secs();
        assert_eq!([pause(0), pause(1), pause(5), pause(6), pause(u32::MAX)], [1, 2, 32, 60, 60]);
    }
}
