//! Signing in: an e-mail address and a password for an access token.
//!
//! An unknown address gets the same answer as a wrong password, after the same work: the attempt is counted, and a password
//! is compared.

use std::collections::BTreeSet;
use std::sync::Arc;

use access_tokens::Claims;
use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use kernel::AccountId;
use runtime::Clock;
use sqlx::PgPool;

use crate::domain::{Account, Attempts, Email, Password, Role};
use crate::error::Error;
use crate::key_ring::KeyRing;
use crate::passwords::{self, Comparison, Passwords};
use crate::sealing::Sealer;
use crate::store::{accounts, attempts};

/// A session: nothing is stored of it, the token is all.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub account_id: AccountId,
    /// The token that proves it.
    pub access_token: String,
    /// When the token ends.
    pub expires_at: DateTime<Utc>,
}

/// Who signs in here.
#[derive(Clone, Debug)]
pub struct Sessions {
    pool: PgPool,
    clock: Clock,
    passwords: Passwords,
    keys: Arc<KeyRing>,
    sealer: Arc<Sealer>,
    token_life: TimeDelta,
}

impl Sessions {
    /// Sessions whose tokens live this long.
    pub fn new(
        pool: PgPool,
        clock: Clock,
        passwords: Passwords,
        keys: Arc<KeyRing>,
        sealer: Arc<Sealer>,
        token_life: TimeDelta,
    ) -> Self {
        Self { pool, clock, passwords, keys, sealer, token_life }
    }

    /// Signs somebody in.
    pub async fn create(&self, email: &str, password: Password) -> Result<Session, Error> {
        let outcome = self.try_create(email, password).await;
        let label = match &outcome {
            Ok(_) => "signed_in",
            Err(Error::WrongCredentials) => "wrong_credentials",
            Err(Error::Throttled(_)) => "throttled",
            Err(_) => "failed",
        };
        metrics::counter!("accounts_sign_ins_total", "outcome" => label).increment(1);
        outcome
    }

    async fn try_create(&self, email: &str, password: Password) -> Result<Session, Error> {
        // Neither can belong to any account, so nothing is told by refusing them without the work.
        let Ok(email) = Email::new(email) else { return Err(Error::WrongCredentials) };
        if password.is_too_long() {
            return Err(Error::WrongCredentials);
        }
        // The place comes first: who is sent away for want of one has made no attempt.
        let place = self.passwords.queue()?;
        let digest = self.sealer.address_digest(email.as_str());
        self.begin_attempt(&digest).await?;

        let mut connection = self.pool.acquire().await?;
        let stored = accounts::by_email(&mut connection, &email).await?;
        drop(connection);
        let (account, hash) = match stored {
            Some(stored) => (Some(stored.account), stored.password_hash.into()),
            None => (None, self.passwords.nobodys()),
        };
        let compared_with = Arc::clone(&hash);
        let comparison = place
            .work(move || passwords::compare(&password, &compared_with))
            .await?
            .map_err(Error::internal("compare a password"))?;
        let Comparison { matches: true, replacement } = comparison else {
            return Err(Error::WrongCredentials);
        };
        let account = account.ok_or(Error::WrongCredentials)?;

        let mut transaction = outbox::begin(&self.pool).await?;
        attempts::clear(&mut transaction, &digest).await?;
        if let Some(replacement) = replacement {
            accounts::replace_hash(&mut transaction, account.id, &hash, &replacement).await?;
        }
        transaction.commit().await?;
        self.session_of(&account).await
    }

    /// Counts the attempt as failed before it is made, so that many at once are no way around the limit.
    async fn begin_attempt(&self, digest: &[u8; 32]) -> Result<(), Error> {
        let now = self.clock.now();
        let mut transaction = outbox::begin(&self.pool).await?;
        let before = attempts::lock(&mut transaction, digest, now).await?;
        let attempts = Attempts::begin(before.as_ref(), now)?;
        attempts::put(&mut transaction, digest, &attempts).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn session_of(&self, account: &Account) -> Result<Session, Error> {
        let signer = self.keys.signer().await?;
        let issued_at = self.clock.now().trunc_subsecs(0);
        let expires_at = issued_at + self.token_life;
        let claims = Claims {
            account_id: account.id,
            roles: account.roles.iter().map(claimed).collect::<BTreeSet<_>>(),
            issued_at,
            expires_at,
            token_id: self.clock.new_id(),
        };
        Ok(Session { account_id: account.id, access_token: signer.sign(&claims), expires_at })
    }
}

fn claimed(role: Role) -> access_tokens::Role {
    match role {
        Role::User => access_tokens::Role::User,
        Role::Support => access_tokens::Role::Support,
        Role::Service => access_tokens::Role::Service,
    }
}
