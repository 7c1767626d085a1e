//! An attempt's outcome, from whoever learns it first: the processor's answer, a webhook or a poll. It has its effect once.

use kernel::{OrderId, PaymentId, Reason};
use sqlx::PgConnection;

use super::{Payments, PaymentsError};
use crate::domain::{
    Closing, OrderEvent, OrderState, Outcome, ReceiptNumber, Step, StepKind, Transition, close, transition,
};
use crate::events;
use crate::processor::PaymentReport;
use crate::store::{self, Attempt, LockedOrder};

/// How an outcome was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearnedBy {
    /// By the processor's answer to the payment itself; only failures are.
    Answer,
    /// By a signed notification.
    Webhook,
    /// By asking.
    Poll,
}

impl LearnedBy {
    /// As events and steps say it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Webhook => "webhook",
            Self::Poll => "poll",
        }
    }
}

/// An outcome that somebody learned.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Of which attempt.
    pub payment: PaymentId,
    /// What came of it.
    pub outcome: Outcome,
    /// How we know.
    pub learned_by: LearnedBy,
    /// The processor's own words, if it said something.
    pub report: Option<PaymentReport>,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// It was news, and had its effect.
    Applied,
    /// It was known.
    Known,
    /// No attempt of ours has that id.
    Unknown,
    /// It cannot be: another price, or a success called a failure. Logged for a person to look at; nothing changed.
    Contradiction,
}

/// A receipt number has 40 random bits, so one that is taken is drawn again, and hardly twice.
const DRAWS: u32 = 3;

impl Payments {
    /// Applies an outcome: closes the attempt, moves the order, notes the step and publishes the event, all or nothing.
    pub async fn settle(&self, finding: &Finding) -> Result<Settled, PaymentsError> {
        let mut draws = 0;
        loop {
            draws += 1;
            match self.settle_once(finding).await {
                Err(PaymentsError::Store(error))
                    if draws < DRAWS && error.violates("orders_receipt_number_key") => {}
                settled => return settled,
            }
        }
    }

    async fn settle_once(&self, finding: &Finding) -> Result<Settled, PaymentsError> {
        let mut tx = outbox::begin(&self.pool).await?;
        let Some(order) = store::order_of_attempt(&mut tx, finding.payment).await? else {
            tracing::warn!(payment_id = %finding.payment, "an outcome of a payment that is not ours");
            return Ok(Settled::Unknown);
        };
        let locked = store::lock_order(&mut tx, order).await?;
        let attempt = store::find_attempt(&mut tx, finding.payment).await?;
        let (Some(locked), Some(mut attempt)) = (locked, attempt) else { return Ok(Settled::Unknown) };
        if let Some(report) = &finding.report {
            if finding.outcome == Outcome::Succeeded && report.price != locked.order.package.price {
                tracing::error!(order_id = %order, payment_id = %finding.payment, price = ?report.price,
                    "the processor charged another price than the order's; nothing is credited");
                return Ok(Settled::Contradiction);
            }
            let brand = report.card_brand.as_deref();
            store::note_submitted(&mut *tx, attempt.id, &report.processor_payment_id, brand).await?;
            attempt.processor_payment_id.get_or_insert_with(|| report.processor_payment_id.clone());
            attempt.card_brand = attempt.card_brand.or_else(|| report.card_brand.clone());
        }
        match close(attempt.state, finding.outcome) {
            Closing::Close => {}
            Closing::Unchanged => {
                note_answer(&mut tx, finding).await?;
                tx.commit().await?;
                return Ok(Settled::Known);
            }
            Closing::Contradiction => {
                tracing::error!(order_id = %order, payment_id = %finding.payment,
                    "the processor calls a payment failed that it called succeeded before");
                return Ok(Settled::Contradiction);
            }
        }
        store::close_attempt(&mut tx, attempt.id, finding.outcome, self.clock.now()).await?;
        note_answer(&mut tx, finding).await?;
        match finding.outcome {
            Outcome::Failed(reason) => self.apply_failure(&mut tx, locked, &attempt, reason, finding).await?,
            Outcome::Succeeded => self.apply_success(&mut tx, locked, &attempt, finding).await?,
        }
        tx.commit().await?;
        count(finding);
        Ok(Settled::Applied)
    }

    async fn apply_failure(
        &self,
        tx: &mut PgConnection,
        mut locked: LockedOrder,
        attempt: &Attempt,
        reason: Reason,
        finding: &Finding,
    ) -> Result<(), PaymentsError> {
        let (now, order) = (self.clock.now(), attempt.order);
        let mut step = step(StepKind::Failed, now, attempt, finding);
        step.reason = Some(reason);
        let from = locked.order.state;
        let Transition::To(next) = transition(from, OrderEvent::AttemptFailed(attempt.id)) else {
            // Another attempt has paid the order meanwhile: support sees the failure, nobody else cares.
            return Ok(store::insert_step(tx, order, &step).await?);
        };
        locked.order.state = next;
        locked.failed(reason);
        store::move_order(tx, from, &locked).await?;
        let event = self.new_event();
        store::insert_step(tx, order, &step.event(event)).await?;
        let kind = events::payment_failed(attempt, reason);
        Ok(events::publish(tx, event, locked.order.account, now, kind, attempt.traceparent.clone()).await?)
    }

    async fn apply_success(
        &self,
        tx: &mut PgConnection,
        mut locked: LockedOrder,
        attempt: &Attempt,
        finding: &Finding,
    ) -> Result<(), PaymentsError> {
        let (now, order) = (self.clock.now(), attempt.order);
        let from = locked.order.state;
        let next = match transition(from, OrderEvent::MoneyArrived(attempt.id)) {
            Transition::To(next) => next,
            Transition::Surplus => {
                log_surplus(order, attempt);
                let step = step(StepKind::Surplus, now, attempt, finding)
                    .fact("support", "this order was paid already; give this payment back");
                return Ok(store::insert_step(tx, order, &step).await?);
            }
            Transition::Unchanged | Transition::Refused(_) => return Ok(()),
        };
        let receipt = ReceiptNumber::from_id(self.clock.new_id());
        locked.order.state = next;
        locked.paid(now, receipt.clone());
        store::move_order(tx, from, &locked).await?;
        let step = step(StepKind::Paid, now, attempt, finding).fact("receipt_number", &receipt);
        if !matches!(next, OrderState::Paid(_)) {
            // The ledger has credited it: it read the event that our database has forgotten.
            return Ok(store::insert_step(tx, order, &step).await?);
        }
        let event = self.new_event();
        store::insert_step(tx, order, &step.event(event)).await?;
        let learned_by = finding.learned_by.as_str();
        let kind = events::payment_succeeded(&locked.order, attempt, learned_by, &receipt);
        Ok(events::publish(tx, event, locked.order.account, now, kind, attempt.traceparent.clone()).await?)
    }
}

/// A failure is the first answer to the request that made the attempt, if that has not been answered yet.
async fn note_answer(tx: &mut PgConnection, finding: &Finding) -> Result<(), PaymentsError> {
    if let Outcome::Failed(reason) = finding.outcome {
        store::answer(tx, finding.payment.uuid(), reason.as_str()).await?;
    }
    Ok(())
}

fn step(kind: StepKind, now: chrono::DateTime<chrono::Utc>, attempt: &Attempt, finding: &Finding) -> Step {
    Step::new(kind, now)
        .fact("attempt", &attempt.number)
        .fact("payment_id", &attempt.id)
        .fact("processor", &attempt.processor)
        .fact("learned_by", finding.learned_by.as_str())
        .fact_if("processor_payment_id", attempt.processor_payment_id.as_deref())
        .fact_if("card_brand", attempt.card_brand.as_deref())
}

fn log_surplus(order: OrderId, attempt: &Attempt) {
    metrics::counter!("payments_surplus_total").increment(1);
    tracing::error!(order_id = %order, payment_id = %attempt.id, processor = attempt.processor,
        processor_payment_id = attempt.processor_payment_id.as_deref().unwrap_or_default(),
        "an order was paid twice; its tokens are credited once, and support has to give this payment back");
}

fn count(finding: &Finding) {
    let outcome = match finding.outcome {
        Outcome::Failed(reason) => reason.as_str(),
        Outcome::Succeeded => "SUCCEEDED",
    };
    let learned_by = finding.learned_by.as_str();
    metrics::counter!("payments_settled_total", "outcome" => outcome, "learned_by" => learned_by)
        .increment(1);
}
