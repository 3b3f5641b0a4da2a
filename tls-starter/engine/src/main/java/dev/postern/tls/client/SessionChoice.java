package dev.postern.tls.client;

import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.psk.ClientSession;

import java.util.List;
import java.util.Optional;

/// Which tickets are offered, and whether early data is (RFC 9846 4.3.10, 4.3.11, 4.7.1).
///
/// @param sessions  in the order of the configuration
/// @param earlyData whether the first of them allows early data and we want it
record SessionChoice(List<ClientSession> sessions, boolean earlyData) {
    private static final long MILLIS = 1000;
    private static final int LONGEST_LIFETIME_SECONDS = 604_800;

    SessionChoice {
        sessions = List.copyOf(sessions);
    }

    /// @param most identities that a hello should carry
    static SessionChoice of(TlsClientConfig config, long nowMillis, int most) {
        List<ClientSession> usable = config.sessions().stream().filter(session -> isUsable(session, config, nowMillis))
                .limit(most).toList();
        return new SessionChoice(usable,
                config.earlyData() && !usable.isEmpty() && allowsEarlyData(usable.getFirst(), config));
    }

    /// RFC 9846 4.3.11.1: the age in milliseconds plus ticket_age_add, modulo 2^32.
    static int obfuscatedAge(ClientSession session, long nowMillis) {
        return (int) ageMillis(session, nowMillis) + session.ageAdd();
    }

    private static boolean isUsable(ClientSession session, TlsClientConfig config, long nowMillis) {
        // RFC 9846 C.4: clients SHOULD NOT reuse a ticket; the PSK of a used one is wiped
        return !session.psk().isDestroyed()
                // RFC 9846 4.7.1: SHOULD only resume if the SNI value matches the one used in the original session
                && session.serverName().equals(config.serverName())
                && isStillTaken(session.peerIdentity(), config)
                // What we proved then is what the server takes us for now: whoever has other credentials by now is somebody else
                && session.ownIdentities().equals(config.ownIdentities())
                // RFC 9846 4.3.11.1: MUST NOT use tickets older than their ticket_lifetime; 4.7.1: nor older than 7 days
                && ageMillis(session, nowMillis) < lifetimeMillis(session)
                && hasCommonHash(session, config);
    }

    // What proved the server then must be what we would take now (CVE-2025-68121)
    private static boolean isStillTaken(Identity server, TlsClientConfig config) {
        return switch (server) {
            case KeyHolder holder -> !config.requiresPsk() && config.serverCertificateTypes().contains(holder.type());
            case PskHolder holder -> config.externalPsks().stream().anyMatch(psk -> psk.holder().equals(holder));
        };
    }

    private static long lifetimeMillis(ClientSession session) {
        return Math.min(session.lifetimeSeconds(), LONGEST_LIFETIME_SECONDS) * MILLIS;
    }

    // A clock that was set back makes the ticket look younger than new.
    private static long ageMillis(ClientSession session, long nowMillis) {
        return Math.max(0, nowMillis - session.receivedAtMillis());
    }

    // RFC 9846 4.7.1: only be resumed with a cipher suite that has the same KDF hash algorithm
    private static boolean hasCommonHash(ClientSession session, TlsClientConfig config) {
        Optional<HashAlgorithm> hash = SuiteParameters.of(session.cipherSuite()).map(SuiteParameters::hash);
        return hash.isPresent() && config.cipherSuites().stream()
                .anyMatch(suite -> SuiteParameters.of(suite).map(SuiteParameters::hash).equals(hash));
    }

    // RFC 9846 4.3.10: version, cipher suite and ALPN of early data are those of the connection that issued the ticket
    private static boolean allowsEarlyData(ClientSession session, TlsClientConfig config) {
        String protocol = session.applicationProtocol();
        return session.maxEarlyDataBytes() > 0 && config.cipherSuites().contains(session.cipherSuite())
                && (protocol == null || config.applicationProtocols().contains(protocol));
    }
}
