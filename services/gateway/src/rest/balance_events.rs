//! The balance's event stream (server-sent events): the balance now, and again whenever it changes.
//!
//! An event's id is the wallet's version. Whoever reconnects with the last one, as browsers do by themselves, is told only what came after it.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::Event;
use contracts::ledger::v1 as ledger;
use futures::{Stream, stream};
use tonic::Streaming;

use super::doc::AccountProblems;
use super::events::{broken, lasting};
use super::model::Balance;
use super::streams::Place;
use crate::app::App;
use crate::auth::AsUser;
use crate::problem::Problem;
use crate::upstream::repeat;

const LAST_EVENT_ID: &str = "last-event-id";

/// Follow the balance.
///
/// Tells the balance now and whenever it changes; of many changes at once only the last. Events: `balance` (the wallet), with the wallet's version as
/// their id; `interrupted` when the stream broke: connect again. With `Last-Event-ID` only later versions are told.
#[utoipa::path(
    get, path = "/v1/balance/events", tag = "tokens", operation_id = "watchBalance",
    params(("Last-Event-ID" = Option<u64>, Header, description = "The id of the last event that came.", example = 17)),
    responses((status = 200, description = "Server-sent events for as long as the client stays, at most half an hour.",
               content_type = "text/event-stream", body = String,
               example = "event: balance\nid: 17\ndata: {\"available\":880,\"held\":120,\"locked\":0,\"debt\":0,\"frozen\":false,\"version\":17}\n\n"),
              AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn follow(
    State(app): State<App>,
    AsUser(caller): AsUser,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Problem> {
    let place = app.streams.enter(caller.account_id)?;
    let request = ledger::WatchBalanceRequest {
        account_id: caller.account_id.to_string(),
        // An id that is none of ours is that of a stream that the client has confused with this one.
        after_version: last_version(&headers).unwrap_or_default(),
    };
    let balances =
        repeat(&app.upstream.watching, request, |mut it, ask| async move { it.watch_balance(ask).await })
            .await?;
    Ok(lasting(&app, events(balances, place)))
}

fn last_version(headers: &HeaderMap) -> Option<u64> {
    headers.get(LAST_EVENT_ID)?.to_str().ok()?.parse().ok()
}

fn events(
    balances: Streaming<ledger::WatchBalanceResponse>,
    place: Place,
) -> impl Stream<Item = Event> + Send + use<> {
    // The place is given back when the stream ends or the client leaves.
    stream::unfold((Some(balances), place), |(balances, place)| async move {
        let mut balances = balances?;
        match balances.message().await {
            Ok(None) => None,
            Ok(Some(told)) => {
                let balance: Balance = told.balance.unwrap_or_default().into();
                let event = Event::default().event("balance").id(balance.version.to_string());
                Some((event.json_data(balance).ok()?, (Some(balances), place)))
            }
            Err(broke) => Some((broken(&broke), (None, place))),
        }
    })
}
