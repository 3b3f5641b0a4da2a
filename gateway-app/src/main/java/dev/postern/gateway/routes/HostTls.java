package dev.postern.gateway.routes;

import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.psk.PolicyDigest;
import org.jspecify.annotations.Nullable;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/// A host's TLS policy.
///
/// @param clientAuthentication whether clients are asked for a certificate
/// @param clientTrust          the authorities that certify clients; empty unless they are asked
/// @param policyDigest         over trust, revocations and client authentication: equal for hosts whose connections may be shared
/// @param resumptionDigest     over the host besides: bound into its tickets, so that none resumes under another host or policy
/// @param revocations          whom they took their word back for
/// @param ownTicketLifetime    of its tickets, or null where the process's own holds
/// @param earlyDataDigest      over ALPN and the early-data policy: bound into tickets, gates early data alone
public record HostTls(ClientAuthentication clientAuthentication, List<X509Certificate> clientTrust,
        Revocations revocations, @Nullable Duration ownTicketLifetime, PolicyDigest policyDigest,
        PolicyDigest resumptionDigest,
        PolicyDigest earlyDataDigest) {
    public HostTls {
        clientTrust = List.copyOf(clientTrust);
        if (clientAuthentication != ClientAuthentication.NONE && clientTrust.isEmpty()) {
            throw new IllegalArgumentException("client certificates are asked for, but no authority is trusted");
        }
    }

    /// @param most the process's own, which is the ceiling
    public Duration ticketLifetime(Duration most) {
        Duration own = ownTicketLifetime;
        return own == null || own.compareTo(most) > 0 ? most : own;
    }
}
