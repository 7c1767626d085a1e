use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use kernel::Reason;
use tonic::{Code, Status};

use crate::world::{Client, shared};

/// Which of the RPCs a caller may make.
async fn allowed(mut caller: Client) -> Vec<&'static str> {
    fn code<T>(answer: Result<T, Status>) -> Option<Code> {
        answer.err().map(|status| status.code())
    }
    // Whoever may call it is refused for another reason, so that nothing is rebuilt.
    let too_many = proto::RebuildTokenLogRequest { swap: false, max_differences: u32::MAX };
    let answers = [
        ("Authorize", code(caller.authorize(proto::AuthorizeRequest::default()).await)),
        ("Capture", code(caller.capture(proto::CaptureRequest::default()).await)),
        ("Release", code(caller.release(proto::ReleaseRequest::default()).await)),
        ("ExtendHold", code(caller.extend_hold(proto::ExtendHoldRequest::default()).await)),
        ("Spend", code(caller.spend(proto::SpendRequest::default()).await)),
        ("GetBalance", code(caller.get_balance(proto::GetBalanceRequest::default()).await)),
        ("WatchBalance", code(caller.watch_balance(proto::WatchBalanceRequest::default()).await)),
        ("WatchOwners", code(caller.watch_owners(proto::WatchOwnersRequest::default()).await)),
        ("GetHold", code(caller.get_hold(proto::GetHoldRequest::default()).await)),
        ("ListTokenLog", code(caller.list_token_log(proto::ListTokenLogRequest::default()).await)),
        ("Adjust", code(caller.adjust(proto::AdjustRequest::default()).await)),
        ("FreezeWallet", code(caller.freeze_wallet(proto::FreezeWalletRequest::default()).await)),
        ("RebuildTokenLog", code(caller.rebuild_token_log(too_many).await)),
        ("UnfreezeWallet", code(caller.unfreeze_wallet(proto::UnfreezeWalletRequest::default()).await)),
    ];
    answers
        .into_iter()
        .filter(|(_, code)| *code != Some(Code::PermissionDenied))
        .map(|(rpc, _)| rpc)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rpc_serves_the_callers_that_it_names_and_no_other() {
    let shared = shared().await;
    let commands = ["Authorize", "Capture", "Release", "ExtendHold", "Spend"];
    let reads = ["GetBalance", "WatchBalance", "WatchOwners", "GetHold", "ListTokenLog"];
    assert_eq!(allowed(shared.client("gateway")).await, reads);
    let by_hand = ["Adjust", "FreezeWallet", "RebuildTokenLog", "UnfreezeWallet"];
    assert_eq!(allowed(shared.client("operator")).await, [&reads[..], &by_hand[..]].concat());
    assert_eq!(allowed(shared.client("generation")).await, [&commands[..], &reads[..4]].concat());
    assert_eq!(allowed(shared.client("metering/maps")).await, [&commands[..], &reads[..]].concat());
    for stranger in ["accounts", "payments", "ledger"] {
        assert!(allowed(shared.client(stranger)).await.is_empty(), "{stranger}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateway_cannot_spend_what_its_users_have() {
    let shared = shared().await;
    let customer = shared.customer_with(10).await;
    let gateway = customer.through(shared.client("gateway"));
    let status = gateway.client.clone().spend(gateway.spending("k", 1)).await.unwrap_err();
    assert_eq!(Failure::from_status(&status).reason, Reason::PermissionDenied);
    assert_eq!(gateway.balance().await.available, 10);
    let maps = customer.through(shared.client("metering/maps"));
    maps.spend_as("k", 1).await.unwrap();
    assert_eq!(customer.entries_of_key("k").await[0].cause.caller.as_ref(), "metering/maps");
}
