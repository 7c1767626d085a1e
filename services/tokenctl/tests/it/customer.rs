//! One account, and what other services do on its behalf.

use chrono::{DateTime, TimeDelta, Utc};
use contracts::accounts::v1::{AccountRegistered, AccountsEvent, accounts_event};
use contracts::common::v1::{Balance, Reference, SettlementTerms};
use contracts::convert;
use contracts::failure::Failure;
use contracts::generation::v1::{GenerationEvent, generation_event};
use contracts::ledger::v1 as proto;
use contracts::payments::v1::{PaymentSucceeded, PaymentsEvent, PromotionGranted, payments_event};
use eventlog::{Position, partition_of};
use runtime::grpc::Channel;
use testkit::eventually;
use tonic::{Response, Status};

use crate::world::{PARTITIONS, SOON, World};

type Client = proto::ledger_service_client::LedgerServiceClient<Channel>;

pub(crate) struct Customer<'w> {
    pub(crate) world: &'w World,
    client: Client,
    operator: Client,
    pub(crate) account: String,
}

pub(crate) fn answer<T>(answer: Result<Response<T>, Status>) -> Result<T, Failure> {
    answer.map(Response::into_inner).map_err(|status| Failure::from_status(&status))
}

impl<'w> Customer<'w> {
    pub(crate) fn new(world: &'w World, url: &str) -> Self {
        Self {
            world,
            client: world.client(url, "metering/tests"),
            operator: world.client(url, "operator"),
            account: world.new_id(),
        }
    }

    /// A new account that lives in this partition.
    pub(crate) fn in_partition(world: &'w World, url: &str, partition: i32) -> Self {
        let mut customer = Self::new(world, url);
        while partition_of(customer.account.as_bytes(), PARTITIONS) != partition {
            customer.account = world.new_id();
        }
        customer
    }

    /// A moment from now.
    pub(crate) fn after(&self, milliseconds: i64) -> DateTime<Utc> {
        self.world.clock.now() + TimeDelta::milliseconds(milliseconds)
    }

    // ---- what other services publish

    pub(crate) async fn register(&self) -> Position {
        let kind = accounts_event::Kind::AccountRegistered(AccountRegistered { roles: vec![] });
        let event = AccountsEvent {
            id: self.world.new_id(),
            time: Some(convert::timestamp(self.world.clock.now())),
            account_id: self.account.clone(),
            kind: Some(kind),
        };
        self.world.publish(&event).await
    }

    pub(crate) async fn payments(&self, kind: payments_event::Kind) -> Position {
        let event = PaymentsEvent {
            id: self.world.new_id(),
            time: Some(convert::timestamp(self.world.clock.now())),
            account_id: self.account.clone(),
            kind: Some(kind),
        };
        self.world.publish(&event).await
    }

    /// The event that an order is paid.
    pub(crate) async fn paid(&self, order: &str, tokens: u64) -> Position {
        self.payments(payments_event::Kind::PaymentSucceeded(PaymentSucceeded {
            order_id: order.to_owned(),
            package_id: "starter".to_owned(),
            tokens,
            payment_id: self.world.new_id(),
            processor: "sandbox".to_owned(),
            learned_by: "webhook".to_owned(),
            ..PaymentSucceeded::default()
        }))
        .await
    }

    /// Buys tokens and waits until they can be seen; the order.
    pub(crate) async fn buy(&self, tokens: u64) -> String {
        let order = self.world.new_id();
        self.moves(async || self.paid(&order, tokens).await).await;
        order
    }

    /// Is given tokens until a moment, and waits until they can be seen.
    pub(crate) async fn is_given(&self, tokens: u64, expires_at: DateTime<Utc>) {
        self.moves(async || {
            self.payments(payments_event::Kind::PromotionGranted(PromotionGranted {
                grant_id: self.world.new_id(),
                promotion_id: "welcome".to_owned(),
                tokens,
                expires_at: Some(convert::timestamp(expires_at)),
            }))
            .await
        })
        .await;
    }

    /// What came of the work that a hold was for; waits until the hold is settled.
    pub(crate) async fn outcome(&self, hold: &str, kind: generation_event::Kind) {
        let event = GenerationEvent {
            id: self.world.new_id(),
            time: Some(convert::timestamp(self.world.clock.now())),
            account_id: self.account.clone(),
            generation_id: self.world.new_id(),
            hold_id: hold.to_owned(),
            kind: Some(kind),
        };
        self.moves(async || self.world.publish(&event).await).await;
    }

    /// Waits until something that is told has made an entry.
    pub(crate) async fn moves<T>(&self, tell: impl AsyncFnOnce() -> T) -> T {
        let version = self.balance().await.version;
        let told = tell().await;
        self.reaches(version + 1).await;
        told
    }

    // ---- what other services call

    pub(crate) async fn try_balance(&self) -> Result<Balance, Failure> {
        let request = proto::GetBalanceRequest { account_id: self.account.clone() };
        answer(self.client.clone().get_balance(request).await).map(|found| found.balance.unwrap())
    }

    pub(crate) async fn balance(&self) -> Balance {
        self.try_balance().await.unwrap()
    }

    /// Waits until the wallet has come to this version.
    pub(crate) async fn reaches(&self, version: u64) -> Balance {
        let what = format!("{} reaches version {version}", self.account);
        eventually(SOON, &what, async || {
            self.try_balance().await.ok().filter(|balance| balance.version >= version)
        })
        .await
    }

    pub(crate) async fn spend(&self, key: &str, tokens: u64) -> Result<proto::SpendResponse, Failure> {
        let request = proto::SpendRequest {
            account_id: self.account.clone(),
            idempotency_key: key.to_owned(),
            tokens,
            reference: Some(Reference { kind: "chat".to_owned(), id: "conversation-1".to_owned() }),
        };
        answer(self.client.clone().spend(request).await)
    }

    pub(crate) async fn authorize(
        &self,
        tokens: u64,
        terms: Option<SettlementTerms>,
        milliseconds: i64,
    ) -> Result<String, Failure> {
        let request = proto::AuthorizeRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            tokens,
            terms,
            expires_at: Some(convert::timestamp(self.after(milliseconds))),
            reference: Some(Reference { kind: "generation".to_owned(), id: "video-1".to_owned() }),
        };
        answer(self.client.clone().authorize(request).await).map(|found| found.hold_id)
    }

    /// A hold that lives for an hour.
    pub(crate) async fn hold(&self, tokens: u64) -> String {
        self.authorize(tokens, None, 3_600_000).await.unwrap()
    }

    pub(crate) async fn capture(
        &self,
        key: &str,
        hold: &str,
        tokens: u64,
        last: bool,
    ) -> Result<proto::CaptureResponse, Failure> {
        let request = proto::CaptureRequest {
            account_id: self.account.clone(),
            idempotency_key: key.to_owned(),
            hold_id: hold.to_owned(),
            tokens,
            r#final: last,
        };
        answer(self.client.clone().capture(request).await)
    }

    pub(crate) async fn release(&self, hold: &str) {
        let request = proto::ReleaseRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            hold_id: hold.to_owned(),
            reason: 0,
        };
        answer(self.client.clone().release(request).await).unwrap();
    }

    pub(crate) async fn extend(&self, hold: &str, milliseconds: i64) {
        let request = proto::ExtendHoldRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            hold_id: hold.to_owned(),
            expires_at: Some(convert::timestamp(self.after(milliseconds))),
        };
        answer(self.client.clone().extend_hold(request).await).unwrap();
    }

    // ---- what operators do

    fn warrant(reason: &str) -> proto::Warrant {
        proto::Warrant {
            actor: "operator-7".to_owned(),
            reason: reason.to_owned(),
            evidence: "ticket 4711".to_owned(),
        }
    }

    pub(crate) async fn adjust(&self, adjustment: proto::adjust_request::Adjustment) {
        let request = proto::AdjustRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            reference: Some(Reference { kind: "ticket".to_owned(), id: "4711".to_owned() }),
            warrant: Some(Self::warrant("goodwill")),
            adjustment: Some(adjustment),
        };
        answer(self.operator.clone().adjust(request).await).unwrap();
    }

    pub(crate) async fn freeze(&self) {
        let request = proto::FreezeWalletRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            warrant: Some(Self::warrant("stolen account")),
        };
        answer(self.operator.clone().freeze_wallet(request).await).unwrap();
    }

    pub(crate) async fn unfreeze(&self) {
        let request = proto::UnfreezeWalletRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            warrant: Some(Self::warrant("given back to its owner")),
        };
        answer(self.operator.clone().unfreeze_wallet(request).await).unwrap();
    }
}
