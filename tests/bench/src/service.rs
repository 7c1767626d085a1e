//! The baseline that a team would write without the ledger: its gRPC interface in front of the PostgreSQL function, as a program of its own.

use std::path::PathBuf;
use std::time::Duration;

use local_stack::{Authority, free_port};
use runtime::BoxError;
use tokio::time::{Instant, sleep};

use crate::process::{self, Process};
use crate::wire::Endpoint;

/// The pool: of 10, 20, 32 and 64 connections the fastest on two cores, at 32 callers and at 128.
pub(crate) const POOL: u16 = 32;

const PATIENCE: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(20);

/// The running service.
pub(crate) struct Service {
    process: Process,
    endpoint: Endpoint,
}

impl Service {
    /// Starts it in front of the function of the database at `url`, and waits until it serves.
    pub(crate) async fn start(authority: &Authority, log: PathBuf, url: &str) -> Result<Self, BoxError> {
        let port = free_port()?;
        let mut settings = vec![
            ("TOKENBOOK_GRPC_LISTEN", format!("127.0.0.1:{port}")),
            ("TOKENBOOK_DATABASE_URL", url.to_owned()),
            ("TOKENBOOK_DATABASE_MAX_CONNECTIONS", POOL.to_string()),
        ];
        settings.extend(process::identity(&authority.issue("ledger")?));
        let mut process = Process::start("tokenbook-bench-service", &settings, &log)?;
        let endpoint = Endpoint::new(port, &authority.issue("metering/bench")?)?;
        let began = Instant::now();
        while let Err(error) = endpoint.connect().await {
            process.still_runs()?;
            if began.elapsed() > PATIENCE {
                return Err(format!("the service does not serve: {error}").into());
            }
            sleep(AGAIN).await;
        }
        Ok(Self { process, endpoint })
    }

    /// Where it is.
    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Its process.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.pid()
    }
}
