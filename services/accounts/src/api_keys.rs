//! API keys: how programs prove who they are, without a password and for as long as the key lives.

use kernel::AccountId;
use runtime::Clock;
use sqlx::PgPool;
use subtle::ConstantTimeEq as _;

use crate::domain::{Account, ApiKey, ApiKeyId, ApiKeyName, ApiKeySecret, Fact, MAX_LIVE_API_KEYS};
use crate::entropy;
use crate::error::Error;
use crate::store::{accounts, api_keys, outgoing};

/// The API keys.
#[derive(Clone, Debug)]
pub struct ApiKeys {
    pool: PgPool,
    clock: Clock,
}

impl ApiKeys {
    /// The API keys of this database.
    pub fn new(pool: PgPool, clock: Clock) -> Self {
        Self { pool, clock }
    }

    /// Makes a key for an account with the role `service`. The secret is never to be had again.
    pub async fn create(&self, account: AccountId, name: &str) -> Result<(ApiKey, ApiKeySecret), Error> {
        let name = ApiKeyName::new(name)?;
        let id = ApiKeyId::new(self.clock.new_id());
        let random = entropy::bytes().map_err(Error::internal("make an API key"))?;
        let secret = ApiKeySecret::new(id, &random);
        let mut transaction = outbox::begin(&self.pool).await?;
        // The lock is what keeps two at once from both being the twentieth key.
        let owner = accounts::lock(&mut transaction, account).await?.ok_or(Error::NoSuchAccount)?;
        if !owner.roles.may_use_api_keys() {
            return Err(Error::NotAService);
        }
        if api_keys::count_live(&mut transaction, account).await? >= i64::from(MAX_LIVE_API_KEYS) {
            return Err(Error::TooManyApiKeys);
        }
        let key = ApiKey { id, account_id: account, name, created_at: self.clock.now(), revoked_at: None };
        api_keys::insert(&mut transaction, &key, &secret.digest()).await?;
        let (event, fact) = (self.clock.new_id(), Fact::ApiKeyIssued(id));
        outgoing::publish(&mut transaction, event, key.created_at, account, fact).await?;
        transaction.commit().await?;
        tracing::info!(account_id = %account, api_key_id = %id, "API key issued");
        Ok((key, secret))
    }

    /// An account's keys: the live ones, then the last revoked ones.
    pub async fn list(&self, account: AccountId) -> Result<Vec<ApiKey>, Error> {
        let mut connection = self.pool.acquire().await?;
        accounts::by_id(&mut connection, account).await?.ok_or(Error::NoSuchAccount)?;
        Ok(api_keys::list(&mut connection, account).await?)
    }

    /// Ends a key at once. Ending it again changes nothing.
    pub async fn revoke(&self, account: AccountId, id: ApiKeyId) -> Result<ApiKey, Error> {
        let now = self.clock.now();
        let mut transaction = outbox::begin(&self.pool).await?;
        let revoked = api_keys::revoke(&mut transaction, account, id, now).await?;
        let key = api_keys::by_id(&mut transaction, id)
            .await?
            .map(|stored| stored.key)
            .filter(|key| key.account_id == account)
            .ok_or(Error::NoSuchApiKey)?;
        if revoked {
            let (event, fact) = (self.clock.new_id(), Fact::ApiKeyRevoked(id));
            outgoing::publish(&mut transaction, event, now, account, fact).await?;
            transaction.commit().await?;
            tracing::info!(account_id = %account, api_key_id = %id, "API key revoked");
        }
        Ok(key)
    }

    /// Whose key it is, if it lives and its account may still use keys. Read anew each time, so a revocation is felt at once.
    pub async fn authenticate(&self, secret: &str) -> Result<(ApiKeyId, Account), Error> {
        let secret = ApiKeySecret::parse(secret).map_err(|_| Error::InvalidApiKey)?;
        let mut connection = self.pool.acquire().await?;
        let stored = api_keys::by_id(&mut connection, secret.id()).await?.ok_or(Error::InvalidApiKey)?;
        let proven = bool::from(stored.digest.ct_eq(&secret.digest()));
        if !proven || stored.key.revoked_at.is_some() {
            return Err(Error::InvalidApiKey);
        }
        let account =
            accounts::by_id(&mut connection, stored.key.account_id).await?.ok_or(Error::InvalidApiKey)?;
        if !account.roles.may_use_api_keys() {
            return Err(Error::InvalidApiKey);
        }
        Ok((stored.key.id, account))
    }
}
