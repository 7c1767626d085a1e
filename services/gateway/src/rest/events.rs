//! A generation's event stream (server-sent events): its state now, at every change, and the end.
//!
//! Nothing is remembered between connections: whoever reconnects gets the present state first and the whole text so far
//! with offset 0. A client that leaves ends the stream behind the gateway too, since dropping it cancels the call.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use contracts::generation::v1 as proto;
use futures::{Stream, StreamExt as _, stream};
use kernel::GenerationId;
use tokio::time::Instant;
use tonic::{Status, Streaming};

use super::doc::LookupProblems;
use super::extract::Id;
use super::model::generation::{Generation, TextPiece};
use super::model::publish;
use super::streams::Place;
use crate::app::App;
use crate::auth::AsUser;
use crate::problem::Problem;
use crate::upstream::{refusal, repeat};

/// Comments that keep proxies from closing an idle stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// The longest stream: credentials are checked again when the client reconnects.
const LONGEST: Duration = Duration::from_mins(30);

/// Follow a generation.
///
/// Follows a generation until it is final and settled. Events: `status` (the generation) and, for chat, `text` (a piece of
/// the text with its offset). After a disconnect, connect again: the stream begins with the present state.
#[utoipa::path(
    get, path = "/v1/generations/{id}/events", tag = "generations", operation_id = "watchGeneration",
    params(("id" = uuid::Uuid, Path, description = "The generation's id.")),
    responses((status = 200, description = "Server-sent events until the generation is final and settled.",
               content_type = "text/event-stream", body = String,
               example = "event: status\ndata: {\"id\":\"0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77\",\"status\":\"running\"}\n\n"),
              LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn follow(
    State(app): State<App>,
    AsUser(caller): AsUser,
    Id(generation): Id<GenerationId>,
) -> Result<impl IntoResponse, Problem> {
    let place = app.streams.enter(caller.account_id)?;
    let request = proto::WatchGenerationRequest {
        account_id: caller.account_id.to_string(),
        generation_id: generation.to_string(),
    };
    let mut states =
        repeat(&app.upstream.lasting, request, |mut it, ask| async move { it.watch_generation(ask).await })
            .await?;
    // An unknown generation is a problem, not an empty stream: the answer begins with the first state.
    let first = states
        .message()
        .await
        .map_err(|status| refusal(&status))?
        .ok_or_else(|| Problem::new(kernel::Reason::NotFound, "there is no such generation"))?;
    let first: Generation = publish(first.generation)?;
    Ok(lasting(&app, events(&first, states, place)))
}

/// The answer that these events are.
pub(super) fn lasting<E: Stream<Item = Event> + Send + 'static>(
    app: &App,
    events: E,
) -> impl IntoResponse + use<E> {
    let stop = app.stop.clone();
    let last = Instant::now() + LONGEST;
    let end = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep_until(last) => {}
        }
    };
    let events = events.map(Ok::<_, Infallible>).take_until(end);
    let stream = Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE).text("still here"));
    // nginx would collect the stream before it passes it on.
    ([(header::HeaderName::from_static("x-accel-buffering"), "no")], stream)
}

/// Where the stream stands.
struct Position {
    states: Streaming<proto::WatchGenerationResponse>,
    told: Told,
    over: bool,
    /// Given back when the stream ends or the client leaves.
    _place: Place,
}

fn events(
    first: &Generation,
    states: Streaming<proto::WatchGenerationResponse>,
    place: Place,
) -> impl Stream<Item = Event> + Send + use<> {
    let mut told = Told::default();
    let begin = told.next(first);
    let rest = stream::unfold(Position { states, told, over: false, _place: place }, |mut at| async move {
        if at.over {
            return None;
        }
        let events = match at.states.message().await {
            Ok(None) => return None,
            Ok(Some(state)) => match publish::<Generation, _>(state.generation) {
                Ok(generation) => at.told.next(&generation),
                Err(_) => return None,
            },
            Err(broke) => {
                at.over = true;
                vec![broken(&broke)]
            }
        };
        Some((stream::iter(events), at))
    });
    stream::iter(begin).chain(rest.flatten())
}

/// The stream behind the gateway broke: the client is told to reconnect, not left to guess.
pub(super) fn broken(status: &Status) -> Event {
    let problem = refusal(status);
    let reason = problem.reason().as_str();
    Event::default().event("interrupted").data(format!("{{\"reason\":\"{reason}\"}}"))
}

/// What a client of this connection knows.
#[derive(Debug, Default)]
struct Told {
    /// Without its text.
    generation: Option<Generation>,
    text: String,
}

impl Told {
    /// What a new state adds to it.
    fn next(&mut self, state: &Generation) -> Vec<Event> {
        let mut events = Vec::new();
        if let Some(piece) = self.piece(state.text.as_deref().unwrap_or_default())
            && let Ok(event) = Event::default().event("text").json_data(piece)
        {
            events.push(event);
        }
        let without_text = Generation { text: None, ..state.clone() };
        if self.generation.as_ref() != Some(&without_text) {
            if let Ok(event) = Event::default().event("status").json_data(state) {
                events.push(event);
            }
            self.generation = Some(without_text);
        }
        events
    }

    fn piece(&mut self, text: &str) -> Option<TextPiece> {
        // A text that was begun anew, as after a retry, does not continue what was told: it replaces it.
        let (offset, piece) = match text.strip_prefix(self.text.as_str()) {
            Some("") => return None,
            Some(piece) => (self.text.chars().count(), piece),
            None => (0, text),
        };
        let piece = TextPiece { offset, text: piece.to_owned() };
        text.clone_into(&mut self.text);
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_in_pieces_with_their_offset_in_characters() {
        let mut told = Told::default();
        let mut piece = |text: &str| told.piece(text).map(|piece| (piece.offset, piece.text));
        assert_eq!(piece(""), None);
        assert_eq!(piece("Bücher"), Some((0, "Bücher".into())));
        assert_eq!(piece("Bücher"), None);
        assert_eq!(piece("Bücher, Zahlen"), Some((6, ", Zahlen".into())));
        assert_eq!(piece("Neu"), Some((0, "Neu".into())), "a text begun anew replaces the one told");
    }
}
