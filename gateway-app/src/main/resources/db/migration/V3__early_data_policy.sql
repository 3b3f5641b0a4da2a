-- Plain SQL that H2 and PostgreSQL read alike.

-- One row: early data is off everywhere while it is engaged.
create table early_data_switch (
    id         smallint primary key,
    engaged    boolean not null,
    note       varchar(500) not null,
    revision   bigint not null,
    changed_at timestamp with time zone not null,
    changed_by varchar(200) not null
);
insert into early_data_switch (id, engaged, note, revision, changed_at, changed_by)
values (1, false, '', 0, current_timestamp, '');

-- What early data may do by the last write, as JSON; one row. The next write is compared with it.
create table early_data_grants (
    id     smallint primary key,
    grants text not null
);

-- Changes that let early data do more than before, until every replica has them. A stage holds what was granted before it.
create table early_data_stage (
    revision      bigint primary key,
    before_grants text not null,
    enabled_at    timestamp with time zone -- by this clock; null while replicas are waited for
);

-- What a replica knows of all this, and since when it may act by it. Renewed more often than the row's other half.
alter table replica add column early_data_revision bigint default 0 not null;
alter table replica add column early_data_lease_millis bigint default 0 not null;
alter table replica add column early_data_seen_at timestamp with time zone;
