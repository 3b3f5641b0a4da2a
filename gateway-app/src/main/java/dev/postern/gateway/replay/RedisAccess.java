package dev.postern.gateway.replay;

import dev.postern.gateway.settings.PosternProperties;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration.WithPassword;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Connections to the Redis that the settings name.
///
/// Whoever sits on the way could answer "never seen" for it, and would read its password: beyond this machine it is TLS, unless the operator
/// says otherwise by name.
final class RedisAccess {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    static final int DEFAULT_PORT = 6379;
    private static final Duration CONNECT = Duration.ofSeconds(1);
    /// A peer that went without a word is noticed by these; until then early data is refused.
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration GONE = Duration.ofSeconds(15);
    /// Questions under way; with more, early data is refused rather than queued.
    private static final int MOST_QUESTIONS = 10_000;
    private static final Delay RECONNECT = Delay.exponential(Duration.ofMillis(50), Duration.ofSeconds(1), 2,
            TimeUnit.MILLISECONDS);

    private RedisAccess() {}

    /// Not connected yet.
    ///
    /// @param url    of the settings
    /// @param bundle that the settings name, or null
    static LettuceConnectionFactory of(PosternProperties.Replay settings, URI url, @Nullable SslBundle bundle) {
        check(settings, url);
        ClientResources resources = ClientResources.builder().reconnectDelay(RECONNECT).build();
        var client = LettuceClientConfiguration.builder();
        if (isSecure(url)) {
            client.useSsl();
        }
        client.clientResources(resources).clientOptions(options(settings, bundle)).clientName("postern")
                .commandTimeout(timeout(settings)).shutdownTimeout(Duration.ZERO);
        LettuceConnectionFactory factory = new LettuceConnectionFactory(server(settings, url), client.build());
        factory.setValidateConnection(false);
        factory.setEagerInitialization(false);
        return factory;
    }

    /// After it nobody waits any more.
    static Duration timeout(PosternProperties.Replay settings) {
        return settings.budget().plus(CONNECT);
    }

    private static void check(PosternProperties.Replay settings, URI url) {
        String scheme = String.valueOf(url.getScheme());
        if (!Set.of("redis", "rediss").contains(scheme) || url.getHost() == null) {
            throw new UnusableReplayStore("postern.replay.url is no URL of a Redis.",
                    "Write rediss://host:6379, or redis://127.0.0.1:6379 for one on this machine.");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null
                || url.toString().contains("@")) {
            throw new UnusableReplayStore("postern.replay.url holds credentials, and URLs are shown and logged.",
                    "Put the password into a file and name it in postern.replay.password-file; a user other than the"
                            + " default one goes into postern.replay.username.");
        }
        if (!isSecure(url) && !LOOPBACK.contains(url.getHost()) && !settings.allowPlain()) {
            throw new UnusableReplayStore(
                    "The replay store on " + url.getHost() + " is beyond this machine and spoken to in plain"
                            + " text: whoever sits on the way could have early data accepted twice.",
                    "Use rediss://, or set postern.replay.allow-plain=true if the network between is yours alone.");
        }
        if (settings.window().compareTo(RedisReplayStore.WIDEST) > 0) {
            throw new UnusableReplayStore("postern.replay.window is longer than a shared store remembers.",
                    "Set it to 60s or less.");
        }
    }

    private static boolean isSecure(URI url) {
        return url.getScheme().equals("rediss");
    }

    private static RedisConfiguration server(PosternProperties.Replay settings, URI url) {
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        int port = url.getPort() < 0 ? DEFAULT_PORT : url.getPort();
        if (settings.cluster()) {
            RedisClusterConfiguration cluster = new RedisClusterConfiguration();
            cluster.addClusterNode(new RedisNode(host, port));
            return withCredentials(cluster, settings);
        }
        RedisStandaloneConfiguration alone = new RedisStandaloneConfiguration(host, port);
        alone.setDatabase(database(url));
        return withCredentials(alone, settings);
    }

    static int database(URI url) {
        String path = String.valueOf(url.getPath()).replaceFirst("^/", "");
        if (!path.matches("\\d{0,5}")) {
            throw new UnusableReplayStore("postern.replay.url ends in no database number.",
                    "Write rediss://host:6379 or rediss://host:6379/1.");
        }
        return path.isEmpty() ? 0 : Integer.parseInt(path);
    }

    private static <C extends RedisConfiguration & WithPassword> C withCredentials(C server,
            PosternProperties.Replay settings) {
        if (settings.username() != null) {
            server.setUsername(settings.username());
        }
        Path file = settings.passwordFile();
        if (file != null) {
            try {
                server.setPassword(Files.readString(file).strip());
            } catch (IOException e) {
                throw new UnusableReplayStore("The password of the replay store cannot be read: " + e,
                        "Name a file that this process may read in postern.replay.password-file.");
            }
        }
        return server;
    }

    private static ClientOptions options(PosternProperties.Replay settings, @Nullable SslBundle bundle) {
        ClientOptions.Builder options = settings.cluster()
                ? ClusterClientOptions.builder().topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(Duration.ofSeconds(30)).build())
                : ClientOptions.builder();
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(MOST_QUESTIONS).timeoutOptions(TimeoutOptions.enabled(timeout(settings)))
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT)
                        .keepAlive(SocketOptions.KeepAliveOptions.builder().enable().idle(SILENCE).interval(SILENCE)
                                .count(3).build())
                        .tcpUserTimeout(
                                SocketOptions.TcpUserTimeoutOptions.builder().enable().tcpUserTimeout(GONE).build())
                        .build());
        if (bundle != null) {
            options.sslOptions(SslOptions.builder().jdkSslProvider()
                    .trustManager(bundle.getManagers().getTrustManagerFactory())
                    .keyManager(bundle.getManagers().getKeyManagerFactory()).build());
        }
        return options.build();
    }
}
