//! Refunds and disputes, as `payments.events` tells of them.

use contracts::ledger::v1::{ListTokenLogRequest, TokenLogEntry, TokenLogKind};
use contracts::payments::v1 as payments;
use contracts::payments::v1::payments_event::Kind;
use kernel::Reason;
use ledger::domain::{Change, Entry, Kind as EntryKind, ReversalStep};

use crate::books::Books;
use crate::customer::Customer;
use crate::world::shared;

fn requested(refund: &str, order: &str) -> Kind {
    Kind::RefundRequested(payments::RefundRequested {
        refund_id: refund.to_owned(),
        order_id: order.to_owned(),
        ..payments::RefundRequested::default()
    })
}

fn refunded(refund: &str, order: &str, tokens: u64) -> Kind {
    Kind::PaymentRefunded(payments::PaymentRefunded {
        refund_id: refund.to_owned(),
        order_id: order.to_owned(),
        tokens,
        ..payments::PaymentRefunded::default()
    })
}

fn failed(refund: &str, order: &str) -> Kind {
    Kind::RefundFailed(payments::RefundFailed {
        refund_id: refund.to_owned(),
        order_id: order.to_owned(),
        ..payments::RefundFailed::default()
    })
}

fn opened(dispute: &str, order: &str) -> Kind {
    Kind::DisputeOpened(payments::DisputeOpened {
        dispute_id: dispute.to_owned(),
        order_id: order.to_owned(),
        ..payments::DisputeOpened::default()
    })
}

fn won(dispute: &str, order: &str) -> Kind {
    Kind::DisputeWon(payments::DisputeWon {
        dispute_id: dispute.to_owned(),
        order_id: order.to_owned(),
        ..payments::DisputeWon::default()
    })
}

fn lost(dispute: &str, order: &str) -> Kind {
    Kind::DisputeLost(payments::DisputeLost {
        dispute_id: dispute.to_owned(),
        order_id: order.to_owned(),
        ..payments::DisputeLost::default()
    })
}

impl Customer<'_> {
    async fn told(&self, kind: Kind) {
        self.world.publish(&self.payments_event(kind)).await;
    }

    /// Buys tokens; the order.
    async fn order(&self, tokens: u64) -> String {
        let (order, version) = (self.world.new_id(), self.balance().await.version);
        self.world.publish(&self.paid(&order, tokens)).await;
        self.reaches(version + 1).await;
        order
    }

    /// The balance at a version: available, held, locked, owed.
    async fn stands(&self, version: u64) -> (u64, u64, u64, u64) {
        let balance = self.reaches(version).await;
        assert_eq!(balance.version, version, "nothing else happened: {:#?}", self.entries().await);
        (balance.available, balance.held, balance.locked, balance.debt)
    }

    async fn log(&self) -> Vec<TokenLogEntry> {
        self.page(ListTokenLogRequest::default()).await.unwrap().entries
    }
}

fn step(entry: &Entry) -> ReversalStep {
    match &entry.kind {
        EntryKind::Wallet { change: Change::Reversed { step, .. }, .. } => *step,
        other => panic!("not of a refund or a dispute: {other:?}"),
    }
}

fn refusal(entry: &Entry) -> Reason {
    match &entry.kind {
        EntryKind::Wallet { change: Change::Refused { reason, .. }, .. } => *reason,
        other => panic!("not a refusal: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_is_reserved_then_removed_and_stands_in_the_token_log() {
    let customer = shared().await.customer();
    let (order, refund) = (customer.order(100).await, customer.world.new_id());
    customer.spend(30).await;
    customer.told(requested(&refund, &order)).await;
    assert_eq!(customer.stands(3).await, (0, 0, 70, 0));
    assert_eq!(customer.spend_as("k", 1).await.unwrap_err().reason, Reason::InsufficientTokens);
    customer.told(refunded(&refund, &order, 70)).await;
    assert_eq!(customer.stands(5).await, (0, 0, 0, 0));

    let entries = customer.has_entries(5).await;
    assert!(matches!(step(&entries[2]), ReversalStep::Reserved { tokens, .. } if tokens.get() == 70));
    assert_eq!(entries[2].cause.key, format!("refund:{refund}:requested"));
    assert!(matches!(step(&entries[4]), ReversalStep::Refunded { taken, .. } if taken.reserved.get() == 70));
    let log = customer.log().await;
    let lines: Vec<_> = log.iter().map(|line| (line.kind(), line.amount, line.balance_after)).collect();
    assert_eq!(
        lines,
        [(TokenLogKind::Refund, -70, 0), (TokenLogKind::Use, -30, 70), (TokenLogKind::Purchase, 100, 100)],
        "what only reserves is no line"
    );
    let reference = log[0].reference.clone().unwrap();
    assert_eq!((reference.kind.as_str(), reference.id), ("order", order));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_fails_gives_back_what_was_reserved() {
    let customer = shared().await.customer();
    let (order, refund) = (customer.order(100).await, customer.world.new_id());
    customer.told(requested(&refund, &order)).await;
    customer.told(failed(&refund, &order)).await;
    assert_eq!(customer.stands(3).await, (100, 0, 0, 0));
    customer.spend(100).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_cannot_be_is_refused_with_the_reason() {
    let customer = shared().await.customer();
    let (order, world) = (customer.order(10).await, customer.world);
    customer.spend(10).await;
    let used = world.new_id();
    customer.told(requested(&used, &order)).await;
    customer.told(requested(&world.new_id(), &world.new_id())).await;
    assert_eq!(customer.stands(4).await, (0, 0, 0, 0));
    let entries = customer.has_entries(4).await;
    assert_eq!(refusal(&entries[2]), Reason::NothingToRefund);
    assert_eq!(refusal(&entries[3]), Reason::NotFound);
    assert_eq!(entries[2].cause.key, format!("refund:{used}:requested"), "so that payments can tell which");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_freezes_and_thaws() {
    let customer = shared().await.customer();
    let (order, dispute) = (customer.order(100).await, customer.world.new_id());
    let hold = customer.authorize(40).await;
    customer.told(opened(&dispute, &order)).await;
    assert_eq!(customer.stands(3).await, (0, 40, 60, 0));
    customer.capture(&hold, 30, true).await.unwrap();
    assert_eq!(customer.stands(4).await, (0, 0, 70, 0));
    customer.told(won(&dispute, &order)).await;
    assert_eq!(customer.stands(5).await, (70, 0, 0, 0));
    assert_eq!(customer.log().await[0].kind(), TokenLogKind::Use, "what only freezes or thaws is no line");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_lost_leaves_a_debt_that_the_next_purchase_repays() {
    let customer = shared().await.customer();
    let (order, dispute) = (customer.order(100).await, customer.world.new_id());
    customer.spend(60).await;
    let event = customer.payments_event(lost(&dispute, &order));
    customer.world.publish(&event).await;
    assert_eq!(customer.stands(3).await, (0, 0, 0, 60));
    // Told again, by the same event and by another.
    customer.world.publish(&event).await;
    customer.told(lost(&dispute, &order)).await;
    let refused = customer.spend_as("k", 1).await.unwrap_err();
    assert_eq!(refused.reason, Reason::InsufficientTokens);
    assert!(refused.message.contains("60 tokens are owed"), "{}", refused.message);
    customer.order(100).await;
    assert_eq!(customer.stands(5).await, (40, 0, 0, 0));

    let log = customer.log().await;
    let lines: Vec<_> =
        log.iter().map(|line| (line.kind(), line.amount, line.balance_after, line.debt_after)).collect();
    assert_eq!(
        lines,
        [
            (TokenLogKind::Purchase, 100, 40, 0),
            (TokenLogKind::Clawback, -100, -60, 60),
            (TokenLogKind::Use, -60, 40, 0),
            (TokenLogKind::Purchase, 100, 100, 0)
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_lost_dispute_waits_for_is_taken_when_the_hold_ends() {
    let customer = shared().await.customer();
    let (order, dispute) = (customer.order(100).await, customer.world.new_id());
    let hold = customer.authorize(40).await;
    customer.told(lost(&dispute, &order)).await;
    assert_eq!(customer.stands(3).await, (0, 40, 0, 0));
    customer.capture(&hold, 25, true).await.unwrap();
    assert_eq!(customer.stands(5).await, (0, 0, 0, 25), "the book took the rest by itself");
    let entries = customer.has_entries(5).await;
    assert_eq!(entries[4].cause.caller.as_ref(), "schedule");
    assert!(matches!(step(&entries[4]), ReversalStep::ClawedBack { taken, .. } if taken.tokens.get() == 40));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_before_the_payment_takes_effect_with_it() {
    let customer = shared().await.customer();
    let (order, dispute) = (customer.world.new_id(), customer.world.new_id());
    customer.told(lost(&dispute, &order)).await;
    customer.told(opened(&dispute, &order)).await;
    assert_eq!(customer.stands(2).await, (0, 0, 0, 0));
    customer.world.publish(&customer.paid(&order, 100)).await;
    assert_eq!(customer.stands(4).await, (0, 0, 0, 0));
    let lines: Vec<_> = customer.log().await.iter().map(|line| (line.kind(), line.amount)).collect();
    assert_eq!(lines, [(TokenLogKind::Clawback, -100), (TokenLogKind::Purchase, 100)]);
    // And so it is for anyone who replays the log.
    assert_eq!(Books::read(customer.world).await.replay()[&customer.id()].len(), 4);
}
