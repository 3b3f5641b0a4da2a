package dev.postern.gateway.scenario;

import dev.postern.gateway.database.OnPostgres;

/// Every test of the switch again, over the database that replicas share.
@OnPostgres
class KillSwitchOnPostgresTest extends KillSwitchTest {}
