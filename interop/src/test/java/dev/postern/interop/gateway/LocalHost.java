package dev.postern.interop.gateway;

import dev.postern.interop.pki.Identity;
import dev.postern.interop.pki.KeyKind;
import dev.postern.interop.pki.TestAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What a gateway serves: one host, `localhost`, with an upstream of others. Its `GET` requests may act early, all others are held.
///
/// @param upstream of both routes
/// @param identity of `localhost`
/// @param path     of the host in the admin API
record LocalHost(OtherUpstream upstream, Identity identity, String path) {
    static final TestAuthority AUTHORITY = new TestAuthority("Postern gateway test root");
    static final int MOST_EARLY_BYTES = 4096;

    /// On a gateway that has nothing yet.
    static LocalHost declare(AdminApi admin) {
        try {
            OtherUpstream upstream = OtherUpstream.start();
            Identity identity = AUTHORITY.server(KeyKind.ECDSA_P256);
            return new LocalHost(upstream, identity, declare(admin, upstream, identity));
        } catch (IOException e) {
            throw new IllegalStateException("no port on loopback", e);
        }
    }

    private static String declare(AdminApi admin, OtherUpstream upstream, Identity identity) {
        String certificate = admin.create("/api/v1/certificates", Map.of("name", "localhost", "chainPem",
                text(identity.certificateFile()), "privateKeyPem", text(identity.keyFile())));
        String clients = admin.create("/api/v1/trust-bundles",
                Map.of("name", "clients", "pem", text(AUTHORITY.rootFile())));
        String upstreamId = admin.create("/api/v1/upstreams", Map.of("name", "other", "protocol", "http1", "endpoints",
                List.of(Map.of("url", "http://127.0.0.1:" + upstream.port())), "earlyDataAware", true));
        String host = "/api/v1/hosts/" + admin.create("/api/v1/hosts",
                Map.of("name", "localhost", "serverNames", List.of("localhost"), "certificateIds", List.of(certificate),
                        "tls", Map.of("trustBundleId", clients), "earlyData",
                        Map.of("issueMaxBytes", MOST_EARLY_BYTES, "accept", true)));
        admin.create(host + "/routes", Map.of("name", "reads", "match",
                Map.of("pathPrefix", "/", "methods", List.of("GET")), "upstreamId", upstreamId, "earlyData", "allow"));
        admin.create(host + "/routes",
                Map.of("name", "writes", "match", Map.of("pathPrefix", "/"), "upstreamId", upstreamId));
        return host;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }
}
