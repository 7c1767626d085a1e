//! How fast the token log is computed anew from the log, and how long others wait for the swap: with nobody calling meanwhile.

use contracts::convert;
use contracts::ledger::v1::RebuildTokenLogRequest;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::ledger::v1::rebuild_token_log_response::Told;
use runtime::{BoxError, TlsOptions, grpc};
use serde::Serialize;

use crate::replay::per_second;

/// What a rebuild took.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Rebuild {
    /// Records of the log that were read.
    pub(crate) records: u64,
    /// To fill the shadow, its key and statistics included.
    pub(crate) filling_millis: u64,
    /// With the comparison and the swap.
    pub(crate) whole_millis: u64,
    /// How long projectors and readers waited at most because of the swap.
    pub(crate) projectors_waited_micros: u64,
    pub(crate) readers_waited_micros: u64,
}

impl Rebuild {
    /// Records per second into the shadow.
    pub(crate) fn records_per_second(&self) -> u64 {
        per_second(self.records, self.filling_millis)
    }
}

/// Has the ledger at a port of this machine rebuild its token log, and put it in the place of the live one.
pub(crate) async fn measure(port: u16, operator: &TlsOptions) -> Result<Rebuild, BoxError> {
    let endpoint = grpc::Client::to(&format!("https://127.0.0.1:{port}"), operator, "ledger")?;
    let mut ledger = LedgerServiceClient::new(endpoint.request_timeout(None).channel());
    let request = RebuildTokenLogRequest { swap: true, ..RebuildTokenLogRequest::default() };
    let mut told = ledger.rebuild_token_log(request).await?.into_inner();
    while let Some(message) = told.message().await? {
        match message.told {
            Some(Told::Summary(summary)) => {
                let took = |took: Option<_>| took.and_then(convert::std_duration).unwrap_or_default();
                return Ok(Rebuild {
                    records: summary.records,
                    filling_millis: u64::try_from(took(summary.filling).as_millis())?,
                    whole_millis: u64::try_from(took(summary.whole).as_millis())?,
                    projectors_waited_micros: u64::try_from(took(summary.projectors_waited).as_micros())?,
                    readers_waited_micros: u64::try_from(took(summary.readers_waited).as_micros())?,
                });
            }
            Some(Told::Difference(difference)) => {
                return Err(format!("the token log is not what the log says: {difference:?}").into());
            }
            Some(Told::Progress(_)) | None => {}
        }
    }
    Err("the rebuild ended without a summary".into())
}
