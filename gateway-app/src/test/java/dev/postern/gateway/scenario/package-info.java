/// The gateway from end to end: a whole one, configured over REST as its operator would, with real clients before and real servers
/// behind it. One class per scenario.
///
/// Nobody enters. Start at `OperatedGateway`.
@NullMarked
package dev.postern.gateway.scenario;

import org.jspecify.annotations.NullMarked;
