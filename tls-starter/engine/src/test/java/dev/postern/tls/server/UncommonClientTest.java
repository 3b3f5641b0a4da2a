package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.SignatureAlgorithmsCert;
import dev.postern.tls.pair.PairSetup;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Clients that repeat themselves, or say what nobody expected.
class UncommonClientTest {
    private final PairSetup setup = new PairSetup();

    private RawClient retriedWith(RawTicket ticket, CipherSuite... suites) {
        setup.server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        RawClient client = new RawClient(setup);
        client.send(client.hello().suites(suites).offering(ticket));
        client.readRetry();
        return client;
    }

    private static RawHello withShare(RawClient client) {
        return client.hello().with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1))));
    }

    /// CVE-2022-39173: the list of suites of the second hello overflowed where the first had each of them many times.
    @Test
    @Attack(15)
    void mayNameASuiteManyTimesOverARetryWithATicket() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        CipherSuite[] many = Collections.nCopies(1000, CipherSuite.TLS_AES_128_GCM_SHA256)
                .toArray(CipherSuite[]::new);
        RawClient client = retriedWith(ticket, many);
        client.send(withShare(client).suites(many).offering(ticket));
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().session().orElseThrow().resumed()).isTrue();
    }

    /// CVE-2026-2673: the group was not the preferred one of those in common.
    @Test
    @Attack(17)
    void getsTheGroupThatTheServerPrefersAmongItsShares() {
        for (List<NamedGroup> preferred : List.of(List.of(NamedGroup.SECP256R1, NamedGroup.X25519),
                List.of(NamedGroup.X25519, NamedGroup.SECP256R1))) {
            setup.server(server -> server.groups(preferred));
            RawClient client = new RawClient(setup);
            NamedGroup last = preferred.getFirst();
            KeyShareClientHello shares = new KeyShareClientHello(
                    List.of(client.share(preferred.getLast()), client.share(last)));
            client.send(client.hello().with(shares));
            assertThat(client.server().failure()).isEmpty();
            assertThat(client.server().engine().session().orElseThrow().group()).isEqualTo(last);
        }
    }

    /// CVE-2020-1967: signature_algorithms_cert where nobody expected it.
    @Test
    @Attack(18)
    void mayNotSpeakOfCertificatesAlone() {
        RawClient client = new RawClient(setup);
        client.send(client.hello().without(ExtensionType.SIGNATURE_ALGORITHMS)
                .with(new SignatureAlgorithmsCert(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256))));
        assertThat(client.refusal()).contains(AlertDescription.MISSING_EXTENSION);
    }
}
