//! The REST interface: its routes, and the document that describes them. Both come from the same list, so that neither
//! knows a call that the other does not.

pub mod accounts;
pub mod balance_events;
pub mod doc;
pub mod events;
pub mod extract;
pub mod generations;
pub mod json;
pub mod model;
pub mod orders;
pub mod pricing;
pub mod streams;
pub mod token_log;
pub mod webhooks;

use axum::http::{HeaderName, header};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// For what everybody may see, and caches may keep for a minute.
const PUBLIC: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=60")];

/// Every call under `/v1`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(accounts::register))
        .routes(routes!(accounts::log_in))
        .routes(routes!(accounts::me))
        .routes(routes!(accounts::balance))
        .routes(routes!(accounts::issue_api_key, accounts::list_api_keys))
        .routes(routes!(accounts::revoke_api_key))
        .routes(routes!(orders::packages))
        .routes(routes!(orders::place, orders::list))
        .routes(routes!(orders::read))
        .routes(routes!(orders::pay))
        .routes(routes!(pricing::pricing))
        .routes(routes!(pricing::quote))
        .routes(routes!(pricing::promotions))
        .routes(routes!(pricing::claim))
        .routes(routes!(generations::create, generations::list))
        .routes(routes!(generations::read))
        .routes(routes!(generations::media))
        .routes(routes!(generations::upload_image))
        .routes(routes!(events::follow))
        .routes(routes!(balance_events::follow))
        .routes(routes!(token_log::own))
        .routes(routes!(token_log::for_support))
        .routes(routes!(token_log::order_for_support))
        .routes(routes!(webhooks::deliver))
}
