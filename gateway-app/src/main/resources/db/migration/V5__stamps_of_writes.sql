-- Plain SQL that H2 and PostgreSQL read alike.

-- What tells a write from another of the same revision, which the database may reach again after it was restored from a copy. There is
-- none for what was written before this table was made, nor for what an older release writes.
create table ledger_stamp (
    revision bigint primary key,
    stamp    varchar(40) not null -- random
);
