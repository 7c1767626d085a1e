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
    let event = published(event_id, time, account, fact);
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

fn published(event_id: Uuid, time: DateTime<Utc>, account: AccountId, fact: Fact) -> proto::AccountsEvent {
    proto::AccountsEvent {
        id: event_id.to_string(),
        time: Some(timestamp(time)),
        account_id: account.to_string(),
        kind: Some(fact.into()),
    }
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
            Fact::ApiKeyRevoked(id) => {
                Self::ApiKeyRevoked(proto::ApiKeyRevoked { api_key_id: id.to_string() })
            }
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
    use super::*;
    use crate::domain::ApiKeyId;

    /// The record's value must stay as stored, byte for byte, and read back, for ever.
    fn check(fact: Fact, stored: &str) {
        let event = published(
            Uuid::from_u128(0x0197_2b00_0000_7000_8000_0000_0000_0001),
            "2026-06-01T12:00:00.123456Z".parse().unwrap(),
            "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77".parse().unwrap(),
            fact,
        );
        let value = String::from_utf8(event.to_value().unwrap()).unwrap();
        assert_eq!(value, stored.trim_end());
        assert_eq!(proto::AccountsEvent::from_value(stored.as_bytes()).unwrap(), event);
    }

    #[test]
    fn every_kind_of_event_is_written_and_read_as_its_stored_fixture() {
        let key = ApiKeyId::new(Uuid::from_u128(0x0197_2b00_0000_7000_8000_0000_0000_0002));
        let roles = Roles::new([Role::User, Role::Support, Role::Service]).unwrap();
        check(
            Fact::Registered { roles: Roles::of_a_new_account() },
            include_str!("../../tests/fixtures/account_registered.v2.json"),
        );
        check(
            Fact::RolesChanged { roles, actor: "operator".to_owned() },
            include_str!("../../tests/fixtures/roles_changed.v2.json"),
        );
        check(Fact::ApiKeyIssued(key), include_str!("../../tests/fixtures/api_key_issued.v2.json"));
        check(Fact::ApiKeyRevoked(key), include_str!("../../tests/fixtures/api_key_revoked.v2.json"));
    }

    #[test]
    fn the_outbox_has_the_tables_that_its_crate_expects() {
        assert_eq!(include_str!("../../migrations/0001_outbox.sql"), outbox::MIGRATION);
    }
}
