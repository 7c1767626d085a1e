//! Which broker leads which partition, and the connections there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::future::join_all;
use kafka_protocol::ResponseError;
use kafka_protocol::error::ParseResponseErrorCode as _;
use kafka_protocol::messages::MetadataResponse;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::batch::Batch;
use super::link::{Answer, Link};
use super::{Delivery, Fate};
use crate::wire::{self, Peer, address_of};
use crate::{KafkaSettings, Topic};

/// How often brokers are asked who leads what though nothing is known to have changed.
const ASK_EVERY: Duration = Duration::from_secs(5);

/// How soon to ask again while something is missing: at first, and at most.
const ASK_AGAIN: Duration = Duration::from_millis(20);
const ASK_AGAIN_AT_MOST: Duration = Duration::from_millis(500);

/// The ways to all partitions of a topic.
pub(super) struct Ways<D> {
    topic: Topic,
    settings: KafkaSettings,
    delivery: Arc<D>,
    state: Mutex<State>,
    // A way is missing, or has ended.
    changed: Notify,
    complete: AtomicBool,
}

#[derive(Default)]
struct State {
    // The broker that leads each partition.
    leaders: BTreeMap<i32, i32>,
    links: BTreeMap<i32, Arc<Link>>,
    // What has no way, in order.
    waiting: VecDeque<Batch>,
}

impl State {
    fn way(&self, partition: i32) -> Option<i32> {
        self.leaders.get(&partition).copied().filter(|broker| self.links.contains_key(broker))
    }

    // Sends what has a way; the rest waits, and all of the same partition behind it.
    fn send(&mut self, batches: impl IntoIterator<Item = Batch>) {
        let mut requests: BTreeMap<i32, Vec<Batch>> = BTreeMap::new();
        for batch in batches {
            let partition = batch.partition;
            let waits = self.waiting.iter().any(|waiting| waiting.partition == partition);
            let Some(broker) = self.way(partition).filter(|_| !waits) else {
                self.waiting.push_back(batch);
                continue;
            };
            let request = requests.entry(broker).or_default();
            // A request has at most one batch of each partition.
            if request.iter().any(|other| other.partition == partition) {
                let full = std::mem::take(request);
                self.send_to(broker, full);
            }
            requests.entry(broker).or_default().push(batch);
        }
        for (broker, request) in requests {
            self.send_to(broker, request);
        }
    }

    fn send_to(&mut self, broker: i32, request: Vec<Batch>) {
        let Some(link) = self.links.get(&broker) else {
            self.waiting.extend(request);
            return;
        };
        if let Err(unsent) = link.send(request) {
            self.links.remove(&broker);
            self.waiting.extend(unsent);
        }
    }
}

/// Whoever is asked about the cluster.
#[derive(Default)]
struct Adviser {
    peer: Option<Peer>,
    // Where else there are brokers than the settings say.
    known: Vec<String>,
}

impl<D: Delivery> Ways<D> {
    pub(super) fn new(topic: Topic, settings: KafkaSettings, delivery: Arc<D>) -> Self {
        Self {
            topic,
            settings,
            delivery,
            state: Mutex::default(),
            changed: Notify::new(),
            complete: AtomicBool::new(true),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn are_complete(&self) -> bool {
        self.complete.load(Ordering::Relaxed)
    }

    /// Sends batches on their ways; those of a partition without one wait for it.
    pub(super) fn send(&self, batches: Vec<Batch>) {
        let mut state = self.lock();
        state.send(batches);
        let waits = !state.waiting.is_empty();
        drop(state);
        if waits {
            self.changed.notify_one();
        }
    }

    /// Keeps the ways, for ever.
    pub(super) async fn keep(self: Arc<Self>) {
        let mut adviser = Adviser::default();
        let mut links = JoinSet::new();
        let mut again = ASK_AGAIN;
        loop {
            let looked = self.look(&mut adviser, &mut links).await;
            let missing = looked.unwrap_or_else(|error| Some(error.to_string()));
            self.note(missing.as_deref());
            self.go_on();
            while links.try_join_next().is_some() {}
            if missing.is_none() {
                again = ASK_AGAIN;
                if tokio::time::timeout(ASK_EVERY, self.changed.notified()).await.is_ok() {
                    // Who leads instead is not known at once.
                    tokio::time::sleep(ASK_AGAIN).await;
                }
            } else {
                tokio::time::sleep(again).await;
                again = (again * 2).min(ASK_AGAIN_AT_MOST);
            }
        }
    }

    // Asks who leads what and connects to those; what is missing afterwards.
    async fn look(
        self: &Arc<Self>,
        adviser: &mut Adviser,
        links: &mut JoinSet<()>,
    ) -> Result<Option<String>, Error> {
        let metadata = self.ask(adviser).await?;
        adviser.known = metadata.brokers.iter().map(address_of).collect();
        let leaders = wire::leaders_in(&metadata, self.topic.name());
        let leading: BTreeSet<i32> = leaders.values().copied().collect();
        let missing: BTreeSet<i32> = {
            let mut state = self.lock();
            state.leaders = leaders;
            for (_, link) in state.links.iter().filter(|(broker, _)| !leading.contains(broker)) {
                link.depose();
            }
            leading.into_iter().filter(|broker| !state.links.contains_key(broker)).collect()
        };
        let connecting = metadata.brokers.iter().filter(|broker| missing.contains(&broker.node_id.0));
        let connecting = connecting.map(|broker| async {
            let address = address_of(broker);
            let connected = Peer::connect(&address, &self.settings.client_id).await;
            (broker.node_id.0, address, connected)
        });
        let mut unreachable = None;
        for (broker, address, connected) in join_all(connecting).await {
            match connected {
                Ok(peer) => {
                    let link = Arc::new(Link::new(peer, self.topic.name()));
                    self.lock().links.insert(broker, Arc::clone(&link));
                    links.spawn(Arc::clone(self).run(broker, link));
                }
                Err(error) => unreachable = Some(format!("the broker at {address}: {error}")),
            }
        }
        let state = self.lock();
        let leaderless =
            (0..self.settings.partitions).find(|partition| !state.leaders.contains_key(partition));
        Ok(unreachable.or_else(|| leaderless.map(|partition| format!("nobody leads partition {partition}"))))
    }

    // Whoever answered last is asked first, then those in the settings, then those that were known last.
    async fn ask(&self, adviser: &mut Adviser) -> Result<MetadataResponse, Error> {
        let request = wire::who_leads(self.topic.name());
        if let Some(peer) = &mut adviser.peer
            && let Ok(metadata) = peer.metadata(&request).await
        {
            return Ok(metadata);
        }
        let mut failed = Error::new(ErrorKind::NotFound, "no broker is named in the settings");
        adviser.peer = None;
        for address in self.settings.bootstrap().chain(adviser.known.iter().map(String::as_str)) {
            let connected = Peer::connect(address, &self.settings.client_id).await;
            match async { connected?.advise(&request).await }.await {
                Ok((peer, metadata)) => {
                    adviser.peer = Some(peer);
                    return Ok(metadata);
                }
                Err(error) => failed = Error::new(error.kind(), format!("the broker at {address}: {error}")),
            }
        }
        Err(failed)
    }

    // What has a way now goes; what has waited for too long is lost.
    fn go_on(&self) {
        let now = Instant::now();
        let mut state = self.lock();
        let waiting = std::mem::take(&mut state.waiting);
        let (late, in_time): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|batch| batch.until <= now);
        state.send(in_time);
        drop(state);
        if !late.is_empty() {
            self.delivery
                .tell(late.into_iter().map(|batch| Fate::lost(batch.partition, batch.seqs)).collect());
        }
    }

    async fn run(self: Arc<Self>, broker: i32, link: Arc<Link>) {
        let error = link.run(|answer| self.answered(answer)).await;
        let lost = link.end();
        let mut state = self.lock();
        if state.links.get(&broker).is_some_and(|current| Arc::ptr_eq(current, &link)) {
            state.links.remove(&broker);
        }
        drop(state);
        if lost.is_empty() {
            // Brokers close connections that are not used.
            tracing::debug!(%error, broker, "the connection to the broker ended");
        } else {
            tracing::warn!(%error, broker, "the connection to the broker ended with records on their way");
            self.delivery.tell(lost);
        }
        self.changed.notify_one();
    }

    fn answered(&self, answer: Answer) {
        for (partition, code) in &answer.refused {
            let error = code.err().unwrap_or(ResponseError::UnknownServerError);
            tracing::warn!(%error, partition, "records were not appended");
        }
        let moved = !answer.refused.is_empty();
        if moved {
            let mut state = self.lock();
            for (partition, _) in &answer.refused {
                state.leaders.remove(partition);
            }
        }
        self.delivery.tell(answer.fates);
        if moved {
            self.changed.notify_one();
        }
    }

    fn note(&self, missing: Option<&str>) {
        let complete = missing.is_none();
        if self.complete.swap(complete, Ordering::Relaxed) == complete {
            return;
        }
        match missing {
            None => tracing::info!(topic = %self.topic, "all partitions can be appended to"),
            Some(missing) => {
                tracing::warn!(topic = %self.topic, missing, "not all partitions can be appended to");
            }
        }
    }
}
