package dev.postern.gateway.admin;

import dev.postern.gateway.database.OnPostgres;

/// Every test of the API again, over the database that replicas share.
@OnPostgres
class AdminApiOnPostgresTest extends AdminApiTest {}
