/// The processes that serve from one database, each with the revision that it serves: alone with an H2 file, several with PostgreSQL.
///
/// Whoever must know whether all of them have something asks [Replicas]. Start there.
@NullMarked
package dev.postern.gateway.replicas;

import org.jspecify.annotations.NullMarked;
