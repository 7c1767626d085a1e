//! The rows of one batch, collected column by column and written by a few statements, however many entries there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use contracts::{common, reason};
use kernel::{AccountId, HoldId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::copy::CopiedRows;
use super::line::{self, HoldChange, Line, LineKind};
use crate::domain::{Balance, Entry, Kind, Reference};
use crate::store::hold_state;

#[derive(Default)]
pub(super) struct Rows {
    lines: Lines,
    balances: BTreeMap<AccountId, Wallet>,
    new_holds: HashMap<HoldId, NewHold>,
    moved_holds: HashMap<HoldId, MovedHold>,
}

/// A wallet as of the last of the entries.
struct Wallet {
    balance: Balance,
    time: DateTime<Utc>,
    /// The version of the first of them.
    first_version: i64,
}

/// Which rows some entries change.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Touched {
    /// Accounts, each with the version of the first of its entries.
    pub(crate) accounts: BTreeMap<Uuid, i64>,
    /// Holds.
    pub(crate) holds: BTreeSet<Uuid>,
}

#[derive(Default)]
struct Lines(CopiedRows<21>);

/// A hold that one of the entries made, as of the last of them.
struct NewHold {
    account: Uuid,
    authorized: i64,
    terms: String,
    reference: Reference,
    state: i16,
    captured: i64,
    remaining: i64,
    expires_at: DateTime<Utc>,
}

#[derive(Default)]
struct MovedHold {
    captured: i64,
    remaining: i64,
    state: Option<i16>,
    expires_at: Option<DateTime<Utc>>,
}

impl Rows {
    pub(super) fn add(&mut self, entry: &Entry, partition: i32, offset: i64) {
        let Kind::Wallet { account, balance, change } = &entry.kind else { return };
        let wallet = Wallet { balance: *balance, time: entry.time, first_version: version(*balance) };
        self.balances
            .entry(*account)
            .and_modify(|known| (known.balance, known.time) = (*balance, entry.time))
            .or_insert(wallet);
        if let Some(line) = line::line(change, *balance) {
            self.lines.add(entry, *account, *balance, &line, partition, offset);
        }
        match line::hold_change(change) {
            None => {}
            Some(HoldChange::Opened { hold, tokens, expires_at, terms, reference }) => {
                let new = NewHold {
                    account: account.uuid(),
                    authorized: line::signed(tokens),
                    // Terms were read from JSON a moment ago, so that they have such a form.
                    terms: serde_json::to_string(&common::v1::SettlementTerms::from(terms))
                        .unwrap_or_default(),
                    reference,
                    state: hold_state::OPEN,
                    captured: 0,
                    remaining: line::signed(tokens),
                    expires_at,
                };
                self.new_holds.insert(hold, new);
            }
            Some(HoldChange::Extended { hold, expires_at }) => match self.new_holds.get_mut(&hold) {
                Some(new) => new.expires_at = expires_at,
                None => self.moved_holds.entry(hold).or_default().expires_at = Some(expires_at),
            },
            Some(HoldChange::Moved { hold, captured, remaining, ended }) => {
                let ended =
                    ended.map(|captured| if captured { hold_state::CAPTURED } else { hold_state::RELEASED });
                if let Some(new) = self.new_holds.get_mut(&hold) {
                    new.captured += captured;
                    new.remaining += remaining;
                    new.state = ended.unwrap_or(new.state);
                } else {
                    let moved = self.moved_holds.entry(hold).or_default();
                    moved.captured += captured;
                    moved.remaining += remaining;
                    moved.state = ended.or(moved.state);
                }
            }
        }
    }

    pub(super) fn touched(&self) -> Touched {
        let new = self.new_holds.keys().map(|hold| hold.uuid());
        let moved = self.moved_holds.keys().map(|hold| hold.uuid());
        let accounts = self.balances.iter().map(|(account, wallet)| (account.uuid(), wallet.first_version));
        Touched { accounts: accounts.collect(), holds: new.chain(moved).collect() }
    }

    pub(super) async fn write(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        self.lines.write(connection).await?;
        write_balances(&self.balances, connection).await?;
        write_new_holds(self.new_holds, connection).await?;
        write_moved_holds(&self.moved_holds, connection).await
    }
}

impl Lines {
    fn add(
        &mut self,
        entry: &Entry,
        account: AccountId,
        balance: Balance,
        line: &Line,
        partition: i32,
        offset: i64,
    ) {
        self.0
            .row()
            .uuid(account.uuid())
            .bigint(version(balance))
            .time(entry.time)
            .smallint(kind_number(line.kind))
            .bigint(line.amount)
            .bigint(line.held_change)
            .bigint(line.balance_after)
            .bigint(line::signed(balance.available))
            .bigint(line::signed(balance.held))
            .text(line.reference.kind())
            .text(line.reference.id())
            .integer(reason::number(line.reason))
            .text(&line.detail)
            .bigint(line::signed(line.list_tokens))
            .text(&line.promotion)
            .uuid_if(line.hold.map(HoldId::uuid))
            .uuid(entry.id.uuid())
            .integer(partition)
            .bigint(offset)
            .bigint(line::signed(balance.locked))
            .bigint(line::signed(balance.debt));
    }

    async fn write(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let statement = "copy token_log (account_id, version, time, kind, amount, held_change, balance_after, \
             available_after, held_after, reference_kind, reference_id, reason, reason_detail, list_tokens, promotion_id, \
             hold_id, entry_id, partition, \"offset\", locked_after, debt_after) from stdin (format binary)";
        self.0.write(statement, connection).await.map(drop)
    }
}

async fn write_balances(
    balances: &BTreeMap<AccountId, Wallet>,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    if balances.is_empty() {
        return Ok(());
    }
    let column =
        |of: fn(&Balance) -> i64| -> Vec<i64> { balances.values().map(|it| of(&it.balance)).collect() };
    sqlx::query(
        "insert into balances (account_id, version, available, held, debt, changed_at, locked, frozen) \
         select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], \
         $7::bigint[], $8::boolean[]) \
         on conflict (account_id) do update set version = excluded.version, available = excluded.available, \
         held = excluded.held, debt = excluded.debt, changed_at = excluded.changed_at, locked = excluded.locked, \
         frozen = excluded.frozen",
    )
    .bind(balances.keys().map(|account| account.uuid()).collect::<Vec<_>>())
    .bind(column(|balance| version(*balance)))
    .bind(column(|balance| line::signed(balance.available)))
    .bind(column(|balance| line::signed(balance.held)))
    .bind(column(|balance| line::signed(balance.debt)))
    .bind(balances.values().map(|it| it.time).collect::<Vec<_>>())
    .bind(column(|balance| line::signed(balance.locked)))
    .bind(balances.values().map(|it| it.balance.frozen).collect::<Vec<_>>())
    .execute(connection)
    .await
    .map(drop)
}

async fn write_new_holds(
    holds: HashMap<HoldId, NewHold>,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    let mut rows = CopiedRows::<10>::default();
    for (id, hold) in holds {
        rows.row()
            .uuid(id.uuid())
            .uuid(hold.account)
            .smallint(hold.state)
            .bigint(hold.authorized)
            .bigint(hold.captured)
            .bigint(hold.remaining)
            .time(hold.expires_at)
            .text(&hold.terms)
            .text(hold.reference.kind())
            .text(hold.reference.id());
    }
    let statement = "copy holds (hold_id, account_id, state, authorized, captured, remaining, expires_at, terms, \
         reference_kind, reference_id) from stdin (format binary)";
    rows.write(statement, connection).await.map(drop)
}

async fn write_moved_holds(
    holds: &HashMap<HoldId, MovedHold>,
    connection: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    if holds.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "update holds set captured = holds.captured + moved.captured, remaining = holds.remaining + moved.remaining, \
         state = coalesce(moved.state, holds.state), expires_at = coalesce(moved.expires_at, holds.expires_at) \
         from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::smallint[], $5::timestamptz[]) \
         as moved (hold_id, captured, remaining, state, expires_at) \
         where holds.hold_id = moved.hold_id",
    )
    .bind(holds.keys().map(|hold| hold.uuid()).collect::<Vec<_>>())
    .bind(holds.values().map(|moved| moved.captured).collect::<Vec<_>>())
    .bind(holds.values().map(|moved| moved.remaining).collect::<Vec<_>>())
    .bind(holds.values().map(|moved| moved.state).collect::<Vec<_>>())
    .bind(holds.values().map(|moved| moved.expires_at).collect::<Vec<_>>())
    .execute(connection)
    .await
    .map(drop)
}

fn version(balance: Balance) -> i64 {
    i64::try_from(balance.version).unwrap_or(i64::MAX)
}

// `TokenLogKind` of the published contract.
const fn kind_number(kind: LineKind) -> i16 {
    match kind {
        LineKind::Purchase => 1,
        LineKind::Promotion => 2,
        LineKind::Adjustment => 3,
        LineKind::Hold => 4,
        LineKind::Use => 5,
        LineKind::Release => 6,
        LineKind::Expiry => 7,
        LineKind::Refund => 8,
        LineKind::Clawback => 9,
    }
}
