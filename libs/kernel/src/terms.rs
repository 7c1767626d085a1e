//! Settlement terms: what each outcome of held work costs, agreed before the work.

use serde::{Deserialize, Serialize};

use crate::{FailureClass, Reason, Tokens};

/// What one outcome costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CostRule {
    /// Nothing; the hold is released.
    Release,
    /// The whole hold.
    CaptureAll,
    /// The actual cost that the outcome states; the rest is released.
    CaptureActual,
    /// This many tokens; the rest is released.
    CaptureFixed(Tokens),
}

/// What came of held work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was delivered, at this actual cost.
    Succeeded(Tokens),
    /// It failed for this reason.
    Failed(Reason),
    /// The user stopped it, after this much was delivered.
    CancelledByUser(Tokens),
}

/// The rules of one hold, with the version of the policy that they came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementTerms {
    /// What success costs.
    pub on_success: CostRule,
    /// What a technical failure costs.
    pub on_technical_failure: CostRule,
    /// What prohibited content costs.
    pub on_prohibited_content: CostRule,
    /// What work stopped by the user costs.
    pub on_cancelled_by_user: CostRule,
    /// How far a capture may exceed the hold.
    pub over_capture_limit: Tokens,
    /// Where the rules came from.
    pub policy_version: String,
}

impl Default for SettlementTerms {
    /// Success captures the actual cost, a technical failure releases, prohibited content captures all, and what a
    /// user stopped costs what was delivered.
    fn default() -> Self {
        Self {
            on_success: CostRule::CaptureActual,
            on_technical_failure: CostRule::Release,
            on_prohibited_content: CostRule::CaptureAll,
            on_cancelled_by_user: CostRule::CaptureActual,
            over_capture_limit: Tokens::ZERO,
            policy_version: "default-1".to_owned(),
        }
    }
}

impl SettlementTerms {
    /// What an outcome costs a hold of `held` tokens, before the wallet's own limits: `None` releases it without a charge.
    pub fn cost_of(&self, outcome: Outcome, held: Tokens) -> Option<Tokens> {
        let (rule, actual) = match outcome {
            Outcome::Succeeded(actual) => (self.on_success, actual),
            Outcome::CancelledByUser(delivered) => (self.on_cancelled_by_user, delivered),
            Outcome::Failed(reason) => match reason.class() {
                FailureClass::ProhibitedContent => (self.on_prohibited_content, held),
                FailureClass::CancelledByUser => (self.on_cancelled_by_user, Tokens::ZERO),
                // Whatever else stopped the work, nothing was delivered and the user did nothing wrong.
                FailureClass::Technical | FailureClass::Refused => (self.on_technical_failure, Tokens::ZERO),
            },
        };
        match rule {
            CostRule::Release => None,
            CostRule::CaptureAll => Some(held),
            CostRule::CaptureActual => Some(actual),
            CostRule::CaptureFixed(tokens) => Some(tokens),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_default_only_technical_failures_are_free() {
        let terms = SettlementTerms::default();
        let held = Tokens::new(10);
        for (outcome, cost) in [
            (Outcome::Succeeded(Tokens::new(7)), Some(7)),
            (Outcome::Failed(Reason::ProviderError), None),
            (Outcome::Failed(Reason::ProviderTimeout), None),
            (Outcome::Failed(Reason::InternalError), None),
            (Outcome::Failed(Reason::ProhibitedPrompt), Some(10)),
            (Outcome::Failed(Reason::ProhibitedImage), Some(10)),
            (Outcome::CancelledByUser(Tokens::new(3)), Some(3)),
            (Outcome::Failed(Reason::CancelledByUser), Some(0)),
        ] {
            assert_eq!(terms.cost_of(outcome, held), cost.map(Tokens::new), "{outcome:?}");
        }
    }

    #[test]
    fn a_fixed_rule_ignores_the_actual_cost() {
        let terms = SettlementTerms {
            on_success: CostRule::CaptureFixed(Tokens::new(4)),
            ..SettlementTerms::default()
        };
        assert_eq!(terms.cost_of(Outcome::Succeeded(Tokens::new(9)), Tokens::new(10)), Some(Tokens::new(4)));
    }
}
