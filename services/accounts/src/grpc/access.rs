//! Who may call which RPC.

use runtime::grpc::{AccessPolicy, Allow};

const GATEWAY: Allow = Allow::Service("gateway");
const OPERATOR: Allow = Allow::Service("operator");

/// The access policy of `AccountsService`.
pub fn access_policy() -> AccessPolicy {
    AccessPolicy::new(&[
        ("/tokenbook.accounts.v1.AccountsService/RegisterAccount", &[GATEWAY]),
        ("/tokenbook.accounts.v1.AccountsService/CreateSession", &[GATEWAY]),
        ("/tokenbook.accounts.v1.AccountsService/GetAccount", &[GATEWAY, OPERATOR]),
        ("/tokenbook.accounts.v1.AccountsService/SetRoles", &[OPERATOR]),
        ("/tokenbook.accounts.v1.AccountsService/ListSigningKeys", &[GATEWAY, OPERATOR]),
        ("/tokenbook.accounts.v1.AccountsService/RotateSigningKey", &[OPERATOR]),
        ("/tokenbook.accounts.v1.AccountsService/CreateApiKey", &[GATEWAY]),
        ("/tokenbook.accounts.v1.AccountsService/ListApiKeys", &[GATEWAY]),
        ("/tokenbook.accounts.v1.AccountsService/RevokeApiKey", &[GATEWAY]),
        ("/tokenbook.accounts.v1.AccountsService/AuthenticateApiKey", &[GATEWAY]),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rpc_names_who_may_call_it() {
        let services = ["tokenbook.accounts.v1.AccountsService"];
        assert_eq!(access_policy().check_complete(contracts::DESCRIPTORS, &services), Ok(()));
    }
}
