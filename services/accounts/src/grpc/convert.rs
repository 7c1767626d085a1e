//! Between the domain and what is published.

use contracts::accounts::v1 as proto;
use contracts::convert::{Malformed, timestamp};
use uuid::Uuid;

use crate::domain::{Account, ApiKey, ApiKeyId, Role, Roles};
use crate::error::Error;
use crate::key_ring::PublicKey;
use crate::sessions::Session;
use crate::store::outgoing::published_roles;

impl From<Account> for proto::Account {
    fn from(account: Account) -> Self {
        Self {
            account_id: account.id.to_string(),
            email: account.email.as_str().to_owned(),
            roles: published_roles(&account.roles),
            created_at: Some(timestamp(account.created_at)),
        }
    }
}

impl From<Session> for proto::CreateSessionResponse {
    fn from(session: Session) -> Self {
        Self {
            access_token: session.access_token,
            expires_at: Some(timestamp(session.expires_at)),
            account_id: session.account_id.to_string(),
        }
    }
}

impl From<PublicKey> for proto::SigningKey {
    fn from(key: PublicKey) -> Self {
        Self {
            key_id: key.key_id,
            public_key: key.public_key.to_vec().into(),
            not_before: key.not_before.map(timestamp),
            not_after: key.not_after.map(timestamp),
        }
    }
}

impl From<ApiKey> for proto::ApiKey {
    fn from(key: ApiKey) -> Self {
        Self {
            api_key_id: key.id.to_string(),
            account_id: key.account_id.to_string(),
            name: key.name.as_str().to_owned(),
            created_at: Some(timestamp(key.created_at)),
            revoked_at: key.revoked_at.map(timestamp),
        }
    }
}

/// An API key's id in its published form.
pub(super) fn api_key_id(text: &str) -> Result<ApiKeyId, Malformed> {
    match Uuid::try_parse(text) {
        Ok(uuid) if uuid.to_string() == text => Ok(ApiKeyId::new(uuid)),
        _ => Err(Malformed::new("api_key_id", "must be a UUID such as 0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77")),
    }
}

/// Roles in their published form. A role that this version does not know is refused, not dropped.
pub(super) fn roles(published: &[i32]) -> Result<Result<Roles, Error>, Malformed> {
    let roles = published
        .iter()
        .map(|role| match proto::Role::try_from(*role) {
            Ok(proto::Role::User) => Ok(Role::User),
            Ok(proto::Role::Support) => Ok(Role::Support),
            Ok(proto::Role::Service) => Ok(Role::Service),
            Ok(proto::Role::Unspecified) | Err(_) => Err(Malformed::new("roles", "names an unknown role")),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Roles::new(roles).map_err(Error::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_known_ones_and_at_least_one() {
        let known = roles(&[proto::Role::Service.into(), proto::Role::User.into()]).unwrap().unwrap();
        assert_eq!(published_roles(&known), [1, 3]);
        assert!(matches!(roles(&[]), Ok(Err(Error::InvalidRoles(_)))));
        for unknown in [0, 4, -1] {
            assert!(roles(&[1, unknown]).is_err(), "{unknown}");
        }
    }

    #[test]
    fn an_api_key_id_has_one_spelling() {
        let text = "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77";
        assert_eq!(api_key_id(text).unwrap().to_string(), text);
        for wrong in ["", "0190D6C4-6F3A-7C3E-9F55-1D2B8C1F0A77", "0190d6c46f3a7c3e9f551d2b8c1f0a77"] {
            assert!(api_key_id(wrong).is_err(), "{wrong}");
        }
    }
}
