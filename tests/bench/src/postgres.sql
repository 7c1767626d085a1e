-- What a wallet in PostgreSQL would be: a balance, a key that makes repetition harmless, a line in a log.
create table accounts (
    account_id bigint primary key,
    balance bigint not null check (balance >= 0)
) with (fillfactor = 50); -- room for updates in place

create sequence spend_id cache 100;

create table spend_keys (
    account_id bigint not null,
    key text not null,
    tokens bigint not null,
    spend_id bigint not null,
    primary key (account_id, key)
);

-- Keyed for its one reader: an account's lines, newest first.
create table spend_log (
    account_id bigint not null,
    spend_id bigint not null,
    time timestamptz not null default now(),
    tokens bigint not null,
    -- Absent: refused for want of tokens.
    balance_after bigint,
    primary key (account_id, spend_id)
);

-- The balance afterwards, or null when there is not enough; a repetition gets the first answer, another request an error.
create function spend(the_account bigint, the_key text, the_tokens bigint) returns bigint language plpgsql as $$
declare
    id bigint := nextval('spend_id');
    answer bigint;
    first record;
begin
    insert into spend_keys (account_id, key, tokens, spend_id)
        values (the_account, the_key, the_tokens, id)
        on conflict do nothing;
    if not found then
        select k.tokens, l.balance_after into strict first
            from spend_keys k join spend_log l using (account_id, spend_id)
            where k.account_id = the_account and k.key = the_key;
        if first.tokens <> the_tokens then
            raise exception 'the key was used with another request';
        end if;
        return first.balance_after;
    end if;
    update accounts set balance = balance - the_tokens
        where account_id = the_account and balance >= the_tokens
        returning balance into answer;
    insert into spend_log (account_id, spend_id, tokens, balance_after)
        values (the_account, id, the_tokens, answer);
    return answer;
end
$$;
