/// Timeouts that a handler changes for its own exchange while it runs: Reactor Netty's are the server's, for every request alike, and none by
/// default. Start at [ExchangeTimeouts], which handlers take as a parameter; [TimedExchanges] and [ExchangeTimeoutsWebFilter] keep the time.
@NullMarked
package dev.postern.tls.spring.timeout;

import org.jspecify.annotations.NullMarked;
