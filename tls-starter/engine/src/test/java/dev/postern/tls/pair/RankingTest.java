package dev.postern.tls.pair;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.Ranking;
import dev.postern.tls.config.ServerPreferences;
import org.junit.jupiter.api.Test;

import java.util.List;

import static dev.postern.tls.codepoint.CipherSuite.TLS_AES_128_GCM_SHA256;
import static dev.postern.tls.codepoint.CipherSuite.TLS_AES_256_GCM_SHA384;
import static dev.postern.tls.codepoint.CipherSuite.TLS_CHACHA20_POLY1305_SHA256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/// Suites and groups of which the server likes some as much as others.
class RankingTest {
    private final PairSetup setup = new PairSetup();

    @Test
    void amongEqualsTheClientsOrderDecides() {
        Ranking<CipherSuite> equal = new Ranking<>(
                List.of(List.of(TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256)));
        setup.server(server -> server.suiteRanking(equal));

        assertThat(suiteFor(TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384)).isEqualTo(TLS_AES_128_GCM_SHA256);
        assertThat(suiteFor(TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256)).isEqualTo(TLS_AES_256_GCM_SHA384);
        assertThat(suiteFor(TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256))
                .isEqualTo(TLS_CHACHA20_POLY1305_SHA256);
    }

    @Test
    void aBetterTierWinsWhateverTheClientPrefers() {
        setup.server(server -> server.suiteRanking(new Ranking<>(List.of(List.of(TLS_AES_256_GCM_SHA384),
                List.of(TLS_AES_128_GCM_SHA256, TLS_CHACHA20_POLY1305_SHA256)))));

        assertThat(suiteFor(TLS_CHACHA20_POLY1305_SHA256, TLS_AES_256_GCM_SHA384)).isEqualTo(TLS_AES_256_GCM_SHA384);
    }

    @Test
    void aStrictServerGivesChaChaToAClientThatPutsItFirst() {
        assertThat(suiteFor(TLS_CHACHA20_POLY1305_SHA256, TLS_AES_128_GCM_SHA256))
                .isEqualTo(TLS_CHACHA20_POLY1305_SHA256);
        assertThat(suiteFor(TLS_AES_256_GCM_SHA384, TLS_AES_128_GCM_SHA256)).isEqualTo(TLS_AES_128_GCM_SHA256);
    }

    @Test
    void groupsAreRankedToo() {
        setup.server(server -> server.groupRanking(new Ranking<>(
                List.of(List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1), List.of(NamedGroup.X25519)))));

        assertThat(groupFor(List.of(NamedGroup.X25519, NamedGroup.SECP384R1, NamedGroup.SECP256R1)))
                .isEqualTo(NamedGroup.SECP384R1);
        assertThat(groupFor(List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1))).isEqualTo(NamedGroup.SECP256R1);
        assertThat(groupFor(List.of(NamedGroup.X25519))).isEqualTo(NamedGroup.X25519);
    }

    @Test
    void aShareThatIsThereIsBetterThanAGroupThatIsLikedMore() {
        setup.server(server -> server.groupRanking(
                new Ranking<>(List.of(List.of(NamedGroup.SECP256R1), List.of(NamedGroup.X25519)))));
        Pair pair = setup.pair(client -> client.groups(List.of(NamedGroup.SECP256R1, NamedGroup.X25519))
                .keyShareGroups(List.of(NamedGroup.X25519))).handshake();

        FullHandshakeTest.assertConnected(pair);
        assertThat(pair.client().engine().session().orElseThrow().group()).isEqualTo(NamedGroup.X25519);
    }

    @Test
    void aHostMayWantItsBestGroupWhateverItCosts() {
        setup.server(server -> server.preferences(ServerPreferences.DEFAULT.shareBeforeRank(false)).groupRanking(
                new Ranking<>(List.of(List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1),
                        List.of(NamedGroup.X25519)))));

        assertGroup(NamedGroup.SECP256R1, true, NamedGroup.X25519);
        assertGroup(NamedGroup.SECP384R1, false, NamedGroup.X25519, NamedGroup.SECP384R1);
        assertGroup(NamedGroup.SECP256R1, false, NamedGroup.SECP256R1);
    }

    /// Of a client that puts P-256 first.
    private void assertGroup(NamedGroup expected, boolean retried, NamedGroup... shares) {
        Pair pair = setup.pair(client -> client
                .groups(List.of(NamedGroup.SECP256R1, NamedGroup.X25519, NamedGroup.SECP384R1))
                .keyShareGroups(List.of(shares))).handshake();

        FullHandshakeTest.assertConnected(pair);
        assertThat(pair.server().engine().session().orElseThrow().group()).isEqualTo(expected);
        assertThat(pair.server().engine().session().orElseThrow().helloRetried()).isEqualTo(retried);
    }

    @Test
    void refusesAnEmptyTierAndWhatComesTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Ranking<>(List.of(List.of())));
        assertThatIllegalArgumentException().isThrownBy(() -> new Ranking<>(List.of(List.of(1), List.of(2, 1))));
    }

    private CipherSuite suiteFor(CipherSuite... offered) {
        Pair pair = setup.pair(client -> client.cipherSuites(List.of(offered))).handshake();
        FullHandshakeTest.assertConnected(pair);
        return pair.server().engine().session().orElseThrow().cipherSuite();
    }

    private NamedGroup groupFor(List<NamedGroup> offered) {
        Pair pair = setup.pair(client -> client.groups(offered)).handshake();
        FullHandshakeTest.assertConnected(pair);
        return pair.server().engine().session().orElseThrow().group();
    }
}
