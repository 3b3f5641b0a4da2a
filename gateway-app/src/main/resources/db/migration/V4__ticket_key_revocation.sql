-- Plain SQL that H2 and PostgreSQL read alike.

-- Which revocation of ticket keys was the last one: a random name, empty before the first. Whoever has keys of before another one drops
-- them. When it was does not say that: the clocks of replicas are apart.
alter table ticket_key_ring add column revocation varchar(40) default '' not null;
update ticket_key_ring set revocation = 'before these had names' where revoked_at is not null;
-- Nobody asks for revoked_at any more but the release before, which reads the ring beside this one in a rolling update: it is written on.
