//! The token log: the caller's own, and any for support.

use axum::Json;
use axum::extract::State;
use contracts::ledger::v1 as proto;
use contracts::payments::v1 as payments;
use kernel::AccountId;

use super::doc::{AccountProblems, LookupProblems, PageParams};
use super::extract::{Id, Query, parse};
use super::model::order::Order;
use super::model::publish;
use super::model::text_id::OrderOrReceipt;
use super::model::token_log::{Kind, TokenLog};
use crate::app::App;
use crate::auth::{AsSupport, AsUser};
use crate::problem::Problem;
use crate::upstream::{malformed, repeat};

/// The token log.
///
/// Every purchase and every use, newest first, with the balance after each.
#[utoipa::path(
    get, path = "/v1/token-log", tag = "tokens", operation_id = "listTokenLog",
    params(PageParams, ("kind" = Option<Vec<Kind>>, Query, description = "Only these kinds; may repeat or be comma separated.")),
    responses((status = 200, description = "A page of the log.", body = TokenLog), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn own(
    State(app): State<App>,
    AsUser(caller): AsUser,
    query: Query,
) -> Result<Json<TokenLog>, Problem> {
    token_log(&app, caller.account_id, &query).await
}

/// An account's token log.
///
/// Any account's token log.
#[utoipa::path(
    get, path = "/v1/support/accounts/{id}/token-log", tag = "support", operation_id = "supportListTokenLog",
    params(("id" = uuid::Uuid, Path, description = "The account's id."), PageParams,
           ("kind" = Option<Vec<Kind>>, Query, description = "Only these kinds; may repeat or be comma separated.")),
    responses((status = 200, description = "A page of the log.", body = TokenLog), LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn for_support(
    State(app): State<App>,
    AsSupport(_caller): AsSupport,
    Id(account): Id<AccountId>,
    query: Query,
) -> Result<Json<TokenLog>, Problem> {
    token_log(&app, account, &query).await
}

/// Any order.
///
/// Any account's order, by its id or by the receipt number that the buyer read out.
#[utoipa::path(
    get, path = "/v1/support/orders/{id}", tag = "support", operation_id = "supportGetOrder",
    params(("id" = String, Path, description = "The order's id or its receipt number.", example = "R-7KQ4-2MXD")),
    responses((status = 200, description = "The order and whose it is.", body = Order), LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn order_for_support(
    State(app): State<App>,
    AsSupport(_caller): AsSupport,
    Id(order): Id<OrderOrReceipt>,
) -> Result<Json<Order>, Problem> {
    // No account: any account's order.
    let request = payments::GetOrderRequest { account_id: String::new(), order_id: order.into() };
    let found = repeat(&app.upstream.payments, request, |mut it, ask| async move { it.get_order(ask).await });
    Order::for_support(found.await?.order).map(Json).map_err(malformed)
}

async fn token_log(app: &App, account: AccountId, query: &Query) -> Result<Json<TokenLog>, Problem> {
    query.only(&["limit", "cursor", "kind"])?;
    let page = query.page(200)?;
    let request = proto::ListTokenLogRequest {
        account_id: account.to_string(),
        limit: page.limit,
        cursor: page.cursor,
        kinds: kinds(query)?.into_iter().map(|kind| proto::TokenLogKind::from(kind).into()).collect(),
        // The ledger then shows everything that it has answered.
        min_version: 0,
    };
    let listed =
        repeat(&app.upstream.ledger, request, |mut it, ask| async move { it.list_token_log(ask).await });
    Ok(Json(publish(listed.await?)?))
}

/// Each kind once, however often and in whatever way it is asked for.
fn kinds(query: &Query) -> Result<Vec<Kind>, Problem> {
    let mut kinds = Vec::new();
    for text in query.all("kind").flat_map(|value| value.split(',')) {
        let kind: Kind = parse("kind", text.trim())?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    Ok(kinds)
}
