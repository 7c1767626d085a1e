//! API keys: asked of accounts, and remembered for a short while by digest, so that a revoked key soon stops working.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use access_tokens::Role;
use blake3::Hash;
use contracts::accounts::v1 as proto;
use contracts::convert;
use tokio::time::Instant;

use super::{Caller, unauthenticated};
use crate::problem::Problem;
use crate::upstream::Upstream;

/// How long an answer is remembered: a revoked key may work this much longer.
const REMEMBERED: Duration = Duration::from_secs(30);
/// Answers remembered at most.
const CAPACITY: usize = 10_000;
/// Longer secrets are not ours.
const MAX_BYTES: usize = 256;

/// The owners of API keys.
#[derive(Debug)]
pub struct ApiKeys {
    upstream: Upstream,
    remembered: Mutex<HashMap<Hash, Remembered>>,
}

#[derive(Debug, Clone)]
struct Remembered {
    /// None: no such key.
    owner: Option<Caller>,
    key_id: String,
    until: Instant,
}

impl ApiKeys {
    /// Nothing remembered yet.
    pub fn new(upstream: Upstream) -> Self {
        Self { upstream, remembered: Mutex::default() }
    }

    /// Whose key it is. `before_asking` may refuse when the answer is not in memory.
    pub(super) async fn owner(
        &self,
        secret: &str,
        before_asking: impl FnOnce() -> Result<(), Problem>,
    ) -> Result<Caller, Problem> {
        let unknown = || unauthenticated("the API key is not valid or was revoked");
        if secret.len() > MAX_BYTES {
            return Err(unknown());
        }
        let digest = blake3::hash(secret.as_bytes());
        let remembered = self.lock().get(&digest).filter(|it| it.until > Instant::now()).cloned();
        if let Some(remembered) = remembered {
            return remembered.owner.ok_or_else(unknown);
        }
        before_asking()?;
        let answer = self.upstream.api_key_owner(secret).await?;
        let (key_id, owner) = match answer {
            Some(answer) => (answer.api_key_id.clone(), Some(caller(answer)?)),
            None => (String::new(), None),
        };
        self.remember(
            digest,
            Remembered { owner: owner.clone(), key_id, until: Instant::now() + REMEMBERED },
        );
        owner.ok_or_else(unknown)
    }

    /// A revoked key stops working here at once.
    pub fn forget(&self, key_id: &str) {
        self.lock().retain(|_, remembered| remembered.key_id != key_id);
    }

    fn remember(&self, digest: Hash, answer: Remembered) {
        let mut remembered = self.lock();
        if remembered.len() >= CAPACITY {
            let now = Instant::now();
            remembered.retain(|_, it| it.until > now && it.owner.is_some());
        }
        if remembered.len() < CAPACITY {
            remembered.insert(digest, answer);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Hash, Remembered>> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn caller(answer: proto::AuthenticateApiKeyResponse) -> Result<Caller, Problem> {
    let account = answer.account.unwrap_or_default();
    let account_id =
        convert::id("account.account_id", &account.account_id).map_err(crate::upstream::malformed)?;
    Ok(Caller { account_id, roles: account.roles().filter_map(role).collect() })
}

/// The role of its published form.
pub fn role(role: proto::Role) -> Option<Role> {
    match role {
        proto::Role::Unspecified => None,
        proto::Role::User => Some(Role::User),
        proto::Role::Support => Some(Role::Support),
        proto::Role::Service => Some(Role::Service),
    }
}
