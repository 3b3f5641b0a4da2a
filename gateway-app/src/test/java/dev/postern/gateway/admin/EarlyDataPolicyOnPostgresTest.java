package dev.postern.gateway.admin;

import dev.postern.gateway.database.OnPostgres;

/// Every test of the policy again, over the database that replicas share.
@OnPostgres
class EarlyDataPolicyOnPostgresTest extends EarlyDataPolicyTest {}
