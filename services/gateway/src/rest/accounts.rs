//! Accounts, sessions, the caller's own account, API keys.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use contracts::accounts::v1 as proto;
use contracts::ledger::v1 as ledger;
use kernel::AccountId;

use super::doc::{AccountProblems, LookupProblems, RegisterProblems, SessionProblems};
use super::extract::{Body, Id};
use super::model::account::{Account, ApiKeys, Credentials, IssuedApiKey, Me, NewApiKey, Session};
use super::model::text_id::ApiKeyId;
use super::model::{Balance, publish, publish_all};
use crate::app::App;
use crate::auth::{AsAnyone, AsService, AsUser};
use crate::edge::address::ClientAddress;
use crate::problem::Problem;
use crate::upstream::{once, repeat};

/// An attempt to register or to log in, counted by address before anything is read.
#[derive(Debug)]
pub struct SignInAttempt;

impl FromRequestParts<App> for SignInAttempt {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let client = parts.extensions.get::<ClientAddress>().ok_or_else(Problem::internal)?;
        app.limits.sign_in(client.subscriber()).map(|()| Self)
    }
}

/// Register.
///
/// Registers an account with the role `user`.
#[utoipa::path(
    post, path = "/v1/accounts", tag = "accounts", operation_id = "registerAccount",
    request_body = Credentials,
    responses((status = 201, description = "The account exists now.", body = Account), RegisterProblems)
)]
pub async fn register(
    State(app): State<App>,
    _attempt: SignInAttempt,
    Body(new): Body<Credentials>,
) -> Result<(StatusCode, Json<Account>), Problem> {
    let request =
        proto::RegisterAccountRequest { email: new.email, password: new.password.expose().to_owned() };
    let registered =
        once(&app.upstream.accounts, request, |mut it, ask| async move { it.register_account(ask).await });
    Ok((StatusCode::CREATED, Json(publish(registered.await?.account)?)))
}

/// Log in.
///
/// Exchanges e-mail and password for an access token. An unknown e-mail and a wrong password are answered alike.
#[utoipa::path(
    post, path = "/v1/sessions", tag = "accounts", operation_id = "createSession",
    request_body = Credentials,
    responses((status = 200, description = "A session.", body = Session), SessionProblems)
)]
pub async fn log_in(
    State(app): State<App>,
    _attempt: SignInAttempt,
    Body(given): Body<Credentials>,
) -> Result<Json<Session>, Problem> {
    let request =
        proto::CreateSessionRequest { email: given.email, password: given.password.expose().to_owned() };
    let session =
        once(&app.upstream.accounts, request, |mut it, ask| async move { it.create_session(ask).await });
    Ok(Json(publish(session.await?)?))
}

/// Who am I, and what have I got.
///
/// The caller's account and its balance.
#[utoipa::path(
    get, path = "/v1/me", tag = "accounts", operation_id = "getMe",
    responses((status = 200, description = "The account and its balance.", body = Me), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn me(State(app): State<App>, AsAnyone(caller): AsAnyone) -> Result<Json<Me>, Problem> {
    let request = proto::GetAccountRequest { account_id: caller.account_id.to_string() };
    let account =
        repeat(&app.upstream.accounts, request, |mut it, ask| async move { it.get_account(ask).await });
    let (account, balance) = tokio::try_join!(account, balance_of(&app, caller.account_id))?;
    Ok(Json(Me { account: publish(account.account)?, balance }))
}

/// The balance.
///
/// The caller's balance, as its last answered command left it.
#[utoipa::path(
    get, path = "/v1/balance", tag = "tokens", operation_id = "getBalance",
    responses((status = 200, description = "The wallet now.", body = Balance), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn balance(State(app): State<App>, AsUser(caller): AsUser) -> Result<Json<Balance>, Problem> {
    balance_of(&app, caller.account_id).await.map(Json)
}

async fn balance_of(app: &App, account: AccountId) -> Result<Balance, Problem> {
    let request = ledger::GetBalanceRequest { account_id: account.to_string() };
    let answer =
        repeat(&app.upstream.ledger, request, |mut it, ask| async move { it.get_balance(ask).await }).await?;
    Ok(answer.balance.unwrap_or_default().into())
}

/// Make an API key.
///
/// Makes an API key for the caller's program. Its secret is shown this once.
#[utoipa::path(
    post, path = "/v1/api-keys", tag = "api keys", operation_id = "createApiKey",
    request_body = NewApiKey,
    responses((status = 201, description = "The key and its secret.", body = IssuedApiKey), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn issue_api_key(
    State(app): State<App>,
    AsService(caller): AsService,
    Body(new): Body<NewApiKey>,
) -> Result<(StatusCode, Json<IssuedApiKey>), Problem> {
    let request = proto::CreateApiKeyRequest { account_id: caller.account_id.to_string(), name: new.name };
    let issued =
        once(&app.upstream.accounts, request, |mut it, ask| async move { it.create_api_key(ask).await });
    Ok((StatusCode::CREATED, Json(publish(issued.await?)?)))
}

/// List API keys.
///
/// The caller's API keys, without their secrets.
#[utoipa::path(
    get, path = "/v1/api-keys", tag = "api keys", operation_id = "listApiKeys",
    responses((status = 200, description = "All keys.", body = ApiKeys), AccountProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn list_api_keys(
    State(app): State<App>,
    AsService(caller): AsService,
) -> Result<Json<ApiKeys>, Problem> {
    let request = proto::ListApiKeysRequest { account_id: caller.account_id.to_string() };
    let keys =
        repeat(&app.upstream.accounts, request, |mut it, ask| async move { it.list_api_keys(ask).await });
    Ok(Json(ApiKeys { api_keys: publish_all(keys.await?.api_keys)? }))
}

/// Revoke an API key.
///
/// Ends an API key. Other gateways may let it in for half a minute more.
#[utoipa::path(
    delete, path = "/v1/api-keys/{id}", tag = "api keys", operation_id = "revokeApiKey",
    params(("id" = String, Path, description = "The key's id.", example = "0190d6c4-6f3a-7c3e-9f55-1d2b8c1f0a77")),
    responses((status = 204, description = "It no longer works."), LookupProblems),
    security(("access_token" = []), ("api_key" = []))
)]
pub async fn revoke_api_key(
    State(app): State<App>,
    AsService(caller): AsService,
    Id(key): Id<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    let request =
        proto::RevokeApiKeyRequest { account_id: caller.account_id.to_string(), api_key_id: key.to_string() };
    repeat(&app.upstream.accounts, request, |mut it, ask| async move { it.revoke_api_key(ask).await })
        .await?;
    app.api_keys.forget(&key.to_string());
    Ok(StatusCode::NO_CONTENT)
}
