use contracts::accounts::v1::{
    AuthenticateApiKeyRequest, AuthenticateApiKeyResponse, CreateApiKeyRequest, CreateApiKeyResponse,
    ListApiKeysRequest, RevokeApiKeyRequest, Role,
};
use contracts::failure::Failure;
use kernel::Reason;
use sqlx::Connection as _;

use crate::service::{Client, World, failure, register, set_roles};

async fn create(gateway: &mut Client, account_id: &str, name: &str) -> Result<CreateApiKeyResponse, Failure> {
    let request = CreateApiKeyRequest { account_id: account_id.to_owned(), name: name.to_owned() };
    gateway.create_api_key(request).await.map(tonic::Response::into_inner).map_err(failure)
}

async fn authenticate(gateway: &mut Client, secret: &str) -> Result<AuthenticateApiKeyResponse, Failure> {
    let request = AuthenticateApiKeyRequest { secret: secret.to_owned() };
    gateway.authenticate_api_key(request).await.map(tonic::Response::into_inner).map_err(failure)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lives_from_its_creation_to_its_revocation() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account = register(&mut gateway, "farm@example.com").await;
    let id = account.account_id.as_str();
    let not_yet = create(&mut gateway, id, "render farm").await.unwrap_err();
    assert_eq!(not_yet.reason, Reason::PermissionDenied, "only a service has keys");

    let account = set_roles(&mut operator, id, &[Role::Service]).await;
    let created = create(&mut gateway, id, " render farm ").await.unwrap();
    let key = created.api_key.unwrap();
    assert_eq!((key.name.as_str(), key.account_id.as_str(), &key.revoked_at), ("render farm", id, &None));
    assert!(created.secret.starts_with("tbk_"));

    let proven = authenticate(&mut gateway, &created.secret).await.unwrap();
    assert_eq!((proven.api_key_id, proven.account), (key.api_key_id.clone(), Some(account)));
    let listed =
        gateway.list_api_keys(ListApiKeysRequest { account_id: id.to_owned() }).await.unwrap().into_inner();
    assert_eq!(listed.api_keys, std::slice::from_ref(&key));

    let revoke = RevokeApiKeyRequest { account_id: id.to_owned(), api_key_id: key.api_key_id };
    let revoked = gateway.revoke_api_key(revoke.clone()).await.unwrap().into_inner().api_key.unwrap();
    assert!(revoked.revoked_at.is_some());
    assert_eq!(
        authenticate(&mut gateway, &created.secret).await.unwrap_err().reason,
        Reason::Unauthenticated
    );
    let again = gateway.revoke_api_key(revoke).await.unwrap().into_inner().api_key.unwrap();
    assert_eq!(again, revoked, "revoking again changes nothing");
    let listed =
        gateway.list_api_keys(ListApiKeysRequest { account_id: id.to_owned() }).await.unwrap().into_inner();
    assert_eq!(listed.api_keys, [revoked]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_but_the_very_one_is_accepted() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account = register(&mut gateway, "farm@example.com").await;
    set_roles(&mut operator, &account.account_id, &[Role::User, Role::Service]).await;
    let created = create(&mut gateway, &account.account_id, "farm").await.unwrap();

    // Well formed and of the right id, so that only the digest stands between it and the account.
    let id = created.api_key.unwrap().api_key_id.parse().unwrap();
    let forged = accounts::domain::ApiKeySecret::new(accounts::domain::ApiKeyId::new(id), &[7; 32]);
    let unknown =
        accounts::domain::ApiKeySecret::new(accounts::domain::ApiKeyId::new(uuid::Uuid::nil()), &[7; 32]);
    let cut = &created.secret[..created.secret.len() - 1];
    let mut answers = Vec::new();
    for wrong in [forged.expose(), unknown.expose(), cut, "", "tbk_"] {
        answers.push(authenticate(&mut gateway, wrong).await.unwrap_err());
    }
    assert_eq!(answers[0].reason, Reason::Unauthenticated);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "the answer does not say what is wrong");

    // Whoever is no service any more loses the use of its keys.
    set_roles(&mut operator, &account.account_id, &[Role::User]).await;
    assert_eq!(authenticate(&mut gateway, &created.secret).await.unwrap_err(), answers[0]);
    set_roles(&mut operator, &account.account_id, &[Role::Service]).await;
    assert!(authenticate(&mut gateway, &created.secret).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_twenty_live_keys_at_most() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account_id = register(&mut gateway, "farm@example.com").await.account_id;
    set_roles(&mut operator, &account_id, &[Role::Service]).await;
    let creations = (0..25).map(|number| {
        let (mut gateway, account_id) = (gateway.clone(), account_id.clone());
        tokio::spawn(async move { create(&mut gateway, &account_id, &format!("farm {number}")).await })
    });
    let mut created = Vec::new();
    for creation in creations.collect::<Vec<_>>() {
        match creation.await.unwrap() {
            Ok(key) => created.push(key.api_key.unwrap().api_key_id),
            Err(failure) => assert_eq!(failure.reason, Reason::Conflict),
        }
    }
    assert_eq!(created.len(), 20);
    let revoke = RevokeApiKeyRequest { account_id: account_id.clone(), api_key_id: created.remove(0) };
    gateway.revoke_api_key(revoke).await.unwrap();
    create(&mut gateway, &account_id, "one more").await.unwrap();
    assert_eq!(create(&mut gateway, &account_id, "too many").await.unwrap_err().reason, Reason::Conflict);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_revokes_anothers_key() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let owner = register(&mut gateway, "farm@example.com").await.account_id;
    let other = register(&mut gateway, "eve@example.com").await.account_id;
    set_roles(&mut operator, &owner, &[Role::Service]).await;
    let created = create(&mut gateway, &owner, "farm").await.unwrap();
    let revoke = RevokeApiKeyRequest { account_id: other, api_key_id: created.api_key.unwrap().api_key_id };
    assert_eq!(failure(gateway.revoke_api_key(revoke).await.unwrap_err()).reason, Reason::NotFound);
    assert!(authenticate(&mut gateway, &created.secret).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_stored_nowhere() {
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account_id = register(&mut gateway, "farm@example.com").await.account_id;
    set_roles(&mut operator, &account_id, &[Role::Service]).await;
    let secret = create(&mut gateway, &account_id, "farm").await.unwrap().secret;
    let mut database = sqlx::PgConnection::connect(&world.database_url).await.unwrap();
    let (row,): (String,) = sqlx::query_as("select row_to_json(api_keys)::text from api_keys")
        .fetch_one(&mut database)
        .await
        .unwrap();
    assert!(row.contains("digest") && !row.contains(&secret[40..70]), "{row}");
}
