//! Asks the processor about attempts whose outcome is not known.
//!
//! A webhook is only faster: without any, a payment still becomes known here within seconds. Instances share the work by
//! skipping rows that another has taken; one that dies with a row leaves it to the others after [`TAKEN_FOR`]. A processor
//! that is away is asked again for as long as it takes.

use std::time::Duration;

use chrono::TimeDelta;
use futures::StreamExt as _;
use tokio_util::sync::CancellationToken;

use crate::domain::{Outcome, Unheard, next_poll, unheard};
use crate::processor::{LookUpError, NewPayment, PaymentReport, PaymentStatus, SubmitError};
use crate::service::{Finding, LearnedBy, Payments, PaymentsError};
use crate::store::{self, Due};

/// How often to look for attempts that are due.
const LOOK_EVERY: Duration = Duration::from_millis(250);
/// For how long an attempt is this instance's alone; longer than a call to the processor takes.
const TAKEN_FOR: TimeDelta = TimeDelta::seconds(30);
const BATCH: u32 = 50;
const AT_ONCE: usize = 8;
const PAUSE_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Polls until `stop`; polls under way finish.
pub async fn run(payments: Payments, stop: CancellationToken) {
    let mut failing = false;
    while !stop.is_cancelled() {
        let pause = match poll_due(&payments).await {
            Ok(polled) => {
                failing = false;
                // A full batch says that there may be more.
                if polled < usize::try_from(BATCH).unwrap_or(usize::MAX) {
                    LOOK_EVERY
                } else {
                    Duration::ZERO
                }
            }
            Err(error) => {
                if !failing {
                    tracing::warn!(%error, "payments cannot be polled; trying again");
                }
                failing = true;
                PAUSE_AFTER_FAILURE
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Asks about every attempt that is due, and says how many were.
async fn poll_due(payments: &Payments) -> Result<usize, PaymentsError> {
    let now = payments.clock().now();
    let name = payments.processor().name();
    let due = store::claim_due(payments.pool(), now, now + TAKEN_FOR, name, BATCH).await?;
    let polled = due.len();
    let mut polls = futures::stream::iter(due)
        .map(|due| async move { (due.attempt.id, poll(payments, &due).await) })
        .buffer_unordered(AT_ONCE);
    while let Some((payment_id, outcome)) = polls.next().await {
        if let Err(error) = outcome {
            tracing::warn!(%payment_id, %error, "a payment's outcome could not be noted; it is asked for again");
        }
    }
    Ok(polled)
}

/// What asking about one attempt yielded.
enum Answer {
    /// The processor tells of it.
    Report(PaymentReport),
    /// The processor will never take it: it fails for this reason.
    Failed(kernel::Reason),
    /// Nothing yet.
    Later,
}

async fn poll(payments: &Payments, due: &Due) -> Result<(), PaymentsError> {
    let attempt = &due.attempt;
    let finding = match ask(payments, due).await {
        Answer::Report(report) => {
            let (id, brand) = (report.processor_payment_id.as_str(), report.card_brand.as_deref());
            match report.status {
                PaymentStatus::Settled(outcome) => Some((outcome, Some(report))),
                PaymentStatus::Processing => {
                    store::note_submitted(payments.pool(), attempt.id, id, brand).await?;
                    None
                }
            }
        }
        Answer::Failed(reason) => Some((Outcome::Failed(reason), None)),
        Answer::Later => None,
    };
    if let Some((outcome, report)) = finding {
        let finding = Finding { payment: attempt.id, outcome, learned_by: LearnedBy::Poll, report };
        payments.settle(&finding).await?;
    }
    // Only an attempt that is still open is asked about again.
    let pause = next_poll(due.polls, fastrand::u8(..));
    let at = payments.clock().now() + TimeDelta::from_std(pause).unwrap_or(TAKEN_FOR);
    Ok(store::poll_again(payments.pool(), attempt.id, at).await?)
}

async fn ask(payments: &Payments, due: &Due) -> Answer {
    let attempt = &due.attempt;
    match payments.processor().find_payment(attempt.id, attempt.processor_payment_id.as_deref()).await {
        Ok(Some(report)) => Answer::Report(report),
        Ok(None) => match unheard(payments.clock().now() - attempt.started_at) {
            Unheard::Wait => Answer::Later,
            Unheard::Resubmit => resubmit(payments, due).await,
            Unheard::GiveUp => give_up(payments, due).await,
        },
        Err(error) => {
            log_unanswered(due, &error);
            Answer::Later
        }
    }
}

/// What was or should have been submitted.
fn payment(due: &Due) -> NewPayment {
    let attempt = &due.attempt;
    NewPayment {
        id: attempt.id,
        order: attempt.order,
        price: due.price.clone(),
        method: attempt.method.clone(),
    }
}

async fn give_up(payments: &Payments, due: &Due) -> Answer {
    let attempt = &due.attempt;
    let age = payments.clock().now() - attempt.started_at;
    match payments.processor().abandon_payment(&payment(due), age).await {
        Ok(Some(report)) => Answer::Report(report),
        Ok(None) => {
            tracing::warn!(payment_id = %attempt.id, order_id = %attempt.order,
                "the processor has never heard of a payment; it is given up");
            Answer::Failed(kernel::Reason::ProcessorUnavailable)
        }
        Err(error) => {
            log_unanswered(due, &error);
            Answer::Later
        }
    }
}

async fn resubmit(payments: &Payments, due: &Due) -> Answer {
    let attempt = &due.attempt;
    tracing::info!(payment_id = %attempt.id, order_id = %attempt.order,
        "the processor has not heard of a payment; it is submitted again under the same key");
    match payments.processor().create_payment(&payment(due)).await {
        Ok(report) => Answer::Report(report),
        Err(SubmitError::UnknownMethod) => Answer::Failed(kernel::Reason::InvalidInput),
        // The next poll tries again.
        Err(error @ (SubmitError::NotTaken(_) | SubmitError::OutcomeUnknown(_))) => {
            log_unanswered(due, &LookUpError(error.to_string()));
            Answer::Later
        }
    }
}

/// Once an attempt and not at every poll: the processor may be away for hours.
fn log_unanswered(due: &Due, error: &LookUpError) {
    metrics::counter!("payments_polls_unanswered_total").increment(1);
    if due.polls == 1 {
        tracing::warn!(payment_id = %due.attempt.id, %error, "a payment's outcome is still unknown");
    }
}
