package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.HostInput.ClientAuth;
import dev.postern.gateway.problem.Faults;
import dev.postern.gateway.routes.EarlyDataDefaults;
import dev.postern.gateway.routes.EarlyDataPreset;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.HostTimeouts;
import dev.postern.tls.config.ClientAuthentication;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// A stored host with nothing left open but what the process decides, for the compiler.
///
/// @param ticketLifetime see [dev.postern.gateway.routes.HostTls#ownTicketLifetime]
/// @param preset         that filled in `earlyData` and fills in what its routes leave out, or null
public record HostDocument(List<String> serverNames, List<String> certificateIds, HostTimeouts timeouts,
        ClientAuth clientAuth, @Nullable String trustBundleId, @Nullable Duration ticketLifetime,
        @Nullable EarlyDataPreset preset, EarlyDataSettings earlyData) {

    static HostDocument of(HostInput body) {
        HostInput.TlsInput tls = body.tls();
        HostInput.EarlyDataInput early = body.earlyData();
        String lifetime = tls == null ? null : tls.ticketLifetime();
        ClientAuth clientAuth = tls == null || tls.clientAuth() == null ? ClientAuth.NONE : tls.clientAuth();
        return new HostDocument(present(body.serverNames()), present(body.certificateIds()),
                HostTimeoutsCheck.read(body.timeouts(), new Faults()),
                clientAuth, tls == null ? null : tls.trustBundleId(),
                lifetime == null ? null : Duration.parse(lifetime), early == null ? null : early.preset(),
                EarlyDataCheck.settings(early));
    }

    /// What its routes do with early requests when they do not say so themselves.
    EarlyDataDefaults routeDefaults() {
        return preset == null ? EarlyDataDefaults.PLAIN : preset.routes();
    }

    /// As the engine says it.
    public ClientAuthentication clientAuthentication() {
        return switch (clientAuth) {
            case NONE -> ClientAuthentication.NONE;
            case REQUEST -> ClientAuthentication.REQUEST;
            case REQUIRE -> ClientAuthentication.REQUIRE;
        };
    }

    private static List<String> present(@Nullable List<@Nullable String> values) {
        return values == null ? List.of() : values.stream().map(String::valueOf).toList();
    }
}
