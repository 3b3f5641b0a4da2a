-- Plain SQL that H2 and PostgreSQL read alike.

-- Which memory of early hellos a replica sees behind the URL that it was given, and of which zone that is. Null without a shared one.
alter table replica add column replay_zone bigint;
alter table replica add column replay_memory varchar(1000);
