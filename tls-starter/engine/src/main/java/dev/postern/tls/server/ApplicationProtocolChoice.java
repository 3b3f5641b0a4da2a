package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

import java.util.List;
import java.util.Optional;

/// Which application protocol (RFC 7301), by our preference.
final class ApplicationProtocolChoice {
    private ApplicationProtocolChoice() {}

    /// @param offered  by the client; empty when it sent no list
    /// @param allowed  by us, preferred first; empty to ignore the client's list
    /// @param required whether a list without a common protocol ends the handshake
    /// @throws TlsAlert `no_application_protocol`
    static Optional<String> of(List<String> offered, List<String> allowed, boolean required) {
        if (offered.isEmpty() || allowed.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> common = allowed.stream().filter(offered::contains).findFirst();
        if (common.isEmpty() && required) {
            // RFC 7301 3.2: the server SHALL respond with a fatal no_application_protocol alert
            throw new TlsAlert(AlertDescription.NO_APPLICATION_PROTOCOL, Fault.PEER_INCOMPATIBLE,
                    "none of the client's %d application protocols is one of ours: %s".formatted(offered.size(),
                            allowed));
        }
        return common;
    }
}
