-- The read model: everything here is computed from the log and can be thrown away and computed again.

-- How far the projector has come in each partition; advanced in the transaction that writes the rows.
create table consumer_positions (
    topic       text    not null,
    partition   integer not null check (partition >= 0),
    next_offset bigint  not null check (next_offset >= 0),
    -- The hash of the last entry.
    chain_head  bytea   check (octet_length(chain_head) = 32),
    primary key (topic, partition)
);

-- Each account's wallet as of the last projected entry: the watermark of its token log.
create table balances (
    account_id uuid        primary key,
    version    bigint      not null,
    available  bigint      not null check (available >= 0),
    held       bigint      not null check (held >= 0),
    debt       bigint      not null check (debt >= 0),
    changed_at timestamptz not null
);

-- One line per movement of tokens. The amounts of an account add up to available + held - debt.
create table token_log (
    account_id      uuid        not null,
    version         bigint      not null,
    time            timestamptz not null,
    -- TokenLogKind of the published contract.
    kind            smallint    not null,
    amount          bigint      not null,
    held_change     bigint      not null,
    balance_after   bigint      not null,
    available_after bigint      not null,
    held_after      bigint      not null,
    reference_kind  text        not null,
    reference_id    text        not null,
    -- Reason of the published contract; 0 for none.
    reason          integer     not null,
    reason_detail   text        not null,
    list_tokens     bigint      not null,
    promotion_id    text        not null,
    hold_id         uuid,
    entry_id        uuid        not null,
    partition       integer     not null,
    "offset"        bigint      not null,
    primary key (account_id, version)
);

-- Every hold there ever was; open ones are read from the book instead.
create table holds (
    hold_id        uuid        primary key,
    account_id     uuid        not null,
    -- HoldState of the published contract.
    state          smallint    not null,
    authorized     bigint      not null,
    captured       bigint      not null,
    remaining      bigint      not null,
    expires_at     timestamptz not null,
    -- SettlementTerms of the published contract, as JSON.
    terms          text        not null,
    reference_kind text        not null,
    reference_id   text        not null
);
