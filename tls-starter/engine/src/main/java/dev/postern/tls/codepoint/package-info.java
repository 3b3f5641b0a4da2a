/// Code points of RFC 9846 appendix B: records over their number, so that GREASE and values we do not know survive a round trip.
///
/// What is supported is a question for the configuration and the crypto provider, not for this room.
@NullMarked
package dev.postern.tls.codepoint;

import org.jspecify.annotations.NullMarked;
