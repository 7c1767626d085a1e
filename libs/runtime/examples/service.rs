//! The smallest service on this runtime, and the process that the tests start, stop and make fail.

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use runtime::{
    BoxError, Context, HasOptions, Options, TlsOptions,
    config::GrpcOptions,
    grpc::{AccessPolicy, Server},
};
use serde::Serialize;

#[derive(Parser, Clone, Debug, Serialize)]
struct Config {
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    grpc: GrpcOptions,
    #[command(flatten)]
    tls: TlsOptions,
    /// How a task of this service ends, if it does.
    #[arg(long, value_enum)]
    task: Option<End>,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize)]
enum End {
    Error,
    Panic,
}

impl HasOptions for Config {
    fn options(&self) -> &Options {
        &self.options
    }
}

fn main() -> ExitCode {
    runtime::run("example", build)
}

async fn build(context: Context<Config>) -> Result<(), BoxError> {
    let Context { config, lifecycle, readiness, .. } = context;
    // A service adds itself here, and has a row for each of its RPCs in the policy.
    Server::new(&config.grpc, &config.tls, AccessPolicy::new(&[]), &[]).serve(&lifecycle, &readiness).await?;
    if let Some(end) = config.task {
        lifecycle.spawn("consumer", async move {
            match end {
                End::Error => Err::<(), _>("the log is gone"),
                End::Panic => Err(["the log is gone"; 0][std::hint::black_box(0)]),
            }
        });
    }
    Ok(())
}
