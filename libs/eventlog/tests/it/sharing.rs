use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use eventlog::{KafkaSettings, LogError, Membership, Sharing, Topic};
use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::groups::GroupInfo;
use testkit::eventually;

use crate::support::{PATIENCE, own_topic, settings_for, unique};

/// What a member has been told; one that was told nothing has `None`.
#[derive(Default)]
struct Told {
    share: Mutex<Option<BTreeSet<i32>>>,
    lost: Mutex<BTreeSet<i32>>,
    failed: Mutex<bool>,
}

impl Sharing for Told {
    fn assigned(&self, partitions: &[i32]) {
        self.share.lock().unwrap().get_or_insert_default().extend(partitions);
    }

    fn revoked(&self, partitions: &[i32]) {
        let mut share = self.share.lock().unwrap();
        share.get_or_insert_default().retain(|partition| !partitions.contains(partition));
    }

    fn lost(&self, partitions: &[i32]) {
        self.lost.lock().unwrap().extend(partitions);
        self.share.lock().unwrap().take();
    }

    fn failed(&self, _: LogError) {
        *self.failed.lock().unwrap() = true;
    }
}

impl Told {
    fn share(&self) -> Option<BTreeSet<i32>> {
        self.share.lock().unwrap().clone()
    }
}

struct Group {
    settings: KafkaSettings,
    name: String,
    topic: Topic,
}

impl Group {
    async fn new(name: &str) -> Self {
        let (settings, topic) = own_topic(name).await;
        Self { settings, name: unique("group"), topic }
    }

    fn join(&self, member: &str) -> (Membership, Arc<Told>) {
        let told = Arc::new(Told::default());
        let sharing = Arc::clone(&told);
        let membership = Membership::join(&self.settings, &self.name, member, &self.topic, sharing).unwrap();
        (membership, told)
    }

    /// The members that the broker knows.
    fn members(&self) -> BTreeSet<String> {
        let consumer: BaseConsumer =
            ClientConfig::new().set("bootstrap.servers", &self.settings.brokers).create().unwrap();
        let groups = consumer.fetch_group_list(Some(&self.name), PATIENCE).unwrap();
        let members = groups.groups().iter().flat_map(GroupInfo::members);
        members.map(|member| member.client_id().to_owned()).collect()
    }
}

async fn has(told: &Told, count: usize) -> BTreeSet<i32> {
    let what = format!("{count} partitions");
    eventually(PATIENCE, &what, async || told.share().filter(|share| share.len() == count)).await
}

async fn leave(membership: Membership) {
    tokio::task::spawn_blocking(|| membership.leave()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn members_share_the_partitions_and_who_leaves_is_gone_at_once() {
    let group = Group::new("shared").await;
    let (one, told_one) = group.join("one");
    assert_eq!(has(&told_one, 4).await, (0..4).collect());
    let (two, told_two) = group.join("two");
    let (ones, twos) = (has(&told_one, 2).await, has(&told_two, 2).await);
    assert!(ones.is_disjoint(&twos), "{ones:?} {twos:?}");
    assert_eq!(group.members(), ["one", "two"].map(str::to_owned).into());

    leave(one).await;
    assert_eq!(told_one.share(), Some(BTreeSet::new()), "all were taken back in good order");
    assert_eq!(group.members(), ["two"].map(str::to_owned).into(), "not only once it is missed");
    has(&told_two, 4).await;
    leave(two).await;
    assert_eq!(group.members(), BTreeSet::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_under_its_name_has_its_partitions_and_the_earlier_one_is_told() {
    let group = Group::new("again").await;
    let (earlier, told_earlier) = group.join("one");
    has(&told_earlier, 4).await;
    let (later, told_later) = group.join("one");
    has(&told_later, 4).await;
    eventually(PATIENCE, "the earlier one fails", async || told_earlier.failed.lock().unwrap().then_some(()))
        .await;
    assert_eq!(told_earlier.lost.lock().unwrap().len(), 4);
    // It has no place to leave, and takes nobody else's away.
    leave(earlier).await;
    assert_eq!(group.members().len(), 1);
    assert!(!*told_later.failed.lock().unwrap());
    leave(later).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_for_whom_nothing_is_left_is_told_so() {
    let settings = KafkaSettings { partitions: 1, ..settings_for(testkit::kafka().await.brokers()) };
    let topic = Topic::named(unique("scarce")).unwrap();
    eventlog::ensure_topics(&settings, std::slice::from_ref(&topic)).await.unwrap();
    let group = Group { settings, name: unique("group"), topic };
    let (one, told_one) = group.join("one");
    has(&told_one, 1).await;
    let (two, told_two) = group.join("two");
    has(&told_two, 0).await;
    leave(one).await;
    has(&told_two, 1).await;
    leave(two).await;
}
