//! Prices, quotes and promotions.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use contracts::convert::Malformed;
use contracts::generation::v1 as generation;
use contracts::payments::v1 as payments;
use serde::Serialize;
use utoipa::ToSchema;

use super::work::Kind;
use super::{optional_time, time};

/// The very rates that quotes and charges are computed from.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"price_book_version": "2026-01", "effective_from": "2026-11-01T00:00:00Z",
    "models": [{"model": "still-1", "kind": "image", "name": "Still 1",
        "rates": [{"code": "image.tile_step", "unit": "started 64 x 64 pixels, for each step", "millitokens": 1}]}],
    "discounts": [], "policy_version": "default-1", "settlement": {"on_success": "capture_actual", "on_technical_failure": "release", "on_prohibited_content": "capture_all"}}))]
pub struct Pricing {
    /// The version of the price book.
    pub price_book_version: String,
    /// Since when it is in force.
    pub effective_from: Option<DateTime<Utc>>,
    /// Every model with its rates.
    pub models: Vec<Model>,
    /// Discounts whose period has not ended.
    pub discounts: Vec<Discount>,
    /// The version of the settlement terms.
    pub policy_version: String,
    /// What success, a technical failure and prohibited content cost.
    pub settlement: BTreeMap<String, String>,
}

impl TryFrom<generation::GetPricingResponse> for Pricing {
    type Error = Malformed;

    fn try_from(pricing: generation::GetPricingResponse) -> Result<Self, Malformed> {
        Ok(Self {
            effective_from: optional_time("effective_from", pricing.effective_from)?,
            price_book_version: pricing.price_book_version,
            models: pricing.models.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            discounts: pricing.discounts.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?,
            policy_version: pricing.policy_version,
            settlement: pricing.settlement.into_iter().collect(),
        })
    }
}

/// A model and what it costs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Model {
    /// Its id.
    pub model: String,
    /// What it makes.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// The factors of its price.
    pub rates: Vec<Rate>,
}

impl TryFrom<generation::ModelPricing> for Model {
    type Error = Malformed;

    fn try_from(model: generation::ModelPricing) -> Result<Self, Malformed> {
        Ok(Self {
            kind: Kind::of(model.kind()).ok_or_else(|| Malformed::missing("models.kind"))?,
            model: model.model,
            name: model.name,
            rates: model
                .rates
                .into_iter()
                .map(|generation::Rate { code, unit, millitokens }| Rate { code, unit, millitokens })
                .collect(),
        })
    }
}

/// One factor of a price.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "video.second.720p", "unit": "second", "millitokens": 8000}))]
pub struct Rate {
    /// Its stable name.
    pub code: String,
    /// What is counted.
    pub unit: String,
    /// Thousandths of a token per unit.
    pub millitokens: u64,
}

/// A lower price inside a period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"promotion_id": "launch-25", "name": "Launch week", "percent": 25, "kinds": ["image"],
    "starts_at": "2026-11-20T00:00:00Z", "ends_at": "2026-11-27T00:00:00Z"}))]
pub struct Discount {
    /// Its id.
    pub promotion_id: String,
    /// Its name.
    pub name: String,
    /// 1 to 100; 100 is free.
    pub percent: u32,
    /// What it is for; empty for everything.
    pub kinds: Vec<Kind>,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
}

impl TryFrom<generation::Discount> for Discount {
    type Error = Malformed;

    fn try_from(discount: generation::Discount) -> Result<Self, Malformed> {
        Ok(Self {
            kinds: discount.kinds().filter_map(Kind::of).collect(),
            starts_at: time("discount.starts_at", discount.starts_at)?,
            ends_at: time("discount.ends_at", discount.ends_at)?,
            promotion_id: discount.promotion_id,
            name: discount.name,
            percent: discount.percent,
        })
    }
}

/// A price and how it comes about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"tokens": 90, "list_tokens": 120, "price_book_version": "2026-01",
    "lines": [{"code": "video.second.720p", "label": "4 seconds at 720p", "quantity": 4, "unit_millitokens": 30000, "millitokens": 120_000},
              {"code": "discount.launch-25", "label": "Launch week", "quantity": 1, "unit_millitokens": 0, "millitokens": -30000}],
    "discount": {"promotion_id": "launch-25", "name": "Launch week", "percent": 25, "kinds": [],
                 "starts_at": "2026-11-20T00:00:00Z", "ends_at": "2026-11-27T00:00:00Z"}}))]
pub struct Quote {
    /// What is held: for chat the most that it can cost.
    pub tokens: u64,
    /// Before discounts.
    pub list_tokens: u64,
    /// How the price comes about.
    pub lines: Vec<QuoteLine>,
    /// The version of the price book.
    pub price_book_version: String,
    /// The discount that applies, if one does.
    pub discount: Option<Discount>,
}

impl TryFrom<Option<generation::Quote>> for Quote {
    type Error = Malformed;

    fn try_from(quote: Option<generation::Quote>) -> Result<Self, Malformed> {
        let quote = quote.ok_or_else(|| Malformed::missing("quote"))?;
        Ok(Self {
            tokens: quote.tokens,
            list_tokens: quote.list_tokens,
            lines: quote.lines.into_iter().map(Into::into).collect(),
            price_book_version: quote.price_book_version,
            discount: quote.discount.map(TryInto::try_into).transpose()?,
        })
    }
}

/// One line of a price.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "video.second.720p", "label": "4 seconds at 720p", "quantity": 4,
    "unit_millitokens": 30000, "millitokens": 120_000}))]
pub struct QuoteLine {
    /// The rate's stable name.
    pub code: String,
    /// What it is, for people.
    pub label: String,
    /// How many units.
    pub quantity: u64,
    /// Thousandths of a token per unit.
    pub unit_millitokens: u64,
    /// Thousandths of a token; negative for a discount.
    pub millitokens: i64,
}

impl From<generation::QuoteLine> for QuoteLine {
    fn from(line: generation::QuoteLine) -> Self {
        let generation::QuoteLine { code, label, quantity, unit_millitokens, millitokens } = line;
        Self { code, label, quantity, unit_millitokens, millitokens }
    }
}

/// A gift or a discount, and its period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"promotion_id": "welcome", "kind": "gift", "name": "Welcome gift", "active": true,
    "starts_at": "2026-11-01T00:00:00Z", "ends_at": "2026-12-01T00:00:00Z", "tokens": 100, "tokens_expire_at": null}))]
pub struct Promotion {
    /// Its id.
    pub promotion_id: String,
    /// Its name.
    pub name: String,
    /// Whether now is inside its period.
    pub active: bool,
    /// From when.
    pub starts_at: DateTime<Utc>,
    /// Until when.
    pub ends_at: DateTime<Utc>,
    /// What it gives.
    #[serde(flatten)]
    pub gives: Gives,
}

/// What a promotion gives.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Gives {
    /// Tokens, once for each account that claims them.
    Gift {
        /// How many.
        tokens: u64,
        /// When they expire; null for never.
        tokens_expire_at: Option<DateTime<Utc>>,
    },
    /// A lower price for everybody.
    Discount {
        /// 1 to 100; 100 is free.
        percent: u32,
        /// What it is for; empty for everything.
        kinds: Vec<Kind>,
    },
}

impl Promotion {
    /// A gift, seen at a time.
    pub fn gift(gift: payments::Promotion, now: DateTime<Utc>) -> Result<Self, Malformed> {
        let starts_at = time("promotion.starts_at", gift.starts_at)?;
        let ends_at = time("promotion.ends_at", gift.ends_at)?;
        Ok(Self {
            active: (starts_at..ends_at).contains(&now),
            starts_at,
            ends_at,
            gives: Gives::Gift {
                tokens: gift.tokens,
                tokens_expire_at: optional_time("promotion.tokens_expire_at", gift.tokens_expire_at)?,
            },
            promotion_id: gift.promotion_id,
            name: gift.name,
        })
    }

    /// A discount, seen at a time.
    pub fn discount(discount: generation::Discount, now: DateTime<Utc>) -> Result<Self, Malformed> {
        let Discount { promotion_id, name, percent, kinds, starts_at, ends_at } = discount.try_into()?;
        Ok(Self {
            active: (starts_at..ends_at).contains(&now),
            promotion_id,
            name,
            starts_at,
            ends_at,
            gives: Gives::Discount { percent, kinds },
        })
    }
}

/// What is given now and then.
#[derive(Debug, Serialize, ToSchema)]
pub struct Promotions {
    /// Gifts and discounts whose period has not ended, the next to begin last.
    pub promotions: Vec<Promotion>,
}

/// A gift that was claimed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"grant_id": "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", "promotion": {"promotion_id": "welcome",
    "kind": "gift", "name": "Welcome gift", "active": true, "starts_at": "2026-11-01T00:00:00Z",
    "ends_at": "2026-12-01T00:00:00Z", "tokens": 100, "tokens_expire_at": null}}))]
pub struct Grant {
    /// The claim's id; the token log refers to the promotion.
    pub grant_id: String,
    /// What was claimed.
    pub promotion: Promotion,
}
