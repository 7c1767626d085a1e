-- Tokens that are there but not to be used: reserved by refunds, frozen by disputes, or about to repay a debt. An account's amounts
-- add up to available + held + locked - debt. Nothing was locked or owed before this migration.
alter table balances
    add column locked bigint  not null default 0 check (locked >= 0),
    add column frozen boolean not null default false;

alter table token_log
    add column locked_after bigint not null default 0,
    add column debt_after   bigint not null default 0;
