//! `RebuildTokenLog`: what a rebuild tells, to whoever asked for it.

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::rebuild_token_log_response::Told;
use futures::{Stream, stream};
use kernel::Reason;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tonic::Status;

use crate::rebuild::{RebuildError, Rebuilder};

/// Differences told of each table.
const DIFFERENCES: u32 = 100;
const DIFFERENCES_AT_MOST: u32 = 10_000;

/// What is told and not taken yet.
const QUEUE: usize = 64;

/// Begins a rebuild, which ends with the stream at the latest.
pub(super) async fn rebuild(
    rebuilder: Rebuilder,
    asked: proto::RebuildTokenLogRequest,
    stop: CancellationToken,
) -> Result<impl Stream<Item = Result<proto::RebuildTokenLogResponse, Status>> + use<>, Failure> {
    if asked.max_differences > DIFFERENCES_AT_MOST {
        return Err(Failure::invalid("max_differences", format!("must be at most {DIFFERENCES_AT_MOST}")));
    }
    let most = if asked.max_differences == 0 { DIFFERENCES } else { asked.max_differences };
    let (tell, told) = mpsc::channel(QUEUE);
    let rebuild = rebuilder
        .begin(usize::try_from(most).unwrap_or(usize::MAX), tell.clone())
        .await
        .map_err(|error| failure(&error))?;
    let (end, ended) = tokio::sync::oneshot::channel();
    tokio::spawn(async move {
        let outcome = tokio::select! {
            outcome = rebuild.run(asked.swap) => outcome.map_err(|error| failure(&error)),
            () = tell.closed() => Err(Failure::new(Reason::CancelledByUser, "nobody waits for the rebuild any more")),
            () = stop.cancelled() => Err(stopping()),
        };
        match &outcome {
            Ok(summary) => tracing::info!(
                swapped = summary.swapped,
                records = summary.records,
                differences = differences(summary),
                "the token log is rebuilt"
            ),
            Err(failure) => {
                tracing::warn!(%failure, "the token log was not rebuilt");
                if let Err(error) = rebuilder.sweep().await {
                    tracing::warn!(%error, "what the rebuild has left could not be removed; the next one does it");
                }
            }
        }
        // Nobody may be there to hear it.
        drop(end.send(outcome));
    });
    let state = Some((told, ended));
    Ok(stream::unfold(state, |state| async move {
        let (mut told, ended) = state?;
        if let Some(told_now) = told.recv().await {
            return Some((Ok(response(told_now)), Some((told, ended))));
        }
        let last = match ended.await {
            Ok(Ok(summary)) => Ok(response(Told::Summary(summary))),
            Ok(Err(failure)) => Err(failure.into()),
            Err(_) => Err(Failure::internal().into()),
        };
        Some((last, None))
    }))
}

fn response(told: Told) -> proto::RebuildTokenLogResponse {
    proto::RebuildTokenLogResponse { told: Some(told) }
}

fn differences(summary: &proto::RebuildSummary) -> u64 {
    summary.tables.iter().map(|table| table.missing + table.extra + table.different).sum()
}

fn stopping() -> Failure {
    Failure::new(Reason::Unavailable, "this instance of the ledger is stopping; ask another one")
}

/// Operators are told what is wrong in full, unlike anybody else: it is theirs to mend.
fn failure(error: &RebuildError) -> Failure {
    let reason = match error {
        RebuildError::Underway | RebuildError::Altered(_) | RebuildError::NoSchema => Reason::Conflict,
        RebuildError::Outrun | RebuildError::InTheWay | RebuildError::Log(_) | RebuildError::Database(_) => {
            Reason::Unavailable
        }
        RebuildError::Project(_) => Reason::InternalError,
    };
    Failure::new(reason, error.to_string())
}
