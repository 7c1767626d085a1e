//! One running service with its callers.

use std::net::SocketAddr;

use access_tokens::Verifier;
use accounts::Config;
use contracts::accounts::v1::accounts_service_client::AccountsServiceClient;
use contracts::accounts::v1::{
    Account, CreateSessionRequest, CreateSessionResponse, ListSigningKeysRequest, RegisterAccountRequest,
    Role, SetRolesRequest, SigningKey,
};
use contracts::failure::Failure;
use runtime::config::{DatabaseOptions, GrpcOptions, KafkaOptions, LogFormat};
use runtime::grpc::Channel;
use runtime::{Clock, Lifecycle, Options};
use testkit::Identities;
use tonic::Status;

pub(crate) const PASSWORD: &str = "correct horse battery staple";
pub(crate) const KEY: &str = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";

pub(crate) type Client = AccountsServiceClient<Channel>;

/// What outlives a restart: the database, the certificates, the clock.
pub(crate) struct World {
    pub(crate) database_url: String,
    identities: Identities,
    pub(crate) clock: Clock,
}

pub(crate) struct Service {
    address: SocketAddr,
    lifecycle: Lifecycle,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::at(Clock::system()).await
    }

    pub(crate) async fn at(clock: Clock) -> Self {
        Self {
            database_url: testkit::postgres().await.create_database().await,
            identities: Identities::new(),
            clock,
        }
    }

    pub(crate) async fn config(&self) -> Config {
        Config {
            options: Options {
                admin_listen: ([127, 0, 0, 1], 0).into(),
                log: "info".to_owned(),
                log_format: LogFormat::Text,
                otlp_endpoint: None,
                shutdown_grace_seconds: 20,
            },
            grpc: GrpcOptions { grpc_listen: ([127, 0, 0, 1], 0).into() },
            tls: self.identities.tls("accounts"),
            kafka: KafkaOptions {
                kafka_brokers: testkit::kafka().await.brokers(),
                kafka_partitions: 4,
                kafka_replication: 1,
            },
            database: DatabaseOptions {
                database_url: self.database_url.clone().into(),
                database_max_connections: 10,
                database_acquire_timeout_ms: 5_000,
                database_statement_timeout_ms: 10_000,
            },
            key_encryption_key: KEY.to_owned().into(),
            access_token_seconds: 3600,
            signing_key_hours: 720,
            password_queue: 64,
        }
    }

    pub(crate) async fn start(&self) -> Service {
        self.start_with(self.config().await).await.unwrap()
    }

    pub(crate) async fn start_with(&self, config: Config) -> Result<Service, accounts::StartError> {
        let context = testkit::context("accounts", config, self.clock.clone());
        let lifecycle = context.lifecycle.clone();
        let address = accounts::start(context).await?;
        Ok(Service { address, lifecycle })
    }

    pub(crate) fn caller(&self, service: &Service, name: &str) -> Client {
        let url = format!("https://{}", service.address);
        Client::new(self.identities.channel(&url, name, "accounts"))
    }
}

impl Service {
    /// Stops as SIGTERM does; fails if anything did not end well.
    pub(crate) async fn stop(self) {
        testkit::stop(self.lifecycle).await;
    }
}

pub(crate) async fn register(gateway: &mut Client, email: &str) -> Account {
    let request = RegisterAccountRequest { email: email.to_owned(), password: PASSWORD.to_owned() };
    gateway.register_account(request).await.unwrap().into_inner().account.unwrap()
}

pub(crate) async fn sign_in(
    gateway: &mut Client,
    email: &str,
    password: &str,
) -> Result<CreateSessionResponse, Failure> {
    let request = CreateSessionRequest { email: email.to_owned(), password: password.to_owned() };
    gateway.create_session(request).await.map(tonic::Response::into_inner).map_err(failure)
}

pub(crate) async fn set_roles(operator: &mut Client, account_id: &str, roles: &[Role]) -> Account {
    let roles = roles.iter().map(|role| (*role).into()).collect();
    let request = SetRolesRequest { account_id: account_id.to_owned(), roles };
    operator.set_roles(request).await.unwrap().into_inner().account.unwrap()
}

pub(crate) async fn published(caller: &mut Client) -> Vec<SigningKey> {
    caller.list_signing_keys(ListSigningKeysRequest {}).await.unwrap().into_inner().keys
}

pub(crate) async fn verifier(caller: &mut Client) -> Verifier {
    Verifier::from_published(published(caller).await).unwrap()
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err gives")]
pub(crate) fn failure(status: Status) -> Failure {
    Failure::from_status(&status)
}
