/// How the admin API says no: problem details (RFC 9457) with a stable `type`, and one place that writes them.
///
/// Everybody on the admin side throws [Problem]; nobody writes an error answer by hand. Start at [ProblemType].
@NullMarked
package dev.postern.gateway.problem;

import org.jspecify.annotations.NullMarked;
