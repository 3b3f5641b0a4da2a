-- Plain SQL that H2 and PostgreSQL read alike.

-- The processes that serve from this database. Each renews its own row every two seconds; one that is not renewed any more is gone, and
-- its row is deleted by the others.
create table replica (
    id               varchar(40) primary key, -- random, of one start
    name             varchar(200) not null,   -- of its machine or pod
    applied_revision bigint not null,         -- what it serves
    trouble          text,                    -- why it serves nothing newer
    started_at       timestamp with time zone not null,
    seen_at          timestamp with time zone not null -- by the clock of the database, as started_at
);

-- Whoever writes the ring names the version that he read, so that nobody overwrites what he has not seen.
alter table ticket_key_ring add column version bigint default 1 not null;
-- Keys of before are never taken up again, whoever still has them.
alter table ticket_key_ring add column revoked_at timestamp with time zone;

-- A constant, sealed under the key-encryption key: whoever cannot open it has another key than those who wrote the rest.
create table key_check (
    id     smallint primary key,
    sealed bytea not null
);
