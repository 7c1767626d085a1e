//! Events on their way to `generation.events`. They never hold the prompt, the text or the media.

use contracts::convert::timestamp;
use contracts::generation::v1 as proto;
use contracts::generation::v1::generation_event::Kind as EventKind;
use contracts::topic::TopicEvent as _;
use eventlog::Topic;
use outbox::OutboxEvent;
use sqlx::PgConnection;

use super::{Stamp, StoreError};
use crate::domain::generation::{Accepted, FailureOutcome, Generation};
use crate::domain::pricing::Quote;
use crate::domain::work::Kind;

/// Inserts an event about a generation, at the end of the transaction of the change that it tells of.
pub(super) async fn publish(
    connection: &mut PgConnection,
    generation: &Generation,
    stamp: Stamp,
    kind: EventKind,
) -> Result<(), StoreError> {
    let accepted = &generation.accepted;
    let event = proto::GenerationEvent {
        id: stamp.event_id.to_string(),
        time: Some(timestamp(stamp.at)),
        account_id: accepted.account.to_string(),
        generation_id: accepted.id.to_string(),
        hold_id: generation.hold.map(|hold| hold.to_string()).unwrap_or_default(),
        kind: Some(kind),
    };
    let value = String::from_utf8(event.to_value()?).map_err(super::unreadable)?;
    let traceparent =
        runtime::trace::current().map(|trace| trace.to_header()).or_else(|| accepted.traceparent.clone());
    let outgoing = OutboxEvent {
        id: stamp.event_id,
        topic: Topic::GENERATION,
        key: accepted.account.to_string(),
        ce_type: event.event_type().unwrap_or_default().to_owned(),
        source: proto::GenerationEvent::SOURCE.to_owned(),
        time: stamp.at,
        traceparent,
        value,
    };
    outbox::insert(connection, &outgoing).await?;
    Ok(())
}

pub(super) fn requested(accepted: &Accepted) -> EventKind {
    EventKind::GenerationRequested(proto::GenerationRequested {
        media_kind: kind(accepted.work.kind()).into(),
        model: accepted.work.model.clone(),
        quoted_tokens: accepted.quote.tokens.get(),
        price_book_version: accepted.quote.price_book_version.clone(),
        policy_version: accepted.terms.policy_version.clone(),
        list_tokens: accepted.quote.list_tokens.get(),
        promotion_id: accepted.quote.promotion_id().unwrap_or_default().to_owned(),
    })
}

pub(super) fn started(provider: &str, attempt: u32) -> EventKind {
    EventKind::GenerationStarted(proto::GenerationStarted { provider: provider.to_owned(), attempt })
}

pub(super) fn succeeded(cost: &Quote, provider: &str, provider_job_id: &str) -> EventKind {
    EventKind::GenerationSucceeded(proto::GenerationSucceeded {
        cost_tokens: cost.tokens.get(),
        list_tokens: cost.list_tokens.get(),
        promotion_id: cost.promotion_id().unwrap_or_default().to_owned(),
        price_book_version: cost.price_book_version.clone(),
        provider: provider.to_owned(),
        provider_job_id: provider_job_id.to_owned(),
    })
}

pub(super) fn failed(failure: &FailureOutcome) -> EventKind {
    let evidence = failure.evidence.clone();
    EventKind::GenerationFailed(proto::GenerationFailed {
        reason: contracts::reason::number(Some(failure.reason)),
        evidence: Some(proto::Evidence {
            category: evidence.category,
            source: evidence.source,
            code: evidence.code,
            provider_job_id: evidence.provider_job_id,
            attempts: evidence.attempts,
        }),
    })
}

pub(super) fn outcome_unknown(provider: &str, provider_job_id: &str) -> EventKind {
    EventKind::GenerationOutcomeUnknown(proto::GenerationOutcomeUnknown {
        provider: provider.to_owned(),
        provider_job_id: provider_job_id.to_owned(),
    })
}

const fn kind(kind: Kind) -> proto::GenerationKind {
    match kind {
        Kind::Video => proto::GenerationKind::Video,
        Kind::Image => proto::GenerationKind::Image,
        Kind::Chat => proto::GenerationKind::Chat,
    }
}
