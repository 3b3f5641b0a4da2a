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
/// @param databaseAccess   how it is reached
/// @param keyEncryptionKey where it comes from
/// @param limits           of the TLS engine, for all listeners
/// @param replay           the memory of early data
/// @param earlyData        what holds for all early data of this process
/// @param crypto           primitive to provider
@Schema(name = "System")
record SystemView(String version, String java, Instant startedAt, String dataDirectory, String database,
        DatabaseAccessView databaseAccess, KeyOrigin keyEncryptionKey, AdminView admin, List<ListenerView> listeners,
        LimitsView limits, TicketsView tickets, ReplayView replay, EarlyDataView earlyData, LeaveView leave,
        boolean demo, Map<String, String> crypto) {

    /// @param allowPlain whether one beyond this machine may be spoken to without TLS
    /// @param poll       how often this process looks for changes that nobody told it of
    @Schema(name = "SystemDatabaseAccess")
    record DatabaseAccessView(boolean allowPlain, String poll) {
        static DatabaseAccessView of(PosternProperties.Database database) {
            return new DatabaseAccessView(database.allowPlain(), database.poll().toString());
        }
    }

    /// @param bind      address and port
    /// @param sslBundle that its certificate comes from
    /// @param selfSigned whether that is the gateway's own
    @Schema(name = "SystemAdmin")
    record AdminView(String bind, String sslBundle, boolean selfSigned) {}

    /// @param bind     as it was set; for connections by descriptor `unix:` and the path of the socket
    /// @param bound    where it listens; another port than set where that was 0, and not there while it does not listen
    /// @param handover who may pass connections on, where it takes them by descriptor
    @Schema(name = "SystemListener")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ListenerView(String name, String bind, @Nullable String bound, @Nullable HandoverView handover,
            boolean tls, String clientHello, String handshake, String header, String keepAlive, String maxAge,
            int earlyDataMaxBytes,
            int maxConnections, List<String> trustedProxies) {
        static ListenerView of(PosternProperties.Listener listener, @Nullable String bound) {
            return new ListenerView(listener.name(), listener.place(), bound,
                    HandoverView.of(listener.handover()), listener.tls(),
                    listener.clientHello().toString(), listener.handshake().toString(), listener.header().toString(),
                    listener.keepAlive().toString(), listener.maxAge().toString(), listener.earlyDataMaxBytes(),
                    listener.maxConnections(),
                    listener.trustedProxies().stream().map(NetworkAddress::toString).toList());
        }
    }

    /// @param group of the socket's file
    /// @param uids  of the processes that may hand over; with both empty, the gateway's own user alone
    @Schema(name = "SystemHandover")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HandoverView(String socket, @Nullable String group, List<Integer> uids, List<Integer> gids) {
        static @Nullable HandoverView of(PosternProperties.@Nullable Handover handover) {
            return handover == null ? null
                    : new HandoverView(handover.socket().toString(), handover.group(),
                            handover.uids(), handover.gids());
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

    /// @param lifetime  the longest that a host may give its tickets
    /// @param singleUse whether a ticket opens once
    /// @param maxKept   states of such tickets that are kept at a time
    @Schema(name = "SystemTickets")
    record TicketsView(int count, String lifetime, String rotationPeriod, boolean singleUse, int maxKept) {
        static TicketsView of(PosternProperties.Tickets tickets) {
            return new TicketsView(tickets.count(), tickets.lifetime().toString(),
                    tickets.rotationPeriod().toString(), tickets.singleUse(), tickets.maxKept());
        }
    }

    /// @param window       the longest that a host may let a first flight be off
    /// @param maxEntries   hellos that are remembered at a time, where the store is this process's own
    /// @param url          of the Redis that replicas share, never with credentials; not there where the store is this process's own
    /// @param zone         of those who share it
    /// @param passwordFile where its password lies
    /// @param bundle       the SSL bundle with the authorities that it is trusted by
    @Schema(name = "SystemReplay")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReplayView(String window, String budget, int maxEntries, @Nullable String url, String zone,
            @Nullable String username, @Nullable String passwordFile, @Nullable String bundle, boolean cluster,
            boolean allowPlain) {
        static ReplayView of(PosternProperties.Replay replay) {
            return new ReplayView(replay.window().toString(), replay.budget().toString(), replay.maxEntries(),
                    replay.url() == null ? null : SystemController.shown(replay.url().toString()), replay.zone(),
                    replay.username(), replay.passwordFile() == null ? null : replay.passwordFile().toString(),
                    replay.bundle(), replay.cluster(), replay.allowPlain());
        }
    }

    /// @param enabled        whether this process takes any
    /// @param lease          for how long its policy holds without the database having been seen
    /// @param maxUnconfirmed connections whose early data was let in and whose Finished is to come; with more, it is refused
    /// @param maxQuestions   to the replay store without an answer; with more, it is refused
    @Schema(name = "SystemEarlyData")
    record EarlyDataView(boolean enabled, String lease, int maxUnconfirmed, int maxQuestions) {
        static EarlyDataView of(PosternProperties.EarlyData earlyData) {
            return new EarlyDataView(earlyData.enabled(), earlyData.lease().toString(), earlyData.maxUnconfirmed(),
                    earlyData.maxQuestions());
        }
    }

    /// @param unreadyFor how long the process serves on after it became unready
    /// @param drain      how long open exchanges may take to end
    @Schema(name = "SystemLeave")
    record LeaveView(String unreadyFor, String drain) {
        static LeaveView of(PosternProperties.Leave leave) {
            return new LeaveView(leave.unreadyFor().toString(), leave.drain().toString());
        }
    }
}
