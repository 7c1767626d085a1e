//! A double of the ledger's gRPC: `Authorize` and `ExtendHold` on a stream, over one balance for everybody, with answers that can be lost.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use contracts::failure::Failure;
use contracts::ledger::v1::command::Command;
use contracts::ledger::v1::ledger_service_server::{LedgerService, LedgerServiceServer};
use contracts::ledger::v1::outcome::Outcome as Told;
use contracts::ledger::v1::{
    AdjustRequest, AdjustResponse, AuthorizeRequest, AuthorizeResponse, CaptureRequest, CaptureResponse,
    ExtendHoldRequest, ExtendHoldResponse, FreezeWalletRequest, FreezeWalletResponse, GetBalanceRequest,
    GetBalanceResponse, GetHoldRequest, GetHoldResponse, ListTokenLogRequest, ListTokenLogResponse, Outcome,
    RebuildTokenLogRequest, RebuildTokenLogResponse, ReleaseRequest, ReleaseResponse, SpendRequest,
    SpendResponse, Submission, SubmissionResult, SubmitBatchRequest, SubmitBatchResponse, SubmitRequest,
    SubmitResponse, UnfreezeWalletRequest, UnfreezeWalletResponse, WatchBalanceRequest, WatchBalanceResponse,
    WatchOwnersRequest, WatchOwnersResponse,
};
use futures::StreamExt as _;
use futures::stream::{BoxStream, Empty};
use kernel::Reason;
use runtime::config::GrpcOptions;
use runtime::grpc::{AccessPolicy, Allow, Server};
use runtime::{Clock, Lifecycle, Readiness, TlsOptions};
use tonic::{Request, Response, Status, Streaming};

/// How the ledger answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// As it should.
    Answers,
    /// It decides, but the answer is lost.
    LosesAnswers,
    /// It cannot be reached.
    Away,
}

#[derive(Debug)]
pub(crate) struct Books {
    pub(crate) mood: Mood,
    pub(crate) available: u64,
    /// Key to the first request and its hold.
    pub(crate) holds: HashMap<String, (AuthorizeRequest, String)>,
    pub(crate) extensions: Vec<ExtendHoldRequest>,
    pub(crate) asked: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct LedgerDouble(pub(crate) Arc<Mutex<Books>>);

const ONLY: &[Allow] = &[Allow::Service("generation")];
const RPCS: [&str; 16] = [
    "Authorize",
    "Capture",
    "Release",
    "ExtendHold",
    "Spend",
    "SubmitBatch",
    "Submit",
    "GetBalance",
    "WatchBalance",
    "WatchOwners",
    "GetHold",
    "ListTokenLog",
    "Adjust",
    "FreezeWallet",
    "UnfreezeWallet",
    "RebuildTokenLog",
];

impl LedgerDouble {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Books {
            mood: Mood::Answers,
            available: 1_000_000,
            holds: HashMap::new(),
            extensions: Vec::new(),
            asked: 0,
        })))
    }

    pub(crate) async fn serve(&self, tls: &TlsOptions, lifecycle: &Lifecycle, port: u16) -> SocketAddr {
        let table: Vec<(&'static str, &'static [Allow])> = RPCS
            .iter()
            .map(|rpc| {
                // A ledger from before there was this call refuses it like any that it does not know.
                let allowed = if *rpc == "WatchOwners" { &[] } else { ONLY };
                (&*format!("/tokenbook.ledger.v1.LedgerService/{rpc}").leak(), allowed)
            })
            .collect();
        let grpc = GrpcOptions { grpc_listen: ([127, 0, 0, 1], port).into() };
        Server::new(&grpc, tls, AccessPolicy::new(&table), contracts::DESCRIPTORS)
            .add(LedgerServiceServer::new(self.clone()))
            .serve(lifecycle, &Readiness::new())
            .await
            .unwrap()
    }

    pub(crate) fn with<T>(&self, change: impl FnOnce(&mut Books) -> T) -> T {
        change(&mut self.0.lock().unwrap())
    }
}

impl Books {
    fn submit(&mut self, asked: SubmitRequest) -> Result<SubmitResponse, Status> {
        if self.mood == Mood::Away {
            self.asked += 1;
            return Err(away());
        }
        let mut results = Vec::new();
        for Submission { id, command, .. } in asked.submissions {
            let outcome = match command.and_then(|command| command.command) {
                Some(Command::Authorize(request)) => {
                    self.asked += 1;
                    self.authorize(request)
                        .map(|hold_id| Told::Authorize(AuthorizeResponse { receipt: None, hold_id }))
                }
                Some(Command::ExtendHold(request)) => {
                    self.extensions.push(request);
                    Ok(Told::ExtendHold(ExtendHoldResponse { receipt: None }))
                }
                _ => return Err(unused()),
            };
            let outcome = outcome.unwrap_or_else(|failure| Told::Failure(failure.into()));
            results.push(SubmissionResult { id, outcome: Some(Outcome { outcome: Some(outcome) }) });
        }
        if self.mood == Mood::LosesAnswers {
            results.clear();
        }
        Ok(SubmitResponse { results })
    }

    fn authorize(&mut self, request: AuthorizeRequest) -> Result<String, Failure> {
        if let Some((first, hold)) = self.holds.get(&request.idempotency_key) {
            let same = *first == request;
            return if same {
                Ok(hold.clone())
            } else {
                Err(Failure::new(Reason::IdempotencyKeyReused, "another"))
            };
        }
        if request.tokens > self.available {
            return Err(Failure::new(Reason::InsufficientTokens, "too few")
                .fact("needed", request.tokens)
                .fact("available", self.available));
        }
        self.available -= request.tokens;
        let hold = Clock::system().new_id().to_string();
        self.holds.insert(request.idempotency_key.clone(), (request, hold.clone()));
        Ok(hold)
    }
}

fn away() -> Status {
    Failure::new(Reason::Unavailable, "the ledger cannot be reached").into()
}

fn unused() -> Status {
    Status::unimplemented("the generation service does not call this")
}

#[tonic::async_trait]
impl LedgerService for LedgerDouble {
    async fn authorize(&self, _: Request<AuthorizeRequest>) -> Result<Response<AuthorizeResponse>, Status> {
        Err(unused())
    }

    async fn extend_hold(
        &self,
        _: Request<ExtendHoldRequest>,
    ) -> Result<Response<ExtendHoldResponse>, Status> {
        Err(unused())
    }

    async fn capture(&self, _: Request<CaptureRequest>) -> Result<Response<CaptureResponse>, Status> {
        Err(unused())
    }

    async fn release(&self, _: Request<ReleaseRequest>) -> Result<Response<ReleaseResponse>, Status> {
        Err(unused())
    }

    async fn spend(&self, _: Request<SpendRequest>) -> Result<Response<SpendResponse>, Status> {
        Err(unused())
    }

    async fn submit_batch(
        &self,
        _: Request<SubmitBatchRequest>,
    ) -> Result<Response<SubmitBatchResponse>, Status> {
        Err(unused())
    }

    type SubmitStream = BoxStream<'static, Result<SubmitResponse, Status>>;

    async fn submit(
        &self,
        request: Request<Streaming<SubmitRequest>>,
    ) -> Result<Response<Self::SubmitStream>, Status> {
        let double = self.clone();
        let answers = move |asked: Result<SubmitRequest, Status>| double.with(|books| books.submit(asked?));
        Ok(Response::new(request.into_inner().map(answers).boxed()))
    }

    async fn get_balance(
        &self,
        _: Request<GetBalanceRequest>,
    ) -> Result<Response<GetBalanceResponse>, Status> {
        Err(unused())
    }

    type WatchBalanceStream = Empty<Result<WatchBalanceResponse, Status>>;

    async fn watch_balance(
        &self,
        _: Request<WatchBalanceRequest>,
    ) -> Result<Response<Self::WatchBalanceStream>, Status> {
        Err(unused())
    }

    type WatchOwnersStream = Empty<Result<WatchOwnersResponse, Status>>;

    async fn watch_owners(
        &self,
        _: Request<WatchOwnersRequest>,
    ) -> Result<Response<Self::WatchOwnersStream>, Status> {
        Err(unused())
    }

    async fn get_hold(&self, _: Request<GetHoldRequest>) -> Result<Response<GetHoldResponse>, Status> {
        Err(unused())
    }

    async fn list_token_log(
        &self,
        _: Request<ListTokenLogRequest>,
    ) -> Result<Response<ListTokenLogResponse>, Status> {
        Err(unused())
    }

    async fn adjust(&self, _: Request<AdjustRequest>) -> Result<Response<AdjustResponse>, Status> {
        Err(unused())
    }

    async fn freeze_wallet(
        &self,
        _: Request<FreezeWalletRequest>,
    ) -> Result<Response<FreezeWalletResponse>, Status> {
        Err(unused())
    }

    async fn unfreeze_wallet(
        &self,
        _: Request<UnfreezeWalletRequest>,
    ) -> Result<Response<UnfreezeWalletResponse>, Status> {
        Err(unused())
    }

    type RebuildTokenLogStream = Empty<Result<RebuildTokenLogResponse, Status>>;

    async fn rebuild_token_log(
        &self,
        _: Request<RebuildTokenLogRequest>,
    ) -> Result<Response<Self::RebuildTokenLogStream>, Status> {
        Err(unused())
    }
}
