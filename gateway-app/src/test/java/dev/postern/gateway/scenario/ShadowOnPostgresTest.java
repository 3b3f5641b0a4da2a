package dev.postern.gateway.scenario;

import dev.postern.gateway.database.OnPostgres;

/// Every test of the shadow and the share again, over the database that replicas share.
@OnPostgres
class ShadowOnPostgresTest extends ShadowTest {}
