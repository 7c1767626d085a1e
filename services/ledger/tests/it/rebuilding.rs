//! The read model rebuilt from the log: it is compared, mended and swapped while everybody goes on.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use contracts::failure::Failure;
use contracts::ledger::v1 as proto;
use contracts::ledger::v1::rebuild_token_log_response::Told;
use contracts::ledger::v1::{DifferenceKind, ListTokenLogRequest, RebuildStage};
use eventlog::partition_of;
use kernel::Reason;
use sqlx::{AssertSqlSafe, PgPool};
use testkit::eventually;
use tonic::Streaming;

use crate::customer::{Customer, answer};
use crate::load::{Load, OnFailure};
use crate::sharing::two;
use crate::world::{Client, METERING, PARTITIONS, SOON, World};

const TABLES: [&str; 4] = ["balances", "consumer_positions", "holds", "token_log"];

/// What came of a rebuild.
struct Rebuilt {
    summary: proto::RebuildSummary,
    differences: Vec<proto::ReadModelDifference>,
}

async fn begin(operator: &Client, swap: bool) -> Result<Streaming<proto::RebuildTokenLogResponse>, Failure> {
    let asked = proto::RebuildTokenLogRequest { swap, max_differences: 0 };
    answer(operator.clone().rebuild_token_log(asked).await)
}

async fn end(mut told: Streaming<proto::RebuildTokenLogResponse>) -> Result<Rebuilt, Failure> {
    let mut differences = Vec::new();
    let ended = async {
        loop {
            let next = told.message().await.map_err(|status| Failure::from_status(&status))?;
            match next.expect("a summary comes last").told.unwrap() {
                Told::Progress(_) => {}
                Told::Difference(difference) => differences.push(difference),
                Told::Summary(summary) => return Ok::<_, Failure>(summary),
            }
        }
    };
    let summary = tokio::time::timeout(SOON, ended).await.expect("an end")?;
    Ok(Rebuilt { summary, differences })
}

async fn rebuild(operator: &Client, swap: bool) -> Rebuilt {
    let rebuilt = end(begin(operator, swap).await.unwrap()).await.unwrap();
    assert_eq!(rebuilt.summary.swapped, swap);
    rebuilt
}

impl Rebuilt {
    /// Tables are what the log yields.
    fn same(self) -> Self {
        assert_eq!(self.differences, []);
        for table in &self.summary.tables {
            assert_eq!((table.missing, table.extra, table.different), (0, 0, 0), "{table:?}");
        }
        self
    }

    /// There is one difference, and this is it.
    fn only(&self, table: &str, kind: DifferenceKind) -> &proto::ReadModelDifference {
        let [difference] = &self.differences[..] else { panic!("{:#?}", self.differences) };
        assert_eq!((difference.table.as_str(), difference.kind()), (table, kind), "{difference:#?}");
        for counts in &self.summary.tables {
            let is_it = |of| u64::from(counts.table == table && of == kind);
            assert_eq!(
                (counts.missing, counts.extra, counts.different),
                (
                    is_it(DifferenceKind::Missing),
                    is_it(DifferenceKind::Extra),
                    is_it(DifferenceKind::Different)
                ),
                "{counts:?}"
            );
        }
        difference
    }
}

async fn run(database: &PgPool, statement: impl Into<String>) {
    let statement = statement.into();
    let done = sqlx::query(AssertSqlSafe(statement.clone())).execute(database).await;
    let done = done.unwrap_or_else(|error| panic!("{statement}: {error}"));
    assert!(statement.starts_with("create") || statement.starts_with("grant") || done.rows_affected() == 1);
}

async fn texts(database: &PgPool, query: &'static str) -> Vec<String> {
    sqlx::query_scalar(query).fetch_all(database).await.unwrap()
}

/// What the tables are besides their rows, and which they are.
async fn definitions(database: &PgPool) -> Vec<String> {
    texts(
        database,
        "select c.relname || ' ' || c.relkind::text || ' ' || coalesce(c.reloptions::text, '') || ' ' || c.relpersistence::text \
         || ' ' || coalesce(c.relacl::text, '') || ' ' || coalesce(pg_get_indexdef(i.indexrelid), '') \
         from pg_class c left join pg_index i on i.indexrelid = c.oid where c.relnamespace = 'public'::regnamespace \
         union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint \
         where connamespace = 'public'::regnamespace \
         union all select attrelid::regclass || ' ' || attnum || ' ' || attname || ' ' || format_type(atttypid, atttypmod) \
         from pg_attribute where attnum > 0 and attrelid = any(array['token_log', 'balances', 'holds']::regclass[]) order by 1",
    )
    .await
}

async fn identities(database: &PgPool) -> Vec<String> {
    texts(
        database,
        "select relname || ' ' || oid from pg_class where relname in ('token_log', 'balances', 'holds') \
         and relnamespace = 'public'::regnamespace order by 1",
    )
    .await
}

/// Schemas that a rebuild makes.
async fn leftovers(database: &PgPool) -> Vec<String> {
    texts(
        database,
        "select nspname::text from pg_namespace where nspname like 'public%' and nspname <> 'public'",
    )
    .await
}

/// Something of everything, in every partition; of each, the customer, an open hold and one that was captured in part.
async fn story<'w>(world: &'w World, url: &str) -> Vec<(Customer<'w>, String, String)> {
    let mut told = Vec::new();
    for account in world.accounts_everywhere() {
        let customer = world.customer(url).for_account(&account);
        customer.register().await;
        customer.reaches(1).await;
        // Not part of the books.
        world.publish_value("ledger.events", &account, "tokenbook.ledger.v1.Noise", b"noise".to_vec()).await;
        customer.buy(1_000).await;
        for _ in 0..10 {
            customer.spend(3).await;
        }
        customer.spend_as("too-much", 5_000).await.unwrap_err();
        let (open, part, gone) =
            (customer.authorize(50).await, customer.authorize(40).await, customer.authorize(30).await);
        customer.extend(&open, customer.after(7_200)).await.unwrap();
        customer.capture(&part, 10, false).await.unwrap();
        customer.release(&gone).await.unwrap();
        told.push((customer, open, part));
    }
    told
}

fn newest() -> ListTokenLogRequest {
    ListTokenLogRequest { limit: 1, ..ListTokenLogRequest::default() }
}

/// Spends, and demands to see it at once.
async fn spends_and_sees(customer: &Customer<'_>) {
    let receipt = customer.spend(1).await;
    let log = customer.page(newest()).await.unwrap();
    assert_eq!(log.entries[0].entry_id, receipt.entry_id);
    assert_eq!(log.version, receipt.balance.unwrap().version);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_right_is_found_right_and_swapped_for_its_equal() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customers = story(world, &ledger.url).await;
    let (operator, database) = (world.client(&ledger.url, "operator"), world.database().await);
    // Whoever was let in by hand stays let in.
    run(&database, "create role rebuilding_reader").await;
    run(&database, "grant select on token_log to rebuilding_reader").await;
    for (customer, ..) in &customers {
        spends_and_sees(customer).await;
    }
    let (defined, were) = (definitions(&database).await, identities(&database).await);

    let Rebuilt { summary, .. } = rebuild(&operator, false).await.same();
    assert_eq!((definitions(&database).await, identities(&database).await), (defined.clone(), were.clone()));
    let rows = |table: &str| summary.tables.iter().find(|it| it.table == table).unwrap().rows;
    assert_eq!(rows("consumer_positions"), u64::try_from(PARTITIONS).unwrap());
    assert_eq!((rows("balances"), rows("holds")), (4, 12));
    assert_eq!(rows("token_log"), 4 * (1 + 11 + 5));
    assert!(summary.void_records >= 4, "the noise: {summary:?}");
    let tables: BTreeSet<_> = summary.tables.iter().map(|it| it.table.as_str()).collect();
    let there = texts(
        &database,
        "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
    )
    .await;
    let there: BTreeSet<_> =
        there.iter().map(String::as_str).filter(|it| *it != "_sqlx_migrations").collect();
    assert_eq!(
        (&tables, &there),
        (&TABLES.into(), &TABLES.into()),
        "no table of the read model is forgotten"
    );

    // Again and again: what was swapped in is written like what was there before.
    for _ in 0..3 {
        rebuild(&operator, true).await.same();
        for (customer, open, part) in &customers {
            spends_and_sees(customer).await;
            customer.capture(part, 1, false).await.unwrap();
            assert_eq!(customer.hold(open).await.unwrap().remaining, 50);
        }
    }
    for (customer, _, part) in &customers {
        customer.capture(part, 1, true).await.unwrap();
        assert_eq!(customer.hold(part).await.unwrap().captured, 14, "settled holds are read from the tables");
    }
    assert_eq!(definitions(&database).await, defined, "a later migration finds what it expects");
    assert!(identities(&database).await.iter().all(|now| !were.contains(now)), "they are other tables");
    assert_eq!(leftovers(&database).await, [""; 0]);

    // What no migration made would be lost, so that there is no swap.
    run(&database, "create index by_hand on token_log (time)").await;
    for swap in [false, true] {
        let refused = end(begin(&operator, swap).await.unwrap()).await.map(|_| ()).unwrap_err();
        assert_eq!(refused.reason, Reason::Conflict);
        assert!(refused.message.contains("index by_hand of token_log"), "{refused}");
    }
    assert_eq!(leftovers(&database).await, [""; 0]);
    ledger.stop().await;
}

/// What can be done to a row of one table, how that is told, and which columns differ then.
type Damage = (String, &'static str, DifferenceKind, Vec<&'static str>);

fn damages(account: &str, stranger: &str, open: &str, part: &str, partition: i32) -> Vec<Damage> {
    use DifferenceKind::{Different, Extra, Missing};
    let copied = |table: &str, change: &str, of: &str| {
        format!(
            "insert into {table} select (jsonb_populate_record(null::{table}, to_jsonb(it) || '{change}')).* from {table} it where {of}"
        )
    };
    let of_account = format!("account_id = '{account}'");
    let at = format!("topic = 'ledger.events' and partition = {partition}");
    vec![
        (
            format!("update token_log set amount = amount - 7 where {of_account} and version = 3"),
            "token_log",
            Different,
            vec!["amount"],
        ),
        (
            format!(
                "update token_log set hold_id = null, time = time + interval '1 us' where hold_id = '{open}'"
            ),
            "token_log",
            Different,
            vec!["hold_id", "time"],
        ),
        (format!("delete from token_log where {of_account} and version = 2"), "token_log", Missing, vec![]),
        (
            copied("token_log", r#"{"version": 1000}"#, &format!("{of_account} and version = 3")),
            "token_log",
            Extra,
            vec![],
        ),
        (
            format!("update balances set available = available + 1000000 where {of_account}"),
            "balances",
            Different,
            vec!["available"],
        ),
        (format!("delete from balances where {of_account}"), "balances", Missing, vec![]),
        (
            copied("balances", &format!(r#"{{"account_id": "{stranger}"}}"#), &of_account),
            "balances",
            Extra,
            vec![],
        ),
        (
            format!("update holds set captured = captured + 1 where hold_id = '{part}'"),
            "holds",
            Different,
            vec!["captured"],
        ),
        (format!("delete from holds where hold_id = '{open}'"), "holds", Missing, vec![]),
        (
            copied("holds", &format!(r#"{{"hold_id": "{stranger}"}}"#), &format!("hold_id = '{open}'")),
            "holds",
            Extra,
            vec![],
        ),
        (
            format!("update consumer_positions set chain_head = decode(repeat('ab', 32), 'hex') where {at}"),
            "consumer_positions",
            Different,
            vec!["chain_head"],
        ),
        (
            format!("update consumer_positions set next_offset = 0 where {at}"),
            "consumer_positions",
            Different,
            vec!["next_offset"],
        ),
        (
            format!("update consumer_positions set next_offset = 1000000 where {at}"),
            "consumer_positions",
            Different,
            vec!["next_offset"],
        ),
        (format!("delete from consumer_positions where {at}"), "consumer_positions", Missing, vec![]),
        (
            "insert into consumer_positions values ('ledger.events', 77, 5, decode(repeat('ab', 32), 'hex'))"
                .to_owned(),
            "consumer_positions",
            Extra,
            vec![],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_damaged_is_named_and_mended() {
    use DifferenceKind::{Different, Extra};
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customers = story(world, &ledger.url).await;
    for (customer, ..) in &customers {
        spends_and_sees(customer).await;
    }
    let (operator, database) = (world.client(&ledger.url, "operator"), world.database().await);
    rebuild(&operator, false).await.same();
    let (customer, open, part) = &customers[1];
    let (account, stranger) = (&customer.account, world.new_id());
    let partition = partition_of(account.as_bytes(), PARTITIONS);
    let damages = damages(account, &stranger, open, part, partition);
    for (damage, table, kind, columns) in damages {
        run(&database, &*damage).await;
        // To look changes nothing.
        for swap in [false, true] {
            let rebuilt = rebuild(&operator, swap).await;
            let found = rebuilt.only(table, kind);
            match table {
                "consumer_positions" => {
                    assert_eq!(found.partition, Some(if kind == Extra { 77 } else { partition }), "{damage}");
                }
                "holds" if kind == Extra => assert_eq!(found.hold_id, stranger),
                "balances" if kind == Extra => assert_eq!(found.account_id, stranger),
                _ => assert_eq!(&found.account_id, account, "{damage}"),
            }
            let named: Vec<_> = found.columns.iter().map(|it| it.column.as_str()).collect();
            if kind == Different {
                assert_eq!(named, columns, "{damage}: {found:#?}");
            } else {
                assert!(named.len() >= 2, "the whole row: {found:#?}");
                assert!(found.columns.iter().all(|it| it.live.is_some() == (kind == Extra)), "{found:#?}");
            }
        }
        rebuild(&operator, false).await.same();
    }
    assert_eq!(rebuild(&operator, true).await.same().summary.tables.len(), TABLES.len());
    // A projector that met a position that was none finds its way back; the others never lost theirs.
    for (customer, ..) in &customers {
        let receipt = customer.spend(1).await;
        let what = "the token log goes on";
        let log = eventually(SOON, what, async || customer.page(newest()).await.ok()).await;
        assert_eq!(log.entries[0].entry_id, receipt.entry_id);
    }
    rebuild(&operator, true).await.same();
    ledger.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_of_it_can_be_lost_and_comes_back_at_once() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customers = story(world, &ledger.url).await;
    for (customer, ..) in &customers {
        spends_and_sees(customer).await;
    }
    let (operator, database) = (world.client(&ledger.url, "operator"), world.database().await);
    sqlx::query("truncate token_log, balances, holds").execute(&database).await.unwrap();
    let asked = proto::RebuildTokenLogRequest { swap: true, max_differences: 3 };
    let told = operator.clone().rebuild_token_log(asked).await.unwrap().into_inner();
    let Rebuilt { summary, differences } = end(told).await.unwrap();
    for table in &summary.tables {
        let lost = if table.table == "consumer_positions" { 0 } else { table.rows };
        assert_eq!((table.missing, table.extra, table.different), (lost, 0, 0), "{table:?}");
        let listed = differences.iter().filter(|it| it.table == table.table).count();
        assert_eq!(u64::try_from(listed).unwrap(), lost.min(3), "no more are listed than wanted");
    }
    for (customer, ..) in &customers {
        assert_eq!(customer.page(newest()).await.unwrap().version, customer.balance().await.version);
        spends_and_sees(customer).await;
    }
    rebuild(&operator, false).await.same();
    ledger.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_who_demand_to_see_what_they_did_never_notice_a_swap() {
    let apart = World::apart().await;
    let world = &apart.world;
    let (one, two) = two(&apart).await;
    let urls = [one.url.as_str(), two.url.as_str()];
    let (stop, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut readers = Vec::new();
    for account in world.accounts_everywhere() {
        let customer = world.customer(urls[0]).for_account(&account);
        customer.buy(1_000_000).await;
        let (stop, seen) = (&stop, &seen);
        let clients = urls.map(|url| world.client(url, METERING));
        readers.push(async move {
            for client in clients.iter().cycle() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                spends_and_sees(&customer.through(client.clone())).await;
                seen.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    let mut load = Load::start_through(world, &urls, OnFailure::Insist).await;
    let story = async {
        for round in 0..6 {
            let operator = world.client(urls[round % 2], "operator");
            load.answers(300).await;
            let before = seen.load(Ordering::Relaxed);
            let Rebuilt { summary, .. } = rebuild(&operator, true).await.same();
            let proto::RebuildSummary { records, projectors_waited, readers_waited, .. } = summary;
            eprintln!(
                "swapped, {records} records: projectors {projectors_waited:?}, readers {readers_waited:?}"
            );
            eventually(SOON, "readers go on", async || (seen.load(Ordering::Relaxed) > before).then_some(()))
                .await;
        }
        stop.store(true, Ordering::Relaxed);
    };
    tokio::join!(futures::future::join_all(readers), story);
    let attempts = load.finish().await;
    assert!(attempts.iter().all(|attempt| attempt.answer.is_ok()));
    rebuild(&world.client(urls[0], "operator"), false).await.same();
    one.stop().await;
    two.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_at_a_time_and_what_ends_early_changes_nothing() {
    let apart = World::apart().await;
    let world = &apart.world;
    let ledger = world.start("ledger-0").await;
    let customers = story(world, &ledger.url).await;
    let mut process = world.spawn_as("ledger-1", testkit::free_port()).await;
    world.shared_by(&[("ledger-0", &ledger.url), ("ledger-1", &process.url)]).await;
    let database = world.database().await;
    let operators = [&ledger.url, &process.url].map(|url| world.client(url, "operator"));
    let were = identities(&database).await;

    // Somebody reads for long, so that the swap has to wait.
    let in_the_way = async || {
        let mut reading = outbox::begin(&database).await.unwrap();
        sqlx::query("select from token_log limit 1").fetch_optional(&mut *reading).await.unwrap();
        reading
    };
    let until_it_swaps = async |told: &mut Streaming<proto::RebuildTokenLogResponse>| {
        eventually(SOON, "it wants to swap", async || {
            let next = told.message().await.unwrap().expect("more").told.unwrap();
            matches!(next, Told::Progress(at) if at.stage() == RebuildStage::Swapping).then_some(())
        })
        .await;
    };
    for killed in [false, true] {
        let reading = in_the_way().await;
        let mut told = begin(&operators[1], true).await.unwrap();
        until_it_swaps(&mut told).await;
        assert_eq!(leftovers(&database).await, ["public_rebuild"]);
        for (swap, operator) in [(false, &operators[0]), (true, &operators[0]), (false, &operators[1])] {
            if let Some(refused) = begin(operator, swap).await.err() {
                assert_eq!(refused.reason, Reason::Conflict, "{refused}");
            } else {
                panic!("two at the same time");
            }
        }
        // Others are kept waiting for a moment at most.
        for (customer, ..) in &customers {
            spends_and_sees(customer).await;
        }
        if killed {
            process.kill();
        } else {
            drop(told);
            eventually(SOON, "it is tidied up", async || leftovers(&database).await.is_empty().then_some(()))
                .await;
        }
        reading.rollback().await.unwrap();
        assert_eq!(identities(&database).await, were);
    }
    world.shared_by(&[("ledger-0", &ledger.url)]).await;
    for (customer, ..) in &customers {
        spends_and_sees(customer).await;
    }
    // The lock went with the process, at the latest when PostgreSQL noticed.
    let again =
        eventually(SOON, "the next one may begin", async || begin(&operators[0], false).await.ok()).await;
    end(again).await.unwrap().same();
    assert_eq!((identities(&database).await, leftovers(&database).await), (were.clone(), vec![]));

    // Who waits long enough gets through once the reader is gone.
    let reading = in_the_way().await;
    let mut told = begin(&operators[0], true).await.unwrap();
    until_it_swaps(&mut told).await;
    reading.rollback().await.unwrap();
    end(told).await.unwrap().same();
    assert!(identities(&database).await.iter().all(|now| !were.contains(now)));
    ledger.stop().await;
}
