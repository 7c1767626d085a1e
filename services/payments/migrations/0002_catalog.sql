-- What is sold and what is given away.

create table packages (
    package_id  text    primary key check (package_id ~ '^[a-z0-9_-]{1,64}$'),
    name        text    not null,
    tokens      bigint  not null check (tokens > 0),
    currency    text    not null check (currency ~ '^[A-Z]{3}$'),
    -- In the currency's minor unit.
    minor_units bigint  not null check (minor_units > 0),
    -- The order in which people see them.
    place       integer not null unique,
    for_sale    boolean not null default true
);

create table promotions (
    promotion_id     text        primary key check (promotion_id ~ '^[a-z0-9_-]{1,64}$'),
    name             text        not null,
    tokens           bigint      not null check (tokens > 0),
    starts_at        timestamptz not null,
    ends_at          timestamptz not null check (ends_at > starts_at),
    -- When granted tokens expire; null for never.
    tokens_expire_at timestamptz
);

-- One gift per account and promotion, for ever.
create table grants (
    grant_id     uuid        primary key,
    promotion_id text        not null references promotions,
    account_id   uuid        not null,
    tokens       bigint      not null check (tokens > 0),
    expires_at   timestamptz,
    granted_at   timestamptz not null,
    unique (promotion_id, account_id)
);
