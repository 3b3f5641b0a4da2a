package dev.postern.gateway.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.routes.Finding;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.SnapshotHolder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Actuator `tlscertificates`: what is served, soonest to expire first.
@Component
@Endpoint(id = "tlscertificates")
class CertificatesEndpoint {
    private final SnapshotHolder snapshots;

    CertificatesEndpoint(SnapshotHolder snapshots) {
        this.snapshots = snapshots;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Served(String id, String name, int version, @Nullable Instant notAfter, @Nullable String brokenReason,
            List<Finding> findings) {}

    record Certificates(long revision, List<Served> certificates) {}

    @ReadOperation
    Certificates certificates() {
        var snapshot = snapshots.current();
        return new Certificates(snapshot.revision(),
                snapshot.certificates().values().stream().map(CertificatesEndpoint::of)
                        .sorted(Comparator.comparing(Served::notAfter,
                                Comparator.nullsFirst(Comparator.naturalOrder())))
                        .toList());
    }

    private static Served of(ServedCertificate certificate) {
        return new Served(certificate.id(), certificate.name(), certificate.version(),
                certificate.leaf().map(leaf -> leaf.getNotAfter().toInstant()).orElse(null),
                certificate.brokenReason(), certificate.findings());
    }
}
