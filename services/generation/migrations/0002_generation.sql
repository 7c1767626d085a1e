-- What things cost. A price book is never changed once it is in force: a new version replaces it.
create table price_books (
    version        text        primary key,
    effective_from timestamptz not null unique
);

create table price_book_models (
    version  text not null references price_books,
    model    text not null,
    kind     text not null check (kind in ('video', 'image', 'chat')),
    name     text not null,
    position int  not null,
    primary key (version, model)
);

create table price_book_rates (
    version     text   not null,
    model       text   not null,
    code        text   not null,
    unit        text   not null,
    -- Thousandths of a token per unit.
    millitokens bigint not null check (millitokens between 0 and 1000000000),
    position    int    not null,
    primary key (version, model, code),
    foreign key (version, model) references price_book_models
);

-- Periods in which usage is cheaper, up to free.
create table discounts (
    promotion_id text        primary key,
    name         text        not null,
    percent      smallint    not null check (percent between 1 and 100),
    starts_at    timestamptz not null,
    ends_at      timestamptz not null check (ends_at > starts_at),
    -- video, image, chat; empty for all.
    kinds        text[]      not null default '{}' check (kinds <@ array ['video', 'image', 'chat'])
);

-- What each outcome costs: release, capture_all, capture_actual or capture_fixed:<tokens>.
create table settlement_policies (
    version               text        primary key,
    effective_from        timestamptz not null unique,
    on_success            text        not null,
    on_technical_failure  text        not null,
    on_prohibited_content text        not null,
    on_cancelled_by_user  text        not null,
    over_capture_limit    bigint      not null default 0 check (over_capture_limit >= 0)
);

-- Uploaded reference images; the content lies in the media folder.
create table images (
    id           uuid        primary key,
    account_id   uuid        not null,
    content_type text        not null,
    width        int         not null,
    height       int         not null,
    bytes        bigint      not null,
    blake3       bytea       not null check (octet_length(blake3) = 32),
    sha256       bytea       not null check (octet_length(sha256) = 32),
    created_at   timestamptz not null,
    -- The same image uploaded again is the same image.
    unique (account_id, blake3)
);

create table generations (
    id                   uuid        primary key,
    account_id           uuid        not null,
    idempotency_key      text        not null,
    request_digest       bytea       not null check (octet_length(request_digest) = 32),
    created_at           timestamptz not null,
    state                text        not null check (state in
        ('authorizing', 'refused', 'queued', 'running', 'outcome_unknown', 'succeeded', 'failed')),

    -- What was asked for, and at which price and terms it was accepted.
    kind                 text        not null,
    model                text        not null,
    work                 jsonb       not null,
    prompt               text        not null,
    simulate             text,
    quote                jsonb       not null,
    terms                jsonb       not null,
    traceparent          text,

    -- The hold. The first expiry is kept as it was sent: the ledger compares a repeated request with the first.
    hold_asked_until     timestamptz not null,
    hold_id              uuid,
    hold_expires_at      timestamptz,
    held                 bigint      not null default 0 check (held >= 0),
    hold_released_at     timestamptz,
    settled              boolean     not null default false,
    charged              bigint      not null default 0 check (charged >= 0),
    -- Why the ledger refused: reason, message and facts.
    refusal              jsonb,

    -- The work. Whoever holds the lease may record an outcome; from claimable_at on, anyone may take the job
    -- (or, while authorizing, ask the ledger again).
    attempts             int         not null default 0,
    look_ups             int         not null default 0,
    lease                uuid,
    claimable_at         timestamptz,
    provider             text,
    provider_job_id      text,
    output               text        not null default '',

    -- The outcome.
    finished_at          timestamptz,
    cost                 bigint,
    failure_reason       text,
    evidence             jsonb,

    unique (account_id, idempotency_key),
    check ((state in ('succeeded', 'failed')) = (finished_at is not null)),
    check (state in ('authorizing', 'refused') or hold_id is not null)
);

create index generations_by_account on generations (account_id, id desc) where state not in ('authorizing', 'refused');
create index generations_claimable on generations (claimable_at) where claimable_at is not null;
create index generations_holding on generations (hold_expires_at)
    where state in ('queued', 'running', 'outcome_unknown') and hold_released_at is null;

create table media (
    generation_id uuid   not null references generations,
    index         int    not null check (index >= 0),
    content_type  text   not null,
    bytes         bigint not null,
    -- Below the media folder.
    file          text   not null,
    primary key (generation_id, index)
);

-- What the sandbox provider remembers of its jobs. It stands for the outside world: nothing else reads it.
create table sandbox_provider_jobs (
    idempotency_key text        primary key,
    succeeds        boolean     not null,
    -- When a look-up learns the outcome.
    known_at        timestamptz not null
);
