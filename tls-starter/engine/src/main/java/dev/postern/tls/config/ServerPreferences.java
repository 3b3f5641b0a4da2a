package dev.postern.tls.config;

/// What a server puts first where two answers to a ClientHello are both right. Immutable.
///
/// @param shareBeforeRank      whether a group that the client sent a share for wins over one that we rank higher but that costs a round
///     trip. Without, every client that has the better group is asked for it: what a host wants that would rather be slow than without
///     ML-KEM
/// @param pskBeforeCertificate whether an external PSK that both ends have wins over a certificate that the client can check. Without, it is
///     for clients that can check none
/// @param resumeAcrossSuites   whether a session resumes under another suite of the same hash (RFC 9846 4.7.1), which spares a client whose
///     hardware changed a full handshake. Without, a session that began under one cipher never goes on under another
public record ServerPreferences(boolean shareBeforeRank, boolean pskBeforeCertificate, boolean resumeAcrossSuites) {
    /// No round trip and no signature that can be spared.
    public static final ServerPreferences DEFAULT = new ServerPreferences(true, true, true);

    public ServerPreferences shareBeforeRank(boolean value) {
        return new ServerPreferences(value, pskBeforeCertificate, resumeAcrossSuites);
    }

    public ServerPreferences pskBeforeCertificate(boolean value) {
        return new ServerPreferences(shareBeforeRank, value, resumeAcrossSuites);
    }

    public ServerPreferences resumeAcrossSuites(boolean value) {
        return new ServerPreferences(shareBeforeRank, pskBeforeCertificate, value);
    }
}
