package dev.postern.tls.config;

/// What a server puts first, or adds, where two answers to a ClientHello are both right. Immutable.
///
/// @param shareBeforeRank      whether a group that the client sent a share for wins over one that we rank higher but that costs a round
///     trip. Without, every client that has the better group is asked for it: what a host wants that would rather be slow than without
///     ML-KEM
/// @param pskBeforeCertificate whether an external PSK that both ends have wins over a certificate that the client can check. Without, it is
///     for clients that can check none
/// @param resumeAcrossSuites   whether a session resumes under another suite of the same hash (RFC 9846 4.7.1), which spares a client whose
///     hardware changed a full handshake. Without, a session that began under one cipher never goes on under another
/// @param serverNameAnswered   whether a client hears that its server name was used (RFC 6066 3). It may be left out where this configuration
///     is the answer to every name
/// @param unaskedChangeCipherSpec whether a client without a session id gets a `change_cipher_spec` too, for the sake of a middlebox
///     (RFC 9846 E.4). It must pass over it, but Mbed TLS built without its compatibility mode ends the connection
public record ServerPreferences(boolean shareBeforeRank, boolean pskBeforeCertificate, boolean resumeAcrossSuites,
        boolean serverNameAnswered, boolean unaskedChangeCipherSpec) {
    /// No round trip and no signature that can be spared, and no record that nobody asked for.
    public static final ServerPreferences DEFAULT = new ServerPreferences(true, true, true, true, false);

    public ServerPreferences shareBeforeRank(boolean value) {
        return new ServerPreferences(value, pskBeforeCertificate, resumeAcrossSuites, serverNameAnswered,
                unaskedChangeCipherSpec);
    }

    public ServerPreferences pskBeforeCertificate(boolean value) {
        return new ServerPreferences(shareBeforeRank, value, resumeAcrossSuites, serverNameAnswered,
                unaskedChangeCipherSpec);
    }

    public ServerPreferences resumeAcrossSuites(boolean value) {
        return new ServerPreferences(shareBeforeRank, pskBeforeCertificate, value, serverNameAnswered,
                unaskedChangeCipherSpec);
    }

    public ServerPreferences serverNameAnswered(boolean value) {
        return new ServerPreferences(shareBeforeRank, pskBeforeCertificate, resumeAcrossSuites, value,
                unaskedChangeCipherSpec);
    }

    public ServerPreferences unaskedChangeCipherSpec(boolean value) {
        return new ServerPreferences(shareBeforeRank, pskBeforeCertificate, resumeAcrossSuites, serverNameAnswered,
                value);
    }
}
