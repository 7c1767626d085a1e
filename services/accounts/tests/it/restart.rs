use contracts::accounts::v1::{AuthenticateApiKeyRequest, CreateApiKeyRequest, GetAccountRequest, Role};
use kernel::Reason;
use runtime::Clock;

use crate::service::{PASSWORD, World, published, register, set_roles, sign_in, verifier};

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_everything() {
    let world = World::at(Clock::fixed("2026-08-01T12:00:00Z".parse().unwrap())).await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account_id = register(&mut gateway, "farm@example.com").await.account_id;
    let account = set_roles(&mut operator, &account_id, &[Role::User, Role::Service]).await;
    let request = CreateApiKeyRequest { account_id: account_id.clone(), name: "farm".into() };
    let secret = gateway.create_api_key(request).await.unwrap().into_inner().secret;
    let token = sign_in(&mut gateway, "farm@example.com", PASSWORD).await.unwrap().access_token;
    let keys = published(&mut gateway).await;
    for _ in 0..5 {
        sign_in(&mut gateway, "eve@example.com", PASSWORD).await.unwrap_err();
    }
    service.stop().await;

    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    assert_eq!(published(&mut gateway).await, keys);
    assert!(verifier(&mut gateway).await.verify(&token, world.clock.now()).is_ok());
    let read = gateway.get_account(GetAccountRequest { account_id }).await.unwrap().into_inner().account;
    assert_eq!(read, Some(account));
    assert!(gateway.authenticate_api_key(AuthenticateApiKeyRequest { secret }).await.is_ok());
    let session = sign_in(&mut gateway, "farm@example.com", PASSWORD).await.unwrap();
    assert!(verifier(&mut gateway).await.verify(&session.access_token, world.clock.now()).is_ok());
    let guess = sign_in(&mut gateway, "eve@example.com", PASSWORD).await.unwrap_err();
    assert_eq!(guess.reason, Reason::RateLimited, "failed attempts are not forgotten either");
}
