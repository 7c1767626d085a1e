use contracts::accounts::v1::{
    AuthenticateApiKeyRequest, CreateApiKeyRequest, CreateSessionRequest, GetAccountRequest,
    ListApiKeysRequest, ListSigningKeysRequest, RegisterAccountRequest, RevokeApiKeyRequest,
    RotateSigningKeyRequest, SetRolesRequest,
};
use tonic::{Code, Status};

use crate::service::{Client, World};

/// Which of the RPCs a caller may make.
async fn allowed(mut caller: Client) -> Vec<&'static str> {
    fn code<T>(answer: Result<T, Status>) -> Option<Code> {
        answer.err().map(|status| status.code())
    }
    let answers = [
        ("RegisterAccount", code(caller.register_account(RegisterAccountRequest::default()).await)),
        ("CreateSession", code(caller.create_session(CreateSessionRequest::default()).await)),
        ("GetAccount", code(caller.get_account(GetAccountRequest::default()).await)),
        ("SetRoles", code(caller.set_roles(SetRolesRequest::default()).await)),
        ("ListSigningKeys", code(caller.list_signing_keys(ListSigningKeysRequest {}).await)),
        ("RotateSigningKey", code(caller.rotate_signing_key(RotateSigningKeyRequest {}).await)),
        ("CreateApiKey", code(caller.create_api_key(CreateApiKeyRequest::default()).await)),
        ("ListApiKeys", code(caller.list_api_keys(ListApiKeysRequest::default()).await)),
        ("RevokeApiKey", code(caller.revoke_api_key(RevokeApiKeyRequest::default()).await)),
        ("AuthenticateApiKey", code(caller.authenticate_api_key(AuthenticateApiKeyRequest::default()).await)),
    ];
    answers
        .into_iter()
        .filter(|(_, code)| *code != Some(Code::PermissionDenied))
        .map(|(rpc, _)| rpc)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rpc_serves_the_callers_that_it_names_and_no_other() {
    let world = World::new().await;
    let service = world.start().await;
    assert_eq!(
        allowed(world.caller(&service, "gateway")).await,
        [
            "RegisterAccount",
            "CreateSession",
            "GetAccount",
            "ListSigningKeys",
            "CreateApiKey",
            "ListApiKeys",
            "RevokeApiKey",
            "AuthenticateApiKey",
        ]
    );
    assert_eq!(
        allowed(world.caller(&service, "operator")).await,
        ["GetAccount", "SetRoles", "ListSigningKeys", "RotateSigningKey"]
    );
    for stranger in ["ledger", "payments", "generation", "accounts", "metering/maps"] {
        assert!(allowed(world.caller(&service, stranger)).await.is_empty(), "{stranger}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_of_another_authority_does_not_even_connect() {
    let (world, elsewhere) = (World::new().await, World::new().await);
    let service = world.start().await;
    let status =
        elsewhere.caller(&service, "gateway").list_signing_keys(ListSigningKeysRequest {}).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status:?}");
}
