package dev.postern.tls.psk;

import dev.postern.checks.Attack;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.jdk.JdkCryptoProvider;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.pair.TestRandom;
import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class StatelessTicketsTest {
    private final CryptoProvider crypto = new JdkCryptoProvider();
    private final TestRandom random = new TestRandom(3);
    private final TicketKeyRing ring = new TicketKeyRing(random, Duration.ofHours(12), 0);
    private final StatelessTickets tickets = new StatelessTickets(crypto, random, ring);

    private TicketState state(Identity identity) {
        byte[] policy = new byte[PolicyDigest.BYTES];
        Arrays.fill(policy, (byte) 1);
        byte[] earlyData = new byte[PolicyDigest.BYTES];
        Arrays.fill(earlyData, (byte) 2);
        return new TicketState(CipherSuite.TLS_AES_256_GCM_SHA384, Secret.wrap(random.bytes(48)), 1_800_000_000_123L,
                1_700_000_000_456L, 7_200, 0xfedc_ba98, 0xffff_ffffL, "a.example", "h2", new PolicyDigest(policy),
                new PolicyDigest(earlyData), -5, 123, identity);
    }

    private TicketState open(byte[] ticket) {
        assertThat(tickets.open(ticket)).isInstanceOf(TicketVerdict.Opened.class);
        return ((TicketVerdict.Opened) tickets.open(ticket)).state();
    }

    private void assertUnusable(byte[] ticket) {
        assertThat(tickets.open(ticket)).isInstanceOf(TicketVerdict.Unusable.class);
    }

    @Test
    void rememberEverything() {
        TicketState state = state(TestCredentials.p256(crypto, "client").chain());
        assertThat(open(tickets.seal(state))).isEqualTo(state);
        TicketState raw = state(TestCredentials.rawKey(crypto).identity());
        assertThat(open(tickets.seal(raw))).isEqualTo(raw);
        TicketState shared = state(new PskHolder(new byte[]{1, 2, 3}));
        assertThat(open(tickets.seal(shared))).isEqualTo(shared);
        TicketState bare = state(CertificateChain.EMPTY);
        assertThat(open(tickets.seal(bare))).isEqualTo(bare);
    }

    @Test
    void areUnusableWithAnyBitChanged() {
        byte[] ticket = tickets.seal(state(CertificateChain.EMPTY));
        for (int i = 0; i < ticket.length; i++) {
            byte[] changed = ticket.clone();
            changed[i] ^= (byte) (1 << (i & 7));
            assertUnusable(changed);
        }
    }

    @Test
    void areUnusableAtAnyOtherLength() {
        byte[] ticket = tickets.seal(state(CertificateChain.EMPTY));
        for (int length = 0; length < ticket.length; length++) {
            assertUnusable(Arrays.copyOf(ticket, length));
        }
        assertUnusable(Arrays.copyOf(ticket, ticket.length + 1));
    }

    @Test
    void openWhileTheirKeyIsInTheRing() {
        byte[] ticket = tickets.seal(state(CertificateChain.EMPTY));
        ring.rotate(1);
        assertThat(tickets.open(ticket)).isInstanceOf(TicketVerdict.Opened.class);
        ring.rotate(2);
        assertUnusable(ticket);
    }

    @Test
    void areWorthNothingOnceEveryKeyIsRevoked() {
        byte[] ticket = tickets.seal(state(CertificateChain.EMPTY));
        ring.revokeAll(1);
        assertUnusable(ticket);
    }

    @Test
    @Attack(25)
    void areNotIssuedUnderADestroyedKeyOrNone() {
        ring.current().orElseThrow().destroy();
        assertThat(tickets.seal(state(CertificateChain.EMPTY))).isEmpty();
        StatelessTickets keyless = new StatelessTickets(crypto, random, new TicketKeySource() {
            @Override
            public Optional<TicketKey> current() {
                return Optional.empty();
            }

            @Override
            public Optional<TicketKey> find(byte[] name) {
                return Optional.empty();
            }
        });
        assertThat(keyless.seal(state(CertificateChain.EMPTY))).isEmpty();
    }

    @Test
    void areNotIssuedWhenTheyWouldMakeTheNextHelloTooLong() {
        X509Certificate certificate = TestCredentials.p256(crypto, "client").chain().leaf();
        List<X509Certificate> many = Collections.nCopies(50, certificate);
        assertThat(tickets.seal(state(new CertificateChain(many)))).isEmpty();
    }

    @Test
    void neverRepeatAndShowNoSecret() {
        TicketState state = state(CertificateChain.EMPTY);
        String psk = HexFormat.of().formatHex(state.psk().expose());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            String ticket = HexFormat.of().formatHex(tickets.seal(state));
            assertThat(ticket).doesNotContain(psk);
            seen.add(ticket);
        }
        assertThat(seen).hasSize(100);
        assertThat(state.toString()).doesNotContain(psk);
    }
}
