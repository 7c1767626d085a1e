use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use eventlog::{
    ConsumeError, HandleError, Handled, Handler, InputConsumer, KafkaSettings, LogError, Publisher, Received,
    StartAt, Topic, consume,
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::support::{PATIENCE, committed, dead_letters, event, next, own_topic, unique};

#[tokio::test]
async fn reading_starts_where_the_stored_positions_say() {
    let (settings, topic) = own_topic("positions").await;
    let publisher = Publisher::new(&settings).unwrap();
    let mut positions = Vec::new();
    for n in 0..10 {
        positions.push(publisher.publish(event(&topic, "a", n.to_string())).await.unwrap());
    }
    let stored = StartAt { topic: topic.clone(), partition: positions[0].partition, next_offset: 7 };
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[stored]).unwrap();
    for n in 7..10 {
        assert_eq!(next(&mut consumer).await.value, n.to_string());
    }
}

#[tokio::test]
async fn a_position_beyond_the_log_is_an_error_and_not_a_jump() {
    let (settings, topic) = own_topic("beyond").await;
    let stored = StartAt { topic: topic.clone(), partition: 0, next_offset: 12 };
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[stored]).unwrap();
    let error = timeout(PATIENCE, consumer.next()).await.expect("it is noticed").unwrap_err();
    assert!(matches!(error, LogError::PositionNotInLog(_)), "{error}");
}

#[tokio::test]
async fn a_paused_partition_brings_nothing_until_it_is_resumed() {
    let (settings, topic) = own_topic("paused").await;
    let publisher = Publisher::new(&settings).unwrap();
    let mut consumer =
        InputConsumer::start(&settings, &unique("reader"), std::slice::from_ref(&topic), &[]).unwrap();
    let paused = publisher.publish(event(&topic, "a", "before")).await.unwrap().partition;
    assert_eq!(next(&mut consumer).await.value, "before");
    consumer.pause(&[(topic.clone(), paused)]).unwrap();
    publisher.publish(event(&topic, "a", "while paused")).await.unwrap();
    // A record of another partition comes through meanwhile, and is the only one.
    let other = (0..100)
        .map(|n| n.to_string())
        .find(|key| eventlog::partition_of(key.as_bytes(), settings.partitions) != paused)
        .unwrap();
    publisher.publish(event(&topic, &other, "elsewhere")).await.unwrap();
    assert_eq!(next(&mut consumer).await.value, "elsewhere");
    consumer.resume(&[(topic, paused)]).unwrap();
    assert_eq!(next(&mut consumer).await.value, "while paused");
}

#[tokio::test]
async fn lazily_committed_offsets_show_as_the_groups_lag() {
    let (settings, topic) = own_topic("lag").await;
    let group = unique("lagging");
    let consumer = InputConsumer::start(&settings, &group, std::slice::from_ref(&topic), &[]).unwrap();
    assert_eq!(committed(&settings, &group, &topic, 1).await, None);
    consumer.commit_lazily(&topic, 1, 5);
    testkit::eventually(PATIENCE, "the offset is committed in the background", async || {
        (committed(&settings, &group, &topic, 1).await == Some(5)).then_some(())
    })
    .await;
    consumer.commit_lazily(&topic, 1, 9);
    consumer.shutdown().await;
    assert_eq!(committed(&settings, &group, &topic, 1).await, Some(9), "the rest is committed at shutdown");
}

/// Follows a script: what each value is answered with, attempt by attempt, and `Applied` after that.
#[derive(Default)]
struct Scripted {
    answers: Mutex<BTreeMap<String, Vec<HandleError>>>,
    applied: Mutex<Vec<String>>,
    passed_over: Mutex<Vec<String>>,
}

impl Scripted {
    fn answering(answers: impl IntoIterator<Item = (&'static str, Vec<HandleError>)>) -> Self {
        let answers = answers.into_iter().map(|(value, errors)| (value.to_owned(), errors)).collect();
        Self { answers: Mutex::new(answers), ..Self::default() }
    }
}

fn text(received: &Received) -> String {
    String::from_utf8(received.value.to_vec()).unwrap()
}

impl Handler for Scripted {
    async fn handle(&self, received: &Received) -> Result<Handled, HandleError> {
        let value = text(received);
        let next = self.answers.lock().unwrap().get_mut(&value).and_then(Vec::pop);
        if let Some(error) = next {
            return Err(error);
        }
        self.applied.lock().unwrap().push(value);
        Ok(Handled::Applied)
    }

    async fn passed_over(&self, received: &Received) -> Result<(), HandleError> {
        self.passed_over.lock().unwrap().push(text(received));
        Ok(())
    }
}

/// Consumes until `count` records are applied.
async fn consume_until(
    consumer: &mut InputConsumer,
    handler: &Scripted,
    settings: &KafkaSettings,
    count: usize,
) {
    let dead_letters = dead_letters(&Publisher::new(settings).unwrap());
    let shutdown = CancellationToken::new();
    let until = async {
        testkit::eventually(PATIENCE, "the records are applied", async || {
            (handler.applied.lock().unwrap().len() >= count).then_some(())
        })
        .await;
        shutdown.cancel();
    };
    let (ended, ()) = tokio::join!(consume(consumer, handler, &dead_letters, &shutdown), until);
    ended.unwrap();
}

#[tokio::test]
async fn poison_goes_to_the_dead_letters_with_position_and_reason_and_blocks_nothing() {
    let (settings, topic) = own_topic("poisoned").await;
    let publisher = Publisher::new(&settings).unwrap();
    publisher.publish(event(&topic, "a", "good")).await.unwrap();
    let poisoned = event(&topic, "a", "bad");
    let at = publisher.publish(poisoned.clone()).await.unwrap();
    publisher.publish(event(&topic, "a", "good too")).await.unwrap();

    let handler = Scripted::answering([("bad", vec![HandleError::poison("UNREADABLE_VALUE", "no JSON")])]);
    let mut consumer =
        InputConsumer::start(&settings, &unique("reader"), std::slice::from_ref(&topic), &[]).unwrap();
    consume_until(&mut consumer, &handler, &settings, 2).await;
    assert_eq!(*handler.applied.lock().unwrap(), ["good", "good too"]);
    assert_eq!(*handler.passed_over.lock().unwrap(), ["bad"]);

    let graveyard = Topic::named(topic.dead_letters()).unwrap();
    let mut letters = InputConsumer::start(&settings, &unique("reader"), &[graveyard], &[]).unwrap();
    let letter = next(&mut letters).await;
    assert_eq!((letter.value.clone(), letter.key_text()), (poisoned.value, "a"));
    assert_eq!(letter.event().unwrap(), poisoned.event, "the headers are kept");
    for (header, expected) in [
        ("dlq_reason", "UNREADABLE_VALUE"),
        ("dlq_detail", "no JSON"),
        ("dlq_source_topic", topic.name()),
        ("dlq_source_partition", &at.partition.to_string()),
        ("dlq_source_offset", &at.offset.to_string()),
        ("dlq_time", "2023-11-14T22:13:20.000000Z"),
    ] {
        assert_eq!(letter.headers.text(header), Some(expected), "{header}");
    }
}

#[tokio::test]
async fn what_fails_for_a_while_is_tried_again_before_what_follows() {
    let (settings, topic) = own_topic("flaky").await;
    let publisher = Publisher::new(&settings).unwrap();
    publisher.publish(event(&topic, "a", "first")).await.unwrap();
    publisher.publish(event(&topic, "a", "second")).await.unwrap();
    let failures = (0..3).map(|_| HandleError::transient("the database is away")).collect();
    let handler = Scripted::answering([("first", failures)]);
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[]).unwrap();
    consume_until(&mut consumer, &handler, &settings, 2).await;
    assert_eq!(*handler.applied.lock().unwrap(), ["first", "second"]);
    assert!(handler.passed_over.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_position_that_does_not_fit_ends_consuming() {
    let (settings, topic) = own_topic("unfit").await;
    let publisher = Publisher::new(&settings).unwrap();
    publisher.publish(event(&topic, "a", "first")).await.unwrap();
    let handler = Scripted::answering([("first", vec![HandleError::OutOfStep("restored".into())])]);
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[]).unwrap();
    let never = CancellationToken::new();
    let letters = dead_letters(&publisher);
    let ended = timeout(PATIENCE, consume(&mut consumer, &handler, &letters, &never)).await.expect("it ends");
    assert!(matches!(ended, Err(ConsumeError::OutOfStep(_))), "{ended:?}");
}

#[tokio::test]
async fn shutdown_ends_consuming_while_nothing_arrives() {
    let (settings, topic) = own_topic("idle").await;
    let publisher = Publisher::new(&settings).unwrap();
    let mut consumer = InputConsumer::start(&settings, &unique("reader"), &[topic], &[]).unwrap();
    let shutdown = CancellationToken::new();
    shutdown.cancel();
    let handler = Scripted::default();
    let letters = dead_letters(&publisher);
    let ended = consume(&mut consumer, &handler, &letters, &shutdown);
    timeout(Duration::from_secs(5), ended).await.expect("it ends").unwrap();
}
