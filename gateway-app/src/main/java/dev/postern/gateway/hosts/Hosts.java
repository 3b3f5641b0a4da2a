package dev.postern.gateway.hosts;

import dev.postern.gateway.documents.Document;
import dev.postern.gateway.documents.DocumentStore;
import dev.postern.gateway.documents.Kind;
import dev.postern.gateway.documents.Resource;
import dev.postern.gateway.hosts.HostInput.ClientAuth;
import dev.postern.gateway.hosts.HostInput.MinVersion;
import dev.postern.gateway.hosts.HostInput.TlsInput;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.problem.Problem;
import dev.postern.gateway.routes.HostMode;
import dev.postern.gateway.routes.ServerNamePattern;
import dev.postern.gateway.settings.PosternProperties;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The resource of hosts.
@Component
public class Hosts implements Resource<HostInput, HostView> {
    private static final int MOST_NAMES = 1000;
    private static final int MOST_CERTIFICATES = 8;
    private static final TlsInput NO_TLS = new TlsInput(null, null, null, null);
    private static final HostInput NOTHING_STORED = new HostInput(null, null, null, null, null, null, null);
    private static final Duration SHORTEST_TICKET = Duration.ofSeconds(1);

    private final DocumentStore store;
    private final JsonMapper json;
    private final PosternProperties settings;

    Hosts(DocumentStore store, JsonMapper json, PosternProperties settings) {
        this.store = store;
        this.json = json;
        this.settings = settings;
    }

    @Override
    public Kind kind() {
        return Kind.HOST;
    }

    @Override
    public Class<HostInput> inputType() {
        return HostInput.class;
    }

    @Override
    public String nameOf(HostInput input) {
        return String.valueOf(input.name());
    }

    @Override
    public JsonNode meaning(JsonNode patch) {
        return EarlyDataCheck.meaning(patch);
    }

    @Override
    public HostInput checked(HostInput input) {
        return checked(input, NOTHING_STORED);
    }

    @Override
    public HostInput checked(HostInput input, HostInput stored) {
        refuseWhatIsNotBuilt(input);
        Faults faults = new Faults();
        HostInput checked = new HostInput(faults.name(input.name()), serverNames(input.serverNames(), faults),
                HostMode.TERMINATE, certificates(input.certificateIds(), faults),
                HostTimeoutsCheck.text(HostTimeoutsCheck.read(input.timeouts(), faults)),
                tls(Objects.requireNonNullElse(input.tls(), NO_TLS), stored.tls(), faults),
                EarlyDataCheck.checked(Objects.requireNonNullElse(input.earlyData(), EarlyDataCheck.NOTHING),
                        stored.earlyData(), settings.replay().window(), faults));
        faults.throwIfAny();
        return checked;
    }

    private static void refuseWhatIsNotBuilt(HostInput input) {
        if (input.mode() == HostMode.PASSTHROUGH) {
            throw Problem.notBuilt("/mode",
                    "Handing a connection on by its server name is not built yet; use terminate.");
        }
        if (input.tls() != null && input.tls().minVersion() == MinVersion.TLS_1_2) {
            throw Problem.notBuilt("/tls/minVersion", "TLS 1.2 is not built yet; use 1.3.");
        }
    }

    private List<@Nullable String> serverNames(@Nullable List<@Nullable String> given, Faults faults) {
        if (given == null || given.isEmpty() || given.size() > MOST_NAMES) {
            faults.add("/serverNames", "required", "1 to " + MOST_NAMES + " server names are needed.");
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String text = String.valueOf(given.get(i));
            Optional<ServerNamePattern> pattern = ServerNamePattern.parse(text);
            if (pattern.isEmpty()) {
                faults.add("/serverNames/" + i, "notAServerName", "'" + text
                        + "' is neither a host name, nor a wildcard for one label such as *.b.example, nor *.");
            } else if (!names.add(pattern.get().text())) {
                faults.add("/serverNames/" + i, "duplicate", "'" + text + "' is listed twice.");
            }
        }
        return new ArrayList<>(names);
    }

    private List<@Nullable String> certificates(@Nullable List<@Nullable String> given, Faults faults) {
        if (given == null || given.isEmpty() || given.size() > MOST_CERTIFICATES) {
            faults.add("/certificateIds", "required", "1 to " + MOST_CERTIFICATES + " certificates are needed.");
            return List.of();
        }
        for (int i = 0; i < given.size(); i++) {
            String id = String.valueOf(given.get(i));
            Optional<Document> certificate = store.find(Kind.CERTIFICATE, id);
            if (certificate.isEmpty()) {
                faults.add("/certificateIds/" + i, "unknown", "There is no certificate '" + id + "'.");
            } else if (certificate.get().declared()) {
                faults.add("/certificateIds/" + i, "declared", "The certificate '" + certificate.get().name()
                        + "' is declared by the demo or a file; make one of your own.");
            } else if (given.indexOf(id) < i) {
                faults.add("/certificateIds/" + i, "duplicate", "'" + id + "' is listed twice.");
            }
        }
        return given;
    }

    private TlsInput tls(TlsInput given, @Nullable TlsInput stored, Faults faults) {
        ClientAuth clientAuth = Objects.requireNonNullElse(given.clientAuth(), ClientAuth.NONE);
        String bundle = given.trustBundleId();
        if (clientAuth != ClientAuth.NONE && bundle == null) {
            faults.add("/tls/trustBundleId", "required",
                    "A host that asks for client certificates needs the trust bundle that certifies them.");
        }
        if (bundle != null && store.find(Kind.TRUST_BUNDLE, bundle).isEmpty()) {
            faults.add("/tls/trustBundleId", "unknown", "There is no trust bundle '" + bundle + "'.");
        }
        Duration lifetime = DurationText.read(given.ticketLifetime(), stored == null ? null : stored.ticketLifetime(),
                SHORTEST_TICKET, settings.tickets().lifetime(), "/tls/ticketLifetime",
                "what the process allows (postern.tickets.lifetime)", faults);
        return new TlsInput(MinVersion.TLS_1_3, clientAuth, bundle, lifetime == null ? null : lifetime.toString());
    }

    @Override
    public HostView view(Document document, HostInput body) {
        HostDocument host = HostDocument.of(body);
        return new HostView(document.id(), document.name(), host.serverNames(), HostMode.TERMINATE,
                host.certificateIds(),
                HostTimeoutsCheck.view(host.timeouts()),
                new HostView.TlsView(MinVersion.TLS_1_3, host.clientAuth(), host.trustBundleId(),
                        shorter(host.ticketLifetime(), settings.tickets().lifetime()).toString()),
                new HostView.EarlyDataView(host.preset(), host.earlyData().issueMaxBytes(), host.earlyData().accept(),
                        host.earlyData().acceptPercent(),
                        host.earlyData().window(settings.replay().window()).toString()),
                Inherited.of(body), document.declared(), document.revision(), document.createdAt(),
                document.changedAt());
    }

    private static Duration shorter(@Nullable Duration own, Duration ceiling) {
        return own == null || own.compareTo(ceiling) > 0 ? ceiling : own;
    }

    @Override
    public List<String> usedBy(Document document) {
        return List.of();
    }

    @Override
    public List<Document> dependants(Document document) {
        return store.all(Kind.ROUTE).stream().filter(route -> route.parentId().equals(document.id())).toList();
    }

    /// A stored host, read.
    public HostDocument read(Document document) {
        return HostDocument.of(document.read(json, HostInput.class));
    }
}
