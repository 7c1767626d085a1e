//! What handlers share.

use std::sync::Arc;
use std::time::Duration;

use runtime::Clock;
use tokio_util::sync::CancellationToken;

use crate::auth::ApiKeys;
use crate::edge::rate::Limits;
use crate::rest::streams::Streams;
use crate::upstream::Upstream;

/// What handlers share. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The services behind the gateway.
    pub upstream: Upstream,
    /// Remembered API keys, of which revoked ones must be forgotten.
    pub api_keys: Arc<ApiKeys>,
    /// How often clients may ask.
    pub limits: Arc<Limits>,
    /// Answers that last.
    pub streams: Streams,
    /// The time.
    pub clock: Clock,
    /// The time that a client has to send its request's body.
    pub body_timeout: Duration,
    /// When everything is to end.
    pub stop: CancellationToken,
}
