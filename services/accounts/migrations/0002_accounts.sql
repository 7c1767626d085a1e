-- People and services.
create table accounts (
    account_id    uuid        primary key,
    -- Trimmed and in lower case: one spelling per address.
    email         text        not null unique,
    -- A PHC string: algorithm, parameters, salt and digest.
    password_hash text        not null,
    roles         text[]      not null check (cardinality(roles) > 0 and roles <@ array['user', 'support', 'service']),
    created_at    timestamptz not null
);

-- Failed sign-ins since the last success, per address, known or not; the digest is keyed, so the table names nobody.
create table sign_in_attempts (
    email_digest bytea       primary key check (octet_length(email_digest) = 32),
    failures     bigint      not null check (failures >= 0),
    last_at      timestamptz not null
);
create index sign_in_attempts_last_at on sign_in_attempts (last_at);

create table api_keys (
    api_key_id uuid        primary key,
    account_id uuid        not null references accounts,
    name       text        not null,
    -- Of the whole key; the key itself is nowhere.
    digest     bytea       not null check (octet_length(digest) = 32),
    created_at timestamptz not null,
    revoked_at timestamptz
);
create index api_keys_account on api_keys (account_id, created_at desc);

-- The keys that sign access tokens: next (signs_from is null), present, retired.
create table signing_keys (
    key_id                text        primary key,
    public_key            bytea       not null check (octet_length(public_key) = 32),
    -- The private key, sealed under the key encryption key and bound to key_id; gone once the key is retired.
    sealed_seed           bytea,
    created_at            timestamptz not null,
    signs_from            timestamptz,
    retired_at            timestamptz,
    -- When the last token of a retired key has expired.
    not_after             timestamptz,
    -- The longest life of a token that any instance may have signed with it.
    longest_token_seconds bigint      not null check (longest_token_seconds > 0),
    check (retired_at is null or signs_from is not null),
    check ((retired_at is null) = (not_after is null)),
    check ((retired_at is null) = (sealed_seed is not null))
);
-- At most one next and one present key, whatever the instances do.
create unique index signing_keys_next on signing_keys ((true)) where signs_from is null;
create unique index signing_keys_present on signing_keys ((true)) where signs_from is not null and retired_at is null;

-- The one row that instances lock before they change the keys.
create table key_ring (
    only_one boolean primary key default true check (only_one)
);
insert into key_ring default values;
