//! Packages, promotions and grants.

use chrono::{DateTime, Utc};
use kernel::{AccountId, GrantId};
use sqlx::{FromRow, PgConnection, PgExecutor};
use uuid::Uuid;

use super::{StoreError, money, stored, tokens};
use crate::domain::{Package, PackageId, Promotion, PromotionId};

#[derive(FromRow)]
struct PackageRow {
    package_id: String,
    name: String,
    tokens: i64,
    currency: String,
    minor_units: i64,
}

impl TryFrom<PackageRow> for Package {
    type Error = StoreError;

    fn try_from(row: PackageRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.package_id.parse().map_err(|_| StoreError::corrupt("packages", "id"))?,
            name: row.name,
            tokens: tokens("packages", row.tokens)?,
            price: money("packages", row.currency, row.minor_units)?,
        })
    }
}

/// What is for sale, in the order in which people see it.
pub async fn list_packages(executor: impl PgExecutor<'_>) -> Result<Vec<Package>, StoreError> {
    let rows: Vec<PackageRow> = sqlx::query_as(
        "select package_id, name, tokens, currency, minor_units from packages where for_sale order by place",
    )
    .fetch_all(executor)
    .await?;
    rows.into_iter().map(Package::try_from).collect()
}

/// A package that is for sale.
pub async fn find_package(
    connection: &mut PgConnection,
    id: &PackageId,
) -> Result<Option<Package>, StoreError> {
    let row: Option<PackageRow> = sqlx::query_as(
        "select package_id, name, tokens, currency, minor_units from packages where package_id = $1 and for_sale",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?;
    row.map(Package::try_from).transpose()
}

#[derive(FromRow)]
struct PromotionRow {
    promotion_id: String,
    name: String,
    tokens: i64,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    tokens_expire_at: Option<DateTime<Utc>>,
}

impl TryFrom<PromotionRow> for Promotion {
    type Error = StoreError;

    fn try_from(row: PromotionRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.promotion_id.parse().map_err(|_| StoreError::corrupt("promotions", "id"))?,
            name: row.name,
            tokens: tokens("promotions", row.tokens)?,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            tokens_expire_at: row.tokens_expire_at,
        })
    }
}

/// The promotions whose period is not over, the first to end first.
pub async fn list_promotions_until_over(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Promotion>, StoreError> {
    let rows: Vec<PromotionRow> = sqlx::query_as(
        "select promotion_id, name, tokens, starts_at, ends_at, tokens_expire_at from promotions \
         where ends_at > $1 order by ends_at, promotion_id limit 1000",
    )
    .bind(now)
    .fetch_all(executor)
    .await?;
    rows.into_iter().map(Promotion::try_from).collect()
}

/// A promotion, whatever its period.
pub async fn find_promotion(
    connection: &mut PgConnection,
    id: &PromotionId,
) -> Result<Option<Promotion>, StoreError> {
    let row: Option<PromotionRow> = sqlx::query_as(
        "select promotion_id, name, tokens, starts_at, ends_at, tokens_expire_at from promotions \
         where promotion_id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(connection)
    .await?;
    row.map(Promotion::try_from).transpose()
}

/// Gives an account its gift, unless it has had it: then `false`.
pub async fn insert_grant(
    connection: &mut PgConnection,
    id: GrantId,
    account: AccountId,
    promotion: &Promotion,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let inserted = sqlx::query(
        "insert into grants (grant_id, promotion_id, account_id, tokens, expires_at, granted_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict (promotion_id, account_id) do nothing",
    )
    .bind(id.uuid())
    .bind(promotion.id.as_str())
    .bind(account.uuid())
    .bind(stored(promotion.tokens.get()))
    .bind(promotion.tokens_expire_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// The promotion that a grant came from, with the tokens and expiry that were granted.
pub async fn find_grant(connection: &mut PgConnection, id: Uuid) -> Result<Option<Promotion>, StoreError> {
    let row: Option<PromotionRow> = sqlx::query_as(
        "select p.promotion_id, p.name, g.tokens, p.starts_at, p.ends_at, g.expires_at as tokens_expire_at \
         from grants g join promotions p using (promotion_id) where g.grant_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.map(Promotion::try_from).transpose()
}
