//! The services behind the gateway, and how their refusals become problems.

use std::time::Duration;

use contracts::accounts::v1 as accounts;
use contracts::accounts::v1::accounts_service_client::AccountsServiceClient;
use contracts::convert::Malformed;
use contracts::failure::Failure;
use contracts::generation::v1::generation_service_client::GenerationServiceClient;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::payments::v1::payments_service_client::PaymentsServiceClient;
use kernel::Reason;
use runtime::TlsOptions;
use runtime::grpc::{Channel, Client, Error};
use runtime::retry::{self, Policy, Verdict};
use tonic::{Code, Response, Status};

use crate::config::UpstreamOptions;
use crate::problem::Problem;

/// Attempts at a call that may be repeated, within the request's deadline.
const RETRIES: Policy =
    Policy { attempts: 3, base: Duration::from_millis(50), cap: Duration::from_millis(500) };

/// The longest pause that a service may ask for and the client is not told instead.
const PATIENCE: Duration = Duration::from_secs(1);

/// A page of generations holds the texts of chats.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Names that the contracts give to fields which the REST interface has without them.
const PREFIXES: [&str; 6] = ["work.video.", "work.image.", "work.chat.", "video.", "image.", "chat."];

/// Clients of the services behind the gateway. Cheap to clone; clones share connections.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// People and credentials.
    pub accounts: AccountsServiceClient<Channel>,
    /// Packages, orders, gifts.
    pub payments: PaymentsServiceClient<Channel>,
    /// Prices, generations, media.
    pub generation: GenerationServiceClient<Channel>,
    /// The same, for calls that last: event streams and media.
    pub lasting: GenerationServiceClient<Channel>,
    /// Balances and token logs.
    pub ledger: LedgerServiceClient<Channel>,
    /// The same, for those who follow a balance.
    pub watching: LedgerServiceClient<Channel>,
}

impl Upstream {
    /// Clients that connect at their first call.
    pub fn new(urls: &UpstreamOptions, tls: &TlsOptions) -> Result<Self, Error> {
        let generation = Client::to(&urls.generation_url, tls, "generation")?;
        let ledger = Client::to(&urls.ledger_url, tls, "ledger")?;
        let lasting = generation.clone().request_timeout(None).channel();
        Ok(Self {
            accounts: AccountsServiceClient::new(runtime::grpc::connect(
                &urls.accounts_url,
                tls,
                "accounts",
            )?),
            payments: PaymentsServiceClient::new(runtime::grpc::connect(
                &urls.payments_url,
                tls,
                "payments",
            )?),
            generation: GenerationServiceClient::new(generation.channel())
                .max_decoding_message_size(MAX_ANSWER_BYTES),
            lasting: GenerationServiceClient::new(lasting).max_decoding_message_size(MAX_ANSWER_BYTES),
            ledger: LedgerServiceClient::new(ledger.channel()),
            watching: LedgerServiceClient::new(ledger.request_timeout(None).channel()),
        })
    }

    /// The keys that access tokens are verified with.
    pub async fn signing_keys(&self) -> Result<Vec<accounts::SigningKey>, Problem> {
        let request = accounts::ListSigningKeysRequest {};
        let keys =
            repeat(&self.accounts, request, |mut it, ask| async move { it.list_signing_keys(ask).await });
        Ok(keys.await?.keys)
    }

    /// Whose an API key is; none if it is nobody's.
    pub async fn api_key_owner(
        &self,
        secret: &str,
    ) -> Result<Option<accounts::AuthenticateApiKeyResponse>, Problem> {
        let request = accounts::AuthenticateApiKeyRequest { secret: secret.to_owned() };
        let answer = RETRIES
            .run(worth_repeating, || {
                let (mut client, request) = (self.accounts.clone(), request.clone());
                async move { client.authenticate_api_key(request).await }
            })
            .await;
        match answer {
            Ok(answer) => Ok(Some(answer.into_inner())),
            Err(status) if is_no_such_key(&status) => Ok(None),
            Err(status) => Err(refusal(&status)),
        }
    }
}

fn is_no_such_key(status: &Status) -> bool {
    matches!(
        Failure::from_status(status).reason,
        Reason::Unauthenticated | Reason::WrongCredentials | Reason::NotFound | Reason::InvalidInput
    )
}

/// What may pass within a moment is tried again; for anything longer the client is told when to come back.
fn worth_repeating(status: &Status) -> Verdict {
    match retry::transient(status) {
        Verdict::RetryAfter(pause) if pause > PATIENCE => Verdict::GiveUp,
        verdict => verdict,
    }
}

/// A call that may be repeated: a read, or a command with a key.
pub async fn repeat<C, Q, R, F>(client: &C, request: Q, call: impl Fn(C, Q) -> F) -> Result<R, Problem>
where
    C: Clone,
    Q: Clone,
    F: Future<Output = Result<Response<R>, Status>>,
{
    let answer = RETRIES.run(worth_repeating, || call(client.clone(), request.clone())).await;
    answer.map(Response::into_inner).map_err(|status| refusal(&status))
}

/// A call that is made once: repeating it would do it twice.
pub async fn once<C, Q, R, F>(client: &C, request: Q, call: impl FnOnce(C, Q) -> F) -> Result<R, Problem>
where
    C: Clone,
    F: Future<Output = Result<Response<R>, Status>>,
{
    call(client.clone(), request).await.map(Response::into_inner).map_err(|status| refusal(&status))
}

/// What a service's refusal is to the client.
pub fn refusal(status: &Status) -> Problem {
    let mut failure = Failure::from_status(status);
    match failure.reason {
        // Between services this is about the gateway's own certificate, which is no fault of the client's.
        Reason::Unauthenticated => {
            tracing::error!(code = ?status.code(), cause = status.message(), "a service refuses the gateway");
            return Problem::internal();
        }
        Reason::InternalError => {
            tracing::error!(code = ?status.code(), cause = status.message(), "a service failed");
            return Failure { message: Failure::internal().message, ..failure }.into();
        }
        Reason::Unavailable if status.code() == Code::Unavailable => {
            tracing::warn!(cause = status.message(), "a service cannot be reached");
            "a part of the service cannot be reached; try again after the stated delay"
                .clone_into(&mut failure.message);
        }
        _ => {}
    }
    for violation in &mut failure.fields {
        violation.field = public_name(&violation.field);
    }
    failure.into()
}

/// An answer that breaks its contract.
#[expect(clippy::needless_pass_by_value, reason = "it is for map_err")]
pub fn malformed(error: Malformed) -> Problem {
    tracing::error!(%error, "a service's answer is malformed");
    Problem::internal()
}

/// The REST name of a field that a service complains about.
fn public_name(field: &str) -> String {
    let field = PREFIXES.iter().find_map(|prefix| field.strip_prefix(prefix)).unwrap_or(field);
    let field = field.strip_prefix("work.").unwrap_or(field);
    match field {
        "idempotency_key" => "Idempotency-Key".to_owned(),
        "content" => "body".to_owned(),
        _ => field.replacen("reference_image_ids", "reference_images", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_their_rest_names() {
        for (field, expected) in [
            ("work.video.fps", "fps"),
            ("video.fps", "fps"),
            ("work.chat.messages[2].role", "messages[2].role"),
            ("work.model", "model"),
            ("work.reference_image_ids[0]", "reference_images[0]"),
            ("prompt", "prompt"),
            ("idempotency_key", "Idempotency-Key"),
            ("content", "body"),
        ] {
            assert_eq!(public_name(field), expected);
        }
    }

    #[test]
    fn a_service_that_refuses_the_gateway_is_not_the_clients_fault() {
        let status = Status::from(Failure::new(Reason::Unauthenticated, "no certificate"));
        assert_eq!(refusal(&status).reason(), Reason::InternalError);
        assert_eq!(refusal(&Status::unavailable("10.0.0.7 refused")).reason(), Reason::Unavailable);
        assert_eq!(refusal(&Status::unknown("panicked at …")).reason(), Reason::InternalError);
    }
}
