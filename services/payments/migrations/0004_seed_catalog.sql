-- The first catalog. From here on it is data: edit the tables, no code knows these names.

insert into packages (package_id, name, tokens, currency, minor_units, place) values
    ('starter', 'Starter',   500, 'USD',  499, 1),
    ('creator', 'Creator',  2500, 'USD', 1999, 2),
    ('studio',  'Studio',  12000, 'USD', 7999, 3);

insert into promotions (promotion_id, name, tokens, starts_at, ends_at, tokens_expire_at) values
    ('welcome', 'Welcome gift',         50, '2026-01-01Z', '2036-01-01Z', null),
    ('opening', 'Opening week',         20, '2025-12-01Z', '2025-12-08Z', '2026-03-01Z'),
    ('tenth-anniversary', 'Ten years',  100, '2035-12-01Z', '2036-02-01Z', '2036-06-01Z');
