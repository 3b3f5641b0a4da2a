package dev.postern.gateway.routes;

import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.earlydata.EarlyDataReason;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One host: names, certificates, policy and routes.
///
/// @param certificates several of different key types are chosen from by what the client accepts; preferred first
/// @param routes       in order of precedence
/// @param brokenReason why it cannot be served now, or null; a handshake for it fails, every other host goes on
public record Host(String id, String name, List<ServerNamePattern> serverNames, List<ServedCertificate> certificates,
        HostTls tls, EarlyDataSettings earlyData, HostTimeouts timeouts, List<Route> routes,
        @Nullable String brokenReason) {
    public Host {
        serverNames = List.copyOf(serverNames);
        certificates = List.copyOf(certificates);
        routes = routes.stream().sorted(Route.PRECEDENCE).toList();
    }

    public boolean broken() {
        return brokenReason != null;
    }

    /// Why nothing that comes early for this host is let in or acted on, whatever the rest says of it; empty where it may be. Handshakes,
    /// requests and the roll-out of a change all ask here.
    public Optional<EarlyDataReason> earlyDataRefusal() {
        // What a client certificate stands for is not proved before Finished.
        if (tls.clientAuthentication() != ClientAuthentication.NONE) {
            return Optional.of(EarlyDataReason.CLIENT_AUTH);
        }
        if (!earlyData.accept()) {
            return Optional.of(EarlyDataReason.DISABLED);
        }
        return earlyData.acceptPercent() == 0 ? Optional.of(EarlyDataReason.SHADOW) : Optional.empty();
    }

    /// Those that can be served now.
    public List<ServedCertificate> usableCertificates() {
        return certificates.stream().filter(certificate -> !certificate.broken()).toList();
    }

    /// Whether a connection that was opened for this host may carry requests for the other: it showed a certificate of both, and both
    /// ask the same of a client.
    boolean mayCarry(Host other) {
        if (id.equals(other.id)) {
            return true;
        }
        return !broken() && !other.broken() && tls.policyDigest().equals(other.tls.policyDigest())
                && certificateIds().equals(other.certificateIds());
    }

    /// Which of a host's certificates a client saw depends on the client, so all must be the same.
    private Set<String> certificateIds() {
        return certificates.stream().map(ServedCertificate::id).collect(Collectors.toSet());
    }
}
