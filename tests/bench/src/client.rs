//! Callers who share the client that services use.

use ledger_client::{LedgerClient, Options};
use runtime::{BoxError, Clock, TlsOptions, grpc};

use crate::accounts::{Accounts, Choice};
use crate::commands::{Commands, Work};
use crate::load::{self, Caller, Measured, Span};

/// Where the client's stream goes.
#[derive(Clone)]
pub(crate) struct Client {
    pub(crate) endpoint: grpc::Client,
    pub(crate) accounts: Accounts,
}

impl Client {
    /// A client of the ledger at a port of this machine.
    pub(crate) fn new(port: u16, tls: &TlsOptions, accounts: &Accounts) -> Result<Self, BoxError> {
        let endpoint = grpc::Client::to(&format!("https://127.0.0.1:{port}"), tls, "ledger")?;
        Ok(Self { endpoint, accounts: accounts.clone() })
    }

    /// Lets so many callers work for the given span.
    pub(crate) async fn run(
        &self,
        work: Work,
        choice: Choice,
        callers: u16,
        span: Span,
    ) -> Result<Measured, BoxError> {
        let this = self.clone();
        load::apart(move || async move {
            let run = Clock::system().new_id().simple().to_string();
            let client = LedgerClient::new(&this.endpoint, Options::default());
            let callers = (0..callers).map(|number| Through {
                client: client.clone(),
                commands: Commands::new(&this.accounts, choice, format!("{run}-{number}-")),
                work,
            });
            load::run(callers, span).await
        })
        .await
    }
}

struct Through {
    client: LedgerClient,
    commands: Commands,
    work: Work,
}

impl Caller for Through {
    async fn call(&mut self) -> Result<(), BoxError> {
        match self.work {
            Work::Spend => {
                let (place, asked) = self.commands.spend();
                self.client.run(asked).await?;
                self.commands.charged(place, 1);
            }
            Work::AuthorizeAndCapture => {
                let (place, asked) = self.commands.authorize();
                let held = self.client.run(asked).await?;
                let asked = self.commands.capture(place, held.hold_id);
                self.commands.charged(place, self.client.run(asked).await?.captured);
            }
        }
        Ok(())
    }
}
