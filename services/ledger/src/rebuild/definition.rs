//! What makes a table besides its rows: columns, indexes, constraints, and all that hangs on it.
//!
//! The shadow is made by the program's own migrations. Where the live tables are not what these make, because somebody added an index by hand, made a view
//! of them, or another version of the program has migrated them, a swap would lose it; so there is none.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, PgConnection};

use super::RebuildError;
use super::names::{Names, RELATIONS};
use crate::store::MIGRATIONS;

/// So many are named.
const NAMED: usize = 5;

/// One row for each part: the table, the part, and what it is, without the schema's name.
const PARTS: &str = r"
with tables as (
    select c.* from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relname = any($2) and c.relkind = 'r'
), parts (relname, part, means) as (
    select relname, 'owner, storage or row security',
           concat_ws(' ', relowner::regrole, relpersistence, reloptions, relreplident, relrowsecurity, relforcerowsecurity)
    from tables
    union all
    select t.relname, 'column ' || a.attname,
           concat_ws(' ', row_number() over (partition by t.oid order by a.attnum), format_type(a.atttypid, a.atttypmod),
                     a.attnotnull, a.attcollation, a.attstorage, a.attcompression, a.attidentity, a.attgenerated, a.attacl,
                     pg_get_expr(d.adbin, d.adrelid))
    from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
         left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
    union all
    select t.relname, 'index ' || i.relname, concat_ws(' ', pg_get_indexdef(i.oid), x.indisvalid, i.reloptions)
    from tables t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
    union all
    select t.relname, 'constraint ' || c.conname, pg_get_constraintdef(c.oid)
    from tables t join pg_constraint c on c.conrelid = t.oid
    union all
    select t.relname, 'foreign key ' || c.conname, 'from ' || c.conrelid::regclass
    from tables t join pg_constraint c on c.confrelid = t.oid and c.contype = 'f'
    union all
    select t.relname, 'trigger ' || g.tgname, pg_get_triggerdef(g.oid)
    from tables t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal
    union all
    select t.relname, 'policy ' || p.polname, pg_get_expr(p.polqual, p.polrelid)
    from tables t join pg_policy p on p.polrelid = t.oid
    union all
    select t.relname, 'view or rule ' || w.ev_class::regclass || '.' || w.rulename, ''
    from tables t join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = t.oid
              and d.classid = 'pg_rewrite'::regclass join pg_rewrite w on w.oid = d.objid
    union all
    select t.relname, 'publication ' || p.pubname, ''
    from tables t join pg_publication_rel r on r.prrelid = t.oid join pg_publication p on p.oid = r.prpubid
    union all
    select t.relname, 'statistics ' || s.stxname, pg_get_statisticsobjdef(s.oid)
    from tables t join pg_statistic_ext s on s.stxrelid = t.oid
)
select distinct relname::text, part::text, coalesce(replace(means, quote_ident($1) || '.', ''), '') from parts";

type Part = (String, String, String);

/// Makes sure that the live tables are what the migrations have made of the shadow, and no more or less.
pub(super) async fn check_same(connection: &mut PgConnection, names: &Names) -> Result<(), RebuildError> {
    let mut live = parts(connection, &names.live).await?;
    live.extend(migrations(connection, names).await?);
    let mut shadow = parts(connection, &names.shadow).await?;
    shadow.extend(MIGRATIONS.iter().map(|it| part(it.version, hex::encode(&it.checksum))));
    let mut told: Vec<_> = live
        .symmetric_difference(&shadow)
        .map(|(table, part, _)| format!("{part} of {table}"))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    if told.len() > NAMED {
        let more = told.len() - NAMED;
        told.truncate(NAMED);
        told.push(format!("{more} more"));
    }
    Err(RebuildError::Altered(told.join(", ")))
}

async fn parts(connection: &mut PgConnection, schema: &str) -> Result<BTreeSet<Part>, sqlx::Error> {
    let tables = RELATIONS.map(|relation| relation.table.to_owned()).to_vec();
    let parts: Vec<Part> = sqlx::query_as(PARTS).bind(schema).bind(tables).fetch_all(connection).await?;
    Ok(parts.into_iter().collect())
}

// The migrations that have made the live tables.
async fn migrations(connection: &mut PgConnection, names: &Names) -> Result<Vec<Part>, sqlx::Error> {
    let made = format!(
        "select version, encode(checksum, 'hex') from {} where success",
        names.live("_sqlx_migrations")
    );
    let made: Vec<(i64, String)> = sqlx::query_as(AssertSqlSafe(made)).fetch_all(connection).await?;
    Ok(made.into_iter().map(|(version, checksum)| part(version, checksum)).collect())
}

fn part(version: i64, checksum: String) -> Part {
    ("the read model".to_owned(), format!("migration {version}"), checksum)
}
