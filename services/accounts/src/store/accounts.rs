//! The table `accounts`.

use chrono::{DateTime, Utc};
use kernel::AccountId;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::ImpossibleRow;
use crate::domain::{Account, Email, Role, Roles};

const USER: &str = "user";
const SUPPORT: &str = "support";
const SERVICE: &str = "service";

#[derive(FromRow)]
struct Row {
    account_id: Uuid,
    email: String,
    password_hash: String,
    roles: Vec<String>,
    created_at: DateTime<Utc>,
}

/// An account and what its password is compared with.
pub struct StoredAccount {
    /// The account.
    pub account: Account,
    /// A PHC string.
    pub password_hash: String,
}

impl TryFrom<Row> for StoredAccount {
    type Error = ImpossibleRow;

    fn try_from(row: Row) -> Result<Self, ImpossibleRow> {
        let impossible = |column| ImpossibleRow { table: "accounts", column };
        let roles = row
            .roles
            .iter()
            .map(|name| match name.as_str() {
                USER => Ok(Role::User),
                SUPPORT => Ok(Role::Support),
                SERVICE => Ok(Role::Service),
                _ => Err(impossible("roles")),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let account = Account {
            id: AccountId::new(row.account_id),
            email: Email::new(&row.email).map_err(|_| impossible("email"))?,
            roles: Roles::new(roles).map_err(|_| impossible("roles"))?,
            created_at: row.created_at,
        };
        Ok(Self { account, password_hash: row.password_hash })
    }
}

fn names(roles: &Roles) -> Vec<&'static str> {
    roles
        .iter()
        .map(|role| match role {
            Role::User => USER,
            Role::Support => SUPPORT,
            Role::Service => SERVICE,
        })
        .collect()
}

/// Inserts a new account; `false` if its address is taken.
pub async fn insert(connection: &mut PgConnection, account: &Account, hash: &str) -> sqlx::Result<bool> {
    let inserted = sqlx::query(
        "insert into accounts (account_id, email, password_hash, roles, created_at) \
         values ($1, $2, $3, $4, $5) on conflict (email) do nothing",
    )
    .bind(account.id.uuid())
    .bind(account.email.as_str())
    .bind(hash)
    .bind(names(&account.roles))
    .bind(account.created_at)
    .execute(connection)
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// The account with this address.
pub async fn by_email(connection: &mut PgConnection, email: &Email) -> sqlx::Result<Option<StoredAccount>> {
    let row: Option<Row> = sqlx::query_as(
        "select account_id, email, password_hash, roles, created_at from accounts where email = $1",
    )
    .bind(email.as_str())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(StoredAccount::try_from).transpose()?)
}

/// The account with this id.
pub async fn by_id(connection: &mut PgConnection, id: AccountId) -> sqlx::Result<Option<Account>> {
    let row: Option<Row> = sqlx::query_as(
        "select account_id, email, password_hash, roles, created_at from accounts where account_id = $1",
    )
    .bind(id.uuid())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(StoredAccount::try_from).transpose()?.map(|stored| stored.account))
}

/// The account with this id, locked until the transaction ends.
pub async fn lock(connection: &mut PgConnection, id: AccountId) -> sqlx::Result<Option<Account>> {
    let row: Option<Row> = sqlx::query_as(
        "select account_id, email, password_hash, roles, created_at from accounts where account_id = $1 for update",
    )
    .bind(id.uuid())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(StoredAccount::try_from).transpose()?.map(|stored| stored.account))
}

/// Replaces an account's roles.
pub async fn set_roles(connection: &mut PgConnection, id: AccountId, roles: &Roles) -> sqlx::Result<()> {
    sqlx::query("update accounts set roles = $2 where account_id = $1")
        .bind(id.uuid())
        .bind(names(roles))
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces a hash with one of the same password, unless the password has changed meanwhile.
pub async fn replace_hash(
    connection: &mut PgConnection,
    id: AccountId,
    before: &str,
    after: &str,
) -> sqlx::Result<()> {
    sqlx::query("update accounts set password_hash = $3 where account_id = $1 and password_hash = $2")
        .bind(id.uuid())
        .bind(before)
        .bind(after)
        .execute(connection)
        .await?;
    Ok(())
}
