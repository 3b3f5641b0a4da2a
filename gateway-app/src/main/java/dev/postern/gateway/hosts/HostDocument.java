package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.HostInput.ClientAuth;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.HostTimeouts;
import dev.postern.tls.config.ClientAuthentication;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// A stored host with nothing left open, for the compiler.
public record HostDocument(List<String> serverNames, List<String> certificateIds, HostTimeouts timeouts,
        ClientAuth clientAuth, @Nullable String trustBundleId, EarlyDataSettings earlyData) {

    static HostDocument of(HostInput body) {
        HostInput.TlsInput tls = body.tls();
        HostInput.EarlyDataInput early = body.earlyData();
        ClientAuth clientAuth = tls == null || tls.clientAuth() == null ? ClientAuth.NONE : tls.clientAuth();
        EarlyDataSettings settings = early == null ? EarlyDataSettings.OFF
                : new EarlyDataSettings(Objects.requireNonNullElse(early.issueMaxBytes(), 0L),
                        Boolean.TRUE.equals(early.accept()),
                        Objects.requireNonNullElse(early.acceptPercent(), EarlyDataSettings.ALL));
        return new HostDocument(present(body.serverNames()), present(body.certificateIds()), Hosts.timeoutsOf(body),
                clientAuth, tls == null ? null : tls.trustBundleId(), settings);
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
