//! Accounts: registered by people, read by the gateway, given roles by operators.

use kernel::AccountId;
use runtime::Clock;
use sqlx::PgPool;

use crate::domain::{Account, Email, Fact, Password, Roles};
use crate::error::Error;
use crate::passwords::{self, Passwords};
use crate::store::{accounts, outgoing};

/// The accounts.
#[derive(Clone, Debug)]
pub struct Accounts {
    pool: PgPool,
    clock: Clock,
    passwords: Passwords,
}

impl Accounts {
    /// The accounts of this database.
    pub fn new(pool: PgPool, clock: Clock, passwords: Passwords) -> Self {
        Self { pool, clock, passwords }
    }

    /// Registers a person. Refusals in this order: the address, the password, the address being taken.
    pub async fn register(&self, email: &str, password: Password) -> Result<Account, Error> {
        let email = Email::new(email)?;
        let place = self.passwords.queue()?;
        let owner = email.clone();
        let hash = place
            .work(move || {
                password.check_strength(&owner)?;
                passwords::hash(&password).map_err(Error::internal("hash a password"))
            })
            .await??;
        let account = Account {
            id: AccountId::new(self.clock.new_id()),
            email,
            roles: Roles::of_a_new_account(),
            created_at: self.clock.now(),
        };
        let mut transaction = outbox::begin(&self.pool).await?;
        if !accounts::insert(&mut transaction, &account, &hash).await? {
            return Err(Error::EmailTaken);
        }
        let fact = Fact::Registered { roles: account.roles.clone() };
        outgoing::publish(&mut transaction, self.clock.new_id(), account.created_at, account.id, fact)
            .await?;
        transaction.commit().await?;
        tracing::info!(account_id = %account.id, "account registered");
        Ok(account)
    }

    /// Reads an account.
    pub async fn get(&self, id: AccountId) -> Result<Account, Error> {
        let mut connection = self.pool.acquire().await?;
        accounts::by_id(&mut connection, id).await?.ok_or(Error::NoSuchAccount)
    }

    /// Replaces an account's roles, in the name of a verified caller. The same roles again change nothing.
    pub async fn set_roles(&self, id: AccountId, roles: Roles, actor: &str) -> Result<Account, Error> {
        let mut transaction = outbox::begin(&self.pool).await?;
        let mut account = accounts::lock(&mut transaction, id).await?.ok_or(Error::NoSuchAccount)?;
        if account.roles != roles {
            account.roles = roles;
            accounts::set_roles(&mut transaction, id, &account.roles).await?;
            let fact = Fact::RolesChanged { roles: account.roles.clone(), actor: actor.to_owned() };
            outgoing::publish(&mut transaction, self.clock.new_id(), self.clock.now(), id, fact).await?;
            transaction.commit().await?;
            tracing::info!(account_id = %id, actor, "roles changed");
        }
        Ok(account)
    }
}
