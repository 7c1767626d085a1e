use std::time::Duration;

use contracts::accounts::v1::accounts_event::Kind;
use contracts::accounts::v1::{AccountsEvent, CreateApiKeyRequest, RevokeApiKeyRequest, Role};
use contracts::topic::TopicEvent as _;
use eventlog::{InputConsumer, KafkaSettings, Received, Topic, partition_of};

use crate::service::{PASSWORD, World, register, set_roles, sign_in};

/// An account's events in the log, once there are this many.
async fn events_of(account_id: &str, count: usize) -> Vec<Received> {
    let settings = KafkaSettings {
        brokers: testkit::kafka().await.brokers(),
        partitions: 4,
        replication: 1,
        client_id: "test".to_owned(),
    };
    let mut log = InputConsumer::start(&settings, "test", &[Topic::ACCOUNTS], &[]).unwrap();
    let mut events = Vec::new();
    let all = async {
        while events.len() < count {
            let record = log.next().await.unwrap();
            if record.key_text() == account_id {
                events.push(record);
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), all).await.unwrap();
    events
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_an_account_is_in_the_log_without_personal_data() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account_id = register(&mut gateway, "ada.lovelace@example.com").await.account_id;
    set_roles(&mut operator, &account_id, &[Role::Service, Role::User]).await;
    set_roles(&mut operator, &account_id, &[Role::User, Role::Service]).await;
    let request = CreateApiKeyRequest { account_id: account_id.clone(), name: "engine number nine".into() };
    let created = gateway.create_api_key(request).await.unwrap().into_inner();
    let api_key_id = created.api_key.unwrap().api_key_id;
    let revoke = RevokeApiKeyRequest { account_id: account_id.clone(), api_key_id: api_key_id.clone() };
    for _ in 0..2 {
        gateway.revoke_api_key(revoke.clone()).await.unwrap();
    }
    let token = sign_in(&mut gateway, "ada.lovelace@example.com", PASSWORD).await.unwrap().access_token;
    service.stop().await;

    let records = events_of(&account_id, 4).await;
    let (user, program) = (i32::from(Role::User), i32::from(Role::Service));
    let kinds: Vec<_> =
        records.iter().map(|it| AccountsEvent::from_value(&it.value).unwrap().kind.unwrap()).collect();
    let [
        Kind::AccountRegistered(registered),
        Kind::RolesChanged(changed),
        Kind::ApiKeyIssued(issued),
        Kind::ApiKeyRevoked(ended),
    ] = kinds.as_slice()
    else {
        panic!("{kinds:?}")
    };
    assert_eq!(registered.roles, [user]);
    assert_eq!((changed.roles.as_slice(), changed.actor.as_str()), (&[user, program][..], "operator"));
    assert_eq!((&issued.api_key_id, &ended.api_key_id), (&api_key_id, &api_key_id));

    for record in &records {
        let event = AccountsEvent::from_value(&record.value).unwrap();
        let header = record.event().unwrap();
        assert_eq!(header.ce_type, event.event_type().unwrap());
        assert_eq!(
            (header.id, header.source.as_str(), header.subject),
            (event.id.clone(), "/tokenbook/accounts", account_id.clone())
        );
        assert!(header.traceparent.is_some(), "a trace leads from the call to the event");
        assert_eq!(record.partition, partition_of(account_id.as_bytes(), 4));

        let mut whole = [record.key.to_vec(), record.value.to_vec()].concat();
        for (name, value) in record.headers.iter() {
            whole.extend([name.as_bytes(), value].concat());
        }
        let whole = String::from_utf8(whole).unwrap().to_lowercase();
        for private in [
            "lovelace",
            "example.com",
            "@",
            "engine",
            PASSWORD,
            &created.secret.to_lowercase(),
            &token.to_lowercase(),
        ] {
            assert!(!whole.contains(private), "{private} in {whole}");
        }
    }
}
