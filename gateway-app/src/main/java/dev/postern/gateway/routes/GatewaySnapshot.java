package dev.postern.gateway.routes;

import java.util.List;
import java.util.Map;

/// Everything the data plane needs, checked whole and never changed. A new configuration is a new snapshot.
///
/// @param revision     rises with every write to the store
/// @param hosts        by name
/// @param certificates by id, broken ones too
/// @param upstreams    by id
/// @param findings     about the whole, for example a route that acts early towards an upstream that does not know early data
public record GatewaySnapshot(long revision, List<Host> hosts, Map<String, ServedCertificate> certificates,
        Map<String, Upstream> upstreams, List<Finding> findings, Resolver resolver) {
    public static final GatewaySnapshot EMPTY = of(0, List.of(), Map.of(), Map.of(), List.of());

    public GatewaySnapshot {
        hosts = List.copyOf(hosts);
        certificates = Map.copyOf(certificates);
        upstreams = Map.copyOf(upstreams);
        findings = List.copyOf(findings);
    }

    /// @throws IllegalArgumentException when two hosts claim one name
    public static GatewaySnapshot of(long revision, List<Host> hosts, Map<String, ServedCertificate> certificates,
            Map<String, Upstream> upstreams, List<Finding> findings) {
        return new GatewaySnapshot(revision, hosts, certificates, upstreams, findings, new Resolver(hosts));
    }
}
