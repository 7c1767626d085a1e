//! Sharing a topic's partitions with other processes: a consumer group says who should have which.
//!
//! That is all that the group is used for: no record is fetched through it, and no offset is committed to it. What a process does with a
//! partition, and how it keeps others from doing the same, is its own business; the group only advises.
//!
//! The classic protocol, cooperative (what a member keeps, it keeps without a pause), with static members: a process that was killed and
//! comes back under its name has its partitions again at once. The newer protocol (KIP-848) is slower here: its members hear
//! of a change with their next heartbeat, and how often that is, is the broker's setting, five seconds if nobody changes it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext, Rebalance};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::groups::GroupInfo;
use rdkafka::topic_partition_list::TopicPartitionList;

use crate::client::Connection;
use crate::{KafkaSettings, LogError, Topic};

/// How often a member says that it lives. It hears of a change with the answer, so that this bounds how long a partition waits for its
/// next owner.
const HEARTBEAT_MS: &str = "250";

/// How long a member may be silent before its partitions are given to others: the shortest that brokers allow unless told otherwise.
const SESSION_MS: &str = "6000";

/// How long one look for news of the group waits.
const POLL: Duration = Duration::from_millis(50);

/// How long after a rebalance another one is likely.
const RESTLESS: Duration = Duration::from_secs(2);

/// How long a question that only wakes the client may take.
const NUDGED_WITHIN: Duration = Duration::from_millis(250);

/// How long leaving may take; after that the group finds out by itself.
const LEFT_WITHIN: Duration = Duration::from_secs(3);

/// How long the broker may take to say who is in the group.
const ASKED_WITHIN: Duration = Duration::from_secs(1);

/// What the group tells a member. Called on the membership's own thread, one after another.
pub trait Sharing: Send + Sync + 'static {
    /// These partitions are the member's from now on, beside those that it has.
    fn assigned(&self, partitions: &[i32]);

    /// These are taken away. They are given to others once this returns, so that whatever is under way with them had better be finished.
    fn revoked(&self, partitions: &[i32]);

    /// These were taken away while the group could not be reached; others may have them already.
    fn lost(&self, partitions: &[i32]);

    /// The member is no longer one, and never will be again: another process uses its name, or the group does not let it in.
    fn failed(&self, why: LogError);
}

/// A place in a group that shares the partitions of a topic.
pub struct Membership {
    leaving: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Membership {
    /// Joins `group` as `member`, a name that no other member may use at the same time. Does not wait for a broker.
    ///
    /// # Errors
    /// The client could not be made.
    pub fn join(
        settings: &KafkaSettings,
        group: &str,
        member: &str,
        topic: &Topic,
        sharing: Arc<dyn Sharing>,
    ) -> Result<Self, LogError> {
        let mut config = settings.consumer_config(group);
        config
            // So that whoever lists the group's members sees who they are.
            .set("client.id", member)
            .set("group.instance.id", member)
            .set("partition.assignment.strategy", "cooperative-sticky")
            .set("heartbeat.interval.ms", HEARTBEAT_MS)
            .set("session.timeout.ms", SESSION_MS)
            // Nothing is fetched.
            .set("auto.offset.reset", "latest");
        let context = Member {
            connection: Connection::new(),
            topic: topic.name().to_owned(),
            sharing,
            held: Mutex::default(),
            rebalanced: Mutex::new(Instant::now()),
        };
        let consumer: BaseConsumer<Member> = config.create_with_context(context).map_err(LogError::Client)?;
        consumer.subscribe(&[topic.name()]).map_err(LogError::Client)?;

        let leaving = Arc::new(AtomicBool::new(false));
        let (group, member, asked) = (group.to_owned(), member.to_owned(), Arc::clone(&leaving));
        let thread = std::thread::Builder::new()
            .name("group-member".to_owned())
            .spawn(move || {
                if stay(&consumer, &asked) {
                    leave(&consumer, &group, &member);
                }
            })
            .map_err(LogError::Thread)?;
        Ok(Self { leaving, thread })
    }

    /// Leaves the group, so that the others need not wait until they miss this member. Blocks until its partitions are let go.
    pub fn leave(self) {
        self.leaving.store(true, Ordering::Release);
        if self.thread.join().is_err() {
            tracing::error!("the thread of a group's member had panicked");
        }
    }
}

/// Serves the group until asked to leave, or until it is over; whether there is something to leave.
fn stay(consumer: &BaseConsumer<Member>, leaving: &AtomicBool) -> bool {
    while !leaving.load(Ordering::Acquire) {
        match consumer.poll(POLL) {
            Some(Err(error)) if is_for_good(&error) => {
                // The client would say so only when it is closed.
                consumer.context().lose_all();
                consumer.context().sharing.failed(LogError::from_consumption(error));
                return false;
            }
            Some(Err(error)) => tracing::debug!(%error, "the group's member reports an error"),
            // A record that was fetched before its partition was paused.
            Some(Ok(_)) | None => {}
        }
        nudge(consumer);
    }
    true
}

/// Whether trying again cannot help: another process has the name, or the group does not take us as we are.
fn is_for_good(error: &KafkaError) -> bool {
    matches!(error, KafkaError::MessageConsumptionFatal(_))
        || matches!(
            error.rdkafka_error_code(),
            Some(
                RDKafkaErrorCode::GroupAuthorizationFailed
                    | RDKafkaErrorCode::TopicAuthorizationFailed
                    | RDKafkaErrorCode::InconsistentGroupProtocol
                    | RDKafkaErrorCode::InvalidSessionTimeout
            )
        )
}

/// The client's own thread may sleep for a second, heartbeats due or not: whatever question wakes it. And it joins once a second at most, but one
/// rebalance often follows another, and all members wait for the last to join: what it learns about topics lifts that limit.
fn nudge(consumer: &BaseConsumer<Member>) {
    let member = consumer.context();
    let asked = if member.is_restless() {
        consumer.fetch_metadata(Some(&member.topic), NUDGED_WITHIN).map(drop)
    } else {
        consumer.subscription().map(drop)
    };
    if let Err(error) = asked {
        tracing::debug!(%error, "the client could not be asked");
    }
}

/// The client does not tell the group when a static member closes, only when it unsubscribes; and whether it has told yet, the broker knows.
fn leave(consumer: &BaseConsumer<Member>, group: &str, member: &str) {
    let deadline = Instant::now() + LEFT_WITHIN;
    consumer.unsubscribe();
    loop {
        // Here the revocation is served.
        consumer.poll(POLL);
        nudge(consumer);
        match consumer.fetch_group_list(Some(group), ASKED_WITHIN) {
            Ok(groups) => {
                let mut members = groups.groups().iter().flat_map(GroupInfo::members);
                if !members.any(|listed| listed.client_id() == member) {
                    return;
                }
            }
            Err(error) => tracing::debug!(%error, "the group's members could not be asked for"),
        }
        if Instant::now() >= deadline {
            tracing::warn!(group, member, "the group was not seen to let this member go");
            return;
        }
    }
}

struct Member {
    connection: Connection,
    sharing: Arc<dyn Sharing>,
    topic: String,
    held: Mutex<BTreeSet<i32>>,
    rebalanced: Mutex<Instant>,
}

impl Member {
    fn is_restless(&self) -> bool {
        self.rebalanced.lock().unwrap_or_else(PoisonError::into_inner).elapsed() < RESTLESS
    }

    fn given(&self, given: &TopicPartitionList) -> Vec<i32> {
        let given: Vec<i32> = partitions(given).collect();
        self.held.lock().unwrap_or_else(PoisonError::into_inner).extend(&given);
        given
    }

    // Those that it still has of them.
    fn taken(&self, taken: &TopicPartitionList) -> Vec<i32> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        partitions(taken).filter(|partition| held.remove(partition)).collect()
    }

    fn lose_all(&self) {
        let held = std::mem::take(&mut *self.held.lock().unwrap_or_else(PoisonError::into_inner));
        self.sharing.lost(&held.into_iter().collect::<Vec<_>>());
    }
}

impl ClientContext for Member {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        self.connection.log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        self.connection.error(error, reason);
    }
}

impl ConsumerContext for Member {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        match rebalance {
            Rebalance::Revoke(taken) if consumer.assignment_lost() => self.sharing.lost(&self.taken(taken)),
            Rebalance::Revoke(taken) => self.sharing.revoked(&self.taken(taken)),
            Rebalance::Assign(_) | Rebalance::Error(_) => {}
        }
    }

    fn post_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        *self.rebalanced.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        if let Rebalance::Assign(given) = rebalance {
            if let Err(error) = consumer.pause(given) {
                tracing::debug!(%error, "records are fetched that nobody looks at");
            }
            self.sharing.assigned(&self.given(given));
        }
    }
}

fn partitions(list: &TopicPartitionList) -> impl Iterator<Item = i32> {
    list.elements().into_iter().map(|element| element.partition())
}
