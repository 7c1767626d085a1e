//! The steps of orders.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{EventId, OrderId};
use sqlx::types::Json;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::{StoreError, reason};
use crate::domain::{Order, Step, StepKind};

/// Adds a step to an order.
pub async fn insert_step(
    connection: &mut PgConnection,
    order: OrderId,
    step: &Step,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into order_steps (order_id, step, at, event_id, position, reason, facts) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(order.uuid())
    .bind(step.kind.as_str())
    .bind(step.at)
    .bind(step.event_id.map(EventId::uuid))
    .bind(step.position.as_deref())
    .bind(step.reason.map(kernel::Reason::as_str))
    .bind(Json(&step.facts))
    .execute(connection)
    .await?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    order_id: Uuid,
    step: String,
    at: DateTime<Utc>,
    event_id: Option<Uuid>,
    position: Option<String>,
    reason: Option<String>,
    facts: Json<BTreeMap<String, String>>,
}

impl TryFrom<Row> for Step {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            kind: StepKind::named(&row.step).ok_or(StoreError::corrupt("order_steps", "step"))?,
            at: row.at,
            event_id: row.event_id.map(EventId::new),
            position: row.position,
            reason: reason("order_steps", row.reason.as_deref())?,
            facts: row.facts.0,
        })
    }
}

/// Fills in the steps of these orders, oldest first.
pub(super) async fn fill_in(connection: &mut PgConnection, orders: &mut [Order]) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = orders.iter().map(|order| order.id.uuid()).collect();
    let rows: Vec<Row> = sqlx::query_as(
        "select order_id, step, at, event_id, position, reason, facts from order_steps \
         where order_id = any($1) order by step_id",
    )
    .bind(&ids)
    .fetch_all(connection)
    .await?;
    for row in rows {
        let id = row.order_id;
        let step = Step::try_from(row)?;
        if let Some(order) = orders.iter_mut().find(|order| order.id.uuid() == id) {
            order.steps.push(step);
        }
    }
    Ok(())
}
