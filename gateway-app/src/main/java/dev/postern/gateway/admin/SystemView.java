package dev.postern.gateway.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.postern.gateway.settings.NetworkAddress;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.KeyOrigin;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the environment of this process decides. Durations are ISO 8601, as everywhere in this API.
///
/// @param version          of the gateway
/// @param java             of the JVM
/// @param dataDirectory    absolute
/// @param database         its URL, without parameters and credentials
/// @param keyEncryptionKey where it comes from
/// @param limits           of the TLS engine, for all listeners
/// @param crypto           primitive to provider
@Schema(name = "System")
record SystemView(String version, String java, Instant startedAt, String dataDirectory, String database,
        KeyOrigin keyEncryptionKey, AdminView admin, List<ListenerView> listeners, LimitsView limits,
        TicketsView tickets, ReplayView replay, Map<String, String> crypto) {

    /// @param bind      address and port
    /// @param sslBundle that its certificate comes from
    /// @param selfSigned whether that is the gateway's own
    @Schema(name = "SystemAdmin")
    record AdminView(String bind, String sslBundle, boolean selfSigned) {}

    /// @param bind  as it was set; for connections by descriptor `unix:` and the path of the socket
    /// @param bound where it listens; another port than set where that was 0, and not there while it does not listen
    @Schema(name = "SystemListener")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListenerView(String name, String bind, @Nullable String bound, boolean tls, String clientHello,
            String handshake, String header, String keepAlive, String maxAge, int earlyDataMaxBytes,
            int maxConnections, List<String> trustedProxies) {
        static ListenerView of(PosternProperties.Listener listener, @Nullable String bound) {
            return new ListenerView(listener.name(), listener.place(), bound, listener.tls(),
                    listener.clientHello().toString(), listener.handshake().toString(), listener.header().toString(),
                    listener.keepAlive().toString(), listener.maxAge().toString(), listener.earlyDataMaxBytes(),
                    listener.maxConnections(),
                    listener.trustedProxies().stream().map(NetworkAddress::toString).toList());
        }
    }

    @Schema(name = "SystemLimits")
    record LimitsView(int clientHelloBytes, int handshakeMessageBytes, int certificateMessageBytes,
            int certificateChainLength, int pskIdentities, int keyShares, int extensions, int postHandshakeMessages,
            int emptyRecords, int warningAlerts, int unconfirmedBytes, long keyUpdateRecords,
            String confirmation) {
        static LimitsView of(PosternProperties.Limits limits) {
            return new LimitsView(limits.clientHelloBytes(), limits.handshakeMessageBytes(),
                    limits.certificateMessageBytes(), limits.certificateChainLength(), limits.pskIdentities(),
                    limits.keyShares(), limits.extensions(), limits.postHandshakeMessages(), limits.emptyRecords(),
                    limits.warningAlerts(), limits.unconfirmedBytes(), limits.keyUpdateRecords(),
                    limits.confirmation().toString());
        }
    }

    @Schema(name = "SystemTickets")
    record TicketsView(int count, String lifetime, String rotationPeriod) {
        static TicketsView of(PosternProperties.Tickets tickets) {
            return new TicketsView(tickets.count(), tickets.lifetime().toString(),
                    tickets.rotationPeriod().toString());
        }
    }

    @Schema(name = "SystemReplay")
    record ReplayView(String window, String budget, int maxEntries) {
        static ReplayView of(PosternProperties.Replay replay) {
            return new ReplayView(replay.window().toString(), replay.budget().toString(), replay.maxEntries());
        }
    }
}
