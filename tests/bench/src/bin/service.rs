//! A baseline: the ledger's `Spend` in front of a PostgreSQL function, as a team would write it without the ledger, with tonic and
//! sqlx. A program of its own, so that its processor time is told apart.
//!
//! Absent on purpose: what the ledger has beside this (an access policy, traces, metrics, refusals as facts). It is a baseline's
//! right to be lean.

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use clap::Parser;
use contracts::common::v1::Balance;
use contracts::ledger::v1::{Receipt, SpendRequest, SpendResponse};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tonic::body::Body;
use tonic::server::{Grpc, NamedService, UnaryService};
use tonic::transport::{Certificate, Identity, Server, ServerTlsConfig};
use tonic::{Request, Response, Status};
use tonic_prost::ProstCodec;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WINDOW: u32 = 1024 * 1024;

/// Serves `Spend` from a PostgreSQL function.
#[derive(Parser, Debug)]
struct Options {
    #[arg(long, env = "TOKENBOOK_GRPC_LISTEN")]
    grpc_listen: SocketAddr,
    #[arg(long, env = "TOKENBOOK_TLS_CA")]
    tls_ca: PathBuf,
    #[arg(long, env = "TOKENBOOK_TLS_CERT")]
    tls_cert: PathBuf,
    #[arg(long, env = "TOKENBOOK_TLS_KEY")]
    tls_key: PathBuf,
    #[arg(long, env = "TOKENBOOK_DATABASE_URL", hide_env_values = true)]
    database_url: String,
    #[arg(long, env = "TOKENBOOK_DATABASE_MAX_CONNECTIONS")]
    database_max_connections: u32,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let options = Options::parse();
    let pool = PgPoolOptions::new()
        .max_connections(options.database_max_connections)
        .min_connections(options.database_max_connections)
        // In the baseline's favour: asking whether the connection lives would be one more round trip a call.
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .connect(&options.database_url)
        .await?;
    let identity = Identity::from_pem(std::fs::read(&options.tls_cert)?, std::fs::read(&options.tls_key)?);
    let authority = Certificate::from_pem(std::fs::read(&options.tls_ca)?);
    Server::builder()
        .tls_config(ServerTlsConfig::new().identity(identity).client_ca_root(authority))?
        .tcp_nodelay(true)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(8 * WINDOW)
        .add_service(Wallet { pool })
        .serve(options.grpc_listen)
        .await?;
    Ok(())
}

#[derive(Clone)]
struct Wallet {
    pool: PgPool,
}

impl Wallet {
    async fn spend(self, asked: SpendRequest) -> Result<Response<SpendResponse>, Status> {
        let account: i64 =
            asked.account_id.parse().map_err(|_| Status::invalid_argument("account_id is not a number"))?;
        let tokens = i64::try_from(asked.tokens).map_err(|_| Status::invalid_argument("too many tokens"))?;
        if asked.reference.is_none() {
            return Err(Status::invalid_argument("a reference is required"));
        }
        // sqlx prepares it once a connection.
        let balance: Option<i64> = sqlx::query_scalar("select spend($1, $2, $3)")
            .bind(account)
            .bind(asked.idempotency_key)
            .bind(tokens)
            .fetch_one(&self.pool)
            .await
            .map_err(|error| Status::unavailable(error.to_string()))?;
        let left = balance.ok_or_else(|| Status::failed_precondition("not enough tokens"))?;
        let available = u64::try_from(left).map_err(|error| Status::internal(error.to_string()))?;
        let receipt =
            Receipt { balance: Some(Balance { available, ..Balance::default() }), ..Receipt::default() };
        Ok(Response::new(SpendResponse { receipt: Some(receipt) }))
    }
}

// What tonic generates for a service, for the one method that there is: so that methods added to the contract need nothing here.
impl NamedService for Wallet {
    const NAME: &'static str = "tokenbook.ledger.v1.LedgerService";
}

type Answering<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

impl UnaryService<SpendRequest> for Wallet {
    type Response = SpendResponse;
    type Future = Answering<Response<SpendResponse>, Status>;

    fn call(&mut self, request: Request<SpendRequest>) -> Self::Future {
        Box::pin(self.clone().spend(request.into_inner()))
    }
}

impl tower::Service<http::Request<Body>> for Wallet {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Answering<Self::Response, Infallible>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let this = self.clone();
        Box::pin(async move {
            if !request.uri().path().ends_with("/Spend") {
                return Ok(Status::unimplemented("only Spend is served").into_http());
            }
            Ok(Grpc::new(ProstCodec::default()).unary(this, request).await)
        })
    }
}
