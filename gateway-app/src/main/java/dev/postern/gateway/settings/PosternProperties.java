package dev.postern.gateway.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Everything below `postern.` that the gateway reads.
///
/// @param dataDir   database, last good snapshot, keys and token
/// @param listeners where clients connect
/// @param keys      what protects private keys at rest
/// @param tickets   resumption
/// @param replay    the store that remembers early data
/// @param leave     how the process leaves
/// @param admin     the admin plane
/// @param demo      whether the demo's host and upstream exist
/// @param config    the source of configuration on the network, if any
/// @param limits    bounds of the TLS engine, for all listeners
/// @param database  what `spring.datasource.*` does not say
/// @param earlyData what holds for all early data of the process
@Validated
@ConfigurationProperties("postern")
public record PosternProperties(@DefaultValue("./data") @NotNull Path dataDir,
        @NotEmpty List<@Valid Listener> listeners,
        @DefaultValue @NotNull @Valid Keys keys, @DefaultValue @NotNull @Valid Tickets tickets,
        @DefaultValue @NotNull @Valid Replay replay, @DefaultValue @NotNull @Valid Leave leave,
        @DefaultValue @NotNull @Valid Admin admin, @DefaultValue("false") boolean demo,
        @DefaultValue @NotNull @Valid Config config, @DefaultValue @NotNull @Valid Limits limits,
        @DefaultValue @NotNull @Valid Database database, @DefaultValue @NotNull @Valid EarlyData earlyData) {

    public PosternProperties {
        listeners = listeners == null ? List.of() : List.copyOf(listeners);
    }

    /// Where the admin token lies.
    public Path adminToken() {
        Path given = admin.tokenFile();
        return given == null ? dataDir.resolve("admin-token") : given;
    }

    /// One address that clients connect to.
    ///
    /// @param name              for logs and metrics
    /// @param bind              address and port; or else
    /// @param handover          where another process passes connections on that it accepted
    /// @param clientHello       how long a client may take for its first flight
    /// @param handshake         ceiling for the hosts' own handshake deadline
    /// @param header            ceiling for the hosts' own deadline for a whole request head
    /// @param keepAlive         ceiling for the hosts' own idle deadline
    /// @param maxAge            after this long a connection is told to go
    /// @param earlyDataMaxBytes ceiling for every host's `earlyData.issueMaxBytes`
    /// @param maxConnections    more are refused at once
    /// @param trustedProxies    networks such as `10.0.0.0/8` whose `X-Forwarded-*` and `Forwarded` are believed; nobody by default
    /// @param tls               false for plain HTTP/1.1, on a loopback address only: for what terminates TLS on this machine, and for
    ///     measuring the hop without it
    public record Listener(@DefaultValue("data") String name, @Nullable BindAddress bind,
            @Nullable @Valid Handover handover,
            @DefaultValue("5s") @NotNull Duration clientHello, @DefaultValue("10s") @NotNull Duration handshake,
            @DefaultValue("15s") @NotNull Duration header, @DefaultValue("75s") @NotNull Duration keepAlive,
            @DefaultValue("1h") @NotNull Duration maxAge,
            @DefaultValue("16384") @Min(0) @Max(16_777_216) int earlyDataMaxBytes,
            @DefaultValue("100000") @Min(1) int maxConnections,
            @DefaultValue @NotNull List<NetworkAddress> trustedProxies, @DefaultValue("true") boolean tls) {
        public Listener {
            if ((bind == null) == (handover == null)) {
                throw new IllegalArgumentException("listener " + name
                        + " needs one of bind (an address such as 0.0.0.0:8443) and handover.socket (a path)"
                        + (bind == null ? "" : ", not both: give the other a listener of its own"));
            }
            if (!tls && handover != null) {
                throw new IllegalArgumentException("listener " + name
                        + " has tls=false, but a connection that is handed over begins with its ClientHello");
            }
            if (!tls && bind != null && !bind.address().isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "listener " + name + " has tls=false and would listen in the clear on "
                                + bind + ": only a loopback address, such as 127.0.0.1, may");
            }
            checkWaits(name, clientHello, handshake, header, keepAlive, maxAge);
            trustedProxies = List.copyOf(trustedProxies);
        }

        private static void checkWaits(String name, Duration clientHello, Duration handshake, Duration header,
                Duration keepAlive, Duration maxAge) {
            String of = " of the listener " + name;
            DurationBounds.ofWait("client-hello" + of).check(clientHello);
            DurationBounds.ofWait("handshake" + of).check(handshake);
            DurationBounds.ofWait("header" + of).check(header);
            DurationBounds.ofWait("keep-alive" + of).check(keepAlive);
            new DurationBounds("max-age" + of, Duration.ofSeconds(1), Duration.ofDays(365)).check(maxAge);
        }

        /// For people: address and port, or the socket's path.
        public String place() {
            return handover == null ? String.valueOf(bind) : "unix:" + handover.socket();
        }
    }

    /// Connections by file descriptor, on Linux.
    ///
    /// @param socket path of the UNIX socket, in a folder that exists
    /// @param group  of the socket's file, so that the group's members may connect; without one its owner alone may
    /// @param uids   numbers of the users whose processes may hand over; with `gids` empty too, the gateway's own user alone
    /// @param gids   numbers of the groups whose processes may
    public record Handover(@NotNull Path socket, @Nullable String group,
            @DefaultValue @NotNull List<@Min(0) Integer> uids,
            @DefaultValue @NotNull List<@Min(0) Integer> gids) {
        public Handover {
            uids = List.copyOf(uids);
            gids = List.copyOf(gids);
        }
    }

    /// Bounds of the TLS engine. Each stops an abuse that `dev.postern.tls.config.Limits` names.
    ///
    /// @param clientHelloBytes        of a ClientHello
    /// @param handshakeMessageBytes   of every other handshake message
    /// @param certificateMessageBytes of a Certificate message
    /// @param certificateChainLength  certificates in a chain
    /// @param pskIdentities           tickets in a ClientHello
    /// @param keyShares               in a ClientHello
    /// @param extensions              in a message
    /// @param postHandshakeMessages   consecutive ones without application data
    /// @param emptyRecords            consecutive records without content
    /// @param warningAlerts           consecutive alerts that do not close
    /// @param unconfirmedBytes        answers to early data before the client's Finished
    /// @param keyUpdateRecords        records under one AES-GCM key before it is updated
    /// @param confirmation            ceiling for the hosts' own deadline from accepted early data to Finished
    public record Limits(@DefaultValue("16384") @Min(512) @Max(65_536) int clientHelloBytes,
            @DefaultValue("16384") @Min(512) @Max(1_048_576) int handshakeMessageBytes,
            @DefaultValue("65536") @Min(1024) @Max(1_048_576) int certificateMessageBytes,
            @DefaultValue("10") @Min(1) @Max(100) int certificateChainLength,
            @DefaultValue("16") @Min(1) @Max(100) int pskIdentities,
            @DefaultValue("8") @Min(1) @Max(100) int keyShares,
            @DefaultValue("64") @Min(16) @Max(1000) int extensions,
            @DefaultValue("32") @Min(1) @Max(10_000) int postHandshakeMessages,
            @DefaultValue("32") @Min(1) @Max(10_000) int emptyRecords,
            @DefaultValue("4") @Min(1) @Max(100) int warningAlerts,
            @DefaultValue("65536") @Min(0) @Max(16_777_216) int unconfirmedBytes,
            @DefaultValue("16777216") @Min(1) @Max(16_777_216) long keyUpdateRecords,
            @DefaultValue("10s") @NotNull Duration confirmation) {
        public Limits {
            DurationBounds.ofWait("postern.limits.confirmation").check(confirmation);
        }
    }

    /// @param encryptionKey     base64 of 32 bytes, for example from a Kubernetes Secret; wins over the file
    /// @param encryptionKeyFile a file with 32 bytes, or base64 of them; made in the data directory when neither is given
    public record Keys(@Nullable String encryptionKey, @Nullable Path encryptionKeyFile) {
        /// Never the key.
        @Override
        public String toString() {
            return "Keys[encryptionKey=" + (encryptionKey == null ? "none" : "given") + ", encryptionKeyFile="
                    + encryptionKeyFile + "]";
        }
    }

    /// @param count          after each handshake
    /// @param lifetime       of a ticket
    /// @param rotationPeriod of the keys that seal them, at most 12 hours
    /// @param singleUse      tickets open once and their states lie with the gateway, or in the Redis that replicas share, instead of a record
    ///     of early hellos
    /// @param maxKept        such states, in this process or in the Redis of its zone; the oldest are forgotten first
    public record Tickets(@DefaultValue("2") @Min(0) @Max(16) int count,
            @DefaultValue("24h") @NotNull Duration lifetime,
            @DefaultValue("6h") @NotNull Duration rotationPeriod, @DefaultValue("false") boolean singleUse,
            @DefaultValue("100000") @Min(1) int maxKept) {
        // RFC 9846 4.7.1: servers use no lifetime longer than seven days
        private static final DurationBounds LIFETIME = new DurationBounds("postern.tickets.lifetime",
                Duration.ofSeconds(1), Duration.ofDays(7));
        private static final DurationBounds ROTATION = new DurationBounds("postern.tickets.rotation-period",
                Duration.ofSeconds(1), Duration.ofHours(12));

        public Tickets {
            LIFETIME.check(lifetime);
            ROTATION.check(rotationPeriod);
        }
    }

    /// The memory of early data: this process's own, or, when a URL is given, a Redis that every replica of the zone shares.
    ///
    /// @param window       how far the age of a ticket may be off; at most 60 seconds where the store is shared
    /// @param budget       how long the store may take before early data is refused
    /// @param maxEntries   hellos that this process remembers at a time, if the store is its own
    /// @param url          `rediss://host:6379` or, on this machine, `redis://…`; a database number may follow
    /// @param zone         name of those who share the store; other zones' tickets bring no early data here
    /// @param username     to Redis, if not its default user
    /// @param passwordFile a file with the password
    /// @param bundle       an SSL bundle (`spring.ssl.bundle.*`) with the authorities to trust and, if Redis asks for it, our certificate
    /// @param cluster      whether the URL names a node of a Redis Cluster
    /// @param allowPlain   lets a Redis beyond this machine be asked without TLS
    public record Replay(@DefaultValue("10s") @NotNull Duration window, @DefaultValue("3ms") @NotNull Duration budget,
            @DefaultValue("1000000") @Min(64) int maxEntries, @Nullable URI url,
            @DefaultValue("default") @NotNull @Pattern(regexp = "[a-z0-9-]{1,32}", message = "is 1 to 32 of a-z, 0-9 and -") String zone,
            @Nullable String username, @Nullable Path passwordFile, @Nullable String bundle,
            @DefaultValue("false") boolean cluster, @DefaultValue("false") boolean allowPlain) {
        private static final DurationBounds WINDOW = new DurationBounds("postern.replay.window", Duration.ofMillis(10),
                Duration.ofDays(1));
        private static final DurationBounds BUDGET = new DurationBounds("postern.replay.budget", Duration.ofMillis(1),
                Duration.ofMinutes(1));

        public Replay {
            WINDOW.check(window);
            BUDGET.check(budget);
        }

        /// Whether other processes share it.
        public boolean isShared() {
            return url != null;
        }
    }

    /// @param unreadyFor how long to serve on after readiness went down, so that a load balancer notices
    /// @param drain      how long open exchanges may take to end
    public record Leave(@DefaultValue("0s") @NotNull Duration unreadyFor,
            @DefaultValue("20s") @NotNull Duration drain) {
        private static final DurationBounds UNREADY = new DurationBounds("postern.leave.unready-for", Duration.ZERO,
                Duration.ofHours(1));
        private static final DurationBounds DRAIN = new DurationBounds("postern.leave.drain", Duration.ZERO,
                Duration.ofHours(1));

        public Leave {
            UNREADY.check(unreadyFor);
            DRAIN.check(drain);
        }
    }

    /// @param sessionLifetime  of a sign-in to the web UI
    /// @param allowedOrigins   origins besides its own that may write with the cookie, for a UI behind another address
    /// @param tokenFile        a file with the token, the same for every replica; made in the data directory when none is given
    public record Admin(@DefaultValue("8h") @NotNull Duration sessionLifetime,
            @DefaultValue @NotNull List<String> allowedOrigins, @Nullable Path tokenFile) {
        private static final DurationBounds SESSION = new DurationBounds("postern.admin.session-lifetime",
                Duration.ofMinutes(1), Duration.ofDays(30));

        public Admin {
            SESSION.check(sessionLifetime);
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /// @param allowPlainHttp lets a configuration server be asked over plain HTTP beyond loopback
    public record Config(@DefaultValue("false") boolean allowPlainHttp) {}

    /// @param enabled        false refuses all early data of this process, at once when it is refreshed
    /// @param lease          for how long the early-data policy holds without the database having been seen
    /// @param maxUnconfirmed connections whose early data was let in and whose Finished is still to come; with more, early data is refused
    /// @param maxQuestions   to the replay store that have no answer yet; with more, early data is refused
    public record EarlyData(@DefaultValue("true") boolean enabled, @DefaultValue("30s") @NotNull Duration lease,
            @DefaultValue("4096") @Min(1) int maxUnconfirmed, @DefaultValue("1024") @Min(1) int maxQuestions) {
        private static final DurationBounds LEASE = new DurationBounds("postern.early-data.lease",
                Duration.ofSeconds(1), Duration.ofMinutes(10));

        public EarlyData {
            LEASE.check(lease);
        }
    }

    /// @param allowPlain lets a PostgreSQL beyond this machine be spoken to without TLS, or without verifying its certificate
    /// @param poll       how often this process looks for changes that nobody told it of, and whether ticket keys are due
    public record Database(@DefaultValue("false") boolean allowPlain, @DefaultValue("1s") @NotNull Duration poll) {
        private static final DurationBounds POLL = new DurationBounds("postern.database.poll", Duration.ofMillis(100),
                Duration.ofMinutes(1));

        public Database {
            POLL.check(poll);
        }
    }
}
