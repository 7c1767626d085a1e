//! Prices, quotes and promotions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use contracts::generation::v1 as generation;
use contracts::payments::v1 as payments;

use super::PUBLIC;
use super::doc::{ClaimProblems, IdempotencyKeyHeader, PublicProblems, QuoteProblems};
use super::extract::{Body, Id, Key, Query};
use super::model::pricing::{Grant, Pricing, Promotion, Promotions, Quote};
use super::model::publish;
use super::model::text_id::PromotionId;
use super::model::work::QuoteRequest;
use crate::app::App;
use crate::auth::AsUser;
use crate::problem::Problem;
use crate::upstream::{malformed, repeat};

/// The price book.
///
/// The very rates that quotes and charges are computed from.
#[utoipa::path(
    get, path = "/v1/pricing", tag = "pricing", operation_id = "getPricing",
    responses((status = 200, description = "All rates and the settlement terms.", body = Pricing), PublicProblems)
)]
pub async fn pricing(State(app): State<App>, query: Query) -> Result<impl IntoResponse, Problem> {
    query.only(&[])?;
    let pricing: Pricing = publish(price_book(&app).await?)?;
    Ok((PUBLIC, Json(pricing)))
}

async fn price_book(app: &App) -> Result<generation::GetPricingResponse, Problem> {
    let request = generation::GetPricingRequest {};
    repeat(&app.upstream.generation, request, |mut it, ask| async move { it.get_pricing(ask).await }).await
}

/// Ask for a price.
///
/// What work would cost now. Nothing is held or charged.
#[utoipa::path(
    post, path = "/v1/quotes", tag = "pricing", operation_id = "quote",
    request_body = QuoteRequest,
    responses((status = 200, description = "The price and how it comes about.", body = Quote), QuoteProblems)
)]
pub async fn quote(
    State(app): State<App>,
    Body(request): Body<QuoteRequest>,
) -> Result<Json<Quote>, Problem> {
    let request = generation::QuoteRequest { work: Some(request.into()) };
    let quoted = repeat(&app.upstream.generation, request, |mut it, ask| async move { it.quote(ask).await });
    Ok(Json(publish(quoted.await?.quote)?))
}

/// Gifts and discounts.
///
/// Gifts of tokens and discounts, each with its period.
#[utoipa::path(
    get, path = "/v1/promotions", tag = "pricing", operation_id = "listPromotions",
    responses((status = 200, description = "Those whose period has not ended.", body = Promotions), PublicProblems)
)]
pub async fn promotions(State(app): State<App>, query: Query) -> Result<impl IntoResponse, Problem> {
    query.only(&[])?;
    let request = payments::ListPromotionsRequest {};
    let gifts =
        repeat(&app.upstream.payments, request, |mut it, ask| async move { it.list_promotions(ask).await });
    let (gifts, pricing) = tokio::try_join!(gifts, price_book(&app))?;
    let now = app.clock.now();
    let gifts = gifts.promotions.into_iter().map(|gift| Promotion::gift(gift, now));
    let discounts = pricing.discounts.into_iter().map(|discount| Promotion::discount(discount, now));
    let mut promotions: Vec<Promotion> =
        gifts.chain(discounts).collect::<Result<_, _>>().map_err(malformed)?;
    promotions.sort_by(|one, other| {
        (one.starts_at, &one.promotion_id).cmp(&(other.starts_at, &other.promotion_id))
    });
    Ok((PUBLIC, Json(Promotions { promotions })))
}

/// Claim a gift.
///
/// Takes a gift, once for each account and inside its period.
#[utoipa::path(
    post, path = "/v1/promotions/{id}/claim", tag = "pricing", operation_id = "claimPromotion",
    params(IdempotencyKeyHeader, ("id" = String, Path, description = "The gift's id.", example = "welcome")),
    responses((status = 201, description = "The gift is on its way into the wallet.", body = Grant), ClaimProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn claim(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Key(key): Key,
    Id(promotion): Id<PromotionId>,
) -> Result<(StatusCode, Json<Grant>), Problem> {
    let request = payments::ClaimPromotionRequest {
        account_id: caller.account_id.to_string(),
        promotion_id: promotion.into(),
        idempotency_key: key.into(),
    };
    let claimed =
        repeat(&app.upstream.payments, request, |mut it, ask| async move { it.claim_promotion(ask).await });
    let payments::ClaimPromotionResponse { grant_id, promotion } = claimed.await?;
    let promotion = Promotion::gift(promotion.unwrap_or_default(), app.clock.now()).map_err(malformed)?;
    Ok((StatusCode::CREATED, Json(Grant { grant_id, promotion })))
}
