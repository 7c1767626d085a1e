use bytes::Bytes;
use eventlog::{ChainHash, ChainLink, ChainPosition, HandleError, Headers, Received, StartAt, Topic};
use outbox::{Advanced, ChainStep, PositionError, advance_chains, advance_position, load_positions};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use crate::support::PATIENCE;

async fn database() -> PgPool {
    let url = testkit::postgres().await.create_database().await;
    let pool = PgPoolOptions::new().max_connections(5).connect(&url).await.unwrap();
    sqlx::raw_sql(outbox::MIGRATION).execute(&pool).await.unwrap();
    pool
}

fn received(topic: Topic, offset: i64, chain: Option<(ChainHash, ChainHash)>) -> Received {
    Received {
        topic,
        partition: 1,
        offset,
        key: Bytes::new(),
        value: Bytes::new(),
        headers: Headers::default(),
        timestamp: None,
        chain: chain.map(|(previous, head)| ChainLink { previous, head }),
    }
}

fn input(offset: i64) -> Received {
    received(Topic::PAYMENTS, offset, None)
}

fn entry(offset: i64, previous: ChainHash, head: ChainHash) -> Received {
    received(Topic::LEDGER, offset, Some((previous, head)))
}

/// Advances in a transaction of its own, which commits only if that works.
async fn advance(pool: &PgPool, record: &Received) -> Result<Advanced, PositionError> {
    let mut transaction = outbox::begin(pool).await.unwrap();
    let advanced = advance_position(&mut transaction, record).await?;
    transaction.commit().await.unwrap();
    Ok(advanced)
}

fn is_out_of_step(outcome: &Result<Advanced, PositionError>) -> bool {
    matches!(outcome, Err(PositionError::OutOfStep { .. }))
}

#[tokio::test]
async fn each_record_is_new_once() {
    let pool = database().await;
    assert_eq!(advance(&pool, &input(0)).await.unwrap(), Advanced::New);
    assert_eq!(advance(&pool, &input(0)).await.unwrap(), Advanced::AlreadyHandled);
    assert_eq!(advance(&pool, &input(1)).await.unwrap(), Advanced::New);
    assert_eq!(advance(&pool, &input(0)).await.unwrap(), Advanced::AlreadyHandled);
    let stored = load_positions(&pool).await.unwrap();
    let expected = StartAt { topic: Topic::PAYMENTS, partition: 1, next_offset: 2 };
    assert_eq!(stored.inputs(), [expected]);
}

#[tokio::test]
async fn a_record_is_not_new_if_the_transaction_of_its_effect_was_rolled_back() {
    let pool = database().await;
    let mut transaction = outbox::begin(&pool).await.unwrap();
    assert_eq!(advance_position(&mut transaction, &input(0)).await.unwrap(), Advanced::New);
    transaction.rollback().await.unwrap();
    assert_eq!(advance(&pool, &input(0)).await.unwrap(), Advanced::New);
}

#[tokio::test]
async fn records_are_never_skipped() {
    let pool = database().await;
    assert!(is_out_of_step(&advance(&pool, &input(3)).await), "the first is not there");
    assert_eq!(advance(&pool, &input(0)).await.unwrap(), Advanced::New);
    let skipping = advance(&pool, &input(2)).await;
    assert!(is_out_of_step(&skipping), "{skipping:?}");
    let ends_consuming = HandleError::from(skipping.unwrap_err());
    assert!(matches!(ends_consuming, HandleError::OutOfStep(_)), "{ends_consuming}");
    assert_eq!(advance(&pool, &input(1)).await.unwrap(), Advanced::New);
}

#[tokio::test]
async fn an_entry_is_new_if_it_extends_the_stored_head_whatever_void_records_lie_between() {
    let pool = database().await;
    let (one, two, three) = (ChainHash::of(b"1"), ChainHash::of(b"2"), ChainHash::of(b"3"));
    let first = entry(2, ChainHash::GENESIS, one);
    assert_eq!(advance(&pool, &first).await.unwrap(), Advanced::New);
    assert_eq!(advance(&pool, &entry(5, one, two)).await.unwrap(), Advanced::New);
    assert_eq!(advance(&pool, &first).await.unwrap(), Advanced::AlreadyHandled);
    assert_eq!(advance(&pool, &entry(5, one, two)).await.unwrap(), Advanced::AlreadyHandled);
    assert!(is_out_of_step(&advance(&pool, &entry(6, three, one)).await), "not the stored head");
    let stored = load_positions(&pool).await.unwrap();
    let expected = ChainPosition { partition: 1, next_offset: 6, head: two };
    assert_eq!(stored.chains(&Topic::LEDGER), [expected]);
    assert_eq!(stored.chains(&Topic::PAYMENTS), []);
}

#[tokio::test]
async fn an_entry_that_does_not_begin_its_chain_is_not_the_first() {
    let pool = database().await;
    let (one, two) = (ChainHash::of(b"1"), ChainHash::of(b"2"));
    assert!(is_out_of_step(&advance(&pool, &entry(4, one, two)).await));
    assert_eq!(load_positions(&pool).await.unwrap().iter().count(), 0);
}

fn at(partition: i32, next_offset: i64, head: ChainHash) -> ChainPosition {
    ChainPosition { partition, next_offset, head }
}

#[tokio::test]
async fn many_entries_are_passed_at_once_in_several_partitions() {
    let pool = database().await;
    let mut connection = pool.acquire().await.unwrap();
    let heads = [b"10", b"20", b"30"].map(|name| ChainHash::of(name));
    let first = [ChainStep { before: ChainPosition::genesis(1), after: at(1, 10, heads[0]) }];
    assert_eq!(advance_chains(&mut connection, &Topic::LEDGER, &first).await.unwrap(), None);
    // One that is known, past void records, and one that is new.
    let both = [
        ChainStep { before: ChainPosition::genesis(0), after: at(0, 5, heads[1]) },
        ChainStep { before: at(1, 12, heads[0]), after: at(1, 20, heads[2]) },
    ];
    assert_eq!(advance_chains(&mut connection, &Topic::LEDGER, &both).await.unwrap(), None);
    let stored = load_positions(&pool).await.unwrap().chains(&Topic::LEDGER);
    assert_eq!(stored, both.map(|step| step.after));
}

#[tokio::test]
async fn entries_that_were_handled_or_do_not_follow_are_not_passed_at_once() {
    let pool = database().await;
    let mut connection = pool.acquire().await.unwrap();
    let heads = [b"10", b"20", b"30"].map(|name| ChainHash::of(name));
    let first = [ChainStep { before: ChainPosition::genesis(1), after: at(1, 10, heads[0]) }];
    assert_eq!(advance_chains(&mut connection, &Topic::LEDGER, &first).await.unwrap(), None);
    assert_eq!(advance_chains(&mut connection, &Topic::LEDGER, &first).await.unwrap(), Some(1), "handled");
    let of_another_chain = [ChainStep { before: at(1, 10, heads[1]), after: at(1, 20, heads[2]) }];
    let refused = advance_chains(&mut connection, &Topic::LEDGER, &of_another_chain).await;
    assert!(matches!(refused, Err(PositionError::OutOfStep { partition: 1, stored: 10, .. })), "{refused:?}");
    assert_eq!(load_positions(&pool).await.unwrap().chains(&Topic::LEDGER), [first[0].after]);
}

#[tokio::test]
async fn of_two_instances_that_handle_the_same_record_the_second_waits_and_finds_it_handled() {
    let pool = database().await;
    for offset in 0..2 {
        // Without a row at first, and with one after that.
        let mut first = outbox::begin(&pool).await.unwrap();
        assert_eq!(advance_position(&mut first, &input(offset)).await.unwrap(), Advanced::New);
        let second = tokio::spawn({
            let pool = pool.clone();
            async move { advance(&pool, &input(offset)).await.unwrap() }
        });
        testkit::eventually(PATIENCE, "the second waits", async || {
            let waiting: i64 = sqlx::query_scalar(
                "select count(*) from pg_stat_activity \
                 where wait_event_type = 'Lock' and datname = current_database()",
            )
            .fetch_one(&pool)
            .await
            .unwrap();
            (waiting == 1).then_some(())
        })
        .await;
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), Advanced::AlreadyHandled, "offset {offset}");
    }
}
