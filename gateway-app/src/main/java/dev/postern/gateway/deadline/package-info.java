/// Deadlines of connections and requests: coarse, and so cheap that every request can have several. Start at [DeadlineWheel].
@NullMarked
package dev.postern.gateway.deadline;

import org.jspecify.annotations.NullMarked;
