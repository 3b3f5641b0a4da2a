package dev.postern.gateway.scenario;

import dev.postern.gateway.database.OnPostgres;

/// Every test of a changed policy again, over the database that replicas share.
@OnPostgres
class ChangedEarlyDataOnPostgresTest extends ChangedEarlyDataTest {}
