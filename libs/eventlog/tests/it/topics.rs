use eventlog::{KafkaSettings, Topic, TopicError, ensure_latest, ensure_topics};
use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, ResourceSpecifier, TopicReplication};
use rdkafka::client::DefaultClientContext;

use crate::support::{PATIENCE as SOON, own_topic, settings_for, unique};

fn admin(settings: &KafkaSettings) -> AdminClient<DefaultClientContext> {
    ClientConfig::new().set("bootstrap.servers", &settings.brokers).create().unwrap()
}

async fn create(settings: &KafkaSettings, topic: NewTopic<'_>) {
    let created = admin(settings).create_topics(&[topic], &AdminOptions::new()).await.unwrap();
    assert!(created[0].is_ok(), "{created:?}");
}

#[tokio::test]
async fn a_topic_and_its_dead_letters_are_created_to_keep_everything() {
    let (settings, topic) = own_topic("kept").await;
    let dead_letters = topic.dead_letters();
    let asked = [ResourceSpecifier::Topic(topic.name()), ResourceSpecifier::Topic(&dead_letters)];
    for described in admin(&settings).describe_configs(&asked, &AdminOptions::new()).await.unwrap() {
        let described = described.unwrap();
        for (setting, expected) in [
            ("retention.ms", "-1"),
            ("cleanup.policy", "delete"),
            ("compression.type", "producer"),
            ("message.timestamp.type", "CreateTime"),
        ] {
            assert_eq!(described.get(setting).unwrap().value.as_deref(), Some(expected), "{setting}");
        }
    }
}

#[tokio::test]
async fn ensuring_topics_again_changes_nothing() {
    let (settings, topic) = own_topic("again").await;
    ensure_topics(&settings, &[topic]).await.unwrap();
}

#[tokio::test]
async fn a_topic_with_another_partition_count_is_refused() {
    let (settings, topic) = own_topic("counted").await;
    let other = KafkaSettings { partitions: settings.partitions + 1, ..settings };
    let refused = ensure_topics(&other, std::slice::from_ref(&topic)).await.unwrap_err();
    let TopicError::OtherPartitionCount { found, expected, .. } = &refused else { panic!("{refused}") };
    assert_eq!((*found, *expected), (4, 5));
    assert!(refused.to_string().contains("set TOKENBOOK_KAFKA_PARTITIONS to 4"), "{refused}");
}

#[tokio::test]
async fn a_topic_that_would_forget_records_is_refused() {
    let settings = settings_for(testkit::kafka().await.brokers());
    for (setting, value) in [("retention.ms", "604800000"), ("cleanup.policy", "compact")] {
        let name = unique("forgetful");
        let topic = NewTopic::new(&name, settings.partitions, TopicReplication::Fixed(1))
            .set("retention.ms", "-1")
            .set(setting, value);
        create(&settings, topic).await;
        let refused = ensure_topics(&settings, &[Topic::named(name).unwrap()]).await.unwrap_err();
        assert!(
            matches!(&refused, TopicError::WouldForget { setting: wrong, .. } if *wrong == setting),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn a_topic_of_latest_words_is_compacted_and_has_one_partition() {
    let settings = settings_for(testkit::kafka().await.brokers());
    let topic = Topic::named(unique("latest")).unwrap();
    ensure_latest(&settings, &topic).await.unwrap();
    ensure_latest(&settings, &topic).await.unwrap();
    let asked = [ResourceSpecifier::Topic(topic.name())];
    let described = admin(&settings).describe_configs(&asked, &AdminOptions::new()).await.unwrap();
    let policy = described[0].as_ref().unwrap().get("cleanup.policy").unwrap().value.clone();
    assert_eq!(policy.as_deref(), Some("compact"));
    let metadata = admin(&settings).inner().fetch_metadata(Some(topic.name()), SOON).unwrap();
    assert_eq!(metadata.topics()[0].partitions().len(), 1);
}
