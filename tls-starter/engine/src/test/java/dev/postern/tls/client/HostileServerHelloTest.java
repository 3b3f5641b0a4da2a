package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.KeyShareServerHello;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SelectedVersion;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.message.ServerHello;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client refuses in ServerHello and HelloRetryRequest.
class HostileServerHelloTest {
    private final HostileServer hostile = HostileServer.toAFreshClient();

    @Test
    void worksWhenTheServerBehaves() {
        hostile.say(ScriptedServer::flight);

        hostile.assertConnected();
    }

    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = 6)
    void refusesASuiteThatWasNotOffered() {
        ServerHello good = hello();
        refuse(new ServerHello(good.legacyVersion(), good.random(), good.legacySessionIdEcho(),
                new CipherSuite(0x1304), 0, good.extensions()), AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = 5)
    void refusesAnotherSessionId() {
        ServerHello good = hello();
        refuse(new ServerHello(good.legacyVersion(), good.random(), Bytes.EMPTY, good.cipherSuite(), 0,
                good.extensions()), AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = 8)
    void refusesCompression() {
        ServerHello good = hello();
        refuse(new ServerHello(good.legacyVersion(), good.random(), good.legacySessionIdEcho(), good.cipherSuite(), 1,
                good.extensions()), AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = 2)
    @Rfc(number = 9846, section = "E.5", clause = 7)
    void refusesALegacyVersionThatIsNotTls12() {
        ServerHello good = hello();
        for (int version : new int[]{0x0301, 0x0302, 0x0304}) {
            HostileServer fresh = HostileServer.toAFreshClient();
            fresh.say(server -> server.send(new ServerHello(new ProtocolVersion(version), good.random(),
                    server.clientHello().legacySessionId(), good.cipherSuite(), 0, good.extensions())));
            fresh.assertRefused(AlertDescription.PROTOCOL_VERSION);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.3.1", clause = {10, 11})
    void refusesToSelectAnythingButTls13() {
        refuseExtensions(AlertDescription.ILLEGAL_PARAMETER, new SelectedVersion(ProtocolVersion.TLS_1_2),
                hostile.server().keyShare());
    }

    @Test
    @Rfc(number = 9846, section = "E.1", clause = 1)
    @Rfc(number = 9846, section = "E.5", clause = 3)
    void refusesTls12() {
        ServerHello good = hello();
        refuse(new ServerHello(good.legacyVersion(), good.random(), Bytes.EMPTY, new CipherSuite(0xc02f), 0,
                ExtensionBlock.EMPTY), AlertDescription.PROTOCOL_VERSION);
    }

    /// A server that could do TLS 1.3 marks its random when somebody told it that we cannot.
    @Test
    @Rfc(number = 9846, section = "4.2.3", clause = {15, 16})
    void noticesADowngradeByTheMarkInTheRandom() {
        for (String mark : List.of("444f574e47524401", "444f574e47524400")) {
            HostileServer fresh = HostileServer.toAFreshClient();
            Bytes random = Bytes.ofHex("00".repeat(24) + mark);
            fresh.say(server -> server.send(new ServerHello(ProtocolVersion.TLS_1_2, random, Bytes.EMPTY,
                    new CipherSuite(0xc02f), 0, ExtensionBlock.EMPTY)));
            fresh.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        }
    }

    /// CVE-2023-3724: keys from nothing, when the server names neither a key exchange nor a PSK.
    @Test
    @Attack(6)
    void refusesAHelloWithoutAKeyExchange() {
        refuseExtensions(AlertDescription.MISSING_EXTENSION, new SelectedVersion(ProtocolVersion.TLS_1_3));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = 10)
    void refusesAShareOfAGroupThatWasNotSent() {
        refuseExtensions(AlertDescription.ILLEGAL_PARAMETER, new SelectedVersion(ProtocolVersion.TLS_1_3),
                new KeyShareServerHello(new KeyShareEntry(NamedGroup.SECP256R1, Bytes.copyOf(new byte[65]))));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8.2", clause = 1)
    void refusesSharesThatAreNoPoints() {
        for (int length : new int[]{1, 31, 32, 33, 1120}) {
            HostileServer fresh = HostileServer.toAFreshClient();
            // An all-zero X25519 share leads to the all-zero secret.
            fresh.say(server -> server.send(server.serverHello(
                    new KeyShareServerHello(new KeyShareEntry(NamedGroup.X25519, Bytes.copyOf(new byte[length]))))));
            fresh.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        }
    }

    @Test
    void refusesAPskThatWasNotOffered() {
        refuseExtensions(AlertDescription.UNSUPPORTED_EXTENSION, new SelectedVersion(ProtocolVersion.TLS_1_3),
                hostile.server().keyShare(), new SelectedPsk(0));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = {6, 7})
    void refusesAPskOutOfRange() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> server.send(server.serverHello(server.keyShare(), new SelectedPsk(1))));

        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.11", clause = {6, 7})
    void refusesAPskUnderASuiteOfAnotherHash() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> {
            server.useSuite(CipherSuite.TLS_AES_256_GCM_SHA384);
            server.usePsk(Secret.wrap(new byte[48]));
            server.send(server.serverHello(server.keyShare(), new SelectedPsk(0)));
        });

        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// CVE-2025-11935: forward secrecy dropped, because the server left the key exchange out.
    @Test
    @Rfc(number = 9846, section = "4.3.9", clause = 7)
    @Rfc(number = 9846, section = "4.3.11", clause = {6, 7})
    @Attack(30)
    void refusesAPskWithoutAKeyExchange() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> server.send(server.serverHello(new SelectedPsk(0))));

        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 5)
    void refusesAnExtensionThatBelongsElsewhere() {
        refuseExtensions(AlertDescription.ILLEGAL_PARAMETER, new SelectedVersion(ProtocolVersion.TLS_1_3),
                hostile.server().keyShare(), new UnknownExtension(ExtensionType.SERVER_NAME, Bytes.EMPTY));
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 4)
    void refusesAnExtensionThatNobodyAskedFor() {
        refuseExtensions(AlertDescription.UNSUPPORTED_EXTENSION, new SelectedVersion(ProtocolVersion.TLS_1_3),
                hostile.server().keyShare(), new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY));
    }

    @Test
    @Rfc(number = 9846, section = "4.3", clause = 7)
    void refusesAnExtensionTwice() {
        refuseExtensions(AlertDescription.ILLEGAL_PARAMETER, new SelectedVersion(ProtocolVersion.TLS_1_3),
                hostile.server().keyShare(), new SelectedVersion(ProtocolVersion.TLS_1_3));
    }

    // ---- HelloRetryRequest ----

    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = 6)
    @Rfc(number = 9846, section = "4.3.2", clause = 1)
    @Rfc(number = 9846, section = "9.2", clause = 1)
    void followsARetryForACookie() {
        hostile.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.ofHex("c00c1e"))))).readSecondHello();

        assertThat(hostile.server().clientHello().extensions().find(Cookie.class))
                .contains(new Cookie(Bytes.ofHex("c00c1e")));
        hostile.say(ScriptedServer::flight);
        hostile.assertConnected();
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 2)
    @Rfc(number = 9846, section = "4.3.8", clause = 9)
    void changesNothingElseInItsSecondHello() {
        var first = hostile.server().clientHello();
        hostile.say(server -> server.sendRetry(server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP384R1))))
                .readSecondHello();
        var second = hostile.server().clientHello();

        assertThat(second.random()).isEqualTo(first.random());
        assertThat(second.legacySessionId()).isEqualTo(first.legacySessionId());
        assertThat(second.cipherSuites()).isEqualTo(first.cipherSuites());
        assertThat(second.extensions().find(KeyShareClientHello.class).orElseThrow().groups())
                .containsExactly(NamedGroup.SECP384R1);
        assertThat(without(second.extensions())).isEqualTo(without(first.extensions()));
        hostile.say(ScriptedServer::flight);
        hostile.assertConnected();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.10", clause = 5)
    void leavesEarlyDataOutOfItsSecondHello() {
        HostileServer early = HostileServer.toAnEarlyClient();
        assertThat(early.server().clientHello().extensions().has(ExtensionType.EARLY_DATA)).isTrue();
        early.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.ofHex("01"))))).readSecondHello();

        assertThat(early.server().clientHello().extensions().has(ExtensionType.EARLY_DATA)).isFalse();
        assertThat(early.server().clientHello().extensions().has(ExtensionType.PRE_SHARED_KEY)).isTrue();
    }

    @Test
    void dropsThePskOfAnotherHashFromItsSecondHello() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> {
            server.useSuite(CipherSuite.TLS_AES_256_GCM_SHA384);
            server.sendRetry(server.retry(new Cookie(Bytes.ofHex("01"))));
        }).readSecondHello();

        assertThat(early.server().clientHello().extensions().has(ExtensionType.PRE_SHARED_KEY)).isFalse();
    }

    /// The server would answer a hello that it has not seen.
    @Test
    @Rfc(number = 9846, section = "5.1")
    void refusesARetryWithTheBeginningOfTheNextServerHello() {
        hostile.say(server -> server.sendRaw(new WireWriter()
                .bytes(server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP384R1)).toByteArray()).u8(2)
                .toByteArray()));
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = 4)
    void refusesARetryThatChangesNothing() {
        refuseRetry(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = {7, 8})
    @Attack(8)
    void refusesARetryForAGroupThatWasNotOffered() {
        refuseRetry(AlertDescription.ILLEGAL_PARAMETER, new KeyShareHelloRetryRequest(new NamedGroup(0x0100)));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = {7, 8})
    void refusesARetryForAShareThatTheServerHas() {
        refuseRetry(AlertDescription.ILLEGAL_PARAMETER, new KeyShareHelloRetryRequest(NamedGroup.X25519));
    }

    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = 5)
    void refusesASecondRetry() {
        hostile.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.ofHex("01"))))).readSecondHello()
                .say(server -> server.send(server.retry(new Cookie(Bytes.ofHex("02")))));

        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = 9)
    void refusesAnotherSuiteAfterARetry() {
        hostile.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.ofHex("01"))))).readSecondHello();
        ServerHello good = hello();
        refuse(new ServerHello(good.legacyVersion(), good.random(), good.legacySessionIdEcho(),
                CipherSuite.TLS_AES_256_GCM_SHA384, 0, good.extensions()), AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8", clause = {12, 13})
    void refusesAnotherGroupAfterARetry() {
        hostile.say(server -> server.sendRetry(server.retry(new KeyShareHelloRetryRequest(NamedGroup.SECP384R1))))
                .readSecondHello();
        refuseExtensions(AlertDescription.ILLEGAL_PARAMETER, new SelectedVersion(ProtocolVersion.TLS_1_3),
                new KeyShareServerHello(new KeyShareEntry(NamedGroup.X25519, Bytes.copyOf(filled(32)))));
    }

    /// CVE-2019-17023: a downgrade after HelloRetryRequest.
    @Test
    @Rfc(number = 9846, section = "4.2.4", clause = 10)
    @Attack(8)
    void refusesTls12AfterARetry() {
        hostile.say(server -> server.sendRetry(server.retry(new Cookie(Bytes.ofHex("01"))))).readSecondHello()
                .say(server -> server.send(new ServerHello(ProtocolVersion.TLS_1_2, Bytes.copyOf(filled(32)),
                        server.clientHello().legacySessionId(), new CipherSuite(0xc02f), 0, ExtensionBlock.EMPTY)));

        hostile.assertRefused(AlertDescription.PROTOCOL_VERSION);
    }

    private ServerHello hello() {
        return hostile.server().serverHello(hostile.server().keyShare());
    }

    private void refuse(ServerHello hello, AlertDescription alert) {
        hostile.say(server -> server.send(hello));
        hostile.assertRefused(alert);
    }

    private void refuseExtensions(AlertDescription alert, Extension... extensions) {
        ServerHello good = hostile.server().serverHello();
        refuse(new ServerHello(good.legacyVersion(), good.random(), good.legacySessionIdEcho(), good.cipherSuite(), 0,
                ExtensionBlock.of(extensions)), alert);
    }

    private void refuseRetry(AlertDescription alert, Extension... extensions) {
        HelloRetryRequest retry = hostile.server().retry(extensions);
        hostile.say(server -> server.sendRetry(retry));
        hostile.assertRefused(alert);
    }

    private static List<Extension> without(ExtensionBlock block) {
        List<Extension> rest = new ArrayList<>(block.extensions());
        rest.removeIf(KeyShareClientHello.class::isInstance);
        return rest;
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 9);
        return bytes;
    }
}
