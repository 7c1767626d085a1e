//! Work whose cost is known only afterwards: hold the most that it may cost, do it, charge what it did cost.
//!
//! With the local stack running (`make run`) and an account that has tokens:
//!
//! ```sh
//! target/debug/tokenbook-local certificates .tokenbook/data/certificates metering/example
//! cargo run -p ledger-client --example hold -- <account id>
//! ```
#![expect(clippy::print_stdout, reason = "an example tells what it does")]

use std::path::Path;

use chrono::TimeDelta;
use contracts::common::v1::Reference;
use contracts::convert::timestamp;
use contracts::ledger::v1::{AuthorizeRequest, CaptureRequest, GetBalanceRequest};
use ledger_client::{LedgerClient, Options};
use runtime::{BoxError, Clock, TlsOptions};

const LEDGER: &str = "https://localhost:7104";
const CERTIFICATES: &str = ".tokenbook/data/certificates";
const AT_MOST: u64 = 10;

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let account_id = std::env::args().nth(1).ok_or("whose tokens? name an account id")?;
    let file = |name: &str| Path::new(CERTIFICATES).join(name);
    let me = TlsOptions {
        tls_ca: file("ca.pem"),
        tls_cert: file("metering-example.pem"),
        tls_key: file("metering-example.key"),
    };
    let client = LedgerClient::connect(&[LEDGER], &me, Options::default())?;
    let clock = Clock::system();
    let work = clock.new_id();

    let held = client
        .run(AuthorizeRequest {
            account_id: account_id.clone(),
            idempotency_key: format!("{work}:hold"),
            tokens: AT_MOST,
            // What success, a technical failure and prohibited content cost, unless said otherwise: what was captured, nothing, all.
            terms: None,
            // If we never come back, the tokens do.
            expires_at: Some(timestamp(clock.now() + TimeDelta::minutes(5))),
            reference: Some(Reference { kind: "example".to_owned(), id: work.to_string() }),
        })
        .await?;
    println!("{AT_MOST} tokens are held by {}", held.hold_id);

    let cost = do_the_work();
    let captured = client
        .run(CaptureRequest {
            account_id: account_id.clone(),
            idempotency_key: format!("{work}:charge"),
            hold_id: held.hold_id,
            tokens: cost,
            r#final: true,
        })
        .await?;
    println!("{} were charged, {} given back", captured.captured, captured.released);

    // Questions are single calls.
    let balance = client.unary().get_balance(GetBalanceRequest { account_id }).await?.into_inner().balance;
    println!("{:?}", balance.unwrap_or_default());
    Ok(())
}

const fn do_the_work() -> u64 {
    7
}
