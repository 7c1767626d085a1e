//! The calls.

use std::sync::Arc;
use std::time::Duration;

use contracts::convert;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::ledger_service_server::LedgerService;
use eventlog::{PointReader, Topic};
use futures::StreamExt as _;
use futures::stream::BoxStream;
use kernel::{AccountId, HoldId, Reason};
use runtime::grpc::Peer;
use runtime::{Clock, trace};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status, Streaming};

use super::passing::Origin;
use super::relay::{Elsewhere, Relays};
use super::request::{self, Asking, Published};
use super::{answer, rebuild, submit, watch as watching};
use crate::book::{Codec as _, Committed, Query, Reply};
use crate::codec::{ProtoJson, publish_balance};
use crate::domain::{Balance, Change};
use crate::projector::Awaited;
use crate::rebuild::Rebuilder;
use crate::shell::Books;
use crate::store::ReadModel;

/// Lines per page of the token log.
const PAGE: u32 = 50;
const PAGE_AT_MOST: u32 = 200;

/// How long a page waits for the projector to reach the version asked for.
const PROJECTED_WITHIN: Duration = Duration::from_secs(5);

/// `LedgerService` over the books and the read model.
#[derive(Clone)]
pub struct LedgerGrpc {
    /// The books.
    pub books: Books,
    /// The ways to other instances' books.
    pub relays: Relays,
    /// Reads first answers back from the log.
    pub log: PointReader,
    /// The token log and settled holds.
    pub read_model: ReadModel,
    /// Changes when the projector has written.
    pub progress: watch::Receiver<u64>,
    /// Those who wait for the projector.
    pub awaited: Arc<Awaited>,
    /// Rebuilds the read model.
    pub rebuilder: Rebuilder,
    /// The clock.
    pub clock: Clock,
    /// Cancelled when this instance stops.
    pub stop: CancellationToken,
}

impl LedgerGrpc {
    /// Runs a command and makes its answer from the entry that the book wrote for it, now or when the key was first used.
    async fn run<P, A>(
        &self,
        call: Request<P>,
        answer: impl FnOnce(&Change, proto::Receipt) -> Result<A, Failure>,
    ) -> Result<Response<A>, Status>
    where
        P: Published + 'static,
        A: prost::Message + Default + 'static,
    {
        let call = match self.here(call, P::NAME, P::account_id).await? {
            Here::Yes(call) => call,
            Here::Answered(answer) => return Ok(answer),
        };
        let origin = Origin::of(&call)?;
        let request = request::request(call.into_inner(), self.asking(origin.peer.name()))?;
        let partition = self.books.partition_of(request.account);
        let committed = match self.books.submit(request).await.map_err(Failure::from)? {
            Reply::Recall(offset) => self.recall(partition, offset).await?,
            reply => answer::committed(reply)?,
        };
        Ok(respond(&committed, partition, answer)?)
    }

    /// A call about an account whose book is here, or what the instance answered that it was passed on to.
    async fn here<Q, A>(
        &self,
        call: Request<Q>,
        method: &str,
        account_of: impl FnOnce(&Q) -> &str,
    ) -> Result<Here<Q, A>, Status>
    where
        Q: prost::Message + 'static,
        A: prost::Message + Default + 'static,
    {
        match self.elsewhere(&call, account_of(call.get_ref()))? {
            None => Ok(Here::Yes(call)),
            Some((elsewhere, peer)) => {
                self.relays.call(elsewhere, &peer, method, call.into_inner()).await.map(Here::Answered)
            }
        }
    }

    /// Where the book of an account is, if it is not here, and for whom to call there.
    fn elsewhere<Q>(&self, call: &Request<Q>, account: &str) -> Result<Option<(Elsewhere, Peer)>, Status> {
        if self.books.are_all_here() {
            return Ok(None);
        }
        let account = convert::id("account_id", account).map_err(Failure::from)?;
        let partition = self.books.partition_of(account);
        if self.books.are_here(partition) {
            return Ok(None);
        }
        let Origin { peer, relayed } = Origin::of(call)?;
        if relayed {
            return Err(answer::not_taken().into());
        }
        Ok(Some((self.relays.to(partition)?, peer)))
    }

    // The call at hand, whoever of our peers makes it.
    fn asking(&self, caller: &str) -> Asking {
        Asking {
            caller: Arc::from(caller),
            now: self.clock.now(),
            deadline: trace::remaining(),
            trace: trace::current().map(|here| here.to_header().into()),
        }
    }

    /// The first answer to a key, read back from the log.
    pub(super) async fn recall(&self, partition: i32, offset: i64) -> Result<Committed, Failure> {
        let record = self.log.read_one(&Topic::LEDGER, partition, offset).await.map_err(|error| {
            tracing::warn!(%error, partition, offset, "a first answer could not be read back");
            Failure::new(Reason::Unavailable, "the first answer cannot be read from the log now; try again")
                .retry_after(Duration::from_secs(1))
        })?;
        let (entry, _) = ProtoJson.decode(&record.value).map_err(|error| {
            tracing::error!(%error, partition, offset, "an entry of the log cannot be read");
            Failure::internal()
        })?;
        Ok(Committed { entry: Arc::new(entry), offset })
    }

    pub(super) async fn balance(&self, account: AccountId) -> Result<Balance, Failure> {
        match self.books.query(Query::Balance(account)).await? {
            Reply::Balance(balance) => Ok(balance),
            _ => Err(answer::not_taken()),
        }
    }

    async fn hold(&self, account: AccountId, hold: HoldId) -> Result<proto::Hold, Failure> {
        match self.books.query(Query::Hold(account, hold)).await? {
            Reply::Hold(Some(open)) => return Ok(answer::open_hold(account, &open)),
            Reply::Hold(None) => {}
            _ => return Err(answer::not_taken()),
        }
        // Not open: settled, if it ever was. Its last entry may not be projected yet.
        let version = self.balance(account).await?.version;
        self.wait_for(account, version).await?;
        let settled = self.read_model.hold(account, hold).await.map_err(|error| broken(&error))?;
        settled.ok_or_else(|| Failure::new(Reason::NotFound, "the account has no such hold"))
    }

    /// Waits until the account's token log shows at least this version; says which it shows.
    async fn wait_for(&self, account: AccountId, version: u64) -> Result<u64, Failure> {
        let _waiting = self.awaited.begin();
        let mut progress = self.progress.clone();
        let reached = async {
            loop {
                progress.borrow_and_update();
                let projected = self.read_model.version(account).await.map_err(|error| broken(&error))?;
                if projected >= version {
                    return Ok(projected);
                }
                if progress.changed().await.is_err() {
                    return Err(behind(version));
                }
            }
        };
        tokio::time::timeout(PROJECTED_WITHIN, reached).await.unwrap_or_else(|_| Err(behind(version)))
    }

    async fn page(&self, asked: proto::ListTokenLogRequest) -> Result<proto::ListTokenLogResponse, Failure> {
        let account: AccountId = convert::id("account_id", &asked.account_id)?;
        if asked.limit > PAGE_AT_MOST {
            return Err(Failure::invalid("limit", format!("must be at most {PAGE_AT_MOST}")));
        }
        let limit = if asked.limit == 0 { PAGE } else { asked.limit };
        let before = match asked.cursor.as_str() {
            "" => u64::MAX,
            cursor => cursor
                .parse()
                .map_err(|_| Failure::invalid("cursor", "must be the `next_cursor` of an earlier page"))?,
        };
        let mut kinds = Vec::with_capacity(asked.kinds.len());
        for kind in &asked.kinds {
            let known = proto::TokenLogKind::try_from(*kind).is_ok() && *kind != 0;
            kinds.push(
                i16::try_from(*kind)
                    .ok()
                    .filter(|_| known)
                    .ok_or_else(|| Failure::invalid("kinds", "names an unknown kind"))?,
            );
        }
        let wanted =
            if asked.min_version == 0 { self.balance(account).await?.version } else { asked.min_version };
        let version = self.wait_for(account, wanted).await?;
        // One more than asked for tells whether there is a next page.
        let mut entries = self
            .read_model
            .page(account, before, &kinds, i64::from(limit) + 1)
            .await
            .map_err(|error| broken(&error))?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next_cursor =
            entries.last().filter(|_| more).map(|last| last.version.to_string()).unwrap_or_default();
        Ok(proto::ListTokenLogResponse { entries, next_cursor, version })
    }
}

/// Where a call is answered.
enum Here<Q, A> {
    Yes(Request<Q>),
    Answered(Response<A>),
}

fn respond<A>(
    committed: &Committed,
    partition: i32,
    answer: impl FnOnce(&Change, proto::Receipt) -> Result<A, Failure>,
) -> Result<Response<A>, Failure> {
    let (_, balance, change) = answer::change_of(committed)?;
    if let Change::Refused { reason, tokens, .. } = change {
        return Err(answer::refusal(*reason, tokens.get(), balance));
    }
    answer(change, answer::receipt(committed, balance, partition)).map(Response::new)
}

fn broken(error: &sqlx::Error) -> Failure {
    tracing::error!(%error, "the read model cannot be read");
    Failure::new(
        Reason::Unavailable,
        "the token log cannot be read now; balances and commands are not affected",
    )
    .retry_after(Duration::from_secs(1))
}

fn behind(version: u64) -> Failure {
    Failure::new(Reason::Unavailable, format!("the token log does not show version {version} yet; try again"))
        .retry_after(Duration::from_secs(1))
}

#[tonic::async_trait]
impl LedgerService for LedgerGrpc {
    async fn authorize(
        &self,
        call: Request<proto::AuthorizeRequest>,
    ) -> Result<Response<proto::AuthorizeResponse>, Status> {
        self.run(call, answer::authorized).await
    }

    async fn capture(
        &self,
        call: Request<proto::CaptureRequest>,
    ) -> Result<Response<proto::CaptureResponse>, Status> {
        self.run(call, answer::captured).await
    }

    async fn release(
        &self,
        call: Request<proto::ReleaseRequest>,
    ) -> Result<Response<proto::ReleaseResponse>, Status> {
        self.run(call, answer::released).await
    }

    async fn extend_hold(
        &self,
        call: Request<proto::ExtendHoldRequest>,
    ) -> Result<Response<proto::ExtendHoldResponse>, Status> {
        self.run(call, answer::extended).await
    }

    async fn spend(
        &self,
        call: Request<proto::SpendRequest>,
    ) -> Result<Response<proto::SpendResponse>, Status> {
        self.run(call, answer::spent).await
    }

    async fn submit_batch(
        &self,
        call: Request<proto::SubmitBatchRequest>,
    ) -> Result<Response<proto::SubmitBatchResponse>, Status> {
        let origin = Origin::of(&call)?;
        let asking = self.asking(origin.peer.name());
        let commands = call.into_inner().commands;
        let outcomes = submit::batch(self.clone(), origin, &asking, commands).await?;
        Ok(Response::new(proto::SubmitBatchResponse { outcomes }))
    }

    type SubmitStream = submit::Outcomes;

    async fn submit(
        &self,
        call: Request<Streaming<proto::SubmitRequest>>,
    ) -> Result<Response<Self::SubmitStream>, Status> {
        let origin = Origin::of(&call)?;
        Ok(Response::new(submit::stream(self.clone(), origin, call.into_inner())))
    }

    async fn get_balance(
        &self,
        call: Request<proto::GetBalanceRequest>,
    ) -> Result<Response<proto::GetBalanceResponse>, Status> {
        let call = match self.here(call, "GetBalance", |asked| &asked.account_id).await? {
            Here::Yes(call) => call,
            Here::Answered(answer) => return Ok(answer),
        };
        let account = convert::id("account_id", &call.into_inner().account_id).map_err(Failure::from)?;
        let balance = self.balance(account).await?;
        Ok(Response::new(proto::GetBalanceResponse { balance: Some(publish_balance(balance)) }))
    }

    type WatchBalanceStream = BoxStream<'static, Result<proto::WatchBalanceResponse, Status>>;

    async fn watch_balance(
        &self,
        call: Request<proto::WatchBalanceRequest>,
    ) -> Result<Response<Self::WatchBalanceStream>, Status> {
        let elsewhere = self.elsewhere(&call, &call.get_ref().account_id)?;
        let asked = call.into_inner();
        if let Some((elsewhere, peer)) = elsewhere {
            let stop = self.stop.clone();
            let balances = self.relays.follow(elsewhere, &peer, "WatchBalance", asked, stop).await?;
            return Ok(Response::new(balances.boxed()));
        }
        let account = convert::id("account_id", &asked.account_id).map_err(Failure::from)?;
        let balances = watching::watch(self.clone(), account, asked.after_version).await?;
        Ok(Response::new(balances.boxed()))
    }

    type WatchOwnersStream = BoxStream<'static, Result<proto::WatchOwnersResponse, Status>>;

    async fn watch_owners(
        &self,
        _: Request<proto::WatchOwnersRequest>,
    ) -> Result<Response<Self::WatchOwnersStream>, Status> {
        Ok(Response::new(self.relays.watch(self.stop.clone())?.boxed()))
    }

    async fn get_hold(
        &self,
        call: Request<proto::GetHoldRequest>,
    ) -> Result<Response<proto::GetHoldResponse>, Status> {
        let call = match self.here(call, "GetHold", |asked| &asked.account_id).await? {
            Here::Yes(call) => call,
            Here::Answered(answer) => return Ok(answer),
        };
        let asked = call.into_inner();
        let account = convert::id("account_id", &asked.account_id).map_err(Failure::from)?;
        let hold = convert::id("hold_id", &asked.hold_id).map_err(Failure::from)?;
        Ok(Response::new(proto::GetHoldResponse { hold: Some(self.hold(account, hold).await?) }))
    }

    async fn list_token_log(
        &self,
        call: Request<proto::ListTokenLogRequest>,
    ) -> Result<Response<proto::ListTokenLogResponse>, Status> {
        // Whoever owns the book also projects it, and knows when it has.
        match self.here(call, "ListTokenLog", |asked| &asked.account_id).await? {
            Here::Yes(call) => Ok(Response::new(self.page(call.into_inner()).await?)),
            Here::Answered(answer) => Ok(answer),
        }
    }

    async fn adjust(
        &self,
        call: Request<proto::AdjustRequest>,
    ) -> Result<Response<proto::AdjustResponse>, Status> {
        self.run(call, answer::adjusted).await
    }

    async fn freeze_wallet(
        &self,
        call: Request<proto::FreezeWalletRequest>,
    ) -> Result<Response<proto::FreezeWalletResponse>, Status> {
        self.run(call, answer::frozen).await
    }

    async fn unfreeze_wallet(
        &self,
        call: Request<proto::UnfreezeWalletRequest>,
    ) -> Result<Response<proto::UnfreezeWalletResponse>, Status> {
        self.run(call, answer::unfrozen).await
    }

    type RebuildTokenLogStream = BoxStream<'static, Result<proto::RebuildTokenLogResponse, Status>>;

    // All instances have the same log and the same database.
    async fn rebuild_token_log(
        &self,
        call: Request<proto::RebuildTokenLogRequest>,
    ) -> Result<Response<Self::RebuildTokenLogStream>, Status> {
        let told = rebuild::rebuild(self.rebuilder.clone(), call.into_inner(), self.stop.clone()).await?;
        Ok(Response::new(told.boxed()))
    }
}
