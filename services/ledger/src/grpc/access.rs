//! Who may call which RPC.

use runtime::grpc::{AccessPolicy, Allow};

const GENERATION: Allow = Allow::Service("generation");
const GATEWAY: Allow = Allow::Service("gateway");
const OPERATOR: Allow = Allow::Service("operator");
const METERING: Allow = Allow::AnyMetering;

/// The access policy of `LedgerService`. End users never move tokens themselves: the gateway only reads. What
/// is done by hand is for operators alone. Instances of the ledger pass on one another's calls, and are believed for whom: whoever has the
/// ledger's identity can write whatever it likes into the books anyway.
pub fn access_policy() -> AccessPolicy {
    AccessPolicy::new(&[
        ("/tokenbook.ledger.v1.LedgerService/Authorize", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/Capture", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/Release", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/ExtendHold", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/Spend", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/SubmitBatch", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/Submit", &[GENERATION, METERING]),
        ("/tokenbook.ledger.v1.LedgerService/GetBalance", &[GATEWAY, GENERATION, METERING, OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/WatchBalance", &[GATEWAY, GENERATION, METERING, OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/WatchOwners", &[GATEWAY, GENERATION, METERING, OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/GetHold", &[GATEWAY, GENERATION, METERING, OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/ListTokenLog", &[GATEWAY, METERING, OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/Adjust", &[OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/FreezeWallet", &[OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/UnfreezeWallet", &[OPERATOR]),
        ("/tokenbook.ledger.v1.LedgerService/RebuildTokenLog", &[OPERATOR]),
    ])
    .with_relay("ledger")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rpc_names_who_may_call_it() {
        let services = ["tokenbook.ledger.v1.LedgerService"];
        assert_eq!(access_policy().check_complete(contracts::DESCRIPTORS, &services), Ok(()));
    }
}
