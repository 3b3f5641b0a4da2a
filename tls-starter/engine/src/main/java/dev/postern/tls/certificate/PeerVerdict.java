package dev.postern.tls.certificate;

import dev.postern.tls.alert.AlertDescription;

/// The answer to [dev.postern.tls.Pause.VerifyPeer]. Possession of the key is proved by the engine itself; this judges the chain.
public sealed interface PeerVerdict {
    record Trusted() implements PeerVerdict {}

    /// @param alert    what to tell the peer, for example [AlertDescription#UNKNOWN_CA]
    /// @param sentence what to tell our own log
    record Refused(AlertDescription alert, String sentence) implements PeerVerdict {}
}
