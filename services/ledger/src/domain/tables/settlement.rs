use kernel::{CostRule, Reason};

use super::*;

#[test]
fn an_outcome_costs_what_the_terms_say() {
    let given = [buy(10), authorize(8)];
    let failed = |reason| settle(2, Outcome::Failed(reason));
    check(&given, &settle(2, succeeded(3)), "deducted 3 of 1:3, released 1:5, closed", "7/0");
    check(&given, &settle(2, succeeded(0)), "deducted 0 of, released 1:8, closed", "10/0");
    check(&given, &failed(Reason::ProviderError), "released 8 of 1:8, because PROVIDER_ERROR", "10/0");
    check(&given, &failed(Reason::InternalError), "released 8 of 1:8, because INTERNAL_ERROR", "10/0");
    check(
        &given,
        &failed(Reason::ProhibitedPrompt),
        "deducted 8 of 1:8, because PROHIBITED_PROMPT, closed",
        "2/0",
    );
    check(
        &given,
        &settle(2, Outcome::CancelledByUser(tokens(2))),
        "deducted 2 of 1:2, released 1:6, because CANCELLED_BY_USER, closed",
        "8/0",
    );
    let fixed = SettlementTerms {
        on_prohibited_content: CostRule::CaptureFixed(tokens(1)),
        ..SettlementTerms::default()
    };
    check(
        &[buy(10), authorize_under(8, fixed)],
        &failed(Reason::ProhibitedImage),
        "deducted 1 of 1:1, released 1:7, because PROHIBITED_IMAGE, closed",
        "9/0",
    );
}

#[test]
fn an_outcome_beyond_the_hold_is_charged_as_far_as_terms_and_balance_go() {
    check(&[buy(10), authorize(8)], &settle(2, succeeded(9)), "deducted 8 of 1:8, closed", "2/0");
    let generous = [buy(10), authorize_under(8, over_capture(5))];
    check(&generous, &settle(2, succeeded(9)), "deducted 9 of 1:8, beyond the hold 1:1, closed", "1/0");
    check(&generous, &settle(2, succeeded(99)), "deducted 10 of 1:8, beyond the hold 1:2, closed", "0/0");
}
