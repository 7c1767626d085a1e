//! What operators do to a wallet.

use contracts::common::v1::Reference;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::adjust_request::{Adjustment, Credit, Debit};
use contracts::ledger::v1::{ListTokenLogRequest, TokenLogKind};
use kernel::Reason;
use ledger::domain::{Change, Kind, Warrant};

use crate::customer::{Customer, answer};
use crate::world::shared;

fn warrant(reason: &str) -> proto::Warrant {
    proto::Warrant {
        actor: "operator-7".to_owned(),
        reason: reason.to_owned(),
        evidence: "ticket 4711".to_owned(),
    }
}

impl Customer<'_> {
    async fn adjust(&self, key: &str, adjustment: Adjustment) -> Result<proto::AdjustResponse, Failure> {
        let request = proto::AdjustRequest {
            account_id: self.account.clone(),
            idempotency_key: key.to_owned(),
            reference: Some(Reference { kind: "ticket".to_owned(), id: "4711".to_owned() }),
            warrant: Some(warrant("goodwill")),
            adjustment: Some(adjustment),
        };
        answer(self.client.clone().adjust(request).await)
    }

    async fn freeze(&self) -> Result<proto::FreezeWalletResponse, Failure> {
        let request = proto::FreezeWalletRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            warrant: Some(warrant("stolen account")),
        };
        answer(self.client.clone().freeze_wallet(request).await)
    }

    async fn unfreeze(&self) -> Result<proto::UnfreezeWalletResponse, Failure> {
        let request = proto::UnfreezeWalletRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            warrant: Some(warrant("given back to its owner")),
        };
        answer(self.client.clone().unfreeze_wallet(request).await)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_wallet_refuses_what_is_new_and_ends_what_is_under_way() {
    let shared = shared().await;
    let customer = shared.customer_with(100).await;
    let operator = customer.through(shared.client("operator"));
    let hold = customer.authorize(40).await;
    let frozen = operator.freeze().await.unwrap().receipt.unwrap().balance.unwrap();
    assert!(frozen.frozen);
    assert_eq!((frozen.available, frozen.held), (60, 40), "it keeps what it has");
    assert_eq!(customer.spend_as("k", 1).await.unwrap_err().reason, Reason::WalletFrozen);
    let request = customer.authorizing("l", 1, customer.after(60));
    assert_eq!(customer.authorize_as(request).await.unwrap_err().reason, Reason::WalletFrozen);
    assert_eq!(operator.freeze().await.unwrap_err().reason, Reason::Conflict);
    customer.capture(&hold, 30, true).await.unwrap();
    customer.buy(5).await;
    assert_eq!(customer.balance().await.available, 75);

    let thawed = operator.unfreeze().await.unwrap().receipt.unwrap().balance.unwrap();
    assert!(!thawed.frozen);
    assert_eq!(operator.unfreeze().await.unwrap_err().reason, Reason::Conflict);
    customer.spend(75).await;
    assert_eq!(
        customer.spend_as("k", 1).await.unwrap_err().reason,
        Reason::WalletFrozen,
        "the first answer stands"
    );
    let words = customer.entries().await.into_iter().find_map(|entry| match entry.kind {
        Kind::Wallet { change: Change::Frozen(warrant), .. } => Some((entry.cause.caller, warrant)),
        _ => None,
    });
    let said = Warrant {
        actor: "operator-7".to_owned(),
        reason: "stolen account".to_owned(),
        evidence: "ticket 4711".to_owned(),
    };
    assert_eq!(words, Some(("operator".into(), said)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_is_corrected_once_with_actor_and_reason() {
    let shared = shared().await;
    let customer = shared.customer_with(10).await;
    let operator = customer.through(shared.client("operator"));
    let credit = Adjustment::Credit(Credit { tokens: 5 });
    let first = operator.adjust("k", credit).await.unwrap();
    assert_eq!(operator.adjust("k", credit).await.unwrap(), first, "once");
    assert_eq!(customer.balance().await.available, 15);
    let debit = |tokens, allow_debt| Adjustment::Debit(Debit { tokens, allow_debt });
    assert_eq!(operator.adjust("k", debit(5, false)).await.unwrap_err().reason, Reason::IdempotencyKeyReused);
    assert_eq!(operator.adjust("l", debit(16, false)).await.unwrap_err().reason, Reason::InsufficientTokens);
    assert_eq!(operator.adjust("m", debit(18, true)).await.unwrap().debt_added, 3);
    let balance = customer.balance().await;
    assert_eq!((balance.available, balance.debt), (0, 3));
    let repaid = operator.adjust("n", Adjustment::Credit(Credit { tokens: 4 })).await.unwrap();
    assert_eq!((repaid.debt_repaid, repaid.receipt.unwrap().balance.unwrap().available), (3, 1));

    let log = operator.page(ListTokenLogRequest::default()).await.unwrap().entries;
    let lines: Vec<_> = log.iter().map(|line| (line.kind(), line.amount, line.balance_after)).collect();
    assert_eq!(
        lines,
        [
            (TokenLogKind::Adjustment, 4, 1),
            (TokenLogKind::Adjustment, -18, -3),
            (TokenLogKind::Adjustment, 5, 15),
            (TokenLogKind::Purchase, 10, 10)
        ]
    );
    assert_eq!((log[0].reason_detail.as_str(), log[1].debt_after), ("goodwill", 3));
    assert_eq!(log[0].reference.clone().unwrap().kind, "ticket");
}
