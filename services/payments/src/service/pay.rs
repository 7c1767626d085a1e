//! Paying an order.
//!
//! The attempt is committed before the processor is called, under an id that is also the processor's idempotency key. So
//! whatever breaks afterwards (this process, the network, the processor), there is a row that the poller asks about until
//! the outcome is known, and no call can charge twice.

use std::time::Duration;

use contracts::failure::Failure;
use kernel::{AccountId, IdempotencyKey, OrderId, PaymentId, Reason};
use tokio::time::Instant;

use super::{Finding, LearnedBy, Payments, PaymentsError, key_reused, no_such_order};
use crate::domain::{
    AttemptState, Order, OrderEvent, Outcome, POLL_FIRST, PaymentMethod, Step, StepKind, Transition, remedy,
    transition,
};
use crate::events;
use crate::processor::{NewPayment, PaymentStatus, SubmitError};
use crate::store::{self, Claim, NewAttempt, Operation, Request, StoreError};

/// Somebody tries to pay an order.
#[derive(Debug, Clone)]
pub struct PayOrder {
    /// Who.
    pub account: AccountId,
    /// What.
    pub order: OrderId,
    /// With what.
    pub method: PaymentMethod,
    /// Under which key.
    pub key: IdempotencyKey,
}

/// What the first answer to a request was, as it is stored.
const ACCEPTED: &str = "accepted";

/// How often a repeated request looks whether the first one has been answered.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(50);

enum Begun {
    /// A new attempt, to be submitted.
    New(NewPayment),
    /// The same request came before.
    Repeated { payment: PaymentId, answer: Option<String> },
}

impl Payments {
    /// Tries to pay an order and answers it, as a rule still processing: only a webhook or a poll makes it paid. A decline is
    /// an error with a remedy, and leaves the order open for the next attempt.
    ///
    /// A repeated request gets the first answer, also when that was a decline.
    pub async fn pay_order(&self, request: PayOrder) -> Result<Order, PaymentsError> {
        let (account, order) = (request.account, request.order);
        match self.begin_attempt(request).await? {
            Begun::New(payment) => {
                // A task of its own, so that a buyer who closes the page does not interrupt it between the processor's
                // answer and our noting it.
                let this = self.clone();
                let trace = runtime::trace::current().unwrap_or_else(runtime::trace::TraceContext::root);
                tokio::spawn(runtime::trace::scope(trace, async move { this.submit(&payment).await }))
                    .await??;
            }
            Begun::Repeated { payment, answer } => self.repeat_answer(payment, answer).await?,
        }
        let mut connection = self.pool.acquire().await?;
        Ok(store::find_order(&mut connection, Some(account), order).await?.ok_or_else(no_such_order)?)
    }

    async fn begin_attempt(&self, request: PayOrder) -> Result<Begun, PaymentsError> {
        let PayOrder { account, order, method, key } = request;
        let (now, id) = (self.clock.now(), PaymentId::new(self.clock.new_id()));
        let parts = [order.to_string(), method.to_string()];
        let request = Request::new(account, Operation::PayOrder, key, &[&parts[0], &parts[1]]);
        let mut tx = outbox::begin(&self.pool).await?;
        match store::claim(&mut tx, &request, id.uuid(), now).await? {
            Claim::Reused => return Err(key_reused().into()),
            Claim::Repeated { subject, answer } => {
                return Ok(Begun::Repeated { payment: PaymentId::new(subject), answer });
            }
            Claim::New => {}
        }
        let mut locked = store::lock_order(&mut tx, order)
            .await?
            .filter(|locked| locked.order.account == account)
            .ok_or_else(no_such_order)?;
        let from = locked.order.state;
        // A refusal gives the key back with the transaction: it had no effect, so the same request may succeed later.
        match transition(from, OrderEvent::AttemptStarted(id)) {
            Transition::To(next) => locked.order.state = next,
            Transition::Refused(reason) => return Err(refusal(reason).into()),
            Transition::Unchanged | Transition::Surplus => return Err(refusal(Reason::Conflict).into()),
        }
        locked.order.last_failure = None;
        let processor = self.processor.name();
        let attempt = NewAttempt {
            id,
            order,
            method: &method,
            processor,
            started_at: now,
            first_poll_at: now + POLL_FIRST,
            traceparent: events::this_trace(),
        };
        let number = store::insert_attempt(&mut tx, &attempt).await?;
        store::move_order(&mut tx, from, &locked).await?;
        let step = Step::new(StepKind::Attempted, now)
            .fact("attempt", &number)
            .fact("payment_id", &id)
            .fact("processor", processor);
        store::insert_step(&mut tx, order, &step).await?;
        tx.commit().await?;
        metrics::counter!("payments_attempts_total").increment(1);
        Ok(Begun::New(NewPayment { id, order, price: locked.order.package.price, method }))
    }

    /// Calls the processor and notes its answer.
    async fn submit(&self, payment: &NewPayment) -> Result<(), PaymentsError> {
        let mut finding = Finding {
            payment: payment.id,
            outcome: Outcome::Succeeded,
            learned_by: LearnedBy::Answer,
            report: None,
        };
        let declined = match self.processor.create_payment(payment).await {
            Ok(report) => {
                let brand = report.card_brand.as_deref();
                let id = report.processor_payment_id.as_str();
                store::note_submitted(&self.pool, payment.id, id, brand).await?;
                match report.status {
                    PaymentStatus::Settled(Outcome::Failed(reason)) => {
                        finding.report = Some(report);
                        Some(reason)
                    }
                    PaymentStatus::Settled(Outcome::Succeeded) => {
                        // Money is believed when it is asked about or signed for, not on the way: ask at once.
                        store::poll_again(&self.pool, payment.id, self.clock.now()).await?;
                        None
                    }
                    PaymentStatus::Processing => None,
                }
            }
            Err(error @ SubmitError::OutcomeUnknown(_)) => {
                tracing::warn!(payment_id = %payment.id, order_id = %payment.order, %error,
                    "the outcome of a payment is unknown; it will be asked for");
                None
            }
            Err(error @ SubmitError::NotTaken(_)) => {
                tracing::warn!(payment_id = %payment.id, order_id = %payment.order, %error, "a payment failed");
                Some(Reason::ProcessorUnavailable)
            }
            Err(SubmitError::UnknownMethod) => Some(Reason::InvalidInput),
        };
        let mut connection = self.pool.acquire().await?;
        let Some(reason) = declined else {
            return Ok(store::answer(&mut connection, payment.id.uuid(), ACCEPTED).await?);
        };
        drop(connection);
        finding.outcome = Outcome::Failed(reason);
        self.settle(&finding).await?;
        Err(decline(reason).into())
    }

    /// The answer that the first request got, or is about to get.
    async fn repeat_answer(
        &self,
        payment: PaymentId,
        mut answer: Option<String>,
    ) -> Result<(), PaymentsError> {
        let patience = Instant::now() + self.answer_within;
        loop {
            match answer.as_deref() {
                Some(ACCEPTED) => return Ok(()),
                Some(reason) => {
                    let corrupt = StoreError::Corrupt { table: "idempotency_keys", what: "answer" };
                    return Err(decline(reason.parse().map_err(|()| corrupt)?).into());
                }
                None => {}
            }
            let mut connection = self.pool.acquire().await?;
            let attempt = store::find_attempt(&mut connection, payment).await?;
            let attempt =
                attempt.ok_or(StoreError::Corrupt { table: "idempotency_keys", what: "attempt" })?;
            match attempt.state {
                AttemptState::Failed(reason) => return Err(decline(reason).into()),
                AttemptState::Succeeded => return Ok(()),
                // Nobody waits for an answer any more: the process that would have given it is gone.
                AttemptState::Open if Instant::now() >= patience => return Ok(()),
                AttemptState::Open => {}
            }
            answer = store::answer_of(&mut connection, payment.uuid()).await?;
            drop(connection);
            if answer.is_none() {
                tokio::time::sleep(LOOK_AGAIN_AFTER).await;
            }
        }
    }
}

fn decline(reason: Reason) -> Failure {
    match reason {
        Reason::InvalidInput => Failure::invalid("payment_method", remedy(reason)),
        _ => Failure::new(reason, remedy(reason)),
    }
}

fn refusal(reason: Reason) -> Failure {
    let message = match reason {
        Reason::OrderAlreadyPaid => "this order is paid already; place a new order to buy again",
        Reason::PaymentInProgress => {
            "a payment for this order is under way; wait for its outcome, which the order shows, before trying again"
        }
        _ => "the order cannot be paid now",
    };
    Failure::new(reason, message)
}
