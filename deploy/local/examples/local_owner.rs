//! Starts PostgreSQL in the given folder, says so, and stands still: the tests kill it to see what becomes of its child.

use local_stack::{Distribution, PostgresOptions, PostgresServer, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_default();
    let distribution = Distribution::ensure(&|_| {})?;
    let options = PostgresOptions::ephemeral(folder, local_stack::free_port()?);
    let server = PostgresServer::start(&distribution, options).await?;
    eprintln!("{} {}", server.pid().unwrap_or_default(), server.url("postgres"));
    std::future::pending().await
}
