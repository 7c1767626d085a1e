//! Accounts and their roles.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use kernel::AccountId;

use super::Email;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Buys and spends tokens.
    User,
    /// Sees any order and token log, changes nothing.
    Support,
    /// A program: may hold API keys.
    Service,
}

/// The roles of an account: at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles(BTreeSet<Role>);

/// No account is without a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must name at least one role")]
pub struct InvalidRoles;

impl Roles {
    /// These roles, each once.
    pub fn new(roles: impl IntoIterator<Item = Role>) -> Result<Self, InvalidRoles> {
        let roles: BTreeSet<_> = roles.into_iter().collect();
        if roles.is_empty() { Err(InvalidRoles) } else { Ok(Self(roles)) }
    }

    /// What a new account has.
    pub fn of_a_new_account() -> Self {
        Self(BTreeSet::from([Role::User]))
    }

    /// In a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }

    /// Whether this is one of them.
    pub fn contains(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Whether the account may hold and use API keys.
    pub fn may_use_api_keys(&self) -> bool {
        self.contains(Role::Service)
    }
}

/// A person or a program that Tokenbook knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, all that other services know of it.
    pub id: AccountId,
    /// Where it is reached; no two accounts share one.
    pub email: Email,
    /// What it may do.
    pub roles: Roles,
    /// When it was registered.
    pub created_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_a_set_with_at_least_one() {
        assert_eq!(Roles::new([]), Err(InvalidRoles));
        let twice = Roles::new([Role::Service, Role::User, Role::Service]).unwrap();
        assert_eq!(twice.iter().collect::<Vec<_>>(), [Role::User, Role::Service]);
    }

    #[test]
    fn only_a_service_may_use_api_keys() {
        for (roles, may) in [
            (vec![Role::User], false),
            (vec![Role::User, Role::Support], false),
            (vec![Role::Service], true),
            (vec![Role::User, Role::Service], true),
        ] {
            assert_eq!(Roles::new(roles.clone()).unwrap().may_use_api_keys(), may, "{roles:?}");
        }
        assert!(!Roles::of_a_new_account().may_use_api_keys());
    }
}
