//! Who may call what: one table per server, checked before any handler. What is not in it is refused.

use std::{
    collections::{BTreeSet, HashMap},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use http::{Request, Response};
use pin_project_lite::pin_project;
use prost::Message as _;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};
use tower::{Layer, Service};

use super::peer::{Connection, Peer};

/// RPCs of every server, open to any verified peer.
pub(super) const COMMON: [&str; 5] = [
    "/grpc.health.v1.Health/Check",
    "/grpc.health.v1.Health/Watch",
    "/grpc.health.v1.Health/List",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
];

/// How long a caller should stay away from a server that has too many calls.
const OVERLOAD_PAUSE: Duration = Duration::from_millis(100);

/// Whom an RPC allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allow {
    /// The service of this name (`gateway`), or `operator`.
    Service(&'static str),
    /// Any service that meters tokens: `metering/<team>`.
    AnyMetering,
    /// Anyone with a certificate of our authority.
    AnyPeer,
}

impl Allow {
    fn admits(self, peer: &Peer) -> bool {
        match self {
            Self::Service(name) => peer.name() == name,
            Self::AnyMetering => peer.metering_team().is_some(),
            Self::AnyPeer => true,
        }
    }
}

/// Each RPC's full path, `/package.Service/Method`, and whom it allows. Health and reflection are always
/// there, for any peer.
#[derive(Clone, Debug)]
pub struct AccessPolicy {
    allowed: Arc<HashMap<&'static str, &'static [Allow]>>,
    relay: Option<&'static str>,
}

/// The table and the services do not match.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "access policy: missing {missing:?}, of no service {unknown:?}, listed twice or unreadable {faulty:?}"
)]
pub struct IncompletePolicy {
    /// RPCs that the table forgot (and that nobody could call).
    pub missing: Vec<String>,
    /// Rows that name no RPC of the services.
    pub unknown: Vec<String>,
    /// What else is wrong.
    pub faulty: Vec<String>,
}

impl AccessPolicy {
    /// A policy from its table. Of two rows for one RPC the later counts; [`AccessPolicy::check_complete`]
    /// is what finds slips.
    pub fn new(table: &[(&'static str, &'static [Allow])]) -> Self {
        let common = COMMON.into_iter().map(|path| (path, &[Allow::AnyPeer][..]));
        Self { allowed: Arc::new(common.chain(table.iter().copied()).collect()), relay: None }
    }

    /// Believes the service of this name when it says for whom it calls: the call is then judged, and answered, as if that peer had made it.
    /// For instances of one service that pass calls on to one another; anybody else who tries is refused.
    #[must_use]
    pub fn with_relay(self, name: &'static str) -> Self {
        Self { relay: Some(name), ..self }
    }

    /// Checks that the table has a row for every RPC of `services` (full names, `package.Service`) and no
    /// other. `descriptors` is an encoded `google.protobuf.FileDescriptorSet` that has them all.
    /// [`super::Server::serve`] does it at start; a unit test finds it earlier.
    pub fn check_complete(&self, descriptors: &[u8], services: &[&str]) -> Result<(), IncompletePolicy> {
        let mut incomplete = IncompletePolicy { missing: vec![], unknown: vec![], faulty: vec![] };
        match rpcs_of(descriptors, services) {
            Ok(rpcs) => {
                let listed = |path: &String| self.allowed.contains_key(path.as_str());
                incomplete.missing = rpcs.iter().filter(|path| !listed(path)).cloned().collect();
                let rows = self.allowed.keys().filter(|path| !COMMON.contains(path));
                incomplete.unknown =
                    rows.filter(|path| !rpcs.contains(**path)).map(|path| (*path).to_owned()).collect();
            }
            Err(problems) => incomplete.faulty = problems,
        }
        let complete =
            [&incomplete.missing, &incomplete.unknown, &incomplete.faulty].iter().all(|it| it.is_empty());
        if complete { Ok(()) } else { Err(incomplete) }
    }

    /// Every RPC of the table.
    pub(super) fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.allowed.keys().copied()
    }

    fn admits(&self, path: &str, peer: &Peer) -> bool {
        self.allowed.get(path).is_some_and(|allowed| allowed.iter().any(|allow| allow.admits(peer)))
    }
}

fn rpcs_of(descriptors: &[u8], services: &[&str]) -> Result<BTreeSet<String>, Vec<String>> {
    let set = prost_types::FileDescriptorSet::decode(descriptors).map_err(|error| vec![error.to_string()])?;
    let mut found = BTreeSet::new();
    let mut rpcs = BTreeSet::new();
    for file in &set.file {
        for service in &file.service {
            let name = format!("{}.{}", file.package(), service.name());
            if services.contains(&name.as_str()) {
                rpcs.extend(service.method.iter().map(|method| format!("/{name}/{}", method.name())));
                found.insert(name);
            }
        }
    }
    let absent: Vec<_> =
        services.iter().filter(|name| !found.contains(**name)).map(|name| (*name).to_owned()).collect();
    if absent.is_empty() { Ok(rpcs) } else { Err(absent) }
}

/// Admits calls by the policy, and refuses more than `limit` at the same time.
#[derive(Clone, Debug)]
pub(super) struct AccessLayer {
    pub(super) policy: AccessPolicy,
    pub(super) limit: usize,
    pub(super) under_way: Arc<AtomicUsize>,
}

impl<S> Layer<S> for AccessLayer {
    type Service = Access<S>;

    fn layer(&self, inner: S) -> Access<S> {
        Access { inner, gate: self.clone() }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Access<S> {
    inner: S,
    gate: AccessLayer,
}

impl AccessLayer {
    fn admit<B>(&self, request: &mut Request<B>) -> Result<Slot, Box<Status>> {
        let connection = request.extensions().get::<Connection>();
        let Some(peer) = connection.and_then(|connection| connection.peer.clone()) else {
            return Err(Box::new(Status::unauthenticated(
                "a client certificate with an identity is required",
            )));
        };
        let remote = connection.map(|connection| connection.remote);
        let path = request.uri().path();
        let refused = |peer: &Peer, why| {
            tracing::warn!(%peer, ?remote, rpc = path, "call refused: {why}");
            Err(Box::new(Status::permission_denied("this peer may not make this call")))
        };
        let origin = match Peer::relayed(request.headers()) {
            Ok(None) => None,
            Ok(Some(origin)) if self.policy.relay == Some(peer.name()) => Some(origin),
            Ok(Some(_)) | Err(_) => return refused(&peer, "it speaks for another"),
        };
        let caller = origin.as_ref().unwrap_or(&peer);
        if !self.policy.admits(path, caller) {
            return refused(caller, "not allowed");
        }
        let slot = Slot::take(&self.under_way, self.limit).ok_or_else(|| {
            let details = ErrorDetails::with_retry_info(Some(OVERLOAD_PAUSE));
            Box::new(Status::with_error_details(Code::ResourceExhausted, "too many calls", details))
        })?;
        if let (Some(origin), Some(remote)) = (origin, remote) {
            request.extensions_mut().insert(Connection { remote, peer: Some(origin), relayed: true });
        }
        Ok(slot)
    }
}

impl<S, B, R> Service<Request<B>> for Access<S>
where
    S: Service<Request<B>, Response = Response<R>>,
    R: Default,
{
    type Response = Response<R>;
    type Error = S::Error;
    type Future = AccessFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        match self.gate.admit(&mut request) {
            Ok(slot) => AccessFuture::Admitted { inner: self.inner.call(request), _slot: slot },
            Err(status) => AccessFuture::Refused { status: Some(status) },
        }
    }
}

pin_project! {
    #[project = Projected]
    pub(super) enum AccessFuture<F> {
        Admitted { #[pin] inner: F, _slot: Slot },
        Refused { status: Option<Box<Status>> },
    }
}

impl<F, R, E> Future for AccessFuture<F>
where
    F: Future<Output = Result<Response<R>, E>>,
    R: Default,
{
    type Output = Result<Response<R>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match self.project() {
            Projected::Admitted { inner, .. } => Poll::Ready(ready!(inner.poll(cx))),
            Projected::Refused { status } => match status.take() {
                Some(status) => Poll::Ready(Ok((*status).into_http())),
                None => Poll::Pending,
            },
        }
    }
}

/// One of the calls under way; given back when dropped.
pub(super) struct Slot(Arc<AtomicUsize>);

impl Slot {
    fn take(under_way: &Arc<AtomicUsize>, limit: usize) -> Option<Self> {
        let slot = Self(Arc::clone(under_way));
        // Over the limit, the slot is dropped here, which gives it back.
        (under_way.fetch_add(1, Ordering::Relaxed) < limit).then_some(slot)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
