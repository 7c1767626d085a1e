//! Row by row: what is live beside what the log yields.
//!
//! Both sides are seen at the same position of each partition, in one transaction. After the first comparison of everything, only what was
//! written since is looked at again. A row is counted once, however often it is seen.

use std::collections::{BTreeMap, BTreeSet};

use contracts::ledger::v1 as proto;
use eventlog::{ChainPosition, Topic};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::RebuildError;
use super::names::{Names, POSITIONS, RELATIONS, Relation};
use super::shadow::run;
use crate::projector::Touched;

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// All.
    All,
    /// Those that were written since the last comparison.
    Touched,
}

/// What a comparison found of one table.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) counts: proto::TableComparison,
    pub(super) listed: Vec<proto::ReadModelDifference>,
}

/// A position as it is stored, right or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LivePosition {
    pub(super) next_offset: i64,
    pub(super) head: Option<Vec<u8>>,
}

impl LivePosition {
    /// Whether it is this one.
    pub(super) fn is(&self, at: ChainPosition) -> bool {
        self.next_offset == at.next_offset && self.head.as_deref() == Some(at.head.as_bytes().as_slice())
    }
}

/// The positions that are live.
pub(super) async fn live_positions(
    connection: &mut PgConnection,
    names: &Names,
) -> Result<BTreeMap<i32, LivePosition>, RebuildError> {
    let query =
        format!("select partition, next_offset, chain_head from {} where topic = $1", names.live(POSITIONS));
    let rows: Vec<(i32, i64, Option<Vec<u8>>)> =
        sqlx::query_as(AssertSqlSafe(query)).bind(Topic::LEDGER.name()).fetch_all(connection).await?;
    Ok(rows
        .into_iter()
        .map(|(partition, next_offset, head)| (partition, LivePosition { next_offset, head }))
        .collect())
}

/// Notes which rows a batch has written.
pub(super) async fn note(connection: &mut PgConnection, touched: &Touched) -> Result<(), RebuildError> {
    let (accounts, versions): (Vec<Uuid>, Vec<i64>) =
        touched.accounts.iter().map(|(id, version)| (*id, *version)).unzip();
    sqlx::query(
        "insert into touched_accounts select * from unnest($1::uuid[], $2::bigint[]) on conflict do nothing",
    )
    .bind(accounts)
    .bind(versions)
    .execute(&mut *connection)
    .await?;
    let holds: Vec<Uuid> = touched.holds.iter().copied().collect();
    sqlx::query("insert into touched_holds select id, 0 from unnest($1::uuid[]) id on conflict do nothing")
        .bind(holds)
        .execute(connection)
        .await?;
    Ok(())
}

/// Compares the tables, lists up to `most` differences of each beyond those `listed` before, and forgets which rows were written.
pub(super) async fn tables(
    connection: &mut PgConnection,
    names: &Names,
    scope: Scope,
    round: i32,
    most: &mut BTreeMap<&'static str, usize>,
) -> Result<Vec<Found>, RebuildError> {
    if scope == Scope::Touched {
        // Few rows of tables that may be very large: they are to be found by their keys.
        run(connection, "analyze touched_accounts, touched_holds; set local enable_seqscan = off").await?;
    }
    let mut all = Vec::new();
    for relation in RELATIONS {
        let left = most.entry(relation.table).or_default();
        let mut found =
            Found { counts: relation.compare(connection, names, scope, round).await?, ..Found::default() };
        let proto::TableComparison { missing, extra, different, .. } = found.counts;
        if (missing, extra, different) != (0, 0, 0) && *left > 0 {
            found.listed = relation.list(connection, names, round, *left).await?;
            *left = left.saturating_sub(found.listed.len());
        }
        all.push(found);
    }
    run(connection, "delete from touched_accounts; delete from touched_holds").await?;
    Ok(all)
}

impl Relation {
    // The condition under which a live and a rebuilt row are the same row.
    fn same(&self, one: &str, other: &str) -> String {
        let id = format!("{one}.{0} = {other}.{0}", self.id);
        if self.versioned { format!("{id} and {one}.version = {other}.version") } else { id }
    }

    fn version(&self, of: &str) -> String {
        if self.versioned { format!("{of}.version") } else { "null::bigint".to_owned() }
    }

    fn within(&self, table: &str, scope: Scope) -> String {
        match scope {
            Scope::All => table.to_owned(),
            Scope::Touched => {
                let since = if self.versioned { "and it.version >= touched.version" } else { "" };
                format!(
                    "(select it.* from {} touched join {table} it on it.{} = touched.id {since})",
                    self.touched, self.id
                )
            }
        }
    }

    async fn compare(
        &self,
        connection: &mut PgConnection,
        names: &Names,
        scope: Scope,
        round: i32,
    ) -> Result<proto::TableComparison, RebuildError> {
        let Self { table, id, .. } = self;
        let (live, rebuilt) = (names.live(table), names.shadow(table));
        let statement = format!(
            "insert into differing \
             select '{table}', coalesce(live.{id}, rebuilt.{id}), coalesce({live_version}, {rebuilt_version}, 0), \
             case when live.{id} is null then 1 when rebuilt.{id} is null then 2 else 3 end, $1 \
             from {live} live full join {rebuilt} rebuilt on {same} \
             where row(live.*) is distinct from row(rebuilt.*) on conflict do nothing",
            live_version = self.version("live"),
            rebuilt_version = self.version("rebuilt"),
            live = self.within(&live, scope),
            rebuilt = self.within(&rebuilt, scope),
            same = self.same("live", "rebuilt"),
        );
        sqlx::query(AssertSqlSafe(statement)).bind(round).execute(&mut *connection).await?;
        let kinds: Vec<(i32, i64)> = sqlx::query_as(
            "select kind, count(*) from differing where \"table\" = $1 and round = $2 group by kind",
        )
        .bind(table)
        .bind(round)
        .fetch_all(&mut *connection)
        .await?;
        // All of them are counted once: that takes too long where others wait.
        let rows = match scope {
            Scope::All => count(connection, &rebuilt).await?,
            Scope::Touched => 0,
        };
        let of = |kind: proto::DifferenceKind| {
            let counts = kinds.iter().filter(|(found, _)| *found == i32::from(kind));
            counts.map(|(_, count)| u64::try_from(*count).unwrap_or(0)).sum()
        };
        Ok(proto::TableComparison {
            table: (*table).to_owned(),
            rows,
            missing: of(proto::DifferenceKind::Missing),
            extra: of(proto::DifferenceKind::Extra),
            different: of(proto::DifferenceKind::Different),
        })
    }

    async fn list(
        &self,
        connection: &mut PgConnection,
        names: &Names,
        round: i32,
        most: usize,
    ) -> Result<Vec<proto::ReadModelDifference>, RebuildError> {
        let Self { table, id, .. } = self;
        let is = |side: &str| {
            let version =
                if self.versioned { format!(" and {side}.version = it.version") } else { String::new() };
            format!("{side}.{id} = it.id{version}")
        };
        let query = format!(
            "select it.id, it.version, it.kind, to_jsonb(live), to_jsonb(rebuilt) \
             from (select * from differing where \"table\" = $1 and round = $2 order by id, version limit $3) it \
             left join {live} live on {is_live} left join {rebuilt} rebuilt on {is_rebuilt} order by it.id, it.version",
            live = names.live(table),
            rebuilt = names.shadow(table),
            is_live = is("live"),
            is_rebuilt = is("rebuilt"),
        );
        let rows: Vec<Row> = sqlx::query_as(AssertSqlSafe(query))
            .bind(table)
            .bind(round)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await?;
        Ok(rows
            .into_iter()
            .map(|(key, version, kind, live, rebuilt)| {
                let (live, rebuilt) = (live.map(|it| it.0), rebuilt.map(|it| it.0));
                let text = |row: &Option<Value>, column| {
                    row.as_ref().and_then(|row| row.get(column)).and_then(as_text)
                };
                proto::ReadModelDifference {
                    table: (*table).to_owned(),
                    kind,
                    account_id: text(&rebuilt, "account_id")
                        .or(text(&live, "account_id"))
                        .unwrap_or_default(),
                    version: u64::try_from(version).unwrap_or(0),
                    hold_id: if *id == "hold_id" { key.to_string() } else { String::new() },
                    partition: None,
                    columns: columns(live.as_ref(), rebuilt.as_ref()),
                }
            })
            .collect())
    }
}

// The columns in which two rows, or a row and nothing, differ.
fn columns(live: Option<&Value>, rebuilt: Option<&Value>) -> Vec<proto::ColumnDifference> {
    let of = |row: Option<&Value>, column: &str| row.and_then(|row| row.get(column)).and_then(as_text);
    let names: BTreeSet<&String> = [live, rebuilt]
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .flat_map(|row| row.keys())
        .collect();
    names
        .into_iter()
        .map(|column| proto::ColumnDifference {
            column: column.clone(),
            live: of(live, column),
            rebuilt: of(rebuilt, column),
        })
        .filter(|it| it.live != it.rebuilt)
        .collect()
}

fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

async fn count(connection: &mut PgConnection, table: &str) -> Result<u64, RebuildError> {
    let query = format!("select count(*) from {table}");
    let (rows,): (i64,) = sqlx::query_as(AssertSqlSafe(query)).fetch_one(connection).await?;
    Ok(u64::try_from(rows).unwrap_or(0))
}

/// A row that differs: its id, version and kind, and what both sides have.
type Row = (Uuid, i64, i32, Option<Json<Value>>, Option<Json<Value>>);

/// Compares the positions; `counted` are the partitions that were found before.
pub(super) fn positions(
    live: &BTreeMap<i32, LivePosition>,
    rebuilt: &BTreeMap<i32, ChainPosition>,
    counted: &mut BTreeSet<i32>,
) -> Found {
    let counts = proto::TableComparison { table: POSITIONS.to_owned(), ..proto::TableComparison::default() };
    let mut found = Found { counts, listed: Vec::new() };
    let partitions: BTreeSet<i32> = live.keys().chain(rebuilt.keys()).copied().collect();
    for partition in partitions {
        let live = live.get(&partition);
        // Nothing is stored of a partition without entries.
        let rebuilt = rebuilt.get(&partition).filter(|it| it.head != ChainPosition::genesis(partition).head);
        let stored = rebuilt
            .map(|it| LivePosition { next_offset: it.next_offset, head: Some(it.head.as_bytes().to_vec()) });
        found.counts.rows += u64::from(stored.is_some());
        if live == stored.as_ref() || !counted.insert(partition) {
            continue;
        }
        let kind = match (live, &stored) {
            (None, _) => {
                found.counts.missing += 1;
                proto::DifferenceKind::Missing
            }
            (_, None) => {
                found.counts.extra += 1;
                proto::DifferenceKind::Extra
            }
            _ => {
                found.counts.different += 1;
                proto::DifferenceKind::Different
            }
        };
        let offset = |at: Option<&LivePosition>| at.map(|at| at.next_offset.to_string());
        let head = |at: Option<&LivePosition>| at.and_then(|at| at.head.as_ref()).map(hex::encode);
        let sides = [
            ("next_offset", offset(live), offset(stored.as_ref())),
            ("chain_head", head(live), head(stored.as_ref())),
        ];
        let columns = sides
            .into_iter()
            .filter(|(_, live, rebuilt)| live != rebuilt)
            .map(|(column, live, rebuilt)| proto::ColumnDifference {
                column: column.to_owned(),
                live,
                rebuilt,
            })
            .collect();
        found.listed.push(proto::ReadModelDifference {
            table: POSITIONS.to_owned(),
            kind: kind.into(),
            partition: Some(partition),
            columns,
            ..proto::ReadModelDifference::default()
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(live: Option<&Value>, rebuilt: Option<&Value>) -> Vec<(String, Option<String>, Option<String>)> {
        columns(live, rebuilt).into_iter().map(|it| (it.column, it.live, it.rebuilt)).collect()
    }

    #[test]
    fn only_columns_that_differ_are_told_and_all_of_a_row_that_one_side_has() {
        let text = |it: &str| Some(it.to_owned());
        let row = json!({"amount": -4, "frozen": false, "hold_id": null, "kind": "use"});
        let other =
            json!({"amount": 9_007_199_254_740_993_i64, "frozen": false, "hold_id": "", "kind": "use"});
        assert_eq!(told(Some(&row), Some(&row)), []);
        assert_eq!(
            told(Some(&row), Some(&other)),
            [
                ("amount".to_owned(), text("-4"), text("9007199254740993")),
                ("hold_id".to_owned(), None, text("")),
            ],
            "nothing is not the empty text"
        );
        let all = told(None, Some(&row));
        assert_eq!(
            all.iter().map(|(column, ..)| column.as_str()).collect::<Vec<_>>(),
            ["amount", "frozen", "kind"]
        );
        assert!(all.iter().all(|(_, live, rebuilt)| live.is_none() && rebuilt.is_some()));
    }
}
