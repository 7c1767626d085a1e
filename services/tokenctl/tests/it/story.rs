//! What happens to one account before any test looks: everything that can.

use contracts::common::v1::SettlementTerms;
use contracts::generation::v1::{
    Evidence, GenerationCancelled, GenerationFailed, GenerationSucceeded, generation_event as generation,
};
use contracts::ledger::v1::adjust_request::{Adjustment, Credit, Debit};
use contracts::payments::v1 as payments;
use contracts::payments::v1::payments_event::Kind as Payment;
use contracts::reason;
use eventlog::{LogReader, Position, Topic, partition_of};
use kernel::{CostRule, Reason, Tokens};
use testkit::eventually;

use crate::customer::Customer;
use crate::world::{Ledger, PARTITIONS, SOON, World};

/// What has happened.
pub(crate) struct Told {
    pub(crate) account: String,
    pub(crate) partition: i32,
    /// The order that was paid first.
    pub(crate) order: String,
    /// The input that could not be understood.
    pub(crate) rejected: Position,
}

/// The keys of some commands.
pub(crate) const SPENT: &str = "spend-10";
pub(crate) const TOO_MUCH: &str = "spend-too-much";
pub(crate) const SETTLED_BEFORE: &str = "capture-of-a-settled-hold";
pub(crate) const BEYOND_TERMS: &str = "capture-beyond-the-terms";
pub(crate) const WHILE_FROZEN: &str = "spend-while-frozen";

pub(crate) async fn tell(world: &World, ledger: &Ledger) -> Told {
    let it = Customer::in_partition(world, &ledger.url, 1);
    it.register().await;
    it.reaches(1).await;
    it.is_given(30, it.after(3_600_000)).await;
    let order = it.buy(100).await;
    it.spend(SPENT, 10).await.unwrap();
    it.spend(TOO_MUCH, 10_000).await.unwrap_err();
    holds(&it).await;
    expiries(&it).await;
    frozen(&it).await;
    by_hand(&it).await;
    refunds(&it).await;
    disputes(&it).await;
    // Somebody else, in the other partition.
    let other = Customer::in_partition(world, &ledger.url, 0);
    other.buy(50).await;
    other.spend("k", 20).await.unwrap();
    let rejected = rejected(world, &it).await;
    Told { account: it.account.clone(), partition: 1, order, rejected }
}

fn succeeded(cost_tokens: u64) -> generation::Kind {
    generation::Kind::GenerationSucceeded(GenerationSucceeded {
        cost_tokens,
        list_tokens: cost_tokens,
        ..Default::default()
    })
}

fn failed(why: Reason, category: &str) -> generation::Kind {
    let evidence = Evidence { category: category.to_owned(), ..Evidence::default() };
    generation::Kind::GenerationFailed(GenerationFailed {
        reason: reason::number(Some(why)),
        evidence: Some(evidence),
    })
}

async fn holds(it: &Customer<'_>) {
    let hold = it.hold(20).await;
    it.extend(&hold, 7_200_000).await;
    it.outcome(&hold, succeeded(15)).await;
    it.capture(SETTLED_BEFORE, &hold, 1, true).await.unwrap_err();

    let terms = kernel::SettlementTerms {
        over_capture_limit: Tokens::new(5),
        on_success: CostRule::CaptureActual,
        ..kernel::SettlementTerms::default()
    };
    let hold = it.authorize(10, Some(SettlementTerms::from(terms.clone())), 3_600_000).await.unwrap();
    it.capture(BEYOND_TERMS, &hold, 16, true).await.unwrap_err();
    it.capture(&it.world.new_id(), &hold, 13, true).await.unwrap();
    // What the terms do not cover is forgone.
    let hold = it.authorize(4, Some(SettlementTerms::from(terms)), 3_600_000).await.unwrap();
    it.outcome(&hold, succeeded(12)).await;

    let hold = it.hold(10).await;
    it.capture(&it.world.new_id(), &hold, 4, false).await.unwrap();
    it.release(&hold).await;
    let hold = it.hold(4).await;
    it.outcome(&hold, failed(Reason::ProhibitedPrompt, "violence")).await;
    let hold = it.hold(5).await;
    it.outcome(&hold, failed(Reason::ProviderError, "")).await;
    let hold = it.hold(6).await;
    let delivered = GenerationCancelled { delivered_tokens: 2 };
    it.outcome(&hold, generation::Kind::GenerationCancelled(delivered)).await;
}

async fn expiries(it: &Customer<'_>) {
    let version = it.balance().await.version;
    it.is_given(5, it.after(1_500)).await;
    it.authorize(3, None, 1_500).await.unwrap();
    // The gift, the hold; then the hold ends, the gift ends, in this or the other order, and perhaps in two parts.
    eventually(SOON, "all that is due is written", async || {
        let balance = it.balance().await;
        (balance.held == 0 && balance.version >= version + 4).then_some(())
    })
    .await;
}

async fn frozen(it: &Customer<'_>) {
    it.freeze().await;
    it.spend(WHILE_FROZEN, 1).await.unwrap_err();
    it.unfreeze().await;
}

async fn by_hand(it: &Customer<'_>) {
    it.adjust(Adjustment::Credit(Credit { tokens: 7 })).await;
    it.adjust(Adjustment::Debit(Debit { tokens: 3, allow_debt: false })).await;
    // More than there is, while a hold keeps some: that repays once it is free.
    let hold = it.hold(2).await;
    let there = it.balance().await.available;
    it.adjust(Adjustment::Debit(Debit { tokens: there + 5, allow_debt: true })).await;
    assert_eq!(it.balance().await.debt, 5);
    it.release(&hold).await;
    eventually(SOON, "the debt is repaid in part", async || (it.balance().await.debt == 3).then_some(()))
        .await;
    it.buy(50).await;
    assert_eq!(it.balance().await.available, 47);
}

async fn refunds(it: &Customer<'_>) {
    let order = it.buy(40).await;
    for (refund, ends_well) in [(it.world.new_id(), false), (it.world.new_id(), true)] {
        let requested = payments::RefundRequested {
            refund_id: refund.clone(),
            order_id: order.clone(),
            ..payments::RefundRequested::default()
        };
        it.moves(async || it.payments(Payment::RefundRequested(requested)).await).await;
        let end = if ends_well {
            Payment::PaymentRefunded(payments::PaymentRefunded {
                refund_id: refund,
                order_id: order.clone(),
                tokens: 40,
                ..payments::PaymentRefunded::default()
            })
        } else {
            Payment::RefundFailed(payments::RefundFailed {
                refund_id: refund,
                order_id: order.clone(),
                ..payments::RefundFailed::default()
            })
        };
        it.moves(async || it.payments(end).await).await;
    }
}

async fn disputes(it: &Customer<'_>) {
    let order = it.buy(60).await;
    // Older lots go first: what is left of the wallet, and 25 of the disputed order.
    let before = it.balance().await.available - 60;
    it.spend(&it.world.new_id(), before + 25).await.unwrap();
    for (dispute, won) in [(it.world.new_id(), true), (it.world.new_id(), false)] {
        let opened = payments::DisputeOpened {
            dispute_id: dispute.clone(),
            order_id: order.clone(),
            ..payments::DisputeOpened::default()
        };
        it.moves(async || it.payments(Payment::DisputeOpened(opened)).await).await;
        let end = if won {
            Payment::DisputeWon(payments::DisputeWon {
                dispute_id: dispute,
                order_id: order.clone(),
                ..payments::DisputeWon::default()
            })
        } else {
            Payment::DisputeLost(payments::DisputeLost {
                dispute_id: dispute,
                order_id: order.clone(),
                ..payments::DisputeLost::default()
            })
        };
        it.moves(async || it.payments(end).await).await;
    }
    assert_eq!(it.balance().await.debt, 25);
    it.buy(45).await;
    assert_eq!(it.balance().await.available, 20);
}

async fn rejected(world: &World, it: &Customer<'_>) -> Position {
    let strange = "tokenbook.payments.v1.Strange";
    let id = world.new_id();
    let position = world.publish_value("payments.events", &id, &it.account, strange, b"not json").await;
    // What follows it is taken in, so that it has been dealt with.
    it.buy(1).await;
    position
}

/// Records that do not extend the chain: one of another program, and one that an owner before would have sent too late.
pub(crate) async fn strays(world: &World, told: &Told) {
    assert_eq!(partition_of(told.account.as_bytes(), PARTITIONS), told.partition);
    let settings = world.settings.clone();
    let partition = told.partition;
    let read =
        move || LogReader::for_points(&settings).unwrap().read_one(&Topic::LEDGER, partition, 3).unwrap();
    let old = tokio::task::spawn_blocking(read).await.unwrap();
    let id = world.new_id();
    for value in [b"{\"hello\":\"world\"}".to_vec(), old.value.to_vec()] {
        world.publish_value("ledger.events", &id, &told.account, "tokenbook.test.v1.Stray", value).await;
    }
}
