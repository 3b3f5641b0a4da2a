package dev.postern.gateway.hosts;

import dev.postern.gateway.hosts.HostInput.ClientAuth;
import dev.postern.gateway.routes.EarlyDataPreset;
import dev.postern.gateway.routes.EarlyDataSettings;
import dev.postern.gateway.routes.HostTimeouts;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A host as the store would have it, of which a test changes one thing at a time.
///
/// @param clientAuth `none`, `request` or `require`
public record StoredHost(List<String> serverNames, String clientAuth, @Nullable Duration ticketLifetime,
        @Nullable EarlyDataPreset preset, EarlyDataSettings earlyData) {
    public static final StoredHost PLAIN = new StoredHost(List.of("a.example"), "none", null, null,
            EarlyDataSettings.ON);

    public StoredHost named(String serverName) {
        return new StoredHost(List.of(serverName), clientAuth, ticketLifetime, preset, earlyData);
    }

    public StoredHost asking(String other) {
        return new StoredHost(serverNames, other, ticketLifetime, preset, earlyData);
    }

    public StoredHost withTicketsFor(Duration lifetime) {
        return new StoredHost(serverNames, clientAuth, lifetime, preset, earlyData);
    }

    public StoredHost withPreset(EarlyDataPreset other) {
        return new StoredHost(serverNames, clientAuth, ticketLifetime, other, earlyData);
    }

    public StoredHost withEarlyData(EarlyDataSettings other) {
        return new StoredHost(serverNames, clientAuth, ticketLifetime, preset, other);
    }

    public HostDocument document() {
        return new HostDocument(serverNames, List.of("c1"), HostTimeouts.DEFAULTS,
                ClientAuth.valueOf(clientAuth.toUpperCase(Locale.ROOT)), null, ticketLifetime, preset, earlyData);
    }
}
