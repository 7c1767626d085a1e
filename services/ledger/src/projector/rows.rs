//! The rows of one batch, collected column by column and written by a few statements, however many entries there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use contracts::{common, reason};
use kernel::{AccountId, HoldId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::line::{self, HoldChange, Line, LineKind};
use crate::domain::{Balance, Entry, Kind};
use crate::store::hold_state;

#[derive(Default)]
pub(super) struct Rows {
    lines: Lines,
    balances: BTreeMap<AccountId, Wallet>,
    new_holds: Vec<NewHold>,
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
struct Lines {
    account: Vec<Uuid>,
    version: Vec<i64>,
    time: Vec<DateTime<Utc>>,
    kind: Vec<i16>,
    amount: Vec<i64>,
    held_change: Vec<i64>,
    balance_after: Vec<i64>,
    available_after: Vec<i64>,
    held_after: Vec<i64>,
    locked_after: Vec<i64>,
    debt_after: Vec<i64>,
    reference_kind: Vec<String>,
    reference_id: Vec<String>,
    reason: Vec<i32>,
    reason_detail: Vec<String>,
    list_tokens: Vec<i64>,
    promotion: Vec<String>,
    hold: Vec<Option<Uuid>>,
    entry: Vec<Uuid>,
    partition: Vec<i32>,
    offset: Vec<i64>,
}

struct NewHold {
    hold: Uuid,
    account: Uuid,
    authorized: i64,
    expires_at: DateTime<Utc>,
    terms: String,
    reference_kind: String,
    reference_id: String,
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
            self.lines.add(entry, *account, *balance, line, partition, offset);
        }
        match line::hold_change(change) {
            None => {}
            Some(HoldChange::Opened { hold, tokens, expires_at, terms, reference }) => {
                self.new_holds.push(NewHold {
                    hold: hold.uuid(),
                    account: account.uuid(),
                    authorized: line::signed(tokens),
                    expires_at,
                    // Terms were read from JSON a moment ago, so that they have such a form.
                    terms: serde_json::to_string(&common::v1::SettlementTerms::from(terms))
                        .unwrap_or_default(),
                    reference_kind: reference.kind().to_owned(),
                    reference_id: reference.id().to_owned(),
                });
            }
            Some(HoldChange::Extended { hold, expires_at }) => {
                self.moved_holds.entry(hold).or_default().expires_at = Some(expires_at);
            }
            Some(HoldChange::Moved { hold, captured, remaining, ended }) => {
                let moved = self.moved_holds.entry(hold).or_default();
                moved.captured += captured;
                moved.remaining += remaining;
                moved.state = ended
                    .map(|captured| if captured { hold_state::CAPTURED } else { hold_state::RELEASED })
                    .or(moved.state);
            }
        }
    }

    pub(super) fn touched(&self) -> Touched {
        let new = self.new_holds.iter().map(|hold| hold.hold);
        let moved = self.moved_holds.keys().map(|hold| hold.uuid());
        let accounts = self.balances.iter().map(|(account, wallet)| (account.uuid(), wallet.first_version));
        Touched { accounts: accounts.collect(), holds: new.chain(moved).collect() }
    }

    pub(super) async fn write(self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        self.lines.write(connection).await?;
        write_balances(&self.balances, connection).await?;
        write_new_holds(&self.new_holds, connection).await?;
        write_moved_holds(&self.moved_holds, connection).await
    }
}

impl Lines {
    fn add(
        &mut self,
        entry: &Entry,
        account: AccountId,
        balance: Balance,
        line: Line,
        partition: i32,
        offset: i64,
    ) {
        self.account.push(account.uuid());
        self.version.push(version(balance));
        self.time.push(entry.time);
        self.kind.push(kind_number(line.kind));
        self.amount.push(line.amount);
        self.held_change.push(line.held_change);
        self.balance_after.push(line.balance_after);
        self.available_after.push(line::signed(balance.available));
        self.held_after.push(line::signed(balance.held));
        self.locked_after.push(line::signed(balance.locked));
        self.debt_after.push(line::signed(balance.debt));
        self.reference_kind.push(line.reference.kind().to_owned());
        self.reference_id.push(line.reference.id().to_owned());
        self.reason.push(reason::number(line.reason));
        self.reason_detail.push(line.detail);
        self.list_tokens.push(line::signed(line.list_tokens));
        self.promotion.push(line.promotion);
        self.hold.push(line.hold.map(HoldId::uuid));
        self.entry.push(entry.id.uuid());
        self.partition.push(partition);
        self.offset.push(offset);
    }

    async fn write(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        if self.account.is_empty() {
            return Ok(());
        }
        sqlx::query(
            "insert into token_log (account_id, version, time, kind, amount, held_change, balance_after, available_after, \
             held_after, reference_kind, reference_id, reason, reason_detail, list_tokens, promotion_id, hold_id, entry_id, \
             partition, \"offset\", locked_after, debt_after) \
             select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::smallint[], $5::bigint[], $6::bigint[], \
             $7::bigint[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::integer[], $13::text[], $14::bigint[], \
             $15::text[], $16::uuid[], $17::uuid[], $18::integer[], $19::bigint[], $20::bigint[], \
             $21::bigint[])",
        )
        .bind(&self.account)
        .bind(&self.version)
        .bind(&self.time)
        .bind(&self.kind)
        .bind(&self.amount)
        .bind(&self.held_change)
        .bind(&self.balance_after)
        .bind(&self.available_after)
        .bind(&self.held_after)
        .bind(&self.reference_kind)
        .bind(&self.reference_id)
        .bind(&self.reason)
        .bind(&self.reason_detail)
        .bind(&self.list_tokens)
        .bind(&self.promotion)
        .bind(&self.hold)
        .bind(&self.entry)
        .bind(&self.partition)
        .bind(&self.offset)
        .bind(&self.locked_after)
        .bind(&self.debt_after)
        .execute(connection)
        .await
        .map(drop)
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

async fn write_new_holds(holds: &[NewHold], connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    if holds.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into holds (hold_id, account_id, state, authorized, captured, remaining, expires_at, terms, reference_kind, \
         reference_id) \
         select hold_id, account_id, $8, authorized, 0, authorized, expires_at, terms, reference_kind, reference_id \
         from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::text[], $6::text[], $7::text[]) \
         as new (hold_id, account_id, authorized, expires_at, terms, reference_kind, reference_id)",
    )
    .bind(holds.iter().map(|hold| hold.hold).collect::<Vec<_>>())
    .bind(holds.iter().map(|hold| hold.account).collect::<Vec<_>>())
    .bind(holds.iter().map(|hold| hold.authorized).collect::<Vec<_>>())
    .bind(holds.iter().map(|hold| hold.expires_at).collect::<Vec<_>>())
    .bind(holds.iter().map(|hold| hold.terms.as_str()).collect::<Vec<_>>())
    .bind(holds.iter().map(|hold| hold.reference_kind.as_str()).collect::<Vec<_>>())
    .bind(holds.iter().map(|hold| hold.reference_id.as_str()).collect::<Vec<_>>())
    .bind(hold_state::OPEN)
    .execute(connection)
    .await
    .map(drop)
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
