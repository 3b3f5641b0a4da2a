package dev.postern.gateway.publication;

import dev.postern.gateway.certificates.CertificateCatalogue;
import dev.postern.gateway.documents.Declared;
import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.SealedCertificate;
import dev.postern.gateway.documents.StoreContents;
import dev.postern.gateway.hosts.HostDocument;
import dev.postern.gateway.hosts.Hosts;
import dev.postern.gateway.hosts.RouteDocument;
import dev.postern.gateway.hosts.Routes;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.Finding;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.HostTls;
import dev.postern.gateway.routes.Revocations;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.ServerNamePattern;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.trust.TrustBundles;
import dev.postern.gateway.upstreams.Upstreams;
import dev.postern.tls.config.ClientAuthentication;
import org.springframework.stereotype.Component;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compiles what is stored and declared into a snapshot. Whatever does not fit together is refused whole; a certificate that broke
/// later only breaks its hosts.
@Component
final class SnapshotCompiler {
    private final CertificateCatalogue catalogue;
    private final TrustBundles trustBundles;
    private final Upstreams upstreams;
    private final Hosts hosts;
    private final Routes routes;
    private final Declared declared;

    SnapshotCompiler(CertificateCatalogue catalogue, TrustBundles trustBundles, Upstreams upstreams, Hosts hosts,
            Routes routes, Declared declared) {
        this.catalogue = catalogue;
        this.trustBundles = trustBundles;
        this.upstreams = upstreams;
        this.hosts = hosts;
        this.routes = routes;
        this.declared = declared;
    }

    /// @throws Problem when a reference leads nowhere or two hosts claim one name
    GatewaySnapshot compile(StoreContents contents, Instant now) {
        return new Pass(contents, now).run();
    }

    private final class Pass {
        private final StoreContents contents;
        private final Instant now;
        private final Map<String, List<X509Certificate>> trust = new HashMap<>();
        private final Map<String, Revocations> revocations = new HashMap<>();
        private final Map<String, ServedCertificate> certificates = new HashMap<>();
        private final Map<String, Upstream> targets = new HashMap<>();
        private final Map<String, List<Document>> routesByHost;
        private final List<Finding> findings = new ArrayList<>();

        Pass(StoreContents contents, Instant now) {
            this.contents = contents;
            this.now = now;
            this.routesByHost = all(Kind.ROUTE).collect(Collectors.groupingBy(Document::parentId));
        }

        private Stream<Document> all(Kind kind) {
            return Stream.concat(contents.ofKind(kind).stream(),
                    declared.all().stream().filter(document -> document.kind() == kind));
        }

        GatewaySnapshot run() {
            Map<String, SealedCertificate> sealed = contents.certificates().stream()
                    .collect(Collectors.toMap(SealedCertificate::certificateId, Function.identity()));
            all(Kind.TRUST_BUNDLE).forEach(this::trustBundle);
            all(Kind.CERTIFICATE).forEach(document -> certificates.put(document.id(),
                    catalogue.serve(document, sealed.get(document.id()), now)));
            all(Kind.UPSTREAM).forEach(document -> targets.put(document.id(),
                    upstreams.compile(document, id -> required(trust, id, "trust bundle", document))));
            List<Document> hostDocuments = all(Kind.HOST).toList();
            requireDistinctNames(hostDocuments);
            List<Host> compiled = hostDocuments.stream().map(this::host).toList();
            return GatewaySnapshot.of(contents.revision(), compiled, certificates, targets, findings);
        }

        private void trustBundle(Document document) {
            trust.put(document.id(), trustBundles.certificates(document));
            revocations.put(document.id(), trustBundles.revocations(document));
            if (trustBundles.hasOutdatedList(document, now)) {
                findings.add(Finding.warning("revocationListOutdated", "A revocation list of trust bundle '"
                        + document.name() + "' should have been replaced by now. It is used on: send the newest one."));
            }
        }

        private void requireDistinctNames(List<Document> hostDocuments) {
            Map<String, String> owners = new LinkedHashMap<>();
            for (Document document : hostDocuments) {
                for (String name : hosts.read(document).serverNames()) {
                    String other = owners.putIfAbsent(name, document.name());
                    if (other != null) {
                        throw Problem.serverNameTaken("The hosts '" + other + "' and '" + document.name()
                                + "' both claim " + name + "; a name belongs to one host.");
                    }
                }
            }
        }

        private Host host(Document document) {
            HostDocument host = hosts.read(document);
            List<ServedCertificate> served = host.certificateIds().stream()
                    .map(id -> required(certificates, id, "certificate", document)).toList();
            String bundle = host.trustBundleId();
            HostTls tls = PolicyDigests.of(document.id(), host,
                    bundle == null ? List.of() : required(trust, bundle, "trust bundle", document),
                    bundle == null ? Revocations.NONE : revocations.getOrDefault(bundle, Revocations.NONE));
            List<ServerNamePattern> names = host.serverNames().stream().map(this::pattern).toList();
            boolean broken = served.stream().allMatch(ServedCertificate::broken);
            if (!broken) {
                namesCovered(document, names, served);
            }
            return new Host(document.id(), document.name(), names, served, tls, host.earlyData(), host.timeouts(),
                    routes(document, host), broken ? brokenReason(served) : null);
        }

        private ServerNamePattern pattern(String text) {
            return ServerNamePattern.parse(text)
                    .orElseThrow(() -> Problem.invalid("/serverNames", "notAServerName", text + " is no server name."));
        }

        private static String brokenReason(List<ServedCertificate> served) {
            return served.stream().map(ServedCertificate::brokenReason).findFirst().orElse("it has no certificate");
        }

        private void namesCovered(Document document, List<ServerNamePattern> names, List<ServedCertificate> served) {
            List<String> covered = served.stream().flatMap(certificate -> certificate.leaf().stream())
                    .flatMap(leaf -> CertificateCatalogue.dnsNames(leaf).stream()).toList();
            for (ServerNamePattern name : names) {
                if (!(name instanceof ServerNamePattern.Default) && !covers(covered, name.text())) {
                    findings.add(Finding.warning("nameNotCovered", "No certificate of host '" + document.name()
                            + "' covers " + name.text() + ": clients will refuse it."));
                }
            }
        }

        private static boolean covers(List<String> covered, String name) {
            int dot = name.indexOf('.');
            return covered.contains(name) || (dot > 0 && covered.contains("*" + name.substring(dot)));
        }

        private List<Route> routes(Document document, HostDocument host) {
            List<Document> own = routesByHost.getOrDefault(document.id(), List.of());
            return own.stream().map(route -> route(document, host, route)).toList();
        }

        private Route route(Document hostDocument, HostDocument host, Document document) {
            RouteDocument route = routes.read(document, host);
            Upstream upstream = required(targets, route.upstreamId(), "upstream", document);
            return new Route(document.id(), document.name(), route.match(), upstream,
                    action(hostDocument, host, document, route, upstream), route.earlyRequests(), route.timeouts(),
                    route.allowEncodedSlash());
        }

        /// Acting early is earned: an upstream that does not know `Early-Data` cannot refuse, and a client certificate is not proven
        /// before Finished.
        private EarlyDataAction action(Document hostDocument, HostDocument host, Document document, RouteDocument route,
                Upstream upstream) {
            if (route.earlyData() != EarlyDataAction.ALLOW) {
                return route.earlyData();
            }
            String subject = "Route '" + document.name() + "' of host '" + hostDocument.name() + "'";
            if (!upstream.earlyDataAware()) {
                findings.add(Finding.warning("allowHeld", subject + " holds early requests: its upstream '"
                        + upstream.name() + "' is not declared earlyDataAware."));
                return EarlyDataAction.HOLD;
            }
            if (host.clientAuthentication() != ClientAuthentication.NONE) {
                findings.add(Finding.warning("allowHeldForClientAuth", subject
                        + " holds early requests: the host asks for client certificates."));
                return EarlyDataAction.HOLD;
            }
            return EarlyDataAction.ALLOW;
        }

        private static <T> T required(Map<String, T> known, String id, String what, Document user) {
            T found = known.get(id);
            if (found == null) {
                throw Problem.invalid("", "unknown", "The " + user.kind().label() + " '" + user.name()
                        + "' refers to the " + what + " '" + id + "', which does not exist.");
            }
            return found;
        }
    }
}
