package dev.postern.gateway.scenario;

import dev.postern.gateway.database.OnPostgres;

/// Every test of a host's tickets again, over the database that replicas share.
@OnPostgres
class HostTicketsOnPostgresTest extends HostTicketsTest {}
