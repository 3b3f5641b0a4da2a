package dev.postern.gateway.replay;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.replay.StoreCondition.Status;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.tls.earlydata.ReplayStore.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

import static dev.postern.tls.earlydata.ReplayStore.Claim.FIRST;
import static dev.postern.tls.earlydata.ReplayStore.Claim.SEEN;
import static dev.postern.tls.earlydata.ReplayStore.Claim.WARMING_UP;
import static org.assertj.core.api.Assertions.assertThat;

/// Redis as it is run: in a cluster, behind TLS, with a user that may do little.
@Timeout(180)
class RedisDeploymentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WHAT_WE_NEED = "+@connection +info +time +get +set +del +eval +evalsha"
            + " +zadd +zrem +zcard +zpopmin +zremrangebyscore";
    @TempDir
    Path folder;

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private RedisServer clusterNode(String name, int busPort) throws IOException {
        return new RedisServer(Files.createDirectory(folder.resolve(name)), "--cluster-enabled", "yes",
                "--cluster-port", Integer.toString(busPort), "--cluster-require-full-coverage", "no");
    }

    private static Status untilThere(Replica replica) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        Status found = replica.look();
        while (found == Status.AWAY) {
            assertThat(System.nanoTime()).as(replica.sentence()).isLessThan(endNanos);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            found = replica.look();
        }
        return found;
    }

    @Test
    void aClusterSharesTheHellosOutAndANodeThatIsLostCostsItsOwnSlotsAWarmUp() throws IOException {
        int otherBus = freePort();
        try (RedisServer one = clusterNode("one", freePort()); RedisServer other = clusterNode("other", otherBus)) {
            assertThat(one.say("CLUSTER", "ADDSLOTSRANGE", "0", "8191")).isEqualTo("+OK");
            assertThat(other.say("CLUSTER", "ADDSLOTSRANGE", "8192", "16383")).isEqualTo("+OK");
            assertThat(one.say("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()),
                    Integer.toString(otherBus))).isEqualTo("+OK");
            try (Replica replica = new Replica(Replica.settings(one.url(), true, null), null)) {
                assertThat(untilThere(replica)).isEqualTo(Status.WARMING_UP);
                one.rememberForAnHour("test");
                other.rememberForAnHour("test");
                for (long number = 0; number < Slots.COUNT; number++) {
                    assertThat(replica.claim(Replica.hello(number))).isEqualTo(FIRST);
                    assertThat(replica.claim(Replica.hello(number))).isEqualTo(SEEN);
                }
                assertThat(one.say("DBSIZE")).isNotEqualTo(":0");
                assertThat(other.say("DBSIZE")).isNotEqualTo(":0");
                other.kill();
                other.start();
                untilThere(replica);
                Map<Claim, Integer> answers = new HashMap<>();
                for (long number = 0; number < Slots.COUNT; number++) {
                    answers.merge(claim(replica, number), 1, Integer::sum);
                }
                assertThat(answers).containsOnlyKeys(SEEN, WARMING_UP);
            }
        }
    }

    /// A cluster that lost a node finds itself again in a while.
    private static Claim claim(Replica replica, long number) {
        long endNanos = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return replica.claim(Replica.hello(number));
            } catch (CompletionException away) {
                assertThat(System.nanoTime()).isLessThan(endNanos);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
    }

    @Test
    void aUserThatMayDoLittleIsEnoughBehindTlsWithAnAuthorityThatIsTrusted() throws Exception {
        DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
        int securePort = freePort();
        Path password = Files.writeString(folder.resolve("password"), "correct horse\n");
        try (RedisServer redis = new RedisServer(folder, secure(authority.issue(List.of("localhost")), securePort))) {
            assertThat(redis.say("ACL", "SETUSER", "gateway", "on", ">correct horse", "~postern:*", "-@all")).isEqualTo(
                    "+OK");
            List<String> rights = new ArrayList<>(List.of("ACL", "SETUSER", "gateway"));
            rights.addAll(List.of(WHAT_WE_NEED.split(" ")));
            assertThat(redis.say(rights.toArray(String[]::new))).isEqualTo("+OK");
            PosternProperties.Replay settings = settings("rediss://localhost:" + securePort, password);
            try (Replica replica = new Replica(settings, trusting(authority.certificate()))) {
                assertThat(replica.look()).as(replica.sentence()).isEqualTo(Status.WARMING_UP);
                redis.rememberForAnHour("test");
                assertThat(replica.claim(Replica.hello(1))).isEqualTo(FIRST);
                assertThat(replica.claim(Replica.hello(1))).isEqualTo(SEEN);
            }
            try (Replica stranger = new Replica(settings, null)) {
                assertThat(stranger.look()).as("an authority that nobody trusts").isEqualTo(Status.AWAY);
            }
            Path wrong = Files.writeString(folder.resolve("wrong"), "wrong\n");
            try (Replica stranger = new Replica(settings("rediss://localhost:" + securePort, wrong),
                    trusting(authority.certificate()))) {
                assertThat(stranger.look()).as("a wrong password").isEqualTo(Status.AWAY);
                assertThat(stranger.sentence()).doesNotContain("wrong");
            }
        }
    }

    private static PosternProperties.Replay settings(String url, Path password) {
        return new PosternProperties.Replay(Replica.WINDOW, Duration.ofSeconds(5), 1, URI.create(url), "test",
                "gateway", password, null, false, false);
    }

    private String[] secure(Issued issued, int port) throws Exception {
        StringBuilder chain = new StringBuilder();
        for (X509Certificate certificate : issued.chain()) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Path certificate = Files.writeString(folder.resolve("redis.pem"), chain);
        Path key = Files.writeString(folder.resolve("redis.key"),
                pem("PRIVATE KEY", issued.privateKey().getEncoded()));
        return new String[]{"--tls-port", Integer.toString(port), "--tls-cert-file", certificate.toString(),
            "--tls-key-file", key.toString(), "--tls-ca-cert-file", certificate.toString(), "--tls-auth-clients", "no"};
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what
                + "-----\n";
    }

    private static SslBundle trusting(X509Certificate authority) throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", authority);
        return SslBundle.of(SslStoreBundle.of(null, null, trust));
    }
}
