-- The outbox and the consumer's positions, for a service's own migrations (copied from libs/outbox/migrations).

-- Events on their way to the log: inserted in the transaction of the change that they tell of, published in the order of
-- their ids, deleted once the broker has acknowledged them.
create table outbox (
    id          bigint generated always as identity primary key,
    event_id    uuid        not null unique,
    topic       text        not null,
    key         text        not null,
    ce_type     text        not null,
    ce_source   text        not null,
    ce_time     timestamptz not null,
    traceparent text,
    -- Text, not jsonb: what is published is what was inserted, byte for byte.
    value       text        not null,
    created_at  timestamptz not null default now()
);

-- How far the service has come in each partition that it consumes; advanced in the transaction of a record's effect.
create table consumer_positions (
    topic       text    not null,
    partition   integer not null check (partition >= 0),
    next_offset bigint  not null check (next_offset >= 0),
    -- Only for a chained topic: the hash of the last entry.
    chain_head  bytea   check (octet_length(chain_head) = 32),
    primary key (topic, partition)
);
