//! One account, and what other services do on its behalf.

use chrono::{DateTime, Utc};
use contracts::accounts::v1::{AccountRegistered, AccountsEvent, accounts_event};
use contracts::common::v1::{Balance, Reference, SettlementTerms};
use contracts::convert;
use contracts::failure::Failure;
use contracts::generation::v1::{GenerationEvent, generation_event};
use contracts::ledger::v1 as proto;
use contracts::payments::v1::{PaymentSucceeded, PaymentsEvent, PromotionGranted, payments_event};
use eventlog::Position;
use kernel::AccountId;
use ledger::domain::Entry;
use testkit::eventually;
use tonic::{Response, Status};

use crate::books::Books;
use crate::world::{Client, SOON, World};

#[derive(Clone)]
pub(crate) struct Customer<'w> {
    pub(crate) world: &'w World,
    pub(crate) client: Client,
    pub(crate) account: String,
}

pub(crate) fn answer<T>(answer: Result<Response<T>, Status>) -> Result<T, Failure> {
    answer.map(Response::into_inner).map_err(|status| Failure::from_status(&status))
}

impl<'w> Customer<'w> {
    pub(crate) fn new(world: &'w World, client: Client) -> Self {
        Self { world, client, account: world.new_id() }
    }

    pub(crate) fn id(&self) -> AccountId {
        self.account.parse().unwrap()
    }

    /// The same account as seen by another caller.
    pub(crate) fn through(&self, client: Client) -> Self {
        Self { client, ..self.clone() }
    }

    /// This caller, on behalf of another account.
    pub(crate) fn for_account(&self, account: &str) -> Self {
        Self { account: account.to_owned(), ..self.clone() }
    }

    /// A moment from now.
    pub(crate) fn after(&self, seconds: i64) -> DateTime<Utc> {
        self.world.clock.now() + chrono::TimeDelta::seconds(seconds)
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

    pub(crate) fn payments_event(&self, kind: payments_event::Kind) -> PaymentsEvent {
        PaymentsEvent {
            id: self.world.new_id(),
            time: Some(convert::timestamp(self.world.clock.now())),
            account_id: self.account.clone(),
            kind: Some(kind),
        }
    }

    /// The event that an order is paid; each call makes another event.
    pub(crate) fn paid(&self, order: &str, tokens: u64) -> PaymentsEvent {
        self.payments_event(payments_event::Kind::PaymentSucceeded(PaymentSucceeded {
            order_id: order.to_owned(),
            package_id: "starter".to_owned(),
            tokens,
            payment_id: self.world.new_id(),
            processor: "sandbox".to_owned(),
            learned_by: "webhook".to_owned(),
            ..PaymentSucceeded::default()
        }))
    }

    pub(crate) fn granted(
        &self,
        grant: &str,
        tokens: u64,
        expires_at: Option<DateTime<Utc>>,
    ) -> PaymentsEvent {
        self.payments_event(payments_event::Kind::PromotionGranted(PromotionGranted {
            grant_id: grant.to_owned(),
            promotion_id: "welcome".to_owned(),
            tokens,
            expires_at: expires_at.map(convert::timestamp),
        }))
    }

    /// What came of the work that a hold was for; each call makes another event.
    pub(crate) async fn outcome(&self, generation: &str, hold: &str, kind: generation_event::Kind) {
        let event = GenerationEvent {
            id: self.world.new_id(),
            time: Some(convert::timestamp(self.world.clock.now())),
            account_id: self.account.clone(),
            generation_id: generation.to_owned(),
            hold_id: hold.to_owned(),
            kind: Some(kind),
        };
        self.world.publish(&event).await;
    }

    /// Buys tokens and waits until they can be seen.
    pub(crate) async fn buy(&self, tokens: u64) {
        let version = self.balance().await.version;
        self.world.publish(&self.paid(&self.world.new_id(), tokens)).await;
        self.reaches(version + 1).await;
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

    pub(crate) fn spending(&self, key: &str, tokens: u64) -> proto::SpendRequest {
        proto::SpendRequest {
            account_id: self.account.clone(),
            idempotency_key: key.to_owned(),
            tokens,
            reference: Some(Reference { kind: "chat".to_owned(), id: "conversation-1".to_owned() }),
        }
    }

    pub(crate) async fn spend_as(&self, key: &str, tokens: u64) -> Result<proto::SpendResponse, Failure> {
        answer(self.client.clone().spend(self.spending(key, tokens)).await)
    }

    pub(crate) async fn spend(&self, tokens: u64) -> proto::Receipt {
        self.spend_as(&self.world.new_id(), tokens).await.unwrap().receipt.unwrap()
    }

    pub(crate) fn authorizing(
        &self,
        key: &str,
        tokens: u64,
        expires_at: DateTime<Utc>,
    ) -> proto::AuthorizeRequest {
        proto::AuthorizeRequest {
            account_id: self.account.clone(),
            idempotency_key: key.to_owned(),
            tokens,
            terms: None,
            expires_at: Some(convert::timestamp(expires_at)),
            reference: Some(Reference { kind: "generation".to_owned(), id: "video-1".to_owned() }),
        }
    }

    pub(crate) async fn authorize_as(
        &self,
        request: proto::AuthorizeRequest,
    ) -> Result<proto::AuthorizeResponse, Failure> {
        answer(self.client.clone().authorize(request).await)
    }

    /// A hold that lives for an hour.
    pub(crate) async fn authorize(&self, tokens: u64) -> String {
        let request = self.authorizing(&self.world.new_id(), tokens, self.after(3_600));
        self.authorize_as(request).await.unwrap().hold_id
    }

    /// A hold under terms of its own.
    pub(crate) async fn authorize_under(&self, tokens: u64, terms: SettlementTerms) -> String {
        let request = self.authorizing(&self.world.new_id(), tokens, self.after(3_600));
        let request = proto::AuthorizeRequest { terms: Some(terms), ..request };
        self.authorize_as(request).await.unwrap().hold_id
    }

    pub(crate) async fn capture(
        &self,
        hold: &str,
        tokens: u64,
        last: bool,
    ) -> Result<proto::CaptureResponse, Failure> {
        let request = proto::CaptureRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            hold_id: hold.to_owned(),
            tokens,
            r#final: last,
        };
        answer(self.client.clone().capture(request).await)
    }

    pub(crate) async fn release(&self, hold: &str) -> Result<proto::ReleaseResponse, Failure> {
        let request = proto::ReleaseRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            hold_id: hold.to_owned(),
            reason: 0,
        };
        answer(self.client.clone().release(request).await)
    }

    pub(crate) async fn extend(
        &self,
        hold: &str,
        expires_at: DateTime<Utc>,
    ) -> Result<proto::ExtendHoldResponse, Failure> {
        let request = proto::ExtendHoldRequest {
            account_id: self.account.clone(),
            idempotency_key: self.world.new_id(),
            hold_id: hold.to_owned(),
            expires_at: Some(convert::timestamp(expires_at)),
        };
        answer(self.client.clone().extend_hold(request).await)
    }

    pub(crate) async fn hold(&self, hold: &str) -> Result<proto::Hold, Failure> {
        let request = proto::GetHoldRequest { account_id: self.account.clone(), hold_id: hold.to_owned() };
        answer(self.client.clone().get_hold(request).await).map(|found| found.hold.unwrap())
    }

    pub(crate) async fn page(
        &self,
        asked: proto::ListTokenLogRequest,
    ) -> Result<proto::ListTokenLogResponse, Failure> {
        let asked = proto::ListTokenLogRequest { account_id: self.account.clone(), ..asked };
        answer(self.client.clone().list_token_log(asked).await)
    }

    // ---- what the log says

    /// The account's entries, as anyone who reads the log finds them.
    pub(crate) async fn entries(&self) -> Vec<Entry> {
        Books::read(self.world).await.of(self.id())
    }

    /// The account's entries that a key caused.
    pub(crate) async fn entries_of_key(&self, key: &str) -> Vec<Entry> {
        let mut entries = self.entries().await;
        entries.retain(|entry| entry.cause.key == key);
        entries
    }

    /// Waits until the account has this many entries.
    pub(crate) async fn has_entries(&self, count: usize) -> Vec<Entry> {
        self.reaches(u64::try_from(count).unwrap()).await;
        let entries = self.entries().await;
        assert_eq!(entries.len(), count, "{entries:#?}");
        entries
    }
}
