use contracts::accounts::v1::{GetAccountRequest, RegisterAccountRequest, Role};
use contracts::failure::Failure;
use kernel::Reason;

use crate::service::{Client, PASSWORD, World, failure, register};

async fn refused(gateway: &mut Client, email: &str, password: &str) -> Failure {
    let request = RegisterAccountRequest { email: email.to_owned(), password: password.to_owned() };
    failure(gateway.register_account(request).await.unwrap_err())
}

fn field(failure: &Failure) -> Option<&str> {
    failure.fields.first().map(|it| it.field.as_str())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_account_can_be_read_and_is_a_user() {
    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    let account = register(&mut gateway, " Ada@Example.com ").await;
    assert_eq!(account.email, "ada@example.com");
    assert_eq!(account.roles, [i32::from(Role::User)]);
    let request = GetAccountRequest { account_id: account.account_id.clone() };
    assert_eq!(gateway.get_account(request).await.unwrap().into_inner().account, Some(account));
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_belongs_to_one_account_whatever_its_spelling() {
    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    register(&mut gateway, "ada@example.com").await;
    let taken = refused(&mut gateway, "ADA@example.com", PASSWORD).await;
    assert_eq!((taken.reason, field(&taken)), (Reason::EmailTaken, Some("email")));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_register_one_address_at_once_one_succeeds() {
    let world = World::new().await;
    let service = world.start().await;
    let gateway = world.caller(&service, "gateway");
    let attempts = (0..8).map(|_| {
        let mut gateway = gateway.clone();
        tokio::spawn(async move {
            let request =
                RegisterAccountRequest { email: "ada@example.com".into(), password: PASSWORD.into() };
            gateway.register_account(request).await.map_err(failure)
        })
    });
    let mut registered = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => registered += 1,
            Err(failure) => assert_eq!(failure.reason, Reason::EmailTaken),
        }
    }
    assert_eq!(registered, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_registration_is_said_by_field() {
    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    for (email, password, reason, wrong) in [
        ("ada@example.com", "short", Reason::WeakPassword, "password"),
        ("ada@example.com", "password123", Reason::WeakPassword, "password"),
        ("ada@example.com", "my-name-is-ada-and-9", Reason::WeakPassword, "password"),
        ("not an address", PASSWORD, Reason::InvalidInput, "email"),
        ("not an address", "short", Reason::InvalidInput, "email"),
    ] {
        let failure = refused(&mut gateway, email, password).await;
        assert_eq!(
            (failure.reason, field(&failure)),
            (reason, Some(wrong)),
            "{email} {password}: {failure:?}"
        );
        assert!(!failure.message.contains(password), "{failure:?}");
    }
    let failure = refused(&mut gateway, "ada@example.com", &"long ".repeat(10_000)).await;
    assert_ne!(failure.reason, Reason::InternalError, "{failure:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_account_is_not_found() {
    let world = World::new().await;
    let service = world.start().await;
    let mut gateway = world.caller(&service, "gateway");
    for (account_id, reason) in
        [("0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77", Reason::NotFound), ("somebody", Reason::InvalidInput)]
    {
        let request = GetAccountRequest { account_id: account_id.to_owned() };
        assert_eq!(failure(gateway.get_account(request).await.unwrap_err()).reason, reason);
    }
}
