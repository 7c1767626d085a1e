//! The shadow: the tables of the read model once more, in a schema of their own, and how they take the place of those that are live.
//!
//! One connection does everything. It holds an advisory lock, so that there is one rebuild at a time, whichever instance does it; when the connection ends,
//! however it ends, so does the lock. Its search path leads to the shadow alone: migrations and the projector's statements find the shadow's tables
//! by the very words with which they find the live ones elsewhere.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection};

use super::RebuildError;
use super::definition;
use super::names::{Names, POSITIONS, RELATIONS, qualified, quoted};
use crate::store::MIGRATIONS;

/// Among the advisory locks of the database.
const LOCK: i64 = 0x746f_6b65_6e62_6f6f;

/// Settings of the connection. Statements may take as long as the tables are large, as long as whoever asked for them is there. What a power cut takes
/// of a shadow is no loss.
const SETTINGS: &str = "set statement_timeout = 0; set lock_timeout = '10s'; set synchronous_commit = off; \
                        set client_connection_check_interval = '1s'; set timezone = 'UTC'; set work_mem = '64MB'; \
                        set maintenance_work_mem = '256MB'";

/// What the comparisons note: which rows were written since the last one, and which differ.
const NOTES: &str = "create unlogged table touched_accounts (id uuid primary key, version bigint not null); \
                     create unlogged table touched_holds (id uuid primary key, version bigint not null); \
                     create unlogged table differing (\"table\" text, id uuid, version bigint, kind integer not null, \
                     round integer not null, primary key (\"table\", id, version))";

/// The shadow, as long as its connection lasts.
pub(super) struct Shadow {
    pub(super) connection: PgConnection,
    pub(super) names: Names,
}

impl Shadow {
    /// Takes the lock, and nothing else yet.
    pub(super) async fn open(database: &PgConnectOptions) -> Result<Self, RebuildError> {
        let mut connection = database.clone().application_name("tokenbook-ledger-rebuild").connect().await?;
        run(&mut connection, SETTINGS).await?;
        let (free,): (bool,) =
            sqlx::query_as("select pg_try_advisory_lock($1)").bind(LOCK).fetch_one(&mut connection).await?;
        if !free {
            return Err(RebuildError::Underway);
        }
        let (live,): (Option<String>,) =
            sqlx::query_as("select current_schema()::text").fetch_one(&mut connection).await?;
        let live = live.ok_or(RebuildError::NoSchema)?;
        Ok(Self { connection, names: Names::of(&live) })
    }

    /// Waits for the lock of one that has ended, removes what it left, and lets go.
    pub(super) async fn sweep(database: &PgConnectOptions) -> Result<(), RebuildError> {
        let mut connection = database.clone().application_name("tokenbook-ledger-rebuild").connect().await?;
        run(&mut connection, SETTINGS).await?;
        sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut connection).await?;
        let (live,): (Option<String>,) =
            sqlx::query_as("select current_schema()::text").fetch_one(&mut connection).await?;
        let names = Names::of(&live.ok_or(RebuildError::NoSchema)?);
        let mut shadow = Self { connection, names };
        shadow.remove().await?;
        shadow.close().await
    }

    /// Lets go of the lock: whoever asks next gets it, even if this connection takes its time to end.
    pub(super) async fn close(mut self) -> Result<(), RebuildError> {
        sqlx::query("select pg_advisory_unlock($1)").bind(LOCK).execute(&mut self.connection).await?;
        Ok(self.connection.close().await?)
    }

    /// Makes empty tables, after removing whatever an earlier rebuild has left.
    pub(super) async fn make(&mut self) -> Result<(), RebuildError> {
        self.remove().await?;
        let Self { connection, names } = self;
        let schema = quoted(&names.shadow);
        run(connection, format!("create schema {schema}")).await?;
        run(connection, format!("set search_path = {schema}")).await?;
        for migration in MIGRATIONS.iter() {
            connection.execute(migration.sql.clone()).await?;
        }
        run(connection, NOTES).await?;
        definition::check_same(connection, names).await?;
        self.grant_as_live().await
    }

    /// Removes the shadow, and the tables that were replaced.
    pub(super) async fn remove(&mut self) -> Result<(), RebuildError> {
        for schema in [&self.names.shadow, &self.names.replaced] {
            run(&mut self.connection, format!("drop schema if exists {} cascade", quoted(schema))).await?;
        }
        Ok(())
    }

    // Whoever may read a live table may read what takes its place.
    async fn grant_as_live(&mut self) -> Result<(), RebuildError> {
        let Self { connection, names } = self;
        let grants: Vec<(String,)> = sqlx::query_as(
            "select format('grant %s on %I.%I to %s%s', acl.privilege_type, $2::text, c.relname, \
             case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end, \
             case when acl.is_grantable then ' with grant option' else '' end) \
             from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) acl \
             where n.nspname = $1 and c.relname = any($3) and acl.grantee <> c.relowner",
        )
        .bind(&names.live)
        .bind(&names.shadow)
        .bind(RELATIONS.map(|relation| relation.table.to_owned()).to_vec())
        .fetch_all(&mut *connection)
        .await?;
        for (grant,) in grants {
            run(connection, grant).await?;
        }
        Ok(())
    }

    /// Takes the key from the token log, whose lines are only ever added; what makes it again once they are all there is far less work than to keep it
    /// meanwhile.
    pub(super) async fn lift_key(&mut self) -> Result<Key, RebuildError> {
        let (name, definition): (String, String) = sqlx::query_as(
            "select conname::text, pg_get_constraintdef(oid) from pg_constraint \
             where conrelid = 'token_log'::regclass and contype = 'p'",
        )
        .fetch_one(&mut self.connection)
        .await?;
        run(&mut self.connection, format!("alter table token_log drop constraint {}", quoted(&name))).await?;
        Ok(Key { name, definition })
    }

    /// Makes the key, and tells the planner what the tables are like.
    pub(super) async fn settle(&mut self, key: Key) -> Result<(), RebuildError> {
        let Key { name, definition } = key;
        let add = format!("alter table token_log add constraint {} {definition}", quoted(&name));
        run(&mut self.connection, add).await?;
        run(&mut self.connection, "analyze token_log, balances, holds").await
    }
}

/// The key of the token log, while it is not there.
pub(super) struct Key {
    name: String,
    definition: String,
}

/// Keeps everybody from moving the positions from here on: projectors wait. Those who vacuum the tables are sent away first, since they would be in
/// the way when readers wait.
pub(super) async fn lock_positions(connection: &mut PgConnection, names: &Names) -> Result<(), RebuildError> {
    // A process that is stopped in the midst of this must not keep everybody waiting.
    run(
        connection,
        "set local idle_in_transaction_session_timeout = '10s'; set local statement_timeout = '30s'; \
         set local lock_timeout = '5s'; set local synchronous_commit = on",
    )
    .await?;
    for relation in RELATIONS {
        let table = names.live(relation.table);
        run(connection, format!("lock table {table} in share update exclusive mode")).await?;
    }
    run(connection, format!("lock table {} in exclusive mode", names.live(POSITIONS))).await
}

/// Keeps everybody from reading the live tables from here on.
pub(super) async fn lock_tables(connection: &mut PgConnection, names: &Names) -> Result<(), RebuildError> {
    let tables: Vec<_> = RELATIONS.iter().map(|relation| names.live(relation.table)).collect();
    let lock =
        format!("set local lock_timeout = '1s'; lock table {} in access exclusive mode", tables.join(", "));
    run(connection, lock).await
}

/// Puts the shadow's tables, with their indexes and constraints, where the live ones are.
pub(super) async fn swap(connection: &mut PgConnection, names: &Names) -> Result<(), RebuildError> {
    let (live, replaced) = (quoted(&names.live), quoted(&names.replaced));
    run(connection, format!("create schema {replaced}")).await?;
    for relation in RELATIONS {
        run(connection, format!("alter table {} set schema {replaced}", names.live(relation.table))).await?;
        run(connection, format!("alter table {} set schema {live}", names.shadow(relation.table))).await?;
    }
    // Where a projector stands is where the shadow stands; unless somebody has changed it, this says what is said there.
    let (positions, rebuilt) = (names.live(POSITIONS), qualified(&names.shadow, POSITIONS));
    let topic = eventlog::Topic::LEDGER;
    let remove = format!(
        "delete from {positions} live where topic = $1 and not exists \
         (select from {rebuilt} rebuilt where (rebuilt.topic, rebuilt.partition) = (live.topic, live.partition))"
    );
    sqlx::query(AssertSqlSafe(remove)).bind(topic.name()).execute(&mut *connection).await?;
    let put = format!(
        "insert into {positions} as live select * from {rebuilt} on conflict (topic, partition) do update \
         set next_offset = excluded.next_offset, chain_head = excluded.chain_head \
         where (live.next_offset, live.chain_head) is distinct from (excluded.next_offset, excluded.chain_head)"
    );
    sqlx::query(AssertSqlSafe(put)).execute(connection).await?;
    Ok(())
}

/// Runs statements without parameters; what is put into their text is quoted.
pub(super) async fn run(
    connection: &mut PgConnection,
    statements: impl Into<String>,
) -> Result<(), RebuildError> {
    connection.execute(AssertSqlSafe(statements.into())).await?;
    Ok(())
}
