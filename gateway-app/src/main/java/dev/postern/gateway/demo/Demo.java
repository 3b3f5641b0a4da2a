package dev.postern.gateway.demo;

import dev.postern.gateway.certificates.CertificateCatalogue;
import dev.postern.gateway.documents.Declared;
import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.PrivateFile;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Declares the demo's objects before the first snapshot is compiled.
@Component
@ConditionalOnBooleanProperty("postern.demo")
class Demo implements SmartLifecycle {
    static final String HOST = "demo.localhost";
    private static final String CERTIFICATE_ID = "crt_demo";
    private static final String UPSTREAM_ID = "ups_demo";
    private static final String HOST_ID = "hst_demo";

    private final Declared declared;
    private final CertificateCatalogue certificates;
    private final PosternProperties settings;
    private final JsonMapper json;
    private final Clock clock;
    private volatile @Nullable DemoUpstream upstream;

    Demo(Declared declared, CertificateCatalogue certificates, PosternProperties settings, JsonMapper json,
            Clock clock) {
        this.declared = declared;
        this.certificates = certificates;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    static Path authorityFile(PosternProperties settings) {
        return settings.dataDir().resolve("dev-ca.pem").toAbsolutePath().normalize();
    }

    @Override
    public void start() {
        Instant now = clock.instant();
        DemoUpstream server = new DemoUpstream(json);
        upstream = server;
        declareCertificate(now);
        declare(Kind.UPSTREAM, UPSTREAM_ID, Document.NO_PARENT, "demo upstream", now,
                Map.of("name", "demo upstream", "protocol", "http1", "endpoints",
                        List.of(Map.of("url", "http://127.0.0.1:" + server.port(), "weight", 1)), "earlyDataAware",
                        true));
        declare(Kind.HOST, HOST_ID, Document.NO_PARENT, "demo", now,
                Map.of("name", "demo", "serverNames", List.of(HOST), "certificateIds", List.of(CERTIFICATE_ID),
                        "earlyData", Map.of("issueMaxBytes", 16_384, "accept", true)));
        declareRoutes(now);
    }

    private void declareCertificate(Instant now) {
        DevelopmentAuthority authority = DevelopmentAuthority.create(now);
        Issued issued = authority.issue(List.of(HOST));
        try {
            PrivateFile.replace(authorityFile(settings), PemText.of(List.of(authority.certificate())));
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory " + settings.dataDir() + " cannot be written", e);
        }
        certificates.declare(CERTIFICATE_ID, "demo", issued.chain(), issued.privateKey(), now);
    }

    /// Only what changes nothing and costs little acts early. A prefix also takes what lies below it, so everything else has a route of
    /// its own that holds.
    private void declareRoutes(Instant now) {
        route("rte_demo_root", "root", "/", List.of("GET"), "allow", now);
        route("rte_demo_rest", "rest", "/", List.of(), "hold", now);
        for (String path : List.of("bytes", "slow", "ws", "echo")) {
            route("rte_demo_" + path, path, "/" + path, List.of(), "hold", now);
        }
    }

    private void route(String id, String name, String prefix, List<String> methods, String earlyData, Instant now) {
        declare(Kind.ROUTE, id, HOST_ID, name, now,
                Map.of("name", name, "match", Map.of("pathPrefix", prefix, "methods", methods), "upstreamId",
                        UPSTREAM_ID, "earlyData", earlyData));
    }

    private void declare(Kind kind, String id, String parentId, String name, Instant now, Map<String, Object> body) {
        declared.add(new Document(kind, id, parentId, name, json.writeValueAsString(body), 0, now, now, true));
    }

    @Override
    public void stop() {
        DemoUpstream server = upstream;
        upstream = null;
        if (server != null) {
            server.close();
        }
    }

    @Override
    public boolean isRunning() {
        return upstream != null;
    }

    /// Before the first snapshot is compiled; gone after everything else.
    @Override
    public int getPhase() {
        return -10;
    }
}
