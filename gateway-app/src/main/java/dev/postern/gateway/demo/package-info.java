/// The demo (`postern.demo`): a host, a certificate from a throw-away authority, and an upstream in this very process, so that a
/// newcomer sees 0-RTT within a minute. Its objects live in memory and never reach the store.
///
/// Nobody enters. Start at `Demo`.
@NullMarked
package dev.postern.gateway.demo;

import org.jspecify.annotations.NullMarked;
