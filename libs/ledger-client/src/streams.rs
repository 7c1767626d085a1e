//! The streams: to home, with what it says about owners beside it, and to the owners that commands were for.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use futures::Stream;
use futures::task::AtomicWaker;
use runtime::grpc::{Channel, Client};
use runtime::retry;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tonic::{Code, Status, Streaming};

use crate::pending::{Again, Pending};
use crate::routes::{HOME, Lane, Learnt, LineChanges};

/// How soon commands are sent again, and streams opened again: a ledger that hands over a book needs a moment.
const AGAIN: retry::Policy =
    retry::Policy { attempts: u32::MAX, base: Duration::from_millis(10), cap: Duration::from_secs(1) };

/// How soon an owner that cannot be reached is tried again; until then its commands go home.
const OWNER_AGAIN: retry::Policy =
    retry::Policy { attempts: u32::MAX, base: Duration::from_millis(20), cap: Duration::from_secs(5) };

/// How long an instance may take to accept a stream.
const OPEN_WITHIN: Duration = Duration::from_secs(5);

/// An instance speaks of owners every second; one that has said nothing for so long is frozen or cut off.
const SILENT: Duration = Duration::from_secs(5);

/// What a stream sends: whatever waits on its lane, together.
struct ToSend {
    pending: Arc<Pending>,
    lane: Lane,
    sender: Arc<AtomicWaker>,
}

impl Stream for ToSend {
    type Item = proto::SubmitRequest;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.pending.poll_send(self.lane, &self.sender, cx).map(Some)
    }
}

async fn open(
    client: &Client,
    pending: &Arc<Pending>,
    lane: Lane,
) -> Result<(Channel, Streaming<proto::SubmitResponse>), Status> {
    let channel = client.clone().request_timeout(None).channel();
    let to_send = ToSend { pending: Arc::clone(pending), lane, sender: pending.sender(lane) };
    let mut ledger = LedgerServiceClient::new(channel.clone());
    let opened = timeout(OPEN_WITHIN, ledger.submit(to_send)).await;
    let opened = opened.map_err(|_| Status::unavailable("the instance does not accept a stream"))??;
    Ok((channel, opened.into_inner()))
}

/// Hands outcomes to their callers until the stream ends.
async fn settle(
    mut outcomes: Streaming<proto::SubmitResponse>,
    pending: &Arc<Pending>,
    failures: &mut u32,
) -> Result<(), Status> {
    while let Some(message) = outcomes.message().await? {
        *failures = 0;
        for Again { id, failed, least } in pending.settle(message.results) {
            let pending = Arc::clone(pending);
            tokio::spawn(async move {
                sleep(least.saturating_add(AGAIN.backoff(failed))).await;
                pending.again(id);
            });
        }
    }
    Ok(())
}

/// Whether the same would fare no better until somebody changes who may do what, or what is served.
fn is_lasting(status: &Status) -> bool {
    matches!(status.code(), Code::PermissionDenied | Code::Unauthenticated | Code::Unimplemented)
}

/// The stream that is always there.
pub(crate) struct Home {
    seeds: Vec<Client>,
    pending: Arc<Pending>,
    calls: Arc<Mutex<Channel>>,
    // Where home was last.
    at: String,
}

impl Home {
    /// Among these seeds, of which there is at least one; `calls` is to be the channel of single calls to wherever home is.
    pub(crate) fn new(seeds: Vec<Client>, pending: Arc<Pending>, calls: Arc<Mutex<Channel>>) -> Self {
        let at = seeds.first().map(|seed| seed.uri().to_string()).unwrap_or_default();
        Self { seeds, pending, calls, at }
    }

    /// Keeps it, for ever: another is opened whenever it breaks, at the next place if the last one does not answer.
    pub(crate) async fn keep(mut self) {
        let mut failures = 0;
        loop {
            for place in self.places() {
                let was_open = self.stay(&place, &mut failures).await;
                self.pending.start_over();
                failures += 1;
                sleep(AGAIN.backoff(failures)).await;
                if was_open {
                    break;
                }
            }
            self.seeds.rotate_left(1);
        }
    }

    // The seeds, and then whoever is known to own something.
    fn places(&self) -> Vec<Client> {
        let owners = self.pending.elsewhere();
        let owners = owners.iter().filter_map(|address| at(self.seeds.first()?, address));
        self.seeds.iter().cloned().chain(owners).collect()
    }

    // Stays as long as it goes well; whether it did at first.
    async fn stay(&mut self, place: &Client, failures: &mut u32) -> bool {
        let (channel, outcomes) = match open(place, &self.pending, HOME).await {
            Ok(opened) => opened,
            Err(status) => {
                tracing::warn!(%status, ledger = %place.uri(), "the ledger cannot be reached; trying again");
                self.give_up_if_lasting(&status);
                return false;
            }
        };
        let here = place.uri().to_string();
        if self.at != here {
            tracing::info!(ledger = here, "the ledger is reached by another address");
            *self.calls.lock().unwrap_or_else(PoisonError::into_inner) = place.channel();
            self.pending.home_moved();
            self.at = here;
        }
        let ended = tokio::select! {
            ended = settle(outcomes, &self.pending, failures) => ended,
            () = self.follow(channel) => Err(Status::unavailable("the instance is silent")),
        };
        match ended {
            Ok(()) => tracing::debug!("the ledger ended the stream"),
            Err(status) => {
                tracing::warn!(%status, ledger = self.at, "the stream to the ledger broke; opening another");
                self.give_up_if_lasting(&status);
            }
        }
        true
    }

    fn give_up_if_lasting(&self, status: &Status) {
        if is_lasting(status) {
            self.pending.fail_at_home(&Failure::from_status(status));
        }
    }

    // Listens to what the instance says about owners; ends when it is silent and there is somebody else to turn to.
    async fn follow(&self, channel: Channel) {
        let mut ledger = LedgerServiceClient::new(channel);
        let mut failures = 0;
        loop {
            match self.listen(&mut ledger, &mut failures).await {
                Heard::Silence if self.seeds.len() > 1 || !self.pending.elsewhere().is_empty() => return,
                // An instance from before there were such hints.
                Heard::End(Err(status)) if is_lasting(&status) => {
                    tracing::debug!(%status, "the ledger does not say who owns what: all goes through one instance");
                    return std::future::pending().await;
                }
                heard => tracing::debug!(?heard, "the ledger no longer says who owns what; asking again"),
            }
            failures += 1;
            sleep(AGAIN.backoff(failures)).await;
        }
    }

    async fn listen(&self, ledger: &mut LedgerServiceClient<Channel>, failures: &mut u32) -> Heard {
        let opening = timeout(SILENT, ledger.watch_owners(proto::WatchOwnersRequest {})).await;
        let mut told = match opening {
            Ok(Ok(told)) => told.into_inner(),
            Ok(Err(status)) => return Heard::End(Err(status)),
            Err(_) => return Heard::Silence,
        };
        loop {
            match timeout(SILENT, told.message()).await {
                Ok(Ok(Some(message))) => {
                    *failures = 0;
                    if self.pending.learn(message) == Learnt::Nonsense {
                        tracing::warn!("nobody can tell what the ledger says about its owners");
                    }
                }
                Ok(end) => return Heard::End(end.map(drop)),
                Err(_) => return Heard::Silence,
            }
        }
    }
}

/// Why nothing more is heard about owners.
#[derive(Debug)]
enum Heard {
    Silence,
    End(Result<(), Status>),
}

/// The same ledger at the address of one of its instances.
pub(crate) fn at(seed: &Client, address: &str) -> Option<Client> {
    let there = seed.at(&format!("https://{address}"));
    there.inspect_err(|error| tracing::warn!(%error, address, "an owner cannot be called")).ok()
}

/// Keeps a stream to each owner that is needed, for ever.
pub(crate) async fn keep_lines(seed: Client, pending: Arc<Pending>) {
    let mut lines = JoinSet::new();
    let mut running: BTreeMap<Lane, AbortHandle> = BTreeMap::new();
    loop {
        let LineChanges { wanted, gone } = pending.line_changes().await;
        for (lane, address) in wanted {
            if let Some(client) = at(&seed, &address) {
                let line = keep_line(client, address, lane, Arc::clone(&pending));
                running.insert(lane, lines.spawn(line));
            }
        }
        for lane in gone {
            if let Some(line) = running.remove(&lane) {
                line.abort();
            }
        }
        // Their ends say nothing.
        while lines.try_join_next().is_some() {}
    }
}

async fn keep_line(client: Client, address: Arc<str>, lane: Lane, pending: Arc<Pending>) {
    let mut failures = 0;
    loop {
        let ended = match open(&client, &pending, lane).await {
            Ok((_, outcomes)) => {
                pending.opened(lane);
                let ended = settle(outcomes, &pending, &mut failures).await;
                pending.broke(lane);
                ended
            }
            Err(status) => Err(status),
        };
        if let Err(status) = ended {
            tracing::debug!(%status, %address, "no stream to an owner; its commands go through another instance");
        }
        failures += 1;
        sleep(OWNER_AGAIN.backoff(failures)).await;
    }
}
