-- What the sandbox processor remembers: as a real processor would, everything that it ever answered.

create table payments (
    payment_id      text        primary key,
    idempotency_key text        not null unique,
    -- SHA-256 of the request, to tell the same request from another under one key.
    digest          bytea       not null,
    amount          bigint      not null check (amount > 0),
    currency        text        not null,
    payment_method  text        not null,
    metadata        jsonb       not null,
    card_brand      text        not null,
    status          text        not null check (status in ('processing', 'succeeded', 'failed')),
    decline_code    text        check ((status = 'failed') = (decline_code is not null)),
    -- Notifications to send when it succeeds.
    notifications   integer     not null check (notifications between 0 and 2),
    created_at      timestamptz not null,
    succeeds_at     timestamptz
);
create index payments_to_settle on payments (succeeds_at) where status = 'processing';

create table notifications (
    notification_id bigint      generated always as identity primary key,
    payment_id      text        not null references payments,
    -- Sent as it stands, byte for byte.
    body            text        not null,
    tries           integer     not null default 0,
    next_try_at     timestamptz not null,
    delivered_at    timestamptz
);
create index notifications_to_send on notifications (next_try_at) where delivered_at is null;
