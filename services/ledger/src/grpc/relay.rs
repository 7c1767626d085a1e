//! Passing requests on to the instance that owns the account's book: one hop, and never a second.
//!
//! Whoever is asked on behalf of another answers by itself or not at all; so requests cannot go round in circles while instances disagree
//! about who owns what. A call that is passed on keeps its caller (whom only instances of the ledger may name), its trace and its deadline.
//!
//! [`super::passing`] does it for the commands of a batch or a stream.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use futures::{Stream, stream};
use kernel::Reason;
use prost::Message;
use runtime::TlsOptions;
use runtime::grpc::{Channel, Client, Peer};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tonic::client::Grpc;
use tonic::codegen::http::uri::PathAndQuery;
use tonic::{Code, Request, Response, Status};
use tonic_prost::ProstCodec;
use tonic_types::StatusExt as _;

use super::{answer, owners};
use crate::book::Owner;
use crate::shell::Owners;

/// Whom every instance proves to be.
const LEDGER: &str = "ledger";

/// Connections that are kept; instances come and go.
const LINES: usize = 64;

/// How long until a request that got no answer from the owner is worth another try.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// The ways to the other instances. Clones share them.
#[derive(Clone)]
pub struct Relays(Arc<Shared>);

struct Shared {
    owners: Owners,
    me: String,
    tls: TlsOptions,
    lines: Mutex<HashMap<String, Line>>,
    // Those who want to know the ways themselves.
    room_to_watch: Arc<Semaphore>,
}

/// The way to one instance.
#[derive(Clone)]
pub(super) struct Line {
    calls: Channel,
    /// Without a timeout of its own.
    pub(super) streams: Channel,
}

/// Another instance's book.
pub(super) struct Elsewhere {
    partition: i32,
    pub(super) owner: Owner,
    pub(super) line: Line,
}

impl Relays {
    /// The ways from the instance at address `me`, with the identity of the ledger.
    pub fn new(owners: Owners, me: String, tls: TlsOptions) -> Self {
        let room_to_watch = Arc::new(Semaphore::new(owners::AT_MOST));
        Self(Arc::new(Shared { owners, me, tls, lines: Mutex::default(), room_to_watch }))
    }

    pub(super) fn owners(&self) -> &Owners {
        &self.0.owners
    }

    /// Who owns what, for a caller that goes there by itself.
    pub(super) fn watch(
        &self,
        stop: CancellationToken,
    ) -> Result<impl Stream<Item = Result<proto::WatchOwnersResponse, Status>> + use<>, Failure> {
        let Shared { owners, me, room_to_watch, .. } = &*self.0;
        owners::watch(owners.clone(), me.clone(), room_to_watch, stop)
    }

    /// The way to the owner of a partition's book that is not ours.
    pub(super) fn to(&self, partition: i32) -> Result<Elsewhere, Failure> {
        let owner = self.0.owners.of(partition).filter(|owner| owner.address != self.0.me);
        let owner = owner.ok_or_else(answer::not_taken)?;
        let line = self.line(&owner.address)?;
        Ok(Elsewhere { partition, owner, line })
    }

    fn line(&self, address: &str) -> Result<Line, Failure> {
        let mut lines = self.0.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = lines.get(address) {
            return Ok(line.clone());
        }
        let client = Client::to(&format!("https://{address}"), &self.0.tls, LEDGER).map_err(|error| {
            tracing::error!(%error, address, "the owner of a book cannot be called");
            answer::not_taken()
        })?;
        let line = Line { calls: client.channel(), streams: client.request_timeout(None).channel() };
        if lines.len() >= LINES {
            lines.clear();
        }
        lines.insert(address.to_owned(), line.clone());
        Ok(line)
    }

    /// Passes a single call on for its caller, and its answer back.
    pub(super) async fn call<Q, A>(
        &self,
        elsewhere: Elsewhere,
        caller: &Peer,
        method: &str,
        question: Q,
    ) -> Result<Response<A>, Status>
    where
        Q: Message + 'static,
        A: Message + Default + 'static,
    {
        let Elsewhere { partition, owner, line } = elsewhere;
        metrics::counter!("ledger_relayed_total", "what" => "calls").increment(1);
        let (path, request) = (path(method)?, on_behalf_of(caller, question));
        let mut grpc = Grpc::new(line.calls);
        let calling = async {
            grpc.ready().await.map_err(|_| Status::from(unreachable_owner()))?;
            grpc.unary(request, path, ProstCodec::<Q, A>::default()).await
        };
        let answered = tokio::select! {
            answered = calling => answered,
            // An owner that is frozen or cut off does not say so.
            () = self.0.owners.moved_on(partition, &owner) => return Err(moved().into()),
        };
        answered.map_err(|status| as_told(status, &owner))
    }

    /// Passes on a call that is answered by many messages, until the book moves on or this instance stops.
    pub(super) async fn follow<Q, A>(
        &self,
        elsewhere: Elsewhere,
        caller: &Peer,
        method: &str,
        question: Q,
        stop: CancellationToken,
    ) -> Result<impl Stream<Item = Result<A, Status>> + use<Q, A>, Status>
    where
        Q: Message + 'static,
        A: Message + Default + 'static,
    {
        let Elsewhere { partition, owner, line } = elsewhere;
        metrics::counter!("ledger_relayed_total", "what" => "watches").increment(1);
        let (path, request) = (path(method)?, on_behalf_of(caller, question));
        let mut grpc = Grpc::new(line.streams);
        let opening = async {
            grpc.ready().await.map_err(|_| Status::from(unreachable_owner()))?;
            grpc.server_streaming(request, path, ProstCodec::<Q, A>::default()).await
        };
        let owners = self.0.owners.clone();
        let opened = tokio::select! {
            opened = opening => opened,
            () = owners.moved_on(partition, &owner) => return Err(moved().into()),
        };
        let answers = opened.map_err(|status| as_told(status, &owner))?.into_inner();
        let state = Some((answers, owners, owner, stop));
        Ok(stream::unfold(state, move |state| async move {
            let (mut answers, owners, owner, stop) = state?;
            let next = tokio::select! {
                next = answers.message() => next.map_err(|status| as_told(status, &owner)).transpose()?,
                () = owners.moved_on(partition, &owner) => Err(moved().into()),
                () = stop.cancelled() => Err(answer::not_taken().into()),
            };
            let rest = next.is_ok().then_some((answers, owners, owner, stop));
            Some((next, rest))
        }))
    }
}

fn path(method: &str) -> Result<PathAndQuery, Failure> {
    PathAndQuery::try_from(format!("/tokenbook.ledger.v1.LedgerService/{method}"))
        .map_err(|_| Failure::internal())
}

fn on_behalf_of<Q>(caller: &Peer, question: Q) -> Request<Q> {
    let mut request = Request::new(question);
    caller.relay(&mut request);
    request
}

/// What the owner says has a reason; a connection that broke has none.
fn as_told(status: Status, owner: &Owner) -> Status {
    let by_the_connection =
        matches!(status.code(), Code::Unavailable | Code::Internal | Code::Unknown | Code::Cancelled);
    if by_the_connection && status.get_details_error_info().is_none() {
        tracing::debug!(%status, instance = owner.instance, "the owner of a book did not answer");
        return unreachable_owner().into();
    }
    status
}

/// Nobody knows what became of it.
pub(super) fn unreachable_owner() -> Failure {
    Failure::new(
        Reason::Unavailable,
        "the instance that serves the account did not answer; try again with the same idempotency key to learn the outcome",
    )
    .retry_after(RETRY_PAUSE)
}

/// Nobody knows what became of it, but somebody else does by now.
pub(super) fn moved() -> Failure {
    Failure::new(
        Reason::Unavailable,
        "the account has moved to another instance; try again with the same idempotency key to learn the outcome",
    )
    .retry_after(RETRY_PAUSE)
}
