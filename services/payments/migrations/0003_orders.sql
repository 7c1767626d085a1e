-- Orders, the attempts to pay them, and everything that happened to them.

create table orders (
    order_id       uuid        primary key,
    account_id     uuid        not null,
    -- A copy of the package as it was sold; no later edit of the catalog changes it.
    package_id     text        not null,
    package_name   text        not null,
    tokens         bigint      not null check (tokens > 0),
    currency       text        not null,
    minor_units    bigint      not null check (minor_units > 0),
    status         text        not null check (status in ('pending', 'processing', 'paid', 'credited')),
    placed_at      timestamptz not null,
    paid_at        timestamptz,
    -- The attempt that brought the money.
    paid_by        uuid,
    credited_at    timestamptz,
    receipt_number text        unique,
    last_failure   text,
    check ((paid_at is null) = (paid_by is null)),
    check ((paid_at is null) = (receipt_number is null)),
    check (status <> 'paid' or paid_at is not null),
    check ((status = 'credited') = (credited_at is not null))
);
-- Ids sort by time, so that an account's orders page by them.
create index orders_of_account on orders (account_id, order_id desc);

create table attempts (
    payment_id           uuid        primary key,
    order_id             uuid        not null references orders,
    number               integer     not null check (number > 0),
    -- The processor's token; never a card number.
    payment_method       text        not null check (payment_method ~ '^pm_[a-z0-9_]{1,60}$'),
    processor            text        not null,
    -- The processor's own id, once it has answered.
    processor_payment_id text,
    card_brand           text,
    state                text        not null check (state in ('open', 'failed', 'succeeded')),
    reason               text        check ((state = 'failed') = (reason is not null)),
    started_at           timestamptz not null,
    ended_at             timestamptz check ((state = 'open') = (ended_at is null)),
    polls                integer     not null default 0,
    next_poll_at         timestamptz not null,
    -- The W3C trace context of the request that began it: whoever learns the outcome, its event belongs to this trace.
    traceparent          text,
    unique (order_id, number),
    unique (processor, processor_payment_id)
);
-- One live attempt per order, whoever asks how often at once.
create unique index one_live_attempt on attempts (order_id) where state = 'open';
create index attempts_to_poll on attempts (next_poll_at) where state = 'open';

create table order_steps (
    step_id  bigint      generated always as identity primary key,
    order_id uuid        not null references orders,
    step     text        not null,
    at       timestamptz not null,
    event_id uuid,
    position text,
    reason   text,
    facts    jsonb       not null default '{}'
);
create index steps_of_order on order_steps (order_id, step_id);

-- The first answer to each request that has an effect, for ever.
create table idempotency_keys (
    account_id uuid        not null,
    operation  text        not null check (operation in ('place_order', 'pay_order', 'claim_promotion')),
    key        text        not null,
    -- BLAKE3 of the request.
    digest     bytea       not null check (octet_length(digest) = 32),
    -- The order, attempt or grant that it made.
    subject    uuid        not null,
    -- The first answer, once given: 'accepted', or the reason of a decline.
    answer     text,
    created_at timestamptz not null,
    primary key (account_id, operation, key)
);
-- Finds the request of an attempt.
create index idempotency_of_subject on idempotency_keys (subject);
