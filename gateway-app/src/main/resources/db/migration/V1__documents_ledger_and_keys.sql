-- Plain SQL that H2 and PostgreSQL read alike.

-- One row: every write locks it, so that revisions rise in the order in which writes are committed, on every replica.
create table ledger_head (
    id       smallint primary key,
    revision bigint not null
);
insert into ledger_head (id, revision) values (1, 0);

-- What the admin API writes, as JSON. It is checked whole and compiled before it is committed, so the database need not know its inside.
create table document (
    id         varchar(40) primary key,
    kind       varchar(20) not null,
    parent_id  varchar(40) not null, -- the host of a route, else empty
    name       varchar(200) not null,
    body       text not null,
    revision   bigint not null,
    created_at timestamp with time zone not null,
    changed_at timestamp with time zone not null,
    constraint document_name unique (kind, parent_id, name)
);

create table certificate_version (
    certificate_id varchar(40) not null references document (id) on delete cascade,
    version        integer not null,
    active         boolean not null,
    chain_pem      text not null,
    sealed_key     bytea not null, -- AES-256-GCM under the key-encryption key, bound to id and version
    summary        text not null,
    created_at     timestamp with time zone not null,
    primary key (certificate_id, version)
);

-- Who changed what. Written in the transaction of the change itself; holds no secret.
create table audit (
    revision      bigint not null,
    position      integer not null,
    at            timestamp with time zone not null,
    actor         varchar(200) not null,
    action        varchar(20) not null,
    kind          varchar(20) not null,
    resource_id   varchar(40) not null,
    resource_name varchar(200) not null,
    before_state  text,
    after_state   text,
    primary key (revision, position)
);

create table ticket_key_ring (
    id         smallint primary key,
    sealed     bytea not null,
    changed_at timestamp with time zone not null
);
