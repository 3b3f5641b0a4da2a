package dev.postern.tls.psk;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.pair.TestRandom;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

class SingleUseTicketsTest {
    private static final int LIFETIME_SECONDS = 7_200;
    private final CryptoProvider crypto = new JdkCryptoProvider();
    private final TestRandom random = new TestRandom(3);
    private final StatelessTickets stateless = new StatelessTickets(crypto, random,
            new TicketKeyRing(random, Duration.ofHours(12), 0));
    private long nowMillis = 1_800_000_000_000L;
    private final TicketShelf shelf = new TicketShelf(() -> nowMillis, 100);
    private final SingleUseTickets tickets = new SingleUseTickets(stateless, random, shelf);

    private TicketState state() {
        PolicyDigest digest = new PolicyDigest(new byte[PolicyDigest.BYTES]);
        return new TicketState(CipherSuite.TLS_AES_256_GCM_SHA384, Secret.wrap(random.bytes(48)), nowMillis, nowMillis,
                LIFETIME_SECONDS, 0xfedc_ba98, 16_384, "a.example", "h2", digest, digest, -5, 123,
                CertificateChain.EMPTY);
    }

    private static TicketVerdict open(SingleUseTickets tickets, byte[] ticket) {
        return tickets.open(ticket).toCompletableFuture().join();
    }

    private void assertUnusable(byte[] ticket) {
        assertThat(open(tickets, ticket)).isInstanceOf(TicketVerdict.Unusable.class);
    }

    @Test
    @EarlyDataRule("2.12")
    void openOnceAndNeverAgain() {
        TicketState state = state();
        byte[] ticket = tickets.seal(state);
        assertThat(open(tickets, ticket)).isEqualTo(new TicketVerdict.Opened(state));
        assertUnusable(ticket);
        assertThat(shelf.size()).isZero();
    }

    @Test
    void openForExactlyOneOfManyThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 200; round++) {
                byte[] ticket = tickets.seal(state());
                CountDownLatch go = new CountDownLatch(1);
                List<Future<TicketVerdict>> verdicts = new ArrayList<>();
                for (int thread = 0; thread < 4; thread++) {
                    verdicts.add(threads.submit(() -> {
                        go.await();
                        return open(tickets, ticket);
                    }));
                }
                go.countDown();
                int opened = 0;
                for (Future<TicketVerdict> verdict : verdicts) {
                    opened += verdict.get() instanceof TicketVerdict.Opened ? 1 : 0;
                }
                assertThat(opened).isEqualTo(1);
            }
        }
    }

    @Test
    void sayNothingOfTheSession() {
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            lengths.add(tickets.seal(state()).length);
        }
        assertThat(lengths).containsExactly(33);
    }

    @Test
    void areUnusableWithAnyByteChangedOrMissing() {
        byte[] ticket = tickets.seal(state());
        for (int i = 0; i < ticket.length; i++) {
            byte[] changed = ticket.clone();
            changed[i] ^= 1;
            assertUnusable(changed);
        }
        assertUnusable(java.util.Arrays.copyOf(ticket, ticket.length - 1));
        assertUnusable(new byte[0]);
        assertThat(open(tickets, ticket)).isInstanceOf(TicketVerdict.Opened.class);
    }

    @Test
    void refuseATicketThatOpensMoreThanOnce() {
        assertUnusable(stateless.seal(state()));
    }

    @Test
    void expireOnTheShelf() {
        byte[] early = tickets.seal(state());
        byte[] late = tickets.seal(state());
        nowMillis += LIFETIME_SECONDS * 1000L;
        assertThat(open(tickets, early)).isInstanceOf(TicketVerdict.Opened.class);
        nowMillis++;
        assertUnusable(late);
    }

    @Test
    @Attack(28)
    void makeRoomByForgettingTheOldest() {
        byte[] oldest = tickets.seal(state());
        byte[] second = tickets.seal(state());
        for (int i = 2; i < 101; i++) {
            tickets.seal(state());
        }
        assertThat(shelf.size()).isEqualTo(100);
        assertUnusable(oldest);
        assertThat(open(tickets, second)).isInstanceOf(TicketVerdict.Opened.class);
    }

    @Test
    void areNotIssuedWithoutRoomAndUnusableWithoutShelf() {
        SingleUseTickets full = new SingleUseTickets(stateless, random,
                shelf(false, CompletableFuture.completedFuture(new byte[0])));
        assertThat(full.seal(state())).isEmpty();
        CompletionStage<byte[]> failed = CompletableFuture.failedFuture(new IllegalStateException("away"));
        SingleUseTickets away = new SingleUseTickets(stateless, random, shelf(true, failed));
        assertThat(open(away, away.seal(state()))).isInstanceOf(TicketVerdict.Unusable.class);
    }

    private static SingleUseTickets.Shelf shelf(boolean room, CompletionStage<byte[]> taken) {
        return new SingleUseTickets.Shelf() {
            @Override
            public boolean put(byte[] name, byte[] sealed, int lifetimeSeconds) {
                return room;
            }

            @Override
            public CompletionStage<byte[]> take(byte[] name) {
                return taken;
            }
        };
    }
}
