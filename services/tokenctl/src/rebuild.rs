//! `rebuild token-log`: what the log yields, beside what the ledger shows.
//!
//! An instance of the ledger does it (`RebuildTokenLog`); this asks for it, as an operator, and says what came of it. So this program needs no way to the
//! database, and the entries are projected by the code that projects them always.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use contracts::convert;
use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::ledger_service_client::LedgerServiceClient;
use contracts::ledger::v1::rebuild_token_log_response::Told;
use indicatif::ProgressBar;
use runtime::grpc;
use serde::Serialize;
use tonic::Status;

use crate::cli;
use crate::error::{Error, Verdict};
use crate::output::{Output, progress};

/// Whom the ledger proves to be.
const LEDGER: &str = "ledger";

/// How long until the ledger must have begun.
const BEGINS_WITHIN: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Report {
    /// Whether what was live before is what the log yields.
    ok: bool,
    /// Whether the rebuilt tables are live now.
    swapped: bool,
    tables: BTreeMap<String, Table>,
    /// Of each table only the first so many are listed.
    differences: Vec<Difference>,
    differences_count: u64,
    /// As of where.
    positions: Vec<Position>,
    records: u64,
    void: u64,
    seconds_filling: f64,
    seconds: f64,
    /// How long projectors and readers had to wait at most.
    projectors_waited_ms: u128,
    readers_waited_ms: u128,
}

#[derive(Serialize)]
struct Table {
    rows: u64,
    missing: u64,
    extra: u64,
    different: u64,
}

#[derive(Serialize)]
struct Position {
    partition: i32,
    next_offset: i64,
    head: String,
}

#[derive(Serialize)]
struct Difference {
    table: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hold: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partition: Option<i32>,
    columns: Vec<Column>,
}

#[derive(Serialize)]
struct Column {
    #[serde(rename = "column")]
    name: String,
    live: Option<String>,
    rebuilt: Option<String>,
}

pub(crate) fn run(asked: &cli::RebuildTokenLog, output: &mut Output) -> Result<Verdict, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let bar = progress("asking the ledger", 0);
    let report = runtime.block_on(rebuild(asked, &bar));
    bar.finish_and_clear();
    let report = report?;
    if output.json {
        output.document(&report)?;
    } else {
        tell(&report, output)?;
    }
    Ok(if report.ok { Verdict::Good } else { Verdict::Wrong })
}

async fn rebuild(asked: &cli::RebuildTokenLog, bar: &ProgressBar) -> Result<Report, Error> {
    let client = grpc::Client::to(&asked.ledger, &asked.tls, LEDGER)?;
    let mut ledger = LedgerServiceClient::new(client.request_timeout(None).channel());
    let request =
        proto::RebuildTokenLogRequest { swap: !asked.compare_only, max_differences: asked.max_differences };
    let begun = tokio::time::timeout(BEGINS_WITHIN, ledger.rebuild_token_log(request)).await;
    let late = |_| Error::Ledger(format!("{} does not answer within {BEGINS_WITHIN:?}", asked.ledger));
    let refused = |status| Error::Ledger(format!("{}: {}", asked.ledger, words(&status)));
    let mut told = begun.map_err(late)?.map_err(refused)?.into_inner();
    let mut differences = Vec::new();
    // Whether the swap may have happened although nobody says so.
    let mut unknown = false;
    loop {
        let next = told.message().await.map_err(|status| broken(asked, &status, unknown))?;
        let Some(next) = next else {
            return Err(broken(asked, &Status::unavailable("it ended without a summary"), unknown));
        };
        match next.told {
            Some(Told::Progress(at)) => {
                unknown = at.stage() == proto::RebuildStage::Swapping;
                bar.set_message(stage(at.stage()));
                bar.set_length(at.records_total);
                bar.set_position(at.records);
            }
            Some(Told::Difference(difference)) => differences.push(difference.into()),
            Some(Told::Summary(summary)) => return Ok(report(summary, differences)),
            // Of a later version.
            None => {}
        }
    }
}

fn stage(stage: proto::RebuildStage) -> &'static str {
    match stage {
        proto::RebuildStage::Filling => "filling the shadow",
        proto::RebuildStage::Comparing => "comparing",
        proto::RebuildStage::Swapping => "swapping",
        proto::RebuildStage::Unspecified => "working",
    }
}

fn broken(asked: &cli::RebuildTokenLog, status: &Status, unknown: bool) -> Error {
    let outcome = if unknown && status.source().is_some() {
        "whether the rebuilt tables are live is not known: look with --compare-only"
    } else {
        "the live tables are as they were"
    };
    Error::Ledger(format!("{}: {}; {outcome}", asked.ledger, words(status)))
}

/// What the ledger says, or the connection.
fn words(status: &Status) -> String {
    let failure = Failure::from_status(status);
    let mut more = vec![failure.reason.to_string()];
    more.extend(failure.fields.iter().map(|wrong| format!("{} {}", wrong.field, wrong.problem)));
    let mut next = status.source();
    while let Some(cause) = next {
        more.push(cause.to_string());
        next = cause.source();
    }
    format!("{} ({})", status.message(), more.join("; "))
}

fn report(summary: proto::RebuildSummary, differences: Vec<Difference>) -> Report {
    let millis = |waited: Option<_>| waited.and_then(convert::std_duration).unwrap_or_default().as_millis();
    let seconds = |took: Option<_>| took.and_then(convert::std_duration).unwrap_or_default().as_secs_f64();
    let proto::RebuildSummary {
        tables,
        positions,
        records,
        void_records,
        swapped,
        filling,
        whole,
        projectors_waited,
        readers_waited,
    } = summary;
    let counts = tables.iter().map(|table| table.missing + table.extra + table.different);
    let differences_count = counts.sum();
    Report {
        ok: differences_count == 0,
        swapped,
        tables: tables
            .into_iter()
            .map(|proto::TableComparison { table, rows, missing, extra, different }| {
                (table, Table { rows, missing, extra, different })
            })
            .collect(),
        differences,
        differences_count,
        positions: positions
            .into_iter()
            .map(|proto::RebuiltPosition { partition, next_offset, chain_head }| Position {
                partition,
                next_offset,
                head: chain_head,
            })
            .collect(),
        records,
        void: void_records,
        seconds_filling: seconds(filling),
        seconds: seconds(whole),
        projectors_waited_ms: millis(projectors_waited),
        readers_waited_ms: millis(readers_waited),
    }
}

impl From<proto::ReadModelDifference> for Difference {
    fn from(difference: proto::ReadModelDifference) -> Self {
        let kind = match difference.kind() {
            proto::DifferenceKind::Missing => "missing",
            proto::DifferenceKind::Extra => "extra",
            proto::DifferenceKind::Different => "different",
            proto::DifferenceKind::Unspecified => "unknown",
        };
        let text = |text: String| Some(text).filter(|text| !text.is_empty());
        Self {
            table: difference.table,
            kind,
            account: text(difference.account_id),
            version: Some(difference.version).filter(|version| *version > 0),
            hold: text(difference.hold_id),
            partition: difference.partition,
            columns: difference
                .columns
                .into_iter()
                .map(|proto::ColumnDifference { column, live, rebuilt }| Column {
                    name: column,
                    live,
                    rebuilt,
                })
                .collect(),
        }
    }
}

fn tell(report: &Report, output: &mut Output) -> Result<(), Error> {
    for difference in &report.differences {
        let part = |name: &str, it: Option<String>| it.map(|it| format!("  {name} {it}")).unwrap_or_default();
        output.line(format!(
            "{} {}{}{}{}{}",
            difference.table,
            difference.kind,
            part("account", difference.account.clone()),
            part("version", difference.version.map(|it| it.to_string())),
            part("hold", difference.hold.clone()),
            part("partition", difference.partition.map(|it| it.to_string())),
        ))?;
        for Column { name, live, rebuilt } in &difference.columns {
            let shown = |it: &Option<String>| it.as_ref().map_or("-".to_owned(), |it| format!("{it:?}"));
            output.line(format!("  {name:16} live {}, by the log {}", shown(live), shown(rebuilt)))?;
        }
    }
    let listed = u64::try_from(report.differences.len()).unwrap_or(u64::MAX);
    if report.differences_count > listed {
        let more = report.differences_count - listed;
        output.line(format!("… and {more} more (--max-differences)"))?;
    }
    if !report.differences.is_empty() {
        output.line("")?;
    }
    for (table, Table { rows, missing, extra, different }) in &report.tables {
        output.line(format!(
            "table     {table}: {rows} rows by the log; live {missing} missing, {extra} extra, {different} different"
        ))?;
    }
    let Report { records, void, seconds, seconds_filling, .. } = report;
    output.line(format!(
        "log       {records} records read, {void} of them void; {seconds_filling:.1} s to fill, {seconds:.1} s in all"
    ))?;
    for Position { partition, next_offset, head } in &report.positions {
        output.line(format!("          partition {partition}: up to offset {next_offset}, head {head}"))?;
    }
    if report.swapped {
        let Report { projectors_waited_ms, readers_waited_ms, .. } = report;
        output.line(format!(
            "swap      projectors waited {projectors_waited_ms} ms, readers {readers_waited_ms} ms"
        ))?;
    }
    let differences = report.differences_count;
    output.line(match (report.ok, report.swapped) {
        (true, false) => "the token log is what the log yields".to_owned(),
        (true, true) => "the token log was what the log yields, and is rebuilt".to_owned(),
        (false, false) => format!("the token log is WRONG in {differences} rows; nothing was changed"),
        (false, true) => {
            format!("the token log was WRONG in {differences} rows, and is what the log yields now")
        }
    })
}
