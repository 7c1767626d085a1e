//! A service that meters: many callers, each spending a token for each piece of work, all on one stream.
//!
//! With the local stack running (`make run`) and an account that has tokens:
//!
//! ```sh
//! target/debug/tokenbook-local certificates .tokenbook/data/certificates metering/example
//! cargo run --release -p ledger-client --example spend -- <account id> 1000
//! ```
#![expect(clippy::print_stdout, reason = "an example tells what it does")]

use std::path::Path;

use contracts::common::v1::Reference;
use contracts::ledger::v1::SpendRequest;
use kernel::Reason;
use ledger_client::{LedgerClient, Options};
use runtime::{BoxError, Clock, TlsOptions};
use tokio::task::JoinSet;
use tokio::time::Instant;

const LEDGER: &str = "https://localhost:7104";
const CERTIFICATES: &str = ".tokenbook/data/certificates";
const CALLERS: u32 = 50;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let mut arguments = std::env::args().skip(1);
    let account = arguments.next().ok_or("whose tokens? name an account id")?;
    let calls: u32 = arguments.next().map_or(Ok(1_000), |calls| calls.parse())?;

    let file = |name: &str| Path::new(CERTIFICATES).join(name);
    let me = TlsOptions {
        tls_ca: file("ca.pem"),
        tls_cert: file("metering-example.pem"),
        tls_key: file("metering-example.key"),
    };
    let client = LedgerClient::connect(&[LEDGER], &me, Options::default())?;

    // One name for this run: whoever starts it again means other work.
    let run = Clock::system().new_id();
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for caller in 0..CALLERS {
        let (client, account) = (client.clone(), account.clone());
        callers.spawn(async move {
            for call in (caller..calls).step_by(CALLERS as usize) {
                let spend = SpendRequest {
                    account_id: account.clone(),
                    // The work's own name: sent twice, it is charged once.
                    idempotency_key: format!("{run}:{call}"),
                    tokens: 1,
                    reference: Some(Reference { kind: "example".to_owned(), id: call.to_string() }),
                };
                match client.run(spend).await {
                    Ok(_) => {}
                    Err(refused) if refused.reason == Reason::InsufficientTokens => return Ok(call / CALLERS),
                    // Whatever else it is, the same key tells later what became of it.
                    Err(failure) => return Err(BoxError::from(failure)),
                }
            }
            Ok(calls / CALLERS)
        });
    }
    while let Some(caller) = callers.join_next().await {
        caller??;
    }
    println!("{calls} calls in {:?}, or as many as the account could pay for", began.elapsed());
    Ok(())
}
