package dev.postern.tls.pair;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.ClientHelloView;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.ClientEch;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.event.SessionInfo;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.ExternalPsk;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static dev.postern.tls.pair.FullHandshakeTest.assertConnected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Encrypted Client Hello (RFC 9849), between our two ends.
class EncryptedClientHelloTest {
    private static final String PUBLIC_NAME = "public.example";

    private final CryptoProvider crypto = CryptoProviders.fastest();
    private final PairSetup setup = new PairSetup(crypto);
    private final EchKey key = newKey(1);
    private final EchKey unknown = newKey(2);

    private EchKey newKey(int configId) {
        return EchKey.generate(crypto, setup.random(), configId, PUBLIC_NAME, 32);
    }

    private PairSetup accepting() {
        return setup.echKeys(EchKeys.of(List.of(key))).client(client -> client.ech(encryptTo(key)));
    }

    private PairSetup rejecting() {
        return setup.echKeys(EchKeys.of(List.of(key))).client(client -> client.ech(encryptTo(unknown)));
    }

    /// The client's shares are none that the server takes.
    private PairSetup retrying(PairSetup value) {
        return value.server(server -> server.groups(List.of(NamedGroup.SECP384R1)));
    }

    private static ClientEch encryptTo(EchKey key) {
        return new ClientEch.Encrypt(EchConfigList.of(List.of(key.config())), ClientEch.Otherwise.FAIL);
    }

    private static SessionInfo client(Pair pair) {
        return pair.client().engine().session().orElseThrow();
    }

    private static SessionInfo server(Pair pair) {
        return pair.server().engine().session().orElseThrow();
    }

    private static void assertAccepted(Pair pair) {
        assertConnected(pair);
        assertThat(client(pair).ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(server(pair).ech()).isEqualTo(EchStatus.ACCEPTED);
        assertThat(server(pair).serverName()).isEqualTo(PairSetup.NAME);
    }

    /// The client ended it, after the server had proved its public name, and told nobody that it was connected.
    private static void assertRejected(Pair pair) {
        TlsAlert alert = pair.client().failure().orElseThrow();
        assertThat(alert.description()).as(alert.getMessage()).isEqualTo(AlertDescription.ECH_REQUIRED);
        assertThat(alert.fault()).isEqualTo(Fault.PEER_INCOMPATIBLE);
        assertThat(pair.client().inbox().events(TlsEvent.HandshakeConfirmed.class)).isEmpty();
        assertThat(pair.client().engine().session()).isEmpty();
        assertThat(pair.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
        assertThat(pair.client().engine().canSend()).isFalse();
        TlsAlert told = pair.server().failure().orElseThrow();
        assertThat(told.description()).isEqualTo(AlertDescription.ECH_REQUIRED);
        assertThat(told.fault()).isEqualTo(Fault.PEER_ALERT);
    }

    private static List<EchConfigList> retryConfigs(Pair pair) {
        List<EchConfigList> configs = new ArrayList<>();
        pair.client().inbox().events(TlsEvent.EchRejected.class).forEach(event -> configs.add(event.retryConfigs()));
        return configs;
    }

    @Test
    void hidesTheServerName() {
        List<ClientHelloView> seen = new ArrayList<>();
        Peer<TlsServerEngine> server = accepting().newServer();
        server.answers().config(hello -> {
            seen.add(hello);
            return setup.serverConfig();
        });
        StringBuilder wire = new StringBuilder();
        Pair pair = new Pair(setup.newClient(), server).tamperToServer(bytes -> {
            wire.append(new String(bytes, StandardCharsets.ISO_8859_1));
            return bytes;
        }).handshake();

        assertAccepted(pair);
        assertThat(seen).singleElement().satisfies(hello -> {
            assertThat(hello.ech()).isEqualTo(EchStatus.ACCEPTED);
            assertThat(hello.serverName()).isEqualTo(PairSetup.NAME);
            assertThat(hello.applicationProtocols()).containsExactly("h2", "http/1.1");
        });
        assertThat(wire.toString()).contains(PUBLIC_NAME).doesNotContain(PairSetup.NAME);
    }

    @Test
    void worksOneByteAtATime() {
        assertAccepted(accepting().pair().delivery(Delivery.BYTE_BY_BYTE).handshake());
    }

    @Test
    void worksWithBouncyCastleAlone() {
        PairSetup slow = new PairSetup(CryptoProviders.bouncyCastle()).echKeys(EchKeys.of(List.of(key)));

        assertAccepted(slow.pair(client -> client.ech(encryptTo(key))).handshake());
    }

    @Test
    @Rfc(number = 9849, section = "6.1.5")
    void worksOverAHelloRetryRequest() {
        Pair pair = retrying(accepting()).pair().handshake();

        assertAccepted(pair);
        assertThat(client(pair).helloRetried()).isTrue();
    }

    @Test
    void worksOverAHelloRetryRequestWithACookie() {
        setup.server(server -> server.cookieKey(new byte[32]));

        assertAccepted(retrying(accepting()).pair().handshake());
    }

    @Test
    void worksWithClientCertificates() {
        accepting().server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE))
                .client(client -> client.credentials(List.of(TestCredentials.p256(crypto, "client"))));
        Pair pair = setup.pair().handshake();

        assertAccepted(pair);
        assertThat(server(pair).peerChain().isEmpty()).isFalse();
    }

    @Test
    @Rfc(number = 9849, section = "6.1.2")
    void resumes() {
        ClientSession session = accepting().session();
        Pair pair = setup.resuming(session).handshake();

        assertAccepted(pair);
        assertThat(client(pair).resumed()).isTrue();
        assertThat(server(pair).resumed()).isTrue();
    }

    @Test
    void resumesOverAHelloRetryRequest() {
        ClientSession session = retrying(accepting()).session();
        Pair pair = setup.resuming(session).handshake();

        assertAccepted(pair);
        assertThat(client(pair).resumed()).isTrue();
        assertThat(client(pair).helloRetried()).isTrue();
    }

    @Test
    @Rfc(number = 9849, section = "6.1.2")
    void showsNobodyTheTicket() {
        ClientSession session = accepting().session();
        String ticket = HexFormat.of().formatHex(session.ticket());
        List<String> sent = new ArrayList<>();
        Pair pair = setup.resuming(session).tamperToServer(bytes -> {
            sent.add(HexFormat.of().formatHex(bytes));
            return bytes;
        }).handshake();

        assertAccepted(pair);
        assertThat(sent.getFirst()).doesNotContain(ticket);
    }

    @Test
    void takesEarlyData() {
        ClientSession session = accepting().session();
        Pair pair = setup.early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        pair.exchange();

        assertAccepted(pair);
        assertThat(pair.server().inbox().earlyText()).isEqualTo("early");
        assertThat(client(pair).earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
    }

    @Test
    void goesOnWhenEarlyDataIsRefused() {
        ClientSession session = accepting().session();
        Pair pair = retrying(setup).early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send("early");
        pair.exchange();

        assertAccepted(pair);
        assertThat(pair.server().inbox().earlyText()).isEmpty();
        assertThat(client(pair).earlyData()).isEqualTo(EarlyDataReason.HELLO_RETRY_REQUEST);
    }

    @Test
    @Rfc(number = 9849, section = "6.1.6")
    void endsWithRetryConfigurationsWhenTheKeyIsGone() {
        Pair pair = rejecting().pair().handshake();

        assertRejected(pair);
        assertThat(retryConfigs(pair)).containsExactly(EchConfigList.of(List.of(key.config())));
        Pair again = setup.pair(client -> client
                .ech(new ClientEch.Encrypt(retryConfigs(pair).getFirst(), ClientEch.Otherwise.FAIL))).handshake();
        assertAccepted(again);
    }

    /// Its own hello asks for no certificate, but the public name is proved by one.
    @Test
    @Rfc(number = 9849, section = "6.1.6")
    void endsWithRetryConfigurationsForAClientThatTakesPsksAlone() {
        ExternalPsk psk = ExternalPsk.of(new byte[]{7}, Secret.wrap(new byte[32]), HashAlgorithm.SHA256);
        setup.server(server -> server.externalPsks(List.of(psk))).client(client -> client.externalPsks(List.of(psk)));
        assertAccepted(accepting().pair().handshake());
        assertAccepted(retrying(accepting()).pair().handshake());

        for (PairSetup rejecting : List.of(rejecting(), retrying(rejecting()))) {
            Pair pair = rejecting.pair().handshake();
            assertRejected(pair);
            assertThat(retryConfigs(pair)).containsExactly(EchConfigList.of(List.of(key.config())));
        }
    }

    @Test
    void endsWithRetryConfigurationsOverAHelloRetryRequest() {
        Pair pair = retrying(rejecting()).pair().handshake();

        assertRejected(pair);
        assertThat(retryConfigs(pair)).containsExactly(EchConfigList.of(List.of(key.config())));
    }

    @Test
    @Rfc(number = 9849, section = "6.1.6")
    void endsWithoutRetryConfigurationsWhenTheServerHasNone() {
        Pair pair = rejecting().echKeys(EchKeys.NONE).pair().handshake();

        assertRejected(pair);
        assertThat(retryConfigs(pair)).hasSize(1).containsOnlyNulls();
    }

    @Test
    @Rfc(number = 9849, section = "6.1.7")
    void asksForThePublicNameWhenItIsRejected() {
        List<String> names = new ArrayList<>();
        Pair pair = rejecting().pair();
        pair.client().answers().peers(peer -> {
            names.add(peer.serverName());
            return new PeerVerdict.Trusted();
        });
        assertRejected(pair.handshake());
        assertThat(names).containsExactly(PUBLIC_NAME);
    }

    @Test
    @Rfc(number = 9849, section = "6.1.6")
    void tellsNoRetryConfigurationsOfAServerThatIsNotTrusted() {
        Pair pair = rejecting().pair();
        pair.client().answers()
                .peers(peer -> new PeerVerdict.Refused(AlertDescription.BAD_CERTIFICATE, "another name"));
        pair.handshake();

        assertThat(pair.client().failure().map(TlsAlert::description)).contains(AlertDescription.BAD_CERTIFICATE);
        assertThat(retryConfigs(pair)).isEmpty();
    }

    @Test
    @Rfc(number = 9849, section = "6.1.7")
    void showsAServerThatRejectedItNoClientCertificate() {
        rejecting().server(server -> server.clientAuthentication(ClientAuthentication.REQUEST))
                .client(client -> client.credentials(List.of(TestCredentials.p256(crypto, "client"))));
        Pair pair = setup.pair().handshake();

        assertRejected(pair);
        assertThat(pair.client().answers().asked()).doesNotContain("Sign");
        assertThat(server(pair).peerChain().isEmpty()).isTrue();
    }

    /// CVE-2026-123612: what waits to be sent is for the true server; the public one gets none of it, early or late.
    @Test
    @Attack(22)
    void sendsNoApplicationDataToAServerThatRejectedIt() {
        ClientSession session = accepting().session();
        Pair pair = rejecting().early(session);
        pair.client().engine().start(pair.client().out());
        pair.client().send("secret");
        pair.exchange();

        assertRejected(pair);
        assertThat(pair.client().inbox().events(TlsEvent.EarlyDataRejected.class)).hasSize(1);
        assertThat(pair.server().inbox().earlyText()).isEmpty();
        assertThat(pair.server().inbox().text()).isEmpty();
        assertThat(pair.server().answers().asked()).as("no ticket of ours was shown").containsOnlyOnce("OpenTicket");
        assertThat(server(pair).resumed()).isFalse();
        assertThatThrownBy(() -> pair.client().send("secret")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keepsNoTicketOfAServerThatRejectedIt() {
        assertThat(rejecting().pair().handshake().client().inbox().events(TlsEvent.TicketReceived.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9849, section = "4.1")
    void surviveARotationOfTheKeys() {
        EchKey next = newKey(3);
        accepting().echKeys(EchKeys.of(List.of(next, key.retired())));
        assertAccepted(setup.pair().handshake());

        setup.echKeys(EchKeys.of(List.of(next)));
        Pair late = setup.pair().handshake();
        assertRejected(late);
        assertThat(retryConfigs(late)).containsExactly(EchConfigList.of(List.of(next.config())));
    }

    @Test
    @Rfc(number = 9849, section = "6.2")
    void greaseIsIgnoredByEveryServer() {
        setup.client(client -> client.ech(new ClientEch.Grease()));
        assertGreased(setup.pair().handshake());
        setup.echKeys(EchKeys.of(List.of(key)));
        assertGreased(setup.pair().handshake());
        Pair resumed = setup.resuming(setup.session()).handshake();
        assertGreased(resumed);
        assertThat(client(resumed).resumed()).isTrue();
        retrying(setup);
        Pair retried = setup.pair().handshake();
        assertGreased(retried);
        assertThat(client(retried).helloRetried()).isTrue();
    }

    private static void assertGreased(Pair pair) {
        assertConnected(pair);
        assertThat(client(pair).ech()).isEqualTo(EchStatus.GREASE);
        assertThat(server(pair).ech()).isEqualTo(EchStatus.REJECTED);
        assertThat(retryConfigs(pair)).isEmpty();
    }

    @Test
    void isNotOfferedUnlessSomebodyWantsIt() {
        Pair pair = setup.echKeys(EchKeys.of(List.of(key))).pair().handshake();

        assertConnected(pair);
        assertThat(client(pair).ech()).isEqualTo(EchStatus.NOT_OFFERED);
        assertThat(server(pair).ech()).isEqualTo(EchStatus.NOT_OFFERED);
    }

    @Test
    @Rfc(number = 9849, section = "6.1")
    void doesWhatItsUserWantsWithoutAUsableConfiguration() {
        EchConfigList foreign = EchConfigList.parse(HexFormat.of().parseHex("0006fe0a00020000"));
        assertThat(foreign.configs()).isEmpty();
        Pair plain = setup.pair(client -> client.ech(new ClientEch.Encrypt(foreign, ClientEch.Otherwise.PLAIN)));
        assertThat(client(plain.handshake()).ech()).isEqualTo(EchStatus.NOT_OFFERED);
        Pair grease = setup.pair(client -> client.ech(new ClientEch.Encrypt(foreign, ClientEch.Otherwise.GREASE)));
        assertThat(client(grease.handshake()).ech()).isEqualTo(EchStatus.GREASE);
        Pair fail = setup.pair(client -> client.ech(new ClientEch.Encrypt(foreign, ClientEch.Otherwise.FAIL)));
        assertThatThrownBy(fail::handshake).isInstanceOfSatisfying(TlsAlert.class,
                alert -> assertThat(alert.fault()).isEqualTo(Fault.OUR_MISUSE));
        assertThat(fail.client().out().take()).hasSizeLessThan(16);
    }
}
