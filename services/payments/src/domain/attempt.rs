//! One attempt to pay an order, from the moment before the processor is called until its outcome is known.

use kernel::Reason;

/// How far an attempt has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptState {
    /// The outcome is not known. The processor may not even have heard of it.
    Open,
    /// It failed; nothing was charged as far as we know.
    Failed(Reason),
    /// The processor has the money.
    Succeeded,
}

/// What the processor says came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The money did not come.
    Failed(Reason),
    /// The money came.
    Succeeded,
}

/// What an outcome does to an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// It is news: the attempt closes with it.
    Close,
    /// It is known already.
    Unchanged,
    /// A success is called a failure afterwards: somebody has to look; nothing changes.
    Contradiction,
}

/// What `outcome` does to an attempt in `state`. An attempt given up as failed still closes with a success: late money is money.
pub const fn close(state: AttemptState, outcome: Outcome) -> Closing {
    match (state, outcome) {
        (AttemptState::Open, _) | (AttemptState::Failed(_), Outcome::Succeeded) => Closing::Close,
        (AttemptState::Failed(_), Outcome::Failed(_)) | (AttemptState::Succeeded, Outcome::Succeeded) => {
            Closing::Unchanged
        }
        (AttemptState::Succeeded, Outcome::Failed(_)) => Closing::Contradiction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_its_effect_on_every_attempt() {
        let declined = Outcome::Failed(Reason::CardDeclined);
        for (given, when, then) in [
            (AttemptState::Open, declined, Closing::Close),
            (AttemptState::Open, Outcome::Succeeded, Closing::Close),
            (AttemptState::Failed(Reason::CardDeclined), declined, Closing::Unchanged),
            (AttemptState::Failed(Reason::ProcessorUnavailable), declined, Closing::Unchanged),
            (AttemptState::Failed(Reason::ProcessorUnavailable), Outcome::Succeeded, Closing::Close),
            (AttemptState::Succeeded, Outcome::Succeeded, Closing::Unchanged),
            (AttemptState::Succeeded, declined, Closing::Contradiction),
        ] {
            assert_eq!(close(given, when), then, "{given:?} when {when:?}");
        }
    }
}
