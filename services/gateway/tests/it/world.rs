//! A gateway with its four doubles.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use access_tokens::{Claims, Role, Signer};
use chrono::{TimeDelta, Utc};
use contracts::accounts::v1 as accounts;
use gateway::config::{Config, HttpOptions, RateOptions, UpstreamOptions};
use kernel::AccountId;
use local_stack::Authority;
use prost::Message as _;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use runtime::config::{GrpcOptions, LogFormat};
use runtime::grpc::{AccessPolicy, Allow, Server};
use runtime::{Clock, Context, Lifecycle, Options, Readiness, TlsOptions};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

use crate::double::{Accounts, Double, Generation, Ledger, Payments};

const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

/// How long a test waits for what must come.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A running gateway, and the services behind it.
pub(crate) struct World {
    pub(crate) accounts: Double,
    pub(crate) payments: Double,
    pub(crate) generation: Double,
    pub(crate) ledger: Double,
    pub(crate) address: SocketAddr,
    pub(crate) account: AccountId,
    pub(crate) config: Config,
    pub(crate) readiness: Readiness,
    signer: Signer,
    client: reqwest::Client,
    lifecycle: Lifecycle,
    _folder: TempDir,
}

impl Drop for World {
    fn drop(&mut self) {
        self.lifecycle.shutdown();
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A world whose gateway is configured in its own way.
    pub(crate) async fn with(configure: impl FnOnce(&mut Config)) -> Self {
        crate::log::capture();
        let folder = TempDir::new().unwrap();
        let authority = Authority::open_or_create(folder.path()).unwrap();
        let lifecycle = Lifecycle::new(Duration::from_secs(1));
        let readiness = Readiness::new();
        let doubles: [Double; 4] = std::array::from_fn(|_| Double::default());
        let [accounts, payments, generation, ledger] = doubles.clone();
        let serve = async |name: &str, add: &dyn Fn(Server) -> Server| {
            let grpc = GrpcOptions { grpc_listen: LOOPBACK };
            let server =
                Server::new(&grpc, &identity(&authority, name), policy(name), contracts::DESCRIPTORS);
            let address = add(server).serve(&lifecycle, &readiness).await.unwrap();
            format!("https://{address}")
        };
        let upstream = UpstreamOptions {
            accounts_url: serve("accounts", &|server| server.add(Accounts(accounts.clone()))).await,
            payments_url: serve("payments", &|server| server.add(Payments(payments.clone()))).await,
            generation_url: serve("generation", &|server| server.add(Generation(generation.clone()))).await,
            ledger_url: serve("ledger", &|server| server.add(Ledger(ledger.clone()))).await,
        };
        let mut config = config(upstream, identity(&authority, "gateway"));
        configure(&mut config);

        let signer = Signer::new("key-1", &[7; 32]).unwrap();
        publish(&accounts, &[&signer]);
        let context = Context {
            service: "gateway",
            config: config.clone(),
            lifecycle: lifecycle.clone(),
            readiness: readiness.clone(),
            clock: Clock::system(),
        };
        let address = gateway::start(context).await.unwrap();
        tokio::time::timeout(SOON, readiness.ready()).await.expect("the gateway gets ready");
        Self {
            accounts,
            payments,
            generation,
            ledger,
            address,
            account: AccountId::new(Uuid::from_u128(0x0190_d6c4_6f3a_7c3e_9f55_1d2b_8c1f_0a77)),
            config,
            readiness,
            signer,
            client: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            lifecycle,
            _folder: folder,
        }
    }

    /// A request without credentials.
    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method: Method = method.parse().unwrap();
        self.client.request(method, format!("http://{}{path}", self.address)).timeout(SOON)
    }

    /// A request of the account, with the role `user`.
    pub(crate) fn by_user(&self, method: &str, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth(self.token(&[Role::User]))
    }

    /// A request of the account, with this role.
    pub(crate) fn by(&self, role: Role, method: &str, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth(self.token(&[role]))
    }

    /// A request of the account, without any role.
    pub(crate) fn by_nobody(&self, method: &str, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth(self.token(&[]))
    }

    /// An access token of the account.
    pub(crate) fn token(&self, roles: &[Role]) -> String {
        self.signer.sign(&self.claims(roles))
    }

    /// What a good token says.
    pub(crate) fn claims(&self, roles: &[Role]) -> Claims {
        let now = Clock::system().now();
        Claims {
            account_id: self.account,
            roles: roles.iter().copied().collect(),
            issued_at: now,
            expires_at: now + TimeDelta::minutes(5),
            token_id: Uuid::from_u128(1),
        }
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.signer
    }

    /// Asks everything to stop.
    pub(crate) fn shut_down(&self) {
        self.lifecycle.shutdown();
    }
}

/// Makes accounts publish these keys.
pub(crate) fn publish(accounts: &Double, signers: &[&Signer]) {
    let keys: Vec<_> = signers
        .iter()
        .map(|signer| accounts::SigningKey {
            key_id: signer.key_id().to_owned(),
            public_key: signer.public_key().to_vec().into(),
            not_before: None,
            not_after: None,
        })
        .collect();
    accounts.on("ListSigningKeys", move |_: accounts::ListSigningKeysRequest| {
        Ok(accounts::ListSigningKeysResponse { keys: keys.clone() })
    });
}

/// Sends a request and reads its problem, whose form must be right in every way.
pub(crate) async fn problem(request: RequestBuilder, status: u16, reason: &str) -> Value {
    let response = request.send().await.unwrap();
    problem_of(response, status, reason).await
}

/// Reads an answer's problem, whose form must be right in every way.
pub(crate) async fn problem_of(response: Response, status: u16, reason: &str) -> Value {
    let headers = response.headers().clone();
    let answered = response.status();
    let text = response.text().await.unwrap();
    let problem: Value =
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("not JSON: {answered} {text}"));
    assert_eq!((answered.as_u16(), problem["reason"].as_str()), (status, Some(reason)), "{problem}");
    assert_eq!(headers["content-type"], "application/problem+json");
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(problem["status"], status);
    assert_eq!(problem["type"], format!("/problems/{}", reason.to_lowercase().replace('_', "-")));
    assert_eq!(problem["instance"], headers["x-request-id"].to_str().unwrap());
    assert!(
        !problem["title"].as_str().unwrap().is_empty() && !problem["detail"].as_str().unwrap().is_empty()
    );
    assert_eq!(headers.contains_key("www-authenticate"), answered == StatusCode::UNAUTHORIZED, "{problem}");
    let waits = problem.get("retry_after").and_then(Value::as_u64).map(|seconds| seconds.to_string());
    assert_eq!(headers.get("retry-after").map(|it| it.to_str().unwrap().to_owned()), waits);
    problem
}

/// Sends a request that must succeed, and reads its JSON.
pub(crate) async fn json(request: RequestBuilder, status: u16) -> Value {
    let response = request.send().await.unwrap();
    let answered = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(answered.as_u16(), status, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// A moment of every day.
pub(crate) fn a_time() -> Option<contracts::Timestamp> {
    Some(contracts::convert::timestamp("2026-11-22T13:00:00Z".parse::<chrono::DateTime<Utc>>().unwrap()))
}

fn config(upstream: UpstreamOptions, tls: TlsOptions) -> Config {
    let many = NonZeroU32::new(1_000_000).unwrap();
    Config {
        options: Options {
            admin_listen: LOOPBACK,
            log: "info".into(),
            log_format: LogFormat::Json,
            otlp_endpoint: None,
            shutdown_grace_seconds: 1,
        },
        tls,
        upstream,
        http: HttpOptions {
            http_listen: LOOPBACK,
            public_url: None,
            cors_origins: vec![],
            trusted_proxies: vec![],
            http_max_connections: 100,
            http_max_requests: 100,
            http_max_streams: 100,
            http_max_streams_per_account: 100,
            http_header_timeout_seconds: 10,
            http_body_timeout_seconds: 10,
            http_request_timeout_seconds: 10,
        },
        rates: RateOptions {
            rate_limit_per_address: many,
            rate_limit_sign_in: many,
            rate_limit_webhooks: many,
            rate_limit_per_account: many,
        },
    }
}

fn identity(authority: &Authority, name: &str) -> TlsOptions {
    let identity = authority.issue(name).unwrap();
    TlsOptions { tls_ca: identity.ca, tls_cert: identity.cert, tls_key: identity.key }
}

/// Every RPC of the service, for the gateway only.
fn policy(name: &str) -> AccessPolicy {
    let descriptors = prost_types::FileDescriptorSet::decode(contracts::DESCRIPTORS).unwrap();
    let package = format!("tokenbook.{name}.v1");
    let rows: Vec<_> = descriptors
        .file
        .iter()
        .filter(|file| file.package() == package)
        .flat_map(|file| &file.service)
        .flat_map(|service| service.method.iter().map(move |method| (service.name(), method.name())))
        .map(|(service, method)| {
            // The policy's table is made for constants; a test's few rows may stay for ever.
            let path: &'static str = format!("/{package}.{service}/{method}").leak();
            (path, &[Allow::Service("gateway")][..])
        })
        .collect();
    AccessPolicy::new(&rows)
}
