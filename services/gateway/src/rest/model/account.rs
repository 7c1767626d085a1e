//! Accounts, sessions and API keys.

use chrono::{DateTime, Utc};
use contracts::accounts::v1 as proto;
use contracts::convert::{Malformed, id};
use kernel::AccountId;
use runtime::Secret;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::{Balance, optional_time, time};
use crate::problem::Problem;
use crate::rest::json;

/// The longest text that is passed on to accounts.
const MAX_TEXT_BYTES: usize = 1024;

/// E-mail and password, to register or to log in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.com", "password": "correct horse battery staple"}))]
pub struct Credentials {
    /// The e-mail address.
    #[schema(format = Email, max_length = 254)]
    pub email: String,
    /// The password, 12 to 128 characters.
    #[serde(deserialize_with = "secret")]
    #[schema(value_type = String, format = Password)]
    pub password: Secret,
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    String::deserialize(deserializer).map(Secret::from)
}

impl json::Strict for Credentials {
    fn read(json: &[u8]) -> Result<Self, Problem> {
        let credentials: Self = json::read(json)?;
        short("email", &credentials.email)?;
        short("password", credentials.password.expose())?;
        Ok(credentials)
    }
}

/// What accounts may be bothered with at all; its own rules are stricter and better told there.
fn short(field: &str, text: &str) -> Result<(), Problem> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(Problem::invalid(field, format!("must be at most {MAX_TEXT_BYTES} bytes")));
    }
    Ok(())
}

/// A new account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"account_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "email": "ada@example.com",
    "roles": ["user"], "created_at": "2026-11-22T13:00:00Z"}))]
pub struct Account {
    /// Its id.
    #[schema(value_type = uuid::Uuid)]
    pub account_id: AccountId,
    /// Its e-mail address.
    pub email: String,
    /// What it may do: `user`, `support`, `service`.
    pub roles: Vec<&'static str>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl TryFrom<Option<proto::Account>> for Account {
    type Error = Malformed;

    fn try_from(account: Option<proto::Account>) -> Result<Self, Malformed> {
        let account = account.ok_or_else(|| Malformed::missing("account"))?;
        Ok(Self {
            account_id: id("account.account_id", &account.account_id)?,
            roles: account.roles().filter_map(crate::auth::role).map(access_tokens::Role::as_str).collect(),
            created_at: time("account.created_at", account.created_at)?,
            email: account.email,
        })
    }
}

/// The caller's account and its balance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"account_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "email": "ada@example.com",
    "roles": ["user"], "created_at": "2026-11-22T13:00:00Z",
    "balance": {"available": 880, "held": 120, "locked": 0, "debt": 0, "frozen": false, "version": 17}}))]
pub struct Me {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// Its wallet now.
    pub balance: Balance,
}

/// A session.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjEifQ.e30.c2ln",
    "token_type": "Bearer", "expires_at": "2026-11-22T14:00:00Z", "account_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77"}))]
pub struct Session {
    /// For the header `Authorization: Bearer …`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// When to log in again.
    pub expires_at: DateTime<Utc>,
    /// Whose session it is.
    #[schema(value_type = uuid::Uuid)]
    pub account_id: AccountId,
}

impl TryFrom<proto::CreateSessionResponse> for Session {
    type Error = Malformed;

    fn try_from(session: proto::CreateSessionResponse) -> Result<Self, Malformed> {
        Ok(Self {
            expires_at: time("expires_at", session.expires_at)?,
            account_id: id("account_id", &session.account_id)?,
            access_token: session.access_token,
            token_type: "Bearer",
        })
    }
}

/// The wish for an API key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "nightly reports"}))]
pub struct NewApiKey {
    /// What it is for.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

impl json::Strict for NewApiKey {
    fn read(json: &[u8]) -> Result<Self, Problem> {
        let new: Self = json::read(json)?;
        short("name", &new.name)?;
        Ok(new)
    }
}

/// An API key without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"api_key_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "name": "nightly reports",
    "created_at": "2026-11-22T13:00:00Z", "revoked_at": null}))]
pub struct ApiKey {
    /// Its id.
    pub api_key_id: String,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was revoked; null while it works.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl TryFrom<proto::ApiKey> for ApiKey {
    type Error = Malformed;

    fn try_from(key: proto::ApiKey) -> Result<Self, Malformed> {
        Ok(Self {
            created_at: time("api_key.created_at", key.created_at)?,
            revoked_at: optional_time("api_key.revoked_at", key.revoked_at)?,
            api_key_id: key.api_key_id,
            name: key.name,
        })
    }
}

/// A new API key with its secret.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"api_key_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "name": "nightly reports",
    "created_at": "2026-11-22T13:00:00Z", "revoked_at": null, "secret": "tbk_0000000000000000000000000000"}))]
pub struct IssuedApiKey {
    /// The key.
    #[serde(flatten)]
    pub api_key: ApiKey,
    /// The secret, shown this once; send it as `Authorization: Bearer tbk_…`.
    pub secret: String,
}

impl TryFrom<proto::CreateApiKeyResponse> for IssuedApiKey {
    type Error = Malformed;

    fn try_from(issued: proto::CreateApiKeyResponse) -> Result<Self, Malformed> {
        let api_key = issued.api_key.ok_or_else(|| Malformed::missing("api_key"))?.try_into()?;
        Ok(Self { api_key, secret: issued.secret })
    }
}

/// The account's API keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiKeys {
    /// Revoked ones too.
    pub api_keys: Vec<ApiKey>,
}
