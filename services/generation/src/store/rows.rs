//! Generations as they are stored.

use chrono::{DateTime, Utc};
use kernel::{AccountId, GenerationId, HoldId, SettlementTerms};
use sqlx::FromRow;
use sqlx::types::Json;
use uuid::Uuid;

use super::{StoreError, tokens, unreadable};
use crate::domain::generation::{Accepted, Evidence, FailureOutcome, Generation, MediaFile, Refusal};
use crate::domain::pricing::Quote;
use crate::domain::work::Work;

/// The columns of a [`GenerationRow`], for `select` and `returning`.
macro_rules! columns {
    () => {
        "g.id, g.account_id, g.created_at, g.state, g.work, g.prompt, g.simulate, g.quote, g.terms, g.traceparent, \
         g.hold_asked_until, g.hold_id, g.held, g.settled, g.charged, g.hold_released_at, g.refusal, g.attempts, \
         g.look_ups, g.provider, g.provider_job_id, g.output, g.finished_at, g.failure_reason, g.evidence"
    };
}
pub(super) use columns;

#[derive(FromRow)]
pub(super) struct GenerationRow {
    pub(super) id: Uuid,
    account_id: Uuid,
    created_at: DateTime<Utc>,
    state: String,
    work: Json<Work>,
    prompt: String,
    simulate: Option<String>,
    quote: Json<Quote>,
    terms: Json<SettlementTerms>,
    traceparent: Option<String>,
    hold_asked_until: DateTime<Utc>,
    hold_id: Option<Uuid>,
    held: i64,
    settled: bool,
    charged: i64,
    hold_released_at: Option<DateTime<Utc>>,
    refusal: Option<Json<Refusal>>,
    attempts: i32,
    look_ups: i32,
    provider: Option<String>,
    provider_job_id: Option<String>,
    output: String,
    finished_at: Option<DateTime<Utc>>,
    failure_reason: Option<String>,
    evidence: Option<Json<Evidence>>,
}

#[derive(FromRow)]
pub(super) struct MediaRow {
    pub(super) generation_id: Uuid,
    index: i32,
    content_type: String,
    bytes: i64,
    file: String,
}

impl TryFrom<MediaRow> for MediaFile {
    type Error = StoreError;

    fn try_from(row: MediaRow) -> Result<Self, StoreError> {
        Ok(Self {
            index: u32::try_from(row.index).map_err(unreadable)?,
            content_type: row.content_type,
            bytes: u64::try_from(row.bytes).map_err(unreadable)?,
            file: row.file,
        })
    }
}

impl TryFrom<GenerationRow> for Generation {
    type Error = StoreError;

    fn try_from(row: GenerationRow) -> Result<Self, StoreError> {
        let failure = match row.failure_reason {
            None => None,
            Some(name) => Some(FailureOutcome {
                reason: name.parse().map_err(|()| unreadable(format!("the reason {name:?}")))?,
                evidence: row.evidence.map(|evidence| evidence.0).unwrap_or_default(),
            }),
        };
        Ok(Self {
            accepted: Accepted {
                id: GenerationId::new(row.id),
                account: AccountId::new(row.account_id),
                created_at: row.created_at,
                work: row.work.0,
                prompt: row.prompt,
                simulate: row.simulate.map(|name| name.parse()).transpose().map_err(unreadable)?,
                quote: row.quote.0,
                terms: row.terms.0,
                hold_asked_until: row.hold_asked_until,
                traceparent: row.traceparent,
            },
            state: row.state.parse().map_err(unreadable)?,
            hold: row.hold_id.map(HoldId::new),
            held: tokens(row.held)?,
            settled: row.settled,
            charged: tokens(row.charged)?,
            hold_released_at: row.hold_released_at,
            refusal: row.refusal.map(|refusal| refusal.0),
            attempts: u32::try_from(row.attempts).map_err(unreadable)?,
            look_ups: u32::try_from(row.look_ups).map_err(unreadable)?,
            provider: row.provider,
            provider_job_id: row.provider_job_id.filter(|id| !id.is_empty()),
            output: row.output,
            finished_at: row.finished_at,
            failure,
            media: Vec::new(),
        })
    }
}
