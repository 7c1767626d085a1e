//! Facts on their way to `accounts.events`.

use chrono::{DateTime, Utc};
use contracts::accounts::v1::{self as proto, accounts_event::Kind};
use contracts::convert::timestamp;
use contracts::topic::TopicEvent as _;
use eventlog::Topic;
use kernel::AccountId;
use outbox::OutboxEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::{Fact, Role, Roles};
use crate::error::Error;

/// Publishes a fact if the caller's transaction commits.
pub async fn publish(
    connection: &mut PgConnection,
    event_id: Uuid,
    time: DateTime<Utc>,
    account: AccountId,
    fact: Fact,
) -> Result<(), Error> {
    let event = proto::AccountsEvent {
        id: event_id.to_string(),
        time: Some(timestamp(time)),
        account_id: account.to_string(),
        kind: Some(fact.into()),
    };
    let value = event.to_value().map_err(Error::internal("write an event"))?;
    let outgoing = OutboxEvent {
        id: event_id,
        topic: Topic::ACCOUNTS,
        key: event.account_id.clone(),
        ce_type: event.event_type().unwrap_or_default().to_owned(),
        source: proto::AccountsEvent::SOURCE.to_owned(),
        time,
        traceparent: runtime::trace::current().map(|trace| trace.to_header()),
        value: String::from_utf8(value).map_err(Error::internal("write an event"))?,
    };
    outbox::insert(connection, &outgoing).await.map_err(Error::internal("publish an event"))
}

impl From<Fact> for Kind {
    fn from(fact: Fact) -> Self {
        match fact {
            Fact::Registered { roles } => {
                Self::AccountRegistered(proto::AccountRegistered { roles: published_roles(&roles) })
            }
            Fact::RolesChanged { roles, actor } => {
                Self::RolesChanged(proto::RolesChanged { roles: published_roles(&roles), actor })
            }
            Fact::ApiKeyIssued(id) => Self::ApiKeyIssued(proto::ApiKeyIssued { api_key_id: id.to_string() }),
            Fact::ApiKeyRevoked(id) => Self::ApiKeyRevoked(proto::ApiKeyRevoked { api_key_id: id.to_string() }),
        }
    }
}

/// Roles in their published form.
pub(crate) fn published_roles(roles: &Roles) -> Vec<i32> {
    roles
        .iter()
        .map(|role| match role {
            Role::User => proto::Role::User.into(),
            Role::Support => proto::Role::Support.into(),
            Role::Service => proto::Role::Service.into(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_outbox_has_the_tables_that_its_crate_expects() {
        assert_eq!(include_str!("../../migrations/0001_outbox.sql"), outbox::MIGRATION);
    }
}
