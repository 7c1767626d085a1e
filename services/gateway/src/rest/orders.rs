//! Packages, orders and payments.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use contracts::payments::v1 as proto;
use kernel::OrderId;

use super::PUBLIC;
use super::doc::{
    AccountProblems, IdempotencyKeyHeader, LookupProblems, OrderProblems, PageParams, PaymentProblems,
    PublicProblems,
};
use super::extract::{Body, Id, Key, Query};
use super::model::order::{NewOrder, NewPayment, Order, Orders, Packages};
use super::model::{publish, publish_all};
use crate::app::App;
use crate::auth::AsUser;
use crate::problem::Problem;
use crate::upstream::repeat;

/// Packages for sale.
///
/// What is for sale.
#[utoipa::path(
    get, path = "/v1/packages", tag = "orders", operation_id = "listPackages",
    responses((status = 200, description = "All packages.", body = Packages), PublicProblems)
)]
pub async fn packages(State(app): State<App>, query: Query) -> Result<impl IntoResponse, Problem> {
    query.only(&[])?;
    let request = proto::ListPackagesRequest {};
    let listed =
        repeat(&app.upstream.payments, request, |mut it, ask| async move { it.list_packages(ask).await });
    Ok((PUBLIC, Json(Packages { packages: publish_all(listed.await?.packages)? })))
}

/// Order a package.
///
/// Orders a package at today's price.
#[utoipa::path(
    post, path = "/v1/orders", tag = "orders", operation_id = "placeOrder",
    params(IdempotencyKeyHeader), request_body = NewOrder,
    responses((status = 201, description = "The order, to be paid.", body = Order,
               headers(("Location" = String, description = "Where the order can be read."))), OrderProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn place(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Key(key): Key,
    Body(new): Body<NewOrder>,
) -> Result<impl IntoResponse, Problem> {
    let request = proto::PlaceOrderRequest {
        account_id: caller.account_id.to_string(),
        package_id: new.package_id.into(),
        idempotency_key: key.into(),
    };
    let placed =
        repeat(&app.upstream.payments, request, |mut it, ask| async move { it.place_order(ask).await });
    let order: Order = publish(placed.await?.order)?;
    let location = format!("/v1/orders/{}", order.order_id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(order)))
}

/// Pay an order.
///
/// Tries to pay an order. A declined card is a problem that says what to do; the order can be tried again.
#[utoipa::path(
    post, path = "/v1/orders/{id}/payment", tag = "orders", operation_id = "payOrder",
    params(IdempotencyKeyHeader, ("id" = uuid::Uuid, Path, description = "The order's id.")),
    request_body = NewPayment,
    responses((status = 200, description = "The order; `credited` follows within moments.", body = Order), PaymentProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn pay(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Key(key): Key,
    Id(order): Id<OrderId>,
    Body(payment): Body<NewPayment>,
) -> Result<Json<Order>, Problem> {
    let request = proto::PayOrderRequest {
        account_id: caller.account_id.to_string(),
        order_id: order.to_string(),
        payment_method: payment.payment_method.into(),
        idempotency_key: key.into(),
    };
    let paid = repeat(&app.upstream.payments, request, |mut it, ask| async move { it.pay_order(ask).await });
    Ok(Json(publish(paid.await?.order)?))
}

/// List orders.
///
/// The caller's orders, newest first.
#[utoipa::path(
    get, path = "/v1/orders", tag = "orders", operation_id = "listOrders",
    params(PageParams),
    responses((status = 200, description = "A page of orders.", body = Orders), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn list(
    State(app): State<App>,
    AsUser(caller): AsUser,
    query: Query,
) -> Result<Json<Orders>, Problem> {
    query.only(&["limit", "cursor"])?;
    let page = query.page(100)?;
    let request = proto::ListOrdersRequest {
        account_id: caller.account_id.to_string(),
        limit: page.limit,
        cursor: page.cursor,
    };
    let listed =
        repeat(&app.upstream.payments, request, |mut it, ask| async move { it.list_orders(ask).await });
    Ok(Json(publish(listed.await?)?))
}

/// Read an order.
///
/// One order with every step that happened to it.
#[utoipa::path(
    get, path = "/v1/orders/{id}", tag = "orders", operation_id = "getOrder",
    params(("id" = uuid::Uuid, Path, description = "The order's id.")),
    responses((status = 200, description = "The order.", body = Order), LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn read(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Id(order): Id<OrderId>,
) -> Result<Json<Order>, Problem> {
    let request =
        proto::GetOrderRequest { account_id: caller.account_id.to_string(), order_id: order.to_string() };
    let found = repeat(&app.upstream.payments, request, |mut it, ask| async move { it.get_order(ask).await });
    Ok(Json(publish(found.await?.order)?))
}
