//! The RPCs.

use std::sync::Arc;

use contracts::accounts::v1::accounts_service_server::{AccountsService, AccountsServiceServer};
use contracts::accounts::v1::{
    AuthenticateApiKeyRequest, AuthenticateApiKeyResponse, CreateApiKeyRequest, CreateApiKeyResponse,
    CreateSessionRequest, CreateSessionResponse, GetAccountRequest, GetAccountResponse, ListApiKeysRequest,
    ListApiKeysResponse, ListSigningKeysRequest, ListSigningKeysResponse, RegisterAccountRequest,
    RegisterAccountResponse, RevokeApiKeyRequest, RevokeApiKeyResponse, RotateSigningKeyRequest,
    RotateSigningKeyResponse, SetRolesRequest, SetRolesResponse,
};
use contracts::convert::id;
use contracts::failure::Failure;
use runtime::grpc::Peer;
use tonic::{Request, Response, Status};

use super::convert;
use crate::api_keys::ApiKeys;
use crate::domain::Password;
use crate::key_ring::KeyRing;
use crate::registration::Accounts;
use crate::sessions::Sessions;

/// The largest request, in bytes: none of them holds more than a few short texts.
const MAX_REQUEST_BYTES: usize = 16 * 1024;

type Answer<T> = Result<Response<T>, Status>;

/// `AccountsService` on top of the use cases.
#[derive(Debug)]
pub struct AccountsGrpc {
    /// Who is registered.
    pub accounts: Accounts,
    /// Who signs in.
    pub sessions: Sessions,
    /// How programs prove who they are.
    pub api_keys: ApiKeys,
    /// What tokens are signed with.
    pub keys: Arc<KeyRing>,
}

impl AccountsGrpc {
    /// The service as the server takes it.
    pub fn into_server(self) -> AccountsServiceServer<Self> {
        AccountsServiceServer::new(self).max_decoding_message_size(MAX_REQUEST_BYTES)
    }
}

#[tonic::async_trait]
impl AccountsService for AccountsGrpc {
    async fn register_account(
        &self,
        request: Request<RegisterAccountRequest>,
    ) -> Answer<RegisterAccountResponse> {
        let RegisterAccountRequest { email, password } = request.into_inner();
        let account = self.accounts.register(&email, Password::new(password)).await.map_err(Failure::from)?;
        Ok(Response::new(RegisterAccountResponse { account: Some(account.into()) }))
    }

    async fn create_session(&self, request: Request<CreateSessionRequest>) -> Answer<CreateSessionResponse> {
        let CreateSessionRequest { email, password } = request.into_inner();
        let session = self.sessions.create(&email, Password::new(password)).await.map_err(Failure::from)?;
        Ok(Response::new(session.into()))
    }

    async fn get_account(&self, request: Request<GetAccountRequest>) -> Answer<GetAccountResponse> {
        let account_id = id("account_id", &request.get_ref().account_id).map_err(Failure::from)?;
        let account = self.accounts.get(account_id).await.map_err(Failure::from)?;
        Ok(Response::new(GetAccountResponse { account: Some(account.into()) }))
    }

    async fn set_roles(&self, request: Request<SetRolesRequest>) -> Answer<SetRolesResponse> {
        let actor = Peer::of(&request)?.clone();
        let SetRolesRequest { account_id, roles } = request.into_inner();
        let account_id = id("account_id", &account_id).map_err(Failure::from)?;
        let roles = convert::roles(&roles).map_err(Failure::from)?.map_err(Failure::from)?;
        let account =
            self.accounts.set_roles(account_id, roles, actor.name()).await.map_err(Failure::from)?;
        Ok(Response::new(SetRolesResponse { account: Some(account.into()) }))
    }

    async fn list_signing_keys(&self, _: Request<ListSigningKeysRequest>) -> Answer<ListSigningKeysResponse> {
        let keys = self.keys.published().await.map_err(Failure::from)?;
        Ok(Response::new(ListSigningKeysResponse { keys: keys.into_iter().map(Into::into).collect() }))
    }

    async fn rotate_signing_key(
        &self,
        request: Request<RotateSigningKeyRequest>,
    ) -> Answer<RotateSigningKeyResponse> {
        let actor = Peer::of(&request)?;
        let key = self.keys.rotate().await.map_err(Failure::from)?;
        tracing::info!(%actor, key_id = key.key_id, "signing key rotated");
        Ok(Response::new(RotateSigningKeyResponse { key: Some(key.into()) }))
    }

    async fn create_api_key(&self, request: Request<CreateApiKeyRequest>) -> Answer<CreateApiKeyResponse> {
        let CreateApiKeyRequest { account_id, name } = request.into_inner();
        let account_id = id("account_id", &account_id).map_err(Failure::from)?;
        let (key, secret) = self.api_keys.create(account_id, &name).await.map_err(Failure::from)?;
        Ok(Response::new(CreateApiKeyResponse {
            api_key: Some(key.into()),
            secret: secret.expose().to_owned(),
        }))
    }

    async fn list_api_keys(&self, request: Request<ListApiKeysRequest>) -> Answer<ListApiKeysResponse> {
        let account_id = id("account_id", &request.get_ref().account_id).map_err(Failure::from)?;
        let keys = self.api_keys.list(account_id).await.map_err(Failure::from)?;
        Ok(Response::new(ListApiKeysResponse { api_keys: keys.into_iter().map(Into::into).collect() }))
    }

    async fn revoke_api_key(&self, request: Request<RevokeApiKeyRequest>) -> Answer<RevokeApiKeyResponse> {
        let RevokeApiKeyRequest { account_id, api_key_id } = request.into_inner();
        let account_id = id("account_id", &account_id).map_err(Failure::from)?;
        let api_key_id = convert::api_key_id(&api_key_id).map_err(Failure::from)?;
        let key = self.api_keys.revoke(account_id, api_key_id).await.map_err(Failure::from)?;
        Ok(Response::new(RevokeApiKeyResponse { api_key: Some(key.into()) }))
    }

    async fn authenticate_api_key(
        &self,
        request: Request<AuthenticateApiKeyRequest>,
    ) -> Answer<AuthenticateApiKeyResponse> {
        let secret = &request.get_ref().secret;
        let (key, account) = self.api_keys.authenticate(secret).await.map_err(Failure::from)?;
        Ok(Response::new(AuthenticateApiKeyResponse {
            api_key_id: key.to_string(),
            account: Some(account.into()),
        }))
    }
}
