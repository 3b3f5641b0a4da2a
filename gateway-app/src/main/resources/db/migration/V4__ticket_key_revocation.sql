-- Plain SQL that H2 and PostgreSQL read alike.

-- Which revocation of ticket keys was the last one: a random name, empty before the first. Whoever has keys of before another one drops
-- them. When it was does not say that: the clocks of replicas are apart.
alter table ticket_key_ring add column revocation varchar(40) default '' not null;
update ticket_key_ring set revocation = 'before these had names' where revoked_at is not null;
alter table ticket_key_ring drop column revoked_at;
