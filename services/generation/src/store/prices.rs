//! The price book, the discounts and the settlement policy in force.

use chrono::{DateTime, Utc};
use kernel::SettlementTerms;
use sqlx::FromRow;

use super::{Store, StoreError, tokens, unreadable};
use crate::domain::discount::Discount;
use crate::domain::pricing::{ModelPricing, PriceBook, Rate};
use crate::domain::settlement;

/// Everything that a price is made from at one moment.
#[derive(Debug, Clone)]
pub struct Prices {
    /// The price book in force.
    pub book: PriceBook,
    /// The discounts whose period has not ended.
    pub discounts: Vec<Discount>,
    /// What each outcome costs.
    pub terms: SettlementTerms,
}

#[derive(FromRow)]
struct RateRow {
    model: String,
    kind: String,
    name: String,
    code: String,
    unit: String,
    millitokens: i64,
}

#[derive(FromRow)]
struct DiscountRow {
    promotion_id: String,
    name: String,
    percent: i16,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    kinds: Vec<String>,
}

#[derive(FromRow)]
struct PolicyRow {
    version: String,
    on_success: String,
    on_technical_failure: String,
    on_prohibited_content: String,
    on_cancelled_by_user: String,
    over_capture_limit: i64,
}

impl TryFrom<DiscountRow> for Discount {
    type Error = StoreError;

    fn try_from(row: DiscountRow) -> Result<Self, StoreError> {
        Ok(Self {
            promotion_id: row.promotion_id,
            name: row.name,
            percent: u8::try_from(row.percent).map_err(unreadable)?,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            kinds: row.kinds.iter().map(|kind| kind.parse()).collect::<Result<_, _>>().map_err(unreadable)?,
        })
    }
}

impl TryFrom<PolicyRow> for SettlementTerms {
    type Error = StoreError;

    fn try_from(row: PolicyRow) -> Result<Self, StoreError> {
        let rule = |name: &str| settlement::rule_of(name).map_err(unreadable);
        Ok(Self {
            on_success: rule(&row.on_success)?,
            on_technical_failure: rule(&row.on_technical_failure)?,
            on_prohibited_content: rule(&row.on_prohibited_content)?,
            on_cancelled_by_user: rule(&row.on_cancelled_by_user)?,
            over_capture_limit: tokens(row.over_capture_limit)?,
            policy_version: row.version,
        })
    }
}

impl Store {
    /// Everything that prices are made from at this moment.
    pub async fn prices(&self, now: DateTime<Utc>) -> Result<Prices, StoreError> {
        let discounts: Vec<DiscountRow> = sqlx::query_as(
            "select * from discounts where ends_at > $1 order by starts_at, promotion_id limit 1000",
        )
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        let policy: PolicyRow = sqlx::query_as(
            "select * from settlement_policies where effective_from <= $1 order by effective_from desc limit 1",
        )
        .bind(now)
        .fetch_one(&self.pool)
        .await?;
        Ok(Prices {
            book: self.price_book(now).await?,
            discounts: discounts.into_iter().map(Discount::try_from).collect::<Result<_, _>>()?,
            terms: policy.try_into()?,
        })
    }

    async fn price_book(&self, now: DateTime<Utc>) -> Result<PriceBook, StoreError> {
        let (version, effective_from): (String, DateTime<Utc>) = sqlx::query_as(
            "select version, effective_from from price_books \
             where effective_from <= $1 order by effective_from desc limit 1",
        )
        .bind(now)
        .fetch_one(&self.pool)
        .await?;
        let rows: Vec<RateRow> = sqlx::query_as(
            "select m.model, m.kind, m.name, r.code, r.unit, r.millitokens \
             from price_book_models m join price_book_rates r using (version, model) \
             where m.version = $1 order by m.position, m.model, r.position, r.code",
        )
        .bind(&version)
        .fetch_all(&self.pool)
        .await?;
        let mut models: Vec<ModelPricing> = Vec::new();
        for row in rows {
            let rate = Rate {
                code: row.code,
                unit: row.unit,
                millitokens: u64::try_from(row.millitokens).map_err(unreadable)?,
            };
            match models.last_mut() {
                Some(last) if last.model == row.model => last.rates.push(rate),
                _ => models.push(ModelPricing {
                    model: row.model,
                    kind: row.kind.parse().map_err(unreadable)?,
                    name: row.name,
                    rates: vec![rate],
                }),
            }
        }
        Ok(PriceBook { version, effective_from, models })
    }
}
