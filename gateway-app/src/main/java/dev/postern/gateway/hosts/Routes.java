package dev.postern.gateway.hosts;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.Resource;
import dev.postern.gateway.hosts.RouteInput.MatchInput;
import dev.postern.gateway.hosts.RouteInput.TimeoutsInput;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.problem.ProblemType;
import dev.postern.gateway.routes.EarlyDataDefaults;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.RouteMatch;
import dev.postern.gateway.routes.RouteTimeouts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The resource of a host's routes.
@Component
public class Routes implements Resource<RouteInput, RouteView> {
    private static final TimeoutsInput NO_TIMEOUTS = new TimeoutsInput(null, null, null, null, null, null);

    private final DocumentStore store;
    private final JsonMapper json;

    Routes(DocumentStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    @Override
    public Kind kind() {
        return Kind.ROUTE;
    }

    @Override
    public Class<RouteInput> inputType() {
        return RouteInput.class;
    }

    @Override
    public String nameOf(RouteInput input) {
        return String.valueOf(input.name());
    }

    @Override
    public void requireParent(String parentId, boolean write) {
        Document host = store.find(Kind.HOST, parentId)
                .orElseThrow(() -> Problem.notFound("host '" + parentId + "'"));
        if (write && host.declared()) {
            throw Problem.of(ProblemType.DECLARED,
                    "The host '" + host.name() + "' is declared by the demo or a file, and takes no routes here.");
        }
    }

    @Override
    public RouteInput checked(RouteInput input) {
        Faults faults = new Faults();
        String name = faults.name(input.name());
        String upstream = String.valueOf(input.upstreamId());
        Optional<Document> target = store.find(Kind.UPSTREAM, upstream);
        if (target.isEmpty()) {
            faults.add("/upstreamId", "unknown", input.upstreamId() == null ? "The id of an upstream is needed."
                    : "There is no upstream '" + upstream + "'.");
        } else if (target.get().declared()) {
            // The next start may be without it, and the stored route would lead nowhere.
            faults.add("/upstreamId", "declared", "The upstream '" + target.get().name()
                    + "' is declared by the demo or a file; make one of your own.");
        }
        RouteDocument route = read(input, EarlyDataDefaults.PLAIN, faults);
        faults.throwIfAny();
        return new RouteInput(name, text(route.match()), upstream, input.earlyData(),
                input.earlyDataMethods() == null ? null : new ArrayList<>(route.earlyRequests().methods()),
                input.earlyDataQuery(), text(route.timeouts()),
                MinimumRateCheck.text(route.timeouts().minimumRate()), route.allowEncodedSlash());
    }

    private static RouteDocument read(RouteInput input, EarlyDataDefaults defaults, Faults faults) {
        boolean named = input.earlyDataMethods() != null;
        return new RouteDocument(RouteMatchCheck.read(input.match(), faults), String.valueOf(input.upstreamId()),
                Objects.requireNonNullElse(input.earlyData(), defaults.action()),
                new EarlyRequests(
                        named ? RouteMatchCheck.methods(input.earlyDataMethods(), "/earlyDataMethods", faults)
                                : defaults.requests().methods(),
                        Objects.requireNonNullElse(input.earlyDataQuery(), defaults.requests().query())),
                timeouts(Objects.requireNonNullElse(input.timeouts(), NO_TIMEOUTS), faults)
                        .withMinimumRate(MinimumRateCheck.read(input.minimumRate(), faults)),
                Boolean.TRUE.equals(input.allowEncodedSlash()));
    }

    private static RouteTimeouts timeouts(TimeoutsInput given, Faults faults) {
        RouteTimeouts defaults = RouteTimeouts.DEFAULTS;
        return new RouteTimeouts(TimeoutText.read(given.connect(), defaults.connect(), "/timeouts/connect", faults),
                TimeoutText.read(given.bodyIdle(), defaults.bodyIdle(), "/timeouts/bodyIdle", faults),
                TimeoutText.read(given.bodyTotal(), defaults.bodyTotal(), "/timeouts/bodyTotal", faults),
                TimeoutText.read(given.firstByte(), defaults.firstByte(), "/timeouts/firstByte", faults),
                TimeoutText.read(given.responseIdle(), defaults.responseIdle(), "/timeouts/responseIdle", faults),
                TimeoutText.read(given.total(), defaults.total(), "/timeouts/total", faults));
    }

    private static MatchInput text(RouteMatch match) {
        Map<String, @Nullable String> headers = new LinkedHashMap<>(match.headers());
        List<@Nullable String> methods = new ArrayList<>(match.methods());
        return new MatchInput(match.pathPrefix(), methods, headers);
    }

    private static TimeoutsInput text(RouteTimeouts timeouts) {
        return new TimeoutsInput(TimeoutText.write(timeouts.connect()), TimeoutText.write(timeouts.bodyIdle()),
                TimeoutText.write(timeouts.bodyTotal()), TimeoutText.write(timeouts.firstByte()),
                TimeoutText.write(timeouts.responseIdle()), TimeoutText.write(timeouts.total()));
    }

    @Override
    public RouteView view(Document document, RouteInput body) {
        RouteDocument route = read(body, defaultsOf(document.parentId()), new Faults());
        RouteTimeouts timeouts = route.timeouts();
        return new RouteView(document.id(), document.parentId(), document.name(),
                new RouteView.MatchView(route.match().pathPrefix(), route.match().methods(), route.match().headers()),
                route.upstreamId(), route.earlyData(), route.earlyRequests().methods(), route.earlyRequests().query(),
                new RouteView.TimeoutsView(TimeoutText.write(timeouts.connect()),
                        TimeoutText.write(timeouts.bodyIdle()), TimeoutText.write(timeouts.bodyTotal()),
                        TimeoutText.write(timeouts.firstByte()), TimeoutText.write(timeouts.responseIdle()),
                        TimeoutText.write(timeouts.total())),
                MinimumRateCheck.view(timeouts.minimumRate()), route.allowEncodedSlash(), Inherited.of(body),
                document.declared(), document.revision(), document.createdAt(),
                document.changedAt());
    }

    @Override
    public List<String> usedBy(Document document) {
        return List.of();
    }

    private EarlyDataDefaults defaultsOf(String hostId) {
        return store.find(Kind.HOST, hostId)
                .map(host -> HostDocument.of(host.read(json, HostInput.class)).routeDefaults())
                .orElse(EarlyDataDefaults.PLAIN);
    }

    /// A stored route, read.
    public RouteDocument read(Document document, HostDocument host) {
        return read(document.read(json, RouteInput.class), host.routeDefaults(), new Faults());
    }
}
