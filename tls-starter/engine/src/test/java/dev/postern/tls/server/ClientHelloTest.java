package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.ClientHelloView;
import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ServerPreferences;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.OfferedVersions;
import dev.postern.tls.extension.PskKeyExchangeModes;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.extension.ServerNameAcknowledged;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.SupportedGroups;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.Peer;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// Which hellos a server takes, and what it tells the others.
class ClientHelloTest {
    private final PairSetup setup = new PairSetup();

    private RawClient send(UnaryOperator<RawHello> change) {
        RawClient client = new RawClient(setup);
        client.send(change.apply(client.hello()));
        return client;
    }

    private void assertRefused(AlertDescription description, UnaryOperator<RawHello> change) {
        assertThat(send(change).refusal()).contains(description);
    }

    private void assertTaken(UnaryOperator<RawHello> change) {
        RawClient client = send(change);
        assertThat(client.server().failure()).isEmpty();
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        client.sendData("hello");
        assertThat(client.server().inbox().text()).isEqualTo("hello");
    }

    private ClientHelloView viewOf(UnaryOperator<RawHello> change) {
        List<ClientHelloView> seen = new ArrayList<>();
        Peer<TlsServerEngine> server = setup.newServer();
        server.answers().config(view -> {
            seen.add(view);
            return setup.serverConfig();
        });
        RawClient client = new RawClient(setup, server);
        client.send(change.apply(client.hello()));
        return seen.getFirst();
    }

    @Test
    void isTaken() {
        assertTaken(hello -> hello);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.1", clause = 5)
    @Rfc(number = 9846, section = "E.2", clause = {1, 3})
    @Rfc(number = 9846, section = "E.5", clause = 3)
    void withoutTls13GetsProtocolVersionAndASentence() {
        RawClient client = send(hello -> hello.without(ExtensionType.SUPPORTED_VERSIONS));
        assertThat(client.refusal()).contains(AlertDescription.PROTOCOL_VERSION);
        assertThat(client.server().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_INCOMPATIBLE);
        assertThat(client.server().failure().orElseThrow().getMessage()).contains("TLS 1.2");
        assertRefused(AlertDescription.PROTOCOL_VERSION,
                hello -> hello.with(new OfferedVersions(List.of(ProtocolVersion.TLS_1_2))));
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 7)
    @Rfc(number = 9846, section = "E.5", clause = 7)
    @Attack(46)
    void hasTheLegacyVersionOfTls12() {
        assertRefused(AlertDescription.PROTOCOL_VERSION, hello -> hello.legacyVersion(0x0304));
        assertRefused(AlertDescription.PROTOCOL_VERSION, hello -> hello.legacyVersion(0x0302));
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 12)
    void compressesNothing() {
        assertRefused(AlertDescription.ILLEGAL_PARAMETER, hello -> hello.compression(0, 1));
        assertRefused(AlertDescription.ILLEGAL_PARAMETER, hello -> hello.compression(1));
    }

    @Test
    @Rfc(number = 9846, section = "9.2", clause = 12)
    @Rfc(number = 9846, section = "4.3.3", clause = 3)
    void hasWhatTls13CannotDoWithout() {
        for (ExtensionType type : List.of(ExtensionType.SIGNATURE_ALGORITHMS, ExtensionType.SUPPORTED_GROUPS,
                ExtensionType.KEY_SHARE)) {
            assertRefused(AlertDescription.MISSING_EXTENSION, hello -> hello.without(type));
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.3.9", clause = 3)
    void offersNoTicketWithoutItsModes() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        assertRefused(AlertDescription.MISSING_EXTENSION,
                hello -> hello.without(ExtensionType.PSK_KEY_EXCHANGE_MODES).offering(ticket));
    }

    @Test
    @Rfc(number = 9846, section = "4.2.1", clause = 2)
    @Rfc(number = 9846, section = "4.3.9", clause = 4)
    @Attack(30)
    @EarlyDataRule("5.2")
    void isNotResumedInAModeWithoutForwardSecrecy() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = send(hello -> hello.offering(ticket)
                .with(new PskKeyExchangeModes(List.of(PskKeyExchangeMode.PSK_KE))));
        assertThat(client.server().engine().session().orElseThrow().resumed()).isFalse();
        assertThat(client.finish().tickets()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8")
    void sharesOnlyGroupsThatItOffers() {
        RawClient client = new RawClient(setup);
        RawHello hello = client.hello();
        client.send(hello.with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP384R1)))));
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8.2", clause = 1)
    @Rfc(number = 9846, section = "6", clause = 6)
    void getsIllegalParameterForAShareThatIsNoPoint() {
        assertRefused(AlertDescription.ILLEGAL_PARAMETER, hello -> hello.with(new KeyShareClientHello(
                List.of(new KeyShareEntry(NamedGroup.X25519, Bytes.copyOf(new byte[32]))))));
        assertRefused(AlertDescription.ILLEGAL_PARAMETER, hello -> hello.with(new KeyShareClientHello(
                List.of(new KeyShareEntry(NamedGroup.X25519, Bytes.copyOf(new byte[31]))))));
    }

    @Test
    @Rfc(number = 9846, section = "2.1", clause = 1)
    @Rfc(number = 9846, section = "4.2.1", clause = {1, 4})
    @Attack(17)
    @EarlyDataRule("5.1")
    void getsHandshakeFailureWithoutAnythingInCommon() {
        assertRefused(AlertDescription.HANDSHAKE_FAILURE, hello -> hello.suites(new CipherSuite(0xc02b)));
        assertRefused(AlertDescription.HANDSHAKE_FAILURE,
                hello -> hello.with(new SupportedGroups(List.of(new NamedGroup(0x0100))))
                        .with(new KeyShareClientHello(List.of())));
        assertRefused(AlertDescription.HANDSHAKE_FAILURE,
                hello -> hello.with(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))));
    }

    @Test
    @Rfc(number = 7301, section = "3.2")
    void getsNoApplicationProtocolWithoutACommonOne() {
        assertRefused(AlertDescription.NO_APPLICATION_PROTOCOL,
                hello -> hello.with(new ApplicationProtocols(List.of("spdy/1"))));
        assertTaken(hello -> hello.without(ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION));
        setup.server(server -> server.requireApplicationProtocol(false));
        assertTaken(hello -> hello.with(new ApplicationProtocols(List.of("spdy/1"))));
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = {10, 14})
    @Rfc(number = 9846, section = "9.3", clause = {2, 4})
    void mayHoldWhatNobodyKnows() {
        assertTaken(hello -> hello.suites(new CipherSuite(0x0a0a), CipherSuite.TLS_AES_128_GCM_SHA256)
                .with(new OfferedVersions(List.of(new ProtocolVersion(0x6a6a), ProtocolVersion.TLS_1_3)))
                .with(new SupportedGroups(List.of(new NamedGroup(0x1a1a), NamedGroup.X25519)))
                .with(new SignatureAlgorithms(
                        List.of(new SignatureScheme(0x2a2a), SignatureScheme.ECDSA_SECP256R1_SHA256)))
                .with(new UnknownExtension(new ExtensionType(0x3a3a), Bytes.copyOf(new byte[1]))));
    }

    @Test
    @Rfc(number = 9846, section = "9.2", clause = 13)
    @Attack(23)
    void isSeenWithItsNameInOneForm() {
        assertThat(viewOf(hello -> hello.with(new ServerName("Postern.TEST."))).serverName())
                .isEqualTo("postern.test");
        assertThat(viewOf(hello -> hello.without(ExtensionType.SERVER_NAME)).serverName()).isNull();
    }

    @Test
    void isShownInTheOrderThatFingerprintsAreMadeOf() {
        ExtensionType grease = new ExtensionType(0x1a1a);
        ClientHelloView view = viewOf(hello -> hello
                .suites(new CipherSuite(0x2a2a), CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_AES_128_GCM_SHA256)
                .without(ExtensionType.SERVER_NAME).with(new UnknownExtension(grease, Bytes.EMPTY))
                .with(new UnknownExtension(ExtensionType.EC_POINT_FORMATS, Bytes.copyOf(new byte[]{2, 1, 0})))
                .with(new ServerName("postern.test")));
        // JA3: version, suites, extensions, groups, point formats.
        String ja3 = view.legacyVersion() + "," + joined(view.cipherSuites(), CipherSuite::code) + ","
                + joined(view.extensions(), ExtensionType::code) + "," + joined(view.groups(), NamedGroup::code) + ","
                + joined(view.pointFormats(), format -> format);
        assertThat(ja3).isEqualTo("771,10794-4866-4865,43-10-13-16-45-51-6682-11-0,29-23,1-0");
    }

    private static <T> String joined(List<T> values, ToIntFunction<T> code) {
        return values.stream().map(value -> Integer.toString(code.applyAsInt(value))).collect(Collectors.joining("-"));
    }

    @Test
    void isNotRefusedForPointFormatsThatCannotBeRead() {
        for (byte[] broken : List.of(new byte[0], new byte[]{3, 0}, new byte[]{0, 0})) {
            assertThat(viewOf(hello -> hello
                    .with(new UnknownExtension(ExtensionType.EC_POINT_FORMATS, Bytes.copyOf(broken)))).pointFormats())
                    .isEmpty();
        }
    }

    @Test
    @Rfc(number = 9846, section = "E.4", clause = 1)
    void getsItsSessionIdBackAndAChangeCipherSpec() {
        RawClient client = send(hello -> hello.sessionId(new byte[]{7, 7}));
        assertThat(typeOfSecondRecord(client.server().out().take())).isEqualTo(20);
        RawClient bare = send(hello -> hello.sessionId(new byte[0]));
        assertThat(typeOfSecondRecord(bare.server().out().take())).isEqualTo(23);
        RawClient read = send(hello -> hello.sessionId(new byte[]{7, 7})).read();
        assertThat(read.received(ServerHello.class).orElseThrow().legacySessionIdEcho())
                .isEqualTo(Bytes.copyOf(new byte[]{7, 7}));
    }

    @Test
    void getsAChangeCipherSpecUnaskedWhereTheServerIsToldSo() {
        setup.server(server -> server.preferences(ServerPreferences.DEFAULT.unaskedChangeCipherSpec(true)));

        RawClient bare = send(hello -> hello.sessionId(new byte[0]));

        assertThat(typeOfSecondRecord(bare.server().out().take())).isEqualTo(20);
    }

    @Test
    void hearsThatItsServerNameWasUsedUnlessTheServerIsToldNotTo() {
        assertThat(send(hello -> hello.with(new ServerName("a.example"))).read()
                .received(EncryptedExtensions.class).orElseThrow().extensions().find(ServerNameAcknowledged.class))
                .isPresent();
        setup.server(server -> server.preferences(ServerPreferences.DEFAULT.serverNameAnswered(false)));
        assertThat(send(hello -> hello.with(new ServerName("a.example"))).read()
                .received(EncryptedExtensions.class).orElseThrow().extensions().find(ServerNameAcknowledged.class))
                .isEmpty();
    }

    private static int typeOfSecondRecord(byte[] records) {
        int first = 5 + ((records[3] & 0xff) << 8) + (records[4] & 0xff);
        return records[first];
    }

    @Test
    @Rfc(number = 9846, section = "5.1")
    void endsItsRecord() {
        RawClient client = new RawClient(setup);
        byte[] hello = client.prepare(client.hello());
        client.sendHandshakeBytes(client.concat(hello, new byte[]{20, 0, 0, 32}));
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Attack(12)
    void mayComeInManyRecords() {
        RawClient client = new RawClient(setup);
        byte[] hello = client.prepare(client.hello());
        for (byte piece : hello) {
            client.sendHandshakeBytes(new byte[]{piece});
        }
        client.finish();
        assertThat(client.server().failure()).isEmpty();
    }

    @Test
    @Attack(4)
    void isNoApplicationData() {
        RawClient client = new RawClient(setup);
        client.sendBytes(new byte[]{23, 3, 3, 0, 1, 0});
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4", clause = 2)
    void isNoOtherMessage() {
        RawClient client = new RawClient(setup);
        client.sendHandshakeBytes(new byte[]{20, 0, 0, 0});
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Attack(13)
    void isRefusedAsSoonAsItAnnouncesTooMuch() {
        RawClient client = new RawClient(setup);
        client.sendHandshakeBytes(new byte[]{1, 1, 0, 0});
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }
}
