-- A balance changes with every entry: room on its page spares the index a new row each time.
alter table balances set (fillfactor = 50);
