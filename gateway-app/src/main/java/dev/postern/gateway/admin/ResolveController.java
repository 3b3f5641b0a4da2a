package dev.postern.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.Finding;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.Host;
import dev.postern.gateway.routes.NameMatch;
import dev.postern.gateway.routes.RequestMatch;
import dev.postern.gateway.routes.Route;
import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `/api/v1/resolve`: the way of a request through what is served now, each step with its reason. It asks the very resolver that the
/// data plane asks.
@RestController
class ResolveController {
    private final SnapshotHolder snapshots;
    private final CurrentSettings settings;

    ResolveController(SnapshotHolder snapshots, CurrentSettings settings) {
        this.snapshots = snapshots;
        this.settings = settings;
    }

    /// @param step    `listener`, `host`, `certificate`, `policy`, `request`, `route` or `upstream`
    /// @param outcome what was chosen
    /// @param reason  why
    @Schema(name = "ResolutionStep")
    record Step(@Schema(requiredMode = RequiredMode.REQUIRED) String step,
            @Schema(requiredMode = RequiredMode.REQUIRED) String outcome,
            @Schema(requiredMode = RequiredMode.REQUIRED) String reason) {}

    /// @param status that a request would be refused with, or null when it is routed
    @Schema(name = "Resolution")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Resolution(@Schema(requiredMode = RequiredMode.REQUIRED) long revision,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<Step> steps, @Nullable String hostId,
            @Nullable String routeId, @Nullable String upstreamId, @Nullable Integer status,
            @Schema(requiredMode = RequiredMode.REQUIRED) List<Finding> findings) {}

    /// @param sni    as the client would send it; left out, the client sends none
    /// @param host   of the request; the same as the SNI when left out
    @GetMapping("/api/v1/resolve")
    Resolution resolve(@RequestParam(required = false) @Nullable String sni,
            @RequestParam(required = false) @Nullable String host, @RequestParam(defaultValue = "/") String path,
            @RequestParam(defaultValue = "GET") String method) {
        GatewaySnapshot snapshot = snapshots.current();
        List<Step> steps = new ArrayList<>();
        settings.get().listeners().forEach(listener -> steps
                .add(new Step("listener", listener.name(), "every host is served on " + listener.place()
                        + ", with early data up to " + listener.earlyDataMaxBytes() + " bytes")));
        NameMatch match = snapshot.resolver().handshake(sni);
        Host chosen = match.host();
        steps.add(new Step("host", chosen == null ? "none" : chosen.name(), match.kind().sentence()));
        if (chosen == null) {
            return new Resolution(snapshot.revision(), steps, null, null, null, null, snapshot.findings());
        }
        handshake(chosen, settings.get(), steps);
        String authority = host == null ? sni : host;
        if (authority == null) {
            throw Problem.of(ProblemType.INVALID_REQUEST, "Name the request's host, since no SNI stands in for it.");
        }
        return request(snapshot, chosen, authority, path, method, steps);
    }

    private static void handshake(Host host, PosternProperties now, List<Step> steps) {
        for (ServedCertificate certificate : host.certificates()) {
            String reason = certificate.brokenReason();
            steps.add(new Step("certificate", certificate.name() + " v" + certificate.version(), reason == null
                    ? "served when the client accepts its key type, in this order"
                    : "not served: " + reason));
        }
        String broken = host.brokenReason();
        steps.add(new Step("policy", broken == null ? "TLS 1.3" : "refused",
                broken == null ? "client certificate: " + host.tls().clientAuthentication().name().toLowerCase(
                        java.util.Locale.ROOT) + "; early data: "
                        + accepted(host.earlyData()) + ", tickets allow "
                        + host.earlyData().issueMaxBytes() + " bytes and live "
                        + host.tls().ticketLifetime(now.tickets().lifetime()) + ", their age may be off by "
                        + host.earlyData().window(now.replay().window()) : broken));
    }

    private static String accepted(EarlyDataSettings early) {
        if (!early.accept()) {
            return "not accepted";
        }
        return switch (early.acceptPercent()) {
            case 0 -> "shadow";
            case EarlyDataSettings.ALL -> "accepted";
            default -> early.acceptPercent() + " % accepted";
        };
    }

    private static String early(Route route) {
        return switch (route.earlyData()) {
            case HOLD -> "hold";
            case TOO_EARLY -> "tooEarly";
            case ALLOW -> "allow for " + (route.earlyRequests().methods().isEmpty() ? "every method"
                    : String.join(", ", route.earlyRequests().methods()))
                    + (route.earlyRequests().query() ? "" : " without a query") + ", hold otherwise";
        };
    }

    private static Resolution request(GatewaySnapshot snapshot, Host chosen, String authority, String path,
            String method, List<Step> steps) {
        return switch (snapshot.resolver().request(chosen, authority, path, method, name -> null)) {
            case RequestMatch.Refused(RequestMatch.Refusal refusal, String sentence) -> {
                steps.add(new Step("request", "answered " + refusal.status(), sentence));
                yield new Resolution(snapshot.revision(), steps, chosen.id(), null, null, refusal.status(),
                        snapshot.findings());
            }
            case RequestMatch.Routed routed -> {
                routed(routed, steps);
                yield new Resolution(snapshot.revision(), steps, routed.host().id(), routed.route().id(),
                        routed.route().upstream().id(), null, snapshot.findings());
            }
        };
    }

    private static void routed(RequestMatch.Routed routed, List<Step> steps) {
        Route route = routed.route();
        steps.add(new Step("request", routed.host().name() + " " + routed.path().value(),
                "the connection may carry this host, and this is the path that is matched, logged and forwarded"));
        steps.add(new Step("route", route.name(), "the first that takes it by precedence: longest prefix ("
                + route.match().pathPrefix() + "), then methods, then headers; early requests: " + early(route)));
        steps.add(new Step("upstream", route.upstream().name(), "endpoints " + route.upstream().endpoints().stream()
                .map(Endpoint::authority).collect(Collectors.joining(", "))));
    }
}
