//! The signing keys of all instances: made, handed over and retired under one row lock, so that instances agree.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use access_tokens::Signer;
use chrono::{DateTime, TimeDelta, Utc};
use runtime::Clock;
use sqlx::{PgConnection, PgPool};
use tokio_util::sync::CancellationToken;

use crate::domain::{Attempts, KeyAge, KeyStanding, RotationPlan, plan_rotation, tokens_end};
use crate::entropy;
use crate::error::Error;
use crate::sealing::Sealer;
use crate::store::attempts;
use crate::store::signing_keys::{self, KeyOnRing, NewKey};

/// How often an instance looks whether a key is due.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// A key as verifiers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The `kid` of its tokens.
    pub key_id: String,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// When it began to sign, or is expected to.
    pub not_before: Option<DateTime<Utc>>,
    /// When the last token of a retired key has expired.
    pub not_after: Option<DateTime<Utc>>,
}

/// The signing keys.
#[derive(Debug)]
pub struct KeyRing {
    pool: PgPool,
    clock: Clock,
    sealer: Arc<Sealer>,
    age: KeyAge,
    token_life: TimeDelta,
    /// The present key, opened.
    opened: Mutex<Option<Arc<Signer>>>,
}

impl KeyRing {
    /// The keys of this database, of which each signs for `age`, tokens that live `token_life`.
    pub fn new(pool: PgPool, clock: Clock, sealer: Arc<Sealer>, age: KeyAge, token_life: TimeDelta) -> Self {
        Self { pool, clock, sealer, age, token_life, opened: Mutex::new(None) }
    }

    /// Makes sure that there is a key to sign with and one to follow it, and that this instance can open the former.
    pub async fn prepare(&self) -> Result<(), Error> {
        self.turn(false).await?;
        self.signer().await?;
        Ok(())
    }

    /// Makes the next key sign from now on; answers it.
    pub async fn rotate(&self) -> Result<PublicKey, Error> {
        let present = self.turn(true).await?;
        let keys = self.published().await?;
        keys.into_iter()
            .find(|key| key.key_id == present)
            .ok_or_else(|| Error::internal("rotate the signing key")("the present key is not published"))
    }

    /// The keys that verifiers need now.
    pub async fn published(&self) -> Result<Vec<PublicKey>, Error> {
        let mut connection = self.pool.acquire().await?;
        let keys = signing_keys::published(&mut connection, self.clock.now()).await?;
        let present_since = present(&keys).and_then(|key| key.signs_from);
        let expected = present_since.map(|since| self.age.ends(since));
        Ok(keys
            .into_iter()
            .map(|key| PublicKey {
                key_id: key.key_id,
                public_key: key.public_key,
                not_before: key.signs_from.or(expected),
                not_after: key.not_after,
            })
            .collect())
    }

    /// What signs now. Which key that is comes from the database each time; opening it happens once.
    pub async fn signer(&self) -> Result<Arc<Signer>, Error> {
        let mut connection = self.pool.acquire().await?;
        let key = signing_keys::present(&mut connection)
            .await?
            .ok_or_else(|| Error::internal("sign a token")("there is no present key"))?;
        drop(connection);
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(signer) = opened.as_ref().filter(|signer| signer.key_id() == key.key_id) {
            return Ok(Arc::clone(signer));
        }
        let seed =
            self.sealer.open(&key.key_id, &key.sealed_seed).map_err(Error::internal("open a signing key"))?;
        let signer = Signer::checked(&key.key_id, &seed, &key.public_key)
            .map_err(Error::internal("open a signing key"))?;
        Ok(Arc::clone(opened.insert(Arc::new(signer))))
    }

    /// Looks after the keys, and the table of attempts, until shutdown. A failure is tried again at the next look.
    pub async fn look_after(self: Arc<Self>, shutdown: CancellationToken) {
        let mut look = tokio::time::interval(LOOK_EVERY);
        look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                _ = look.tick() => {}
            }
            if let Err(error) = self.turn(false).await {
                tracing::warn!(%error, "cannot look after the signing keys; trying again in a minute");
            }
            if let Err(error) = self.forget_attempts().await {
                tracing::warn!(%error, "cannot forget old sign-in attempts; trying again in a minute");
            }
        }
    }

    async fn forget_attempts(&self) -> Result<(), Error> {
        let before = Attempts::forgotten_before(self.clock.now());
        let mut connection = self.pool.acquire().await?;
        while attempts::forget_before(&mut connection, before).await? > 0 {}
        Ok(())
    }

    /// Does what the keys need now; answers the id of the present key.
    async fn turn(&self, asked: bool) -> Result<String, Error> {
        let mut transaction = outbox::begin(&self.pool).await?;
        signing_keys::lock(&mut transaction).await?;
        signing_keys::allow_token_life(&mut transaction, self.token_life).await?;
        let now = self.clock.now();
        let keys = signing_keys::published(&mut transaction, now).await?;
        let standing = KeyStanding {
            present_since: present(&keys).and_then(|key| key.signs_from),
            has_next: keys.iter().any(|key| key.signs_from.is_none()),
        };
        let plan = plan_rotation(standing, now, self.age, asked);
        self.carry_out(&mut transaction, plan, now).await?;
        let present = signing_keys::present(&mut transaction)
            .await?
            .ok_or_else(|| Error::internal("turn the key ring")("there is no present key"))?;
        transaction.commit().await?;
        if plan.hand_over {
            tracing::info!(key_id = present.key_id, asked, "a new key signs access tokens");
        }
        Ok(present.key_id)
    }

    async fn carry_out(
        &self,
        connection: &mut PgConnection,
        plan: RotationPlan,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        if plan.make_present {
            self.make_next(connection, now).await?;
        }
        if plan.hand_over {
            if let Some(longest) = signing_keys::longest_token(connection).await? {
                signing_keys::retire_present(connection, now, tokens_end(now, longest)).await?;
            }
            signing_keys::promote_next(connection, now).await?;
        }
        if plan.make_next {
            self.make_next(connection, now).await?;
        }
        Ok(())
    }

    async fn make_next(&self, connection: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Error> {
        let seed: [u8; access_tokens::SEED_BYTES] =
            entropy::bytes().map_err(Error::internal("make a signing key"))?;
        let key_id = self.clock.new_id().to_string();
        let signer = Signer::new(key_id.as_str(), &seed).map_err(Error::internal("make a signing key"))?;
        let sealed = self.sealer.seal(&key_id, &seed).map_err(Error::internal("make a signing key"))?;
        let key = NewKey {
            key_id: &key_id,
            public_key: signer.public_key(),
            sealed_seed: &sealed,
            created_at: now,
            token_life: self.token_life,
        };
        Ok(signing_keys::insert_next(connection, &key).await?)
    }
}

fn present(keys: &[KeyOnRing]) -> Option<&KeyOnRing> {
    keys.iter().find(|key| key.signs_from.is_some() && key.not_after.is_none())
}
