use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

/// More steps than a beginning has.
const STEPS: usize = 12;

/// Drops a future once it was polled so often; whether it was done before.
async fn given_up_after(polls: usize, future: impl Future) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}

async fn one_connection() -> (PgPool, PgPool) {
    let url = testkit::postgres().await.create_database().await;
    let pool = || PgPoolOptions::new().max_connections(1).connect(&url);
    let (pool, other) = (pool().await.unwrap(), pool().await.unwrap());
    sqlx::raw_sql("create table written (n bigint)").execute(&pool).await.unwrap();
    (pool, other)
}

/// What others see of a row that was written, as far as its writer knows, for good.
async fn written(pool: &PgPool, other: &PgPool, n: usize) -> bool {
    let n = i64::try_from(n).unwrap();
    sqlx::query("insert into written values ($1)").bind(n).execute(pool).await.unwrap();
    let count = sqlx::query_scalar::<_, i64>("select count(*) from written where n = $1").bind(n);
    count.fetch_one(other).await.unwrap() == 1
}

#[tokio::test]
async fn a_beginning_that_is_given_up_at_any_step_leaves_no_transaction_open() {
    let (pool, other) = one_connection().await;
    let mut done = false;
    for polls in 1..STEPS {
        done |= given_up_after(polls, outbox::begin(&pool)).await;
        assert!(written(&pool, &other, polls).await, "given up after {polls} polls");
    }
    assert!(done, "each step was seen");
}

#[tokio::test]
async fn what_a_transaction_does_is_seen_once_it_is_committed_and_not_if_it_is_dropped() {
    let (pool, other) = one_connection().await;
    for (n, commits) in [(1_i64, true), (2, false)] {
        let mut transaction = outbox::begin(&pool).await.unwrap();
        sqlx::query("insert into written values ($1)").bind(n).execute(&mut *transaction).await.unwrap();
        if commits {
            transaction.commit().await.unwrap();
        }
    }
    let seen: Vec<i64> = sqlx::query_scalar("select n from written").fetch_all(&other).await.unwrap();
    assert_eq!(seen, [1]);
}

/// The day that this fails, `sqlx` has mended it, and [`outbox::begin`] can go.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "it is what must not be done")]
async fn a_pool_s_own_beginning_that_is_given_up_leaves_a_transaction_open() {
    let (pool, other) = one_connection().await;
    // Whether a step can be seen depends on how soon PostgreSQL answers.
    for polls in (1..STEPS).cycle().take(200 * STEPS) {
        given_up_after(polls, pool.begin()).await;
        if !written(&pool, &other, polls).await {
            return;
        }
    }
    panic!("every transaction is closed: outbox::begin is not needed any more");
}
