//! What this service publishes, on its way into the outbox.

use chrono::{DateTime, Utc};
use contracts::convert::timestamp;
use contracts::payments::v1::payments_event::Kind;
use contracts::payments::v1::{
    OrderPlaced, PaymentFailed, PaymentSucceeded, PaymentsEvent, PromotionGranted,
};
use contracts::topic::{DecodeError, TopicEvent};
use eventlog::Topic;
use kernel::{AccountId, EventId, GrantId, Reason};
use outbox::OutboxEvent;
use sqlx::PgConnection;

use crate::domain::{Order, Promotion, ReceiptNumber};
use crate::store::Attempt;

/// Why an event could not be put into the outbox; its transaction must not commit.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The outbox did not take it.
    #[error(transparent)]
    Outbox(#[from] outbox::InsertError),
    /// It has no published form.
    #[error("the event has no published form: {0}")]
    Encode(#[from] DecodeError),
    /// It is of no kind.
    #[error("the event is of no kind")]
    NoKind,
}

/// The W3C trace context of the request under way.
pub(crate) fn this_trace() -> Option<String> {
    runtime::trace::current().map(|trace| trace.to_header())
}

/// Puts an event into the outbox, in the transaction of the change that it tells of.
pub(crate) async fn publish(
    connection: &mut PgConnection,
    id: EventId,
    account: AccountId,
    time: DateTime<Utc>,
    kind: Kind,
    traceparent: Option<String>,
) -> Result<(), PublishError> {
    let event = PaymentsEvent {
        id: id.to_string(),
        time: Some(timestamp(time)),
        account_id: account.to_string(),
        kind: Some(kind),
    };
    let value = String::from_utf8_lossy(&event.to_value()?).into_owned();
    let outgoing = OutboxEvent {
        id: id.uuid(),
        topic: Topic::PAYMENTS,
        key: account.to_string(),
        ce_type: event.event_type().ok_or(PublishError::NoKind)?.to_owned(),
        source: PaymentsEvent::SOURCE.to_owned(),
        time,
        traceparent,
        value,
    };
    Ok(outbox::insert(connection, &outgoing).await?)
}

/// Somebody wants to buy a package.
pub(crate) fn order_placed(order: &Order) -> Kind {
    Kind::OrderPlaced(OrderPlaced {
        order_id: order.id.to_string(),
        package_id: order.package.id.to_string(),
        tokens: order.package.tokens.get(),
        price: Some(order.package.price.clone().into()),
    })
}

/// The money for an order has arrived.
pub(crate) fn payment_succeeded(
    order: &Order,
    attempt: &Attempt,
    learned_by: &str,
    receipt: &ReceiptNumber,
) -> Kind {
    Kind::PaymentSucceeded(PaymentSucceeded {
        order_id: order.id.to_string(),
        package_id: order.package.id.to_string(),
        tokens: order.package.tokens.get(),
        price: Some(order.package.price.clone().into()),
        payment_id: attempt.id.to_string(),
        processor: attempt.processor.clone(),
        processor_payment_id: attempt.processor_payment_id.clone().unwrap_or_default(),
        learned_by: learned_by.to_owned(),
        receipt_number: receipt.to_string(),
    })
}

/// An attempt to pay an order failed.
pub(crate) fn payment_failed(attempt: &Attempt, reason: Reason) -> Kind {
    Kind::PaymentFailed(PaymentFailed {
        order_id: attempt.order.to_string(),
        payment_id: attempt.id.to_string(),
        reason: contracts::reason::number(Some(reason)),
        processor: attempt.processor.clone(),
        processor_payment_id: attempt.processor_payment_id.clone().unwrap_or_default(),
    })
}

/// An account claimed a gift.
pub(crate) fn promotion_granted(grant: GrantId, promotion: &Promotion) -> Kind {
    Kind::PromotionGranted(PromotionGranted {
        grant_id: grant.to_string(),
        promotion_id: promotion.id.to_string(),
        tokens: promotion.tokens.get(),
        expires_at: promotion.tokens_expire_at.map(timestamp),
    })
}
