package dev.postern.gateway.upstreams;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.Resource;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.CanonicalName;
import dev.postern.gateway.routes.Endpoint;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.gateway.routes.UpstreamTls;
import dev.postern.gateway.upstreams.UpstreamInput.EndpointInput;
import dev.postern.gateway.upstreams.UpstreamInput.TlsInput;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// The resource of upstreams, and their compiled form.
@Component
public class Upstreams implements Resource<UpstreamInput, UpstreamView> {
    private static final int MOST_ENDPOINTS = 100;
    private static final TlsInput NO_TLS = new TlsInput(null, null, false);

    private final DocumentStore store;
    private final JsonMapper json;

    Upstreams(DocumentStore store, JsonMapper json) {
        this.store = store;
        this.json = json;
    }

    @Override
    public Kind kind() {
        return Kind.UPSTREAM;
    }

    @Override
    public Class<UpstreamInput> inputType() {
        return UpstreamInput.class;
    }

    @Override
    public String nameOf(UpstreamInput input) {
        return String.valueOf(input.name());
    }

    @Override
    public UpstreamInput checked(UpstreamInput input) {
        Faults faults = new Faults();
        String name = faults.name(input.name());
        UpstreamProtocol protocol = Objects.requireNonNullElse(input.protocol(), UpstreamProtocol.AUTO);
        List<@Nullable EndpointInput> endpoints = endpoints(input.endpoints(), protocol, faults);
        TlsInput tls = tls(Objects.requireNonNullElse(input.tls(), NO_TLS), faults);
        faults.throwIfAny();
        return new UpstreamInput(name, protocol, endpoints, Boolean.TRUE.equals(input.earlyDataAware()), tls);
    }

    private static List<@Nullable EndpointInput> endpoints(@Nullable List<@Nullable EndpointInput> given,
            UpstreamProtocol protocol, Faults faults) {
        List<@Nullable EndpointInput> endpoints = new ArrayList<>();
        if (given == null || given.isEmpty() || given.size() > MOST_ENDPOINTS) {
            faults.add("/endpoints", "required", "1 to " + MOST_ENDPOINTS + " endpoints are needed.");
            return endpoints;
        }
        for (int i = 0; i < given.size(); i++) {
            endpoint(given.get(i), "/endpoints/" + i, protocol, faults).ifPresent(endpoint -> endpoints
                    .add(new EndpointInput(EndpointUrl.text(endpoint), endpoint.weight())));
        }
        return endpoints;
    }

    private static Optional<Endpoint> endpoint(@Nullable EndpointInput given, String pointer, UpstreamProtocol protocol,
            Faults faults) {
        int weight = given == null || given.weight() == null ? 1 : given.weight();
        if (weight < 0 || weight > Endpoint.HEAVIEST) {
            faults.add(pointer + "/weight", "outOfRange", "A weight is 0 to " + Endpoint.HEAVIEST + ".");
            return Optional.empty();
        }
        Optional<Endpoint> endpoint = given == null || given.url() == null ? Optional.empty()
                : EndpointUrl.parse(given.url(), weight);
        if (endpoint.isEmpty()) {
            faults.add(pointer + "/url", "notAnEndpoint",
                    "An endpoint is http://host:port or https://host:port, without path, query or user.");
        } else if (protocol == UpstreamProtocol.H2 && !endpoint.get().tls()) {
            faults.add(pointer + "/url", "protocolMismatch",
                    "h2 is spoken over TLS: use an https URL, or the protocol h2c.");
        } else if (protocol == UpstreamProtocol.H2C && endpoint.get().tls()) {
            faults.add(pointer + "/url", "protocolMismatch",
                    "h2c is spoken in the clear: use an http URL, or the protocol h2.");
        }
        return endpoint;
    }

    private TlsInput tls(TlsInput given, Faults faults) {
        String serverName = given.serverName();
        if (serverName != null) {
            Optional<CanonicalName> name = CanonicalName.ofName(serverName);
            if (name.isEmpty()) {
                faults.add("/tls/serverName", "notAName", "'" + serverName + "' is not a host name.");
            } else {
                serverName = name.get().value();
            }
        }
        String bundle = given.trustBundleId();
        if (bundle != null && store.find(Kind.TRUST_BUNDLE, bundle).isEmpty()) {
            faults.add("/tls/trustBundleId", "unknown", "There is no trust bundle '" + bundle + "'.");
        }
        return new TlsInput(serverName, bundle, Boolean.TRUE.equals(given.insecureSkipVerify()));
    }

    @Override
    public UpstreamView view(Document document, UpstreamInput body) {
        TlsInput tls = Objects.requireNonNullElse(body.tls(), NO_TLS);
        List<UpstreamView.EndpointView> endpoints = stored(body).stream()
                .map(endpoint -> new UpstreamView.EndpointView(EndpointUrl.text(endpoint), endpoint.weight())).toList();
        return new UpstreamView(document.id(), document.name(),
                Objects.requireNonNullElse(body.protocol(), UpstreamProtocol.AUTO), endpoints,
                Boolean.TRUE.equals(body.earlyDataAware()),
                new UpstreamView.TlsView(tls.serverName(), tls.trustBundleId(),
                        Boolean.TRUE.equals(tls.insecureSkipVerify())),
                document.declared(), document.revision(), document.createdAt(), document.changedAt());
    }

    @Override
    public List<String> usedBy(Document document) {
        return store.all(Kind.ROUTE).stream()
                .filter(route -> document.id().equals(json.readTree(route.body()).path("upstreamId").asString("")))
                .map(Document::name).toList();
    }

    /// @param trust the authorities of a trust bundle
    public Upstream compile(Document document, Function<String, List<X509Certificate>> trust) {
        UpstreamInput body = document.read(json, UpstreamInput.class);
        TlsInput tls = Objects.requireNonNullElse(body.tls(), NO_TLS);
        String bundle = tls.trustBundleId();
        return new Upstream(document.id(), document.name(),
                Objects.requireNonNullElse(body.protocol(), UpstreamProtocol.AUTO), stored(body),
                Boolean.TRUE.equals(body.earlyDataAware()),
                new UpstreamTls(!Boolean.TRUE.equals(tls.insecureSkipVerify()), tls.serverName(),
                        bundle == null ? List.of() : trust.apply(bundle)));
    }

    private static List<Endpoint> stored(UpstreamInput body) {
        List<@Nullable EndpointInput> endpoints = Objects.requireNonNullElse(body.endpoints(), List.of());
        return endpoints.stream().filter(Objects::nonNull)
                .flatMap(given -> EndpointUrl.parse(String.valueOf(given.url()),
                        Objects.requireNonNullElse(given.weight(), 1)).stream())
                .toList();
    }
}
