use contracts::common::v1::{CostRule, SettlementTerms, cost_rule};
use contracts::convert;
use contracts::ledger::v1::{HoldState, ReleaseRequest};
use kernel::Reason;
use ledger::domain::{Change, Kind};
use tokio::task::JoinSet;
use tonic::Code;

use crate::world::shared;

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_captured_in_parts_and_the_last_one_releases_the_rest() {
    let customer = shared().await.customer_with(100).await;
    let hold = customer.authorize(60).await;
    let balance = customer.balance().await;
    assert_eq!((balance.available, balance.held), (40, 60));

    let part = customer.capture(&hold, 10, false).await.unwrap();
    assert_eq!((part.captured, part.released), (10, 0));
    let balance = part.receipt.unwrap().balance.unwrap();
    assert_eq!((balance.available, balance.held), (40, 50));
    let open = customer.hold(&hold).await.unwrap();
    assert_eq!(open.state(), HoldState::Open);
    assert_eq!((open.authorized, open.captured, open.remaining), (60, 10, 50));

    let last = customer.capture(&hold, 20, true).await.unwrap();
    assert_eq!((last.captured, last.released), (20, 30));
    let balance = last.receipt.unwrap().balance.unwrap();
    assert_eq!((balance.available, balance.held), (70, 0));
    let settled = customer.hold(&hold).await.unwrap();
    assert_eq!(settled.state(), HoldState::Captured);
    assert_eq!((settled.authorized, settled.captured, settled.remaining), (60, 30, 0));
    assert_eq!(settled.reference, open.reference);
    assert_eq!(settled.terms, open.terms);

    let again = customer.capture(&hold, 1, true).await.unwrap_err();
    assert_eq!(again.reason, Reason::HoldNotOpen);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_exceeds_the_hold_as_far_as_its_terms_allow_and_no_further() {
    let customer = shared().await.customer_with(100).await;
    let rule = |rule| Some(CostRule { rule: Some(rule) });
    let terms = SettlementTerms {
        on_success: rule(cost_rule::Rule::CaptureActual(cost_rule::CaptureActual {})),
        on_technical_failure: rule(cost_rule::Rule::Release(cost_rule::Release {})),
        on_prohibited_content: rule(cost_rule::Rule::CaptureAll(cost_rule::CaptureAll {})),
        on_cancelled_by_user: rule(cost_rule::Rule::CaptureActual(cost_rule::CaptureActual {})),
        over_capture_limit: 5,
        policy_version: "policy-7".to_owned(),
    };
    let hold = customer.authorize_under(10, terms.clone()).await;
    assert_eq!(customer.hold(&hold).await.unwrap().terms, Some(terms));
    let refused = customer.capture(&hold, 16, true).await.unwrap_err();
    assert_eq!(refused.reason, Reason::CaptureExceedsTerms);
    let captured = customer.capture(&hold, 15, true).await.unwrap();
    assert_eq!((captured.captured, captured.released), (15, 0));
    assert_eq!(customer.balance().await.available, 85);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_released_hold_costs_nothing() {
    let customer = shared().await.customer_with(100).await;
    let hold = customer.authorize(60).await;
    let request = ReleaseRequest {
        account_id: customer.account.clone(),
        idempotency_key: customer.world.new_id(),
        hold_id: hold.clone(),
        reason: contracts::reason::number(Some(Reason::CancelledBySystem)),
    };
    let released = customer.client.clone().release(request).await.unwrap().into_inner();
    assert_eq!(released.released, 60);
    let balance = customer.balance().await;
    assert_eq!((balance.available, balance.held), (100, 0));
    let settled = customer.hold(&hold).await.unwrap();
    assert_eq!((settled.state(), settled.captured), (HoldState::Released, 0));
    assert!(matches!(
        customer.has_entries(3).await[2].kind,
        Kind::Wallet { change: Change::Released { reason: Some(Reason::CancelledBySystem), .. }, .. }
    ));
    assert_eq!(customer.release(&hold).await.unwrap_err().reason, Reason::HoldNotOpen);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_expires_by_itself() {
    let customer = shared().await.customer_with(100).await;
    let expires_at = customer.after(1);
    let request = customer.authorizing(&customer.world.new_id(), 60, expires_at);
    let hold = customer.authorize_as(request).await.unwrap().hold_id;
    assert_eq!(customer.balance().await.held, 60);

    let balance = customer.reaches(3).await;
    assert_eq!((balance.available, balance.held), (100, 0));
    let entries = customer.has_entries(3).await;
    assert!(matches!(
        &entries[2].kind,
        Kind::Wallet { change: Change::Released { reason: Some(Reason::HoldExpired), tokens, .. }, .. }
            if tokens.get() == 60
    ));
    assert!(entries[2].time >= expires_at, "not a moment too soon");
    assert_eq!(entries[2].cause.caller.as_ref(), "schedule");
    assert_eq!(customer.hold(&hold).await.unwrap().state(), HoldState::Released);
    assert_eq!(customer.capture(&hold, 1, true).await.unwrap_err().reason, Reason::HoldNotOpen);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extended_hold_outlives_its_first_expiry() {
    let customer = shared().await.customer_with(100).await;
    let short = customer.after(2);
    let request = customer.authorizing(&customer.world.new_id(), 60, short);
    let hold = customer.authorize_as(request).await.unwrap().hold_id;
    let later = customer.after(600);
    customer.extend(&hold, later).await.unwrap();
    assert_eq!(customer.hold(&hold).await.unwrap().expires_at, Some(convert::timestamp(later)));
    let sooner = customer.extend(&hold, customer.after(300)).await.unwrap_err();
    assert_eq!(sooner.reason, Reason::InvalidInput);

    // Another hold with the first expiry of this one tells when that has come.
    let request = customer.authorizing(&customer.world.new_id(), 1, short.max(customer.after(1)));
    customer.authorize_as(request).await.unwrap();
    let balance = customer.reaches(6).await;
    assert_eq!(balance.held, 60, "only the other one is released");
    assert_eq!(customer.hold(&hold).await.unwrap().state(), HoldState::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_paid_is_refused_with_what_is_missing_and_recorded() {
    let customer = shared().await.customer_with(100).await;
    let status = customer.client.clone().spend(customer.spending("too-much", 101)).await.unwrap_err();
    assert_eq!(status.code(), Code::FailedPrecondition);
    let failure = contracts::failure::Failure::from_status(&status);
    assert_eq!(failure.reason, Reason::InsufficientTokens);
    assert_eq!((failure.facts["needed"].as_str(), failure.facts["available"].as_str()), ("101", "100"));
    let request = customer.authorizing(&customer.world.new_id(), 300, customer.after(60));
    let failure = customer.authorize_as(request).await.unwrap_err();
    assert_eq!(failure.reason, Reason::InsufficientTokens);
    assert_eq!((failure.facts["needed"].as_str(), failure.facts["available"].as_str()), ("300", "100"));

    assert_eq!(customer.balance().await.available, 100);
    let entries = customer.has_entries(3).await;
    for (entry, command, asked) in [(&entries[1], "Spend", 101), (&entries[2], "Authorize", 300)] {
        let Kind::Wallet { balance, change: Change::Refused { command: name, reason, tokens, .. }, .. } =
            &entry.kind
        else {
            panic!("{entry:?}")
        };
        assert_eq!((*name, *reason, tokens.get()), (command, Reason::InsufficientTokens, asked));
        assert_eq!(balance.available.get(), 100, "with the balance that it saw");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_holds_at_once_on_a_wallet_that_can_pay_for_ten_are_ten() {
    let customer = shared().await.customer_with(1_009).await;
    let mut calls = JoinSet::new();
    for n in 0..200 {
        let request = customer.authorizing(&format!("job-{n}"), 100, customer.after(3_600));
        let mut client = customer.client.clone();
        calls.spawn(async move { client.authorize(request).await });
    }
    let (held, refused): (Vec<_>, Vec<_>) = calls.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!(held.len(), 10);
    assert_eq!(refused.len(), 190);
    for refused in refused {
        let failure = contracts::failure::Failure::from_status(&refused.unwrap_err());
        assert_eq!(failure.reason, Reason::InsufficientTokens);
        assert_eq!(failure.facts["needed"], "100");
    }
    let balance = customer.balance().await;
    assert_eq!((balance.available, balance.held, balance.version), (9, 1_000, 201));
}

#[tokio::test(flavor = "multi_thread")]
async fn free_work_is_held_and_leaves_a_trace() {
    let customer = shared().await.customer();
    let hold = customer.authorize(0).await;
    let captured = customer.capture(&hold, 0, true).await.unwrap();
    assert_eq!((captured.captured, captured.released), (0, 0));
    assert_eq!(customer.hold(&hold).await.unwrap().state(), HoldState::Captured);
}
