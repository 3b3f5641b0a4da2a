package dev.postern.gateway.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

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
@Validated
@ConfigurationProperties("postern")
public record PosternProperties(@DefaultValue("./data") @NotNull Path dataDir,
        @NotEmpty List<@Valid Listener> listeners,
        @DefaultValue @NotNull @Valid Keys keys, @DefaultValue @NotNull @Valid Tickets tickets,
        @DefaultValue @NotNull @Valid Replay replay, @DefaultValue @NotNull @Valid Leave leave,
        @DefaultValue @NotNull @Valid Admin admin, @DefaultValue("false") boolean demo,
        @DefaultValue @NotNull @Valid Config config) {

    public PosternProperties {
        listeners = listeners == null ? List.of() : List.copyOf(listeners);
    }

    /// One address that clients connect to.
    ///
    /// @param name              for logs and metrics
    /// @param bind              address and port
    /// @param clientHello       how long a client may take for its first flight
    /// @param handshake         ceiling for the hosts' own handshake deadline
    /// @param keepAlive         ceiling for the hosts' own idle deadline
    /// @param maxAge            after this long a connection is told to go
    /// @param earlyDataMaxBytes ceiling for every host's `earlyData.issueMaxBytes`
    /// @param maxConnections    more are refused at once
    public record Listener(@DefaultValue("data") String name, @NotNull BindAddress bind,
            @DefaultValue("5s") @NotNull Duration clientHello, @DefaultValue("10s") @NotNull Duration handshake,
            @DefaultValue("75s") @NotNull Duration keepAlive, @DefaultValue("1h") @NotNull Duration maxAge,
            @DefaultValue("16384") @Min(0) long earlyDataMaxBytes,
            @DefaultValue("100000") @Min(1) int maxConnections) {}

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
    public record Tickets(@DefaultValue("2") @Min(0) @Max(16) int count,
            @DefaultValue("24h") @NotNull Duration lifetime,
            @DefaultValue("6h") @NotNull Duration rotationPeriod) {}

    /// @param window     how far the age of a ticket may be off
    /// @param budget     how long the store may take before early data is refused
    /// @param maxEntries hellos that are remembered at a time
    public record Replay(@DefaultValue("10s") @NotNull Duration window, @DefaultValue("20ms") @NotNull Duration budget,
            @DefaultValue("1000000") @Min(1) int maxEntries) {}

    /// @param unreadyFor how long to serve on after readiness went down, so that a load balancer notices
    /// @param drain      how long open exchanges may take to end
    public record Leave(@DefaultValue("0s") @NotNull Duration unreadyFor,
            @DefaultValue("20s") @NotNull Duration drain) {}

    /// @param sessionLifetime  of a sign-in to the web UI
    /// @param allowedOrigins   origins besides its own that may write with the cookie, for a UI behind another address
    public record Admin(@DefaultValue("8h") @NotNull Duration sessionLifetime,
            @DefaultValue @NotNull List<String> allowedOrigins) {
        public Admin {
            allowedOrigins = List.copyOf(allowedOrigins);
        }
    }

    /// @param allowPlainHttp lets a configuration server be asked over plain HTTP beyond loopback
    public record Config(@DefaultValue("false") boolean allowPlainHttp) {}
}
