use std::io::Write;
use std::sync::{Arc, Mutex};

use contracts::accounts::v1::{AuthenticateApiKeyRequest, CreateApiKeyRequest, RegisterAccountRequest, Role};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::service::{PASSWORD, World, register, set_roles, sign_in};

/// What was logged in this process, by this test and those beside it.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_holds_an_address_a_password_or_a_key() {
    let lines = Lines::default();
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_writer(lines.clone())
        .try_init()
        .expect("this is the one test that logs");
    let world = World::new().await;
    let service = world.start().await;
    let (mut gateway, mut operator) = (world.caller(&service, "gateway"), world.caller(&service, "operator"));
    let account_id = register(&mut gateway, "ada.lovelace@example.com").await.account_id;
    for password in [PASSWORD, "short"] {
        let request =
            RegisterAccountRequest { email: "ada.lovelace@example.com".into(), password: password.into() };
        gateway.register_account(request).await.unwrap_err();
    }
    sign_in(&mut gateway, "ada.lovelace@example.com", "wrong horse battery staple").await.unwrap_err();
    let token = sign_in(&mut gateway, "ada.lovelace@example.com", PASSWORD).await.unwrap().access_token;
    set_roles(&mut operator, &account_id, &[Role::Service]).await;
    let request = CreateApiKeyRequest { account_id: account_id.clone(), name: "farm".into() };
    let secret = gateway.create_api_key(request).await.unwrap().into_inner().secret;
    gateway.authenticate_api_key(AuthenticateApiKeyRequest { secret: secret.clone() }).await.unwrap();
    service.stop().await;

    let logged = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    assert!(logged.contains("account registered") && logged.contains(&account_id), "nothing was logged");
    for private in
        ["@example.com", "lovelace", "horse battery", &secret[37..60], &token[40..80], crate::service::KEY]
    {
        assert!(!logged.contains(private), "{private} was logged");
    }
}
