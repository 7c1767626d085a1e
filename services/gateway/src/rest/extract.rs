//! What handlers take from requests, each strictly: bodies, path segments, query parameters, idempotency keys.

use std::str::FromStr;
use std::time::Duration;

use axum::extract::{FromRef, FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use kernel::{IdempotencyKey, Reason};
use serde::de::DeserializeOwned;

use super::json;
use crate::app::App;
use crate::problem::Problem;

/// The most that a JSON body or a notification may have.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// The header of idempotency keys.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// A JSON body: of the right media type, complete, without unknown fields.
#[derive(Debug)]
pub struct Body<T>(pub T);

impl<T, S> FromRequest<S> for Body<T>
where
    T: json::Strict,
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = media_type(request.headers());
        if kind.as_deref() != Some("application/json") {
            return Err(unsupported("send JSON with `Content-Type: application/json`"));
        }
        let bytes = read(request, MAX_BODY_BYTES, App::from_ref(state).body_timeout).await?;
        T::read(&bytes).map(Self)
    }
}

/// A whole body, byte for byte.
pub async fn read(request: Request, most: usize, within: Duration) -> Result<Bytes, Problem> {
    let too_large = || {
        Problem::new(Reason::InvalidInput, format!("the body is larger than {most} bytes"))
            .status(StatusCode::PAYLOAD_TOO_LARGE)
    };
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let body = tokio::time::timeout(within, Limited::new(request.into_body(), most).collect()).await;
    match body {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(too_large()),
        Ok(Err(_)) => Err(Problem::new(Reason::InvalidInput, "the body could not be read to its end")),
        Err(_) => Err(Problem::new(Reason::InvalidInput, "the body did not arrive in time")
            .status(StatusCode::REQUEST_TIMEOUT)),
    }
}

/// The media type of a body, without parameters, in lower case.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let kind = value.split(';').next()?.trim();
    Some(kind.to_ascii_lowercase())
}

/// A body of a media type that the route does not take.
pub fn unsupported(detail: &str) -> Problem {
    Problem::new(Reason::InvalidInput, detail).status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
}

/// The idempotency key that every request moving tokens or money must have.
#[derive(Debug)]
pub struct Key(pub IdempotencyKey);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut values = parts.headers.get_all(IDEMPOTENCY_KEY).iter();
        let missing = || {
            Problem::new(
                Reason::IdempotencyKeyMissing,
                "send the header `Idempotency-Key` with 1 to 255 visible ASCII characters, such as a UUID made once for \
                 this request, and the same one when you repeat it",
            )
        };
        let value = values.next().ok_or_else(missing)?;
        if values.next().is_some() {
            return Err(Problem::invalid("Idempotency-Key", "must be sent once"));
        }
        let wrong = || Problem::invalid("Idempotency-Key", kernel::InvalidIdempotencyKey.to_string());
        let text = value.to_str().map_err(|_| wrong())?;
        IdempotencyKey::new(text).map(Self).map_err(|_| wrong())
    }
}

/// The path's parameters, as text.
#[derive(Debug)]
pub struct Segments<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segments<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(segments)) => Ok(Self(segments)),
            Err(_) => Err(Problem::new(Reason::NotFound, "there is nothing at this address")),
        }
    }
}

/// The path's only parameter, an id.
#[derive(Debug)]
pub struct Id<T>(pub T);

impl<T, S> FromRequestParts<S> for Id<T>
where
    T: FromStr<Err: std::fmt::Display> + Send,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Segments(text) = Segments::<String>::from_request_parts(parts, state).await?;
        parse("id", &text).map(Self)
    }
}

/// A parameter's value.
pub fn parse<T: FromStr<Err: std::fmt::Display>>(name: &str, text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error: T::Err| Problem::invalid(name, error.to_string()))
}

/// The query's parameters. Whoever reads it names all that there may be; others are refused.
#[derive(Debug)]
pub struct Query(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self::read(parts.uri.query().unwrap_or_default()))
    }
}

impl Query {
    fn read(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// Refuses parameters that are not among these.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => {
                let there_is =
                    if known.is_empty() { "none".to_owned() } else { format!("`{}`", known.join("`, `")) };
                Err(Problem::invalid(
                    shortened(name),
                    format!("is not a parameter of this call; there is {there_is}"),
                ))
            }
        }
    }

    /// A parameter that may be given once.
    pub fn once(&self, name: &str) -> Result<Option<&str>, Problem> {
        let mut values = self.all(name);
        let value = values.next();
        if values.next().is_some() {
            return Err(Problem::invalid(name, "must be given once"));
        }
        Ok(value)
    }

    /// A parameter that may be given more than once.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// `limit` and `cursor`.
    pub fn page(&self, most: u32) -> Result<Page, Problem> {
        let limit = match self.once("limit")? {
            None => 0,
            Some(text) => text.parse().ok().filter(|limit| (1..=most).contains(limit)).ok_or_else(|| {
                Problem::invalid("limit", format!("must be a whole number from 1 to {most}"))
            })?,
        };
        let cursor = self.once("cursor")?.unwrap_or_default();
        if cursor.len() > 512 || !cursor.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Problem::invalid("cursor", "must be the `next_cursor` of the page before"));
        }
        Ok(Page { limit, cursor: cursor.to_owned() })
    }
}

/// Which part of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// 0: the service's default.
    pub limit: u32,
    /// Empty: the first page.
    pub cursor: String,
}

/// A name of the client's own making, as an answer may repeat it.
fn shortened(name: &str) -> String {
    name.chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_repeated_parameters_are_refused() {
        let query = Query::read("limit=5&kind=use&kind=hold");
        assert!(query.only(&["limit", "kind"]).is_ok());
        assert!(query.only(&["limit"]).is_err());
        assert!(query.once("kind").is_err());
        assert_eq!(query.all("kind").collect::<Vec<_>>(), ["use", "hold"]);
        assert_eq!(Query::read("").once("limit"), Ok(None));
    }

    #[test]
    fn pages_are_bounded() {
        assert_eq!(
            Query::read("limit=200&cursor=abc").page(200).unwrap(),
            Page { limit: 200, cursor: "abc".into() }
        );
        assert_eq!(Query::read("").page(200).unwrap(), Page { limit: 0, cursor: String::new() });
        for wrong in
            ["limit=0", "limit=201", "limit=-1", "limit=1.5", "limit=", "cursor=a%20b", "limit=1&limit=2"]
        {
            assert!(Query::read(wrong).page(200).is_err(), "{wrong}");
        }
    }
}
