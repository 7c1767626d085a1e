//! The table `api_keys`.

use chrono::{DateTime, Utc};
use kernel::AccountId;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::ImpossibleRow;
use crate::domain::{ApiKey, ApiKeyId, ApiKeyName};

/// The most keys that a list shows; the live ones are always among them.
const LISTED: i64 = 200;

#[derive(FromRow)]
struct Row {
    api_key_id: Uuid,
    account_id: Uuid,
    name: String,
    digest: Vec<u8>,
    created_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
}

/// A key and the digest of its secret.
pub struct StoredApiKey {
    /// The key.
    pub key: ApiKey,
    /// Of the whole key.
    pub digest: [u8; 32],
}

impl TryFrom<Row> for StoredApiKey {
    type Error = ImpossibleRow;

    fn try_from(row: Row) -> Result<Self, ImpossibleRow> {
        let impossible = |column| ImpossibleRow { table: "api_keys", column };
        Ok(Self {
            digest: row.digest.try_into().map_err(|_| impossible("digest"))?,
            key: ApiKey {
                id: ApiKeyId::new(row.api_key_id),
                account_id: AccountId::new(row.account_id),
                name: ApiKeyName::new(&row.name).map_err(|_| impossible("name"))?,
                created_at: row.created_at,
                revoked_at: row.revoked_at,
            },
        })
    }
}

/// Inserts a new key.
pub async fn insert(connection: &mut PgConnection, key: &ApiKey, digest: &[u8; 32]) -> sqlx::Result<()> {
    sqlx::query(
        "insert into api_keys (api_key_id, account_id, name, digest, created_at) values ($1, $2, $3, $4, $5)",
    )
    .bind(key.id.uuid())
    .bind(key.account_id.uuid())
    .bind(key.name.as_str())
    .bind(digest.as_slice())
    .bind(key.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// How many live keys an account has.
pub async fn count_live(connection: &mut PgConnection, account: AccountId) -> sqlx::Result<i64> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from api_keys where account_id = $1 and revoked_at is null")
            .bind(account.uuid())
            .fetch_one(connection)
            .await?;
    Ok(count)
}

/// An account's keys: the live ones, then the revoked ones, each newest first.
pub async fn list(connection: &mut PgConnection, account: AccountId) -> sqlx::Result<Vec<ApiKey>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select api_key_id, account_id, name, digest, created_at, revoked_at from api_keys where account_id = $1 \
         order by revoked_at is not null, created_at desc, api_key_id desc limit $2",
    )
    .bind(account.uuid())
    .bind(LISTED)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| StoredApiKey::try_from(row).map(|it| it.key)).collect::<Result<_, _>>()?)
}

/// A key by its id.
pub async fn by_id(connection: &mut PgConnection, id: ApiKeyId) -> sqlx::Result<Option<StoredApiKey>> {
    let row: Option<Row> = sqlx::query_as(
        "select api_key_id, account_id, name, digest, created_at, revoked_at from api_keys where api_key_id = $1",
    )
    .bind(id.uuid())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(StoredApiKey::try_from).transpose()?)
}

/// Ends a live key of an account; `false` if there was none.
pub async fn revoke(
    connection: &mut PgConnection,
    account: AccountId,
    id: ApiKeyId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let revoked = sqlx::query(
        "update api_keys set revoked_at = $3 where api_key_id = $2 and account_id = $1 and revoked_at is null",
    )
    .bind(account.uuid())
    .bind(id.uuid())
    .bind(now)
    .execute(connection)
    .await?;
    Ok(revoked.rows_affected() == 1)
}
