package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsClientEngine;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SignatureAlgorithmsCert;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.message.ClientHello;
import dev.postern.tls.pair.Pair;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What our own client says first, and never says.
class OfferedHelloTest {
    private static final ExtensionType TRUNCATED_HMAC = new ExtensionType(4);
    private static final ExtensionType OPENPGP_CERT_TYPE = new ExtensionType(9);

    private final PairSetup setup = new PairSetup();

    private ClientHello hello(UnaryOperator<TlsClientConfig.Builder> change) {
        return new HostileServer(setup, change).server().clientHello();
    }

    private ClientHello hello() {
        return hello(client -> client);
    }

    private static List<KeyShareEntry> shares(ClientHello hello) {
        return hello.extensions().find(KeyShareClientHello.class).orElseThrow().clientShares();
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 1)
    @Rfc(number = 9846, section = "5.1", clause = 10)
    @Rfc(number = 9846, section = "E.5", clause = {4, 8})
    void isTheFirstMessageInARecordOfItsOwnVersion() {
        Peer<TlsClientEngine> client = setup.newClient();
        client.engine().start(client.out());
        byte[] sent = client.out().take();
        assertThat(sent).startsWith(22, 3, 1);
        assertThat(sent[5]).as("client_hello").isEqualTo((byte) 1);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = {6, 8, 11})
    @Rfc(number = 9846, section = "E.5", clause = 6)
    void looksLikeTls12() {
        ClientHello first = hello();
        assertThat(first.legacyVersion()).isEqualTo(ProtocolVersion.TLS_1_2);
        assertThat(first.legacySessionId().length()).isEqualTo(32);
        assertThat(first.legacyCompressionMethods()).isEqualTo(Bytes.ofHex("00"));
        assertThat(hello().legacySessionId()).as("a new one each time").isNotEqualTo(first.legacySessionId());
    }

    @Test
    @Rfc(number = 9846, section = "4.3.1", clause = 1)
    @Rfc(number = 9846, section = "9.2", clause = 3)
    @Rfc(number = 9846, section = "E.5", clause = 3)
    void offersTls13AndNothingOlder() {
        assertThat(hello().extensions().find(OfferedVersions.class).orElseThrow().versions())
                .contains(ProtocolVersion.TLS_1_3)
                .noneMatch(version -> version.code() >= 0x0200 && version.code() < 0x0304);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.2", clause = 2)
    void bringsNoCookieFromAnEarlierConnection() {
        HostileServer earlier = new HostileServer(setup, client -> client);
        earlier.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.ofHex("c00c1e"))))).readSecondHello();
        assertThat(earlier.server().clientHello().extensions().has(ExtensionType.COOKIE)).isTrue();
        assertThat(hello().extensions().has(ExtensionType.COOKIE)).isFalse();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.3", clause = {2, 10, 13, 14})
    @Rfc(number = 9846, section = "9.1", clause = 2)
    @Rfc(number = 9846, section = "9.2", clause = 4)
    void takesNoOldSignatures() {
        ClientHello hello = hello();
        List<SignatureScheme> own = hello.extensions().find(SignatureAlgorithms.class).orElseThrow().schemes();
        List<SignatureScheme> certificates = hello.extensions().find(SignatureAlgorithmsCert.class).orElseThrow()
                .schemes();
        assertThat(own).contains(SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.ECDSA_SECP256R1_SHA256);
        assertThat(certificates).contains(new SignatureScheme(0x0401), SignatureScheme.RSA_PSS_RSAE_SHA256);
        for (List<SignatureScheme> schemes : List.of(own, certificates)) {
            assertThat(schemes).as("MD5, SHA-1, SHA-224").noneMatch(scheme -> scheme.code() < 0x0400);
            assertThat(schemes).as("DSA").noneMatch(scheme -> scheme.code() < 0x0700 && (scheme.code() & 0xff) == 2);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.3.7", clause = 1)
    @Rfc(number = 9846, section = "4.3.8", clause = {3, 4})
    void cannotBeMadeToNameAGroupTwiceOrToSendAShareThatItDoesNotOffer() {
        TlsClientConfig.Builder twice = TlsClientConfig.to("x").groups(List.of(NamedGroup.X25519, NamedGroup.X25519))
                .keyShareGroups(List.of(NamedGroup.X25519));
        assertThatThrownBy(twice::build).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("twice");
        TlsClientConfig.Builder twoShares = TlsClientConfig.to("x").groups(List.of(NamedGroup.X25519))
                .keyShareGroups(List.of(NamedGroup.X25519, NamedGroup.X25519));
        assertThatThrownBy(twoShares::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        TlsClientConfig.Builder notOffered = TlsClientConfig.to("x").groups(List.of(NamedGroup.X25519))
                .keyShareGroups(List.of(NamedGroup.SECP256R1));
        assertThatThrownBy(notOffered::build).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offered");
        assertThat(hello().extensions().find(SupportedGroups.class).orElseThrow().groups()).doesNotHaveDuplicates();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = 1)
    void sendsItsSharesInTheOrderOfItsGroups() {
        ClientHello hello = hello(
                client -> client.groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1))
                        .keyShareGroups(List.of(NamedGroup.SECP384R1, NamedGroup.X25519)));
        assertThat(shares(hello)).extracting(KeyShareEntry::group).containsExactly(NamedGroup.X25519,
                NamedGroup.SECP384R1);
    }

    /// RFC 8446 let a client reuse its key for several connections; now every share lives once.
    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = {2, 5})
    void generatesEveryShareForItself() {
        List<Bytes> seen = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            for (KeyShareEntry share : shares(hello())) {
                byte[] key = share.keyExchange().toArray();
                seen.add(Bytes.copyOf(java.util.Arrays.copyOfRange(key, key.length - 32, key.length)));
            }
        }
        assertThat(seen).as("the X25519 half of the hybrid and the X25519 share of three connections").hasSize(6)
                .doesNotHaveDuplicates();
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 6)
    @Rfc(number = 9846, section = "4.3.9", clause = {1, 2})
    @Rfc(number = 9846, section = "4.3.10", clause = 1)
    @Rfc(number = 9846, section = "4.3.11", clause = 10)
    @Rfc(number = 9846, section = "9.2", clause = {7, 8})
    void offersPsksWithTheirModesAndLast() {
        ClientHello hello = HostileServer.toAnEarlyClient().server().clientHello();
        assertThat(hello.extensions().find(PskKeyExchangeModes.class)).isPresent();
        assertThat(hello.extensions().has(ExtensionType.EARLY_DATA)).isTrue();
        assertThat(hello.extensions().extensions().getLast().type()).isEqualTo(ExtensionType.PRE_SHARED_KEY);
    }

    /// OpenSSL #32210: the client derived its early keys from another PSK than the first.
    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 2)
    @Attack(34)
    void protectsEarlyDataWithTheFirstPsk() {
        List<ClientSession> sessions = setup.sessions();
        Pair pair = setup.pair(client -> client.sessions(sessions).earlyData(true));
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        pair.exchange();
        assertThat(sessions).hasSize(2);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("early");
    }

    @Test
    @Rfc(number = 9846, section = "9.2", clause = {1, 2, 5, 6, 9, 10, 11, 13})
    void hasWhatTls13CannotDoWithout() {
        assertThat(hello().extensions().types()).contains(ExtensionType.SUPPORTED_VERSIONS,
                ExtensionType.SIGNATURE_ALGORITHMS, ExtensionType.SIGNATURE_ALGORITHMS_CERT,
                ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE, ExtensionType.SERVER_NAME);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 11)
    @Rfc(number = 9846, section = "9.3", clause = 3)
    @Rfc(number = 9846, section = "B.3.1.4", clause = 1)
    @Rfc(number = 9846, section = "E.5", clause = {1, 2, 9})
    void offersWhatItCanDoAndNothingObsolete() {
        ClientHello hello = hello();
        assertThat(hello.cipherSuites()).allMatch(suite -> SuiteParameters.of(suite).isPresent());
        assertThat(hello.extensions().find(SupportedGroups.class).orElseThrow().groups())
                .isSubsetOf(setup.crypto().groups()).noneMatch(group -> group.code() <= 0x16)
                .noneMatch(group -> group.code() >= 0x1a && group.code() <= 0x1c)
                .noneMatch(group -> group.code() >= 0xff01);
        assertThat(setup.crypto().signatureSchemes())
                .containsAll(hello.extensions().find(SignatureAlgorithms.class).orElseThrow().schemes());
        assertThat(hello.extensions().types()).doesNotContain(TRUNCATED_HMAC, OPENPGP_CERT_TYPE);
    }
}
