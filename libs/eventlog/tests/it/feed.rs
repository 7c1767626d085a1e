use std::sync::Mutex;

use eventlog::{
    ChainHash, ChainPosition, Feed, HandleError, Handled, Handler, KafkaSettings, LedgerFeed, Publisher,
    Received, Topic, consume,
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::support::{PATIENCE, committed, dead_letters, event, own_topic, unique};

/// An entry of these tests: the hash that it names, then what it says.
fn entry(previous: ChainHash, says: &str) -> Vec<u8> {
    format!("{previous} {says}").into_bytes()
}

fn previous_of(value: &[u8]) -> Option<ChainHash> {
    str::from_utf8(value.get(..64)?).ok()?.parse().ok()
}

fn says(received: &Received) -> String {
    String::from_utf8(received.value[65..].to_vec()).unwrap()
}

async fn next(feed: &mut LedgerFeed) -> Received {
    timeout(PATIENCE, feed.next()).await.expect("an entry arrives").unwrap()
}

/// Writes, all to one partition: an entry, a stray of another writer, a stranger's record, and the next entry.
async fn write_book(settings: &KafkaSettings, topic: &Topic) -> (i32, [ChainHash; 2]) {
    let publisher = Publisher::new(settings).unwrap();
    let first = entry(ChainHash::GENESIS, "first");
    let first_hash = ChainHash::of(&first);
    let second = entry(first_hash, "second");
    let second_hash = ChainHash::of(&second);
    let mut partition = 0;
    for value in [first, entry(ChainHash::GENESIS, "too late"), b"no entry".to_vec(), second] {
        partition = publisher.publish(event(topic, "account", value)).await.unwrap().partition;
    }
    (partition, [first_hash, second_hash])
}

#[tokio::test]
async fn only_entries_that_extend_the_chain_come_through() {
    let (settings, topic) = own_topic("book").await;
    let (partition, [first_hash, second_hash]) = write_book(&settings, &topic).await;
    let mut feed = LedgerFeed::start_on(topic, &settings, &unique("reader"), &[], previous_of).unwrap();

    let first = next(&mut feed).await;
    assert_eq!((says(&first).as_str(), first.offset), ("first", 0));
    let link = first.chain.unwrap();
    assert_eq!((link.previous, link.head), (ChainHash::GENESIS, first_hash));

    let second = next(&mut feed).await;
    assert_eq!((says(&second).as_str(), second.offset), ("second", 3));
    let link = second.chain.unwrap();
    assert_eq!((link.previous, link.head), (first_hash, second_hash));
    assert!(feed.positions().contains(&ChainPosition { partition, next_offset: 4, head: second_hash }));
}

#[tokio::test]
async fn a_feed_goes_on_from_a_stored_position_without_reading_what_came_before() {
    let (settings, topic) = own_topic("resumed-book").await;
    let (partition, [first_hash, _]) = write_book(&settings, &topic).await;
    let stored = ChainPosition { partition, next_offset: 1, head: first_hash };
    let mut feed = LedgerFeed::start_on(topic, &settings, &unique("reader"), &[stored], previous_of).unwrap();
    assert_eq!(says(&next(&mut feed).await), "second");
}

#[derive(Default)]
struct Collecting(Mutex<Vec<String>>);

impl Handler for Collecting {
    async fn handle(&self, received: &Received) -> Result<Handled, HandleError> {
        assert!(received.chain.is_some());
        self.0.lock().unwrap().push(says(received));
        Ok(Handled::Applied)
    }

    async fn passed_over(&self, _: &Received) -> Result<(), HandleError> {
        Ok(())
    }
}

#[tokio::test]
async fn a_feed_can_be_consumed_by_a_handler() {
    let (settings, topic) = own_topic("handled-book").await;
    write_book(&settings, &topic).await;
    let mut feed = LedgerFeed::start_on(topic, &settings, &unique("reader"), &[], previous_of).unwrap();
    let (handler, shutdown) = (Collecting::default(), CancellationToken::new());
    let letters = dead_letters(&Publisher::new(&settings).unwrap());
    let until = async {
        testkit::eventually(PATIENCE, "both entries are handled", async || {
            (handler.0.lock().unwrap().len() == 2).then_some(())
        })
        .await;
        shutdown.cancel();
    };
    let (consumed, ()) = tokio::join!(consume(&mut feed, &handler, &letters, &shutdown), until);
    consumed.unwrap();
    assert_eq!(*handler.0.lock().unwrap(), ["first", "second"]);
}

#[tokio::test]
async fn void_records_at_the_end_of_the_log_do_not_show_as_lag() {
    let (settings, topic) = own_topic("littered-book").await;
    let group = unique("reader");
    let (partition, _) = write_book(&settings, &topic).await;
    let publisher = Publisher::new(&settings).unwrap();
    publisher.publish(event(&topic, "account", entry(ChainHash::GENESIS, "far too late"))).await.unwrap();
    let mut feed = LedgerFeed::start_on(topic.clone(), &settings, &group, &[], previous_of).unwrap();
    for _ in 0..2 {
        let received = next(&mut feed).await;
        Feed::handled(&feed, &received);
    }
    let nothing_more = async { feed.next().await.unwrap() };
    let all_committed = testkit::eventually(PATIENCE, "the group has read everything", async || {
        (committed(&settings, &group, &topic, partition).await == Some(5)).then_some(())
    });
    tokio::select! {
        received = nothing_more => panic!("a void record came through: {received:?}"),
        () = all_committed => {}
    }
}
