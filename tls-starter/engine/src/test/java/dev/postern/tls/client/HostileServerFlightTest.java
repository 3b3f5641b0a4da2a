package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client refuses from EncryptedExtensions to Finished, each named after the attack. What is about the certificate is in
/// [HostileServerCertificateTest].
class HostileServerFlightTest {
    private final HostileServer hostile = HostileServer.toAFreshClient();

    // ---- EncryptedExtensions ----

    @Test
    void refusesAProtocolThatWasNotOffered() {
        hostile.say(server -> server.hello().encryptedExtensions(new ApplicationProtocols(List.of("h3"))));
        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// Else a middlebox sees a protected record where it waits for a change_cipher_spec.
    @Test
    @Rfc(number = 9846, section = "E.4")
    void sendsItsChangeCipherSpecBeforeAnAlertUnderHandshakeKeys() {
        hostile.say(server -> server.hello().encryptedExtensions(new ApplicationProtocols(List.of("h3"))));
        byte[] sent = hostile.client().out().take();
        assertThat(sent).startsWith(20, 3, 3, 0, 1, 1, 23, 3, 3);
    }

    @Test
    void refusesTwoProtocols() {
        hostile.say(server -> server.hello().encryptedExtensions(new ApplicationProtocols(List.of("h2", "http/1.1"))));
        hostile.assertRefused(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesEarlyDataThatWasNotOffered() {
        hostile.say(server -> server.hello().encryptedExtensions(new EarlyDataIndication()));
        hostile.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    void refusesEarlyDataWithoutItsPsk() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> {
            server.usePsk(null);
            server.hello().encryptedExtensions(new EarlyDataIndication());
        });
        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// OpenSSL #31406: early data accepted under another suite of the same hash.
    @Test
    @Attack(33)
    void refusesEarlyDataUnderAnotherSuite() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> {
            server.useSuite(CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
            server.hello(new SelectedPsk(0)).encryptedExtensions(new EarlyDataIndication(),
                    new ApplicationProtocols(List.of("h2")));
        });
        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @EarlyDataRule("1.12")
    void refusesEarlyDataUnderAnotherApplicationProtocol() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> server.hello(new SelectedPsk(0)).encryptedExtensions(new EarlyDataIndication(),
                new ApplicationProtocols(List.of("http/1.1"))));
        early.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.4.1", clause = 2)
    void refusesAKeyShareInEncryptedExtensions() {
        hostile.say(server -> server.hello()
                .encryptedExtensions(new UnknownExtension(ExtensionType.KEY_SHARE, Bytes.ofHex("001d"))));
        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// CVE-2023-6937, CVE-2025-61730: a plaintext message behind ServerHello in one record.
    @Test
    @Attack(1)
    void refusesAPlaintextMessageBehindServerHello() {
        hostile.say(server -> {
            byte[] hello = server.serverHello(server.keyShare()).toByteArray();
            byte[] smuggled = new EncryptedExtensions(ExtensionBlock.EMPTY).toByteArray();
            server.sendRaw(new WireWriter().bytes(hello).bytes(smuggled).toByteArray());
        });
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    /// The same with the first byte of the next message alone.
    @Test
    @Rfc(number = 9846, section = "5.1", clause = {4, 5})
    @Attack(1)
    void refusesHandshakeBytesThatSpanAChangeOfKeys() {
        hostile.say(server -> server.sendRaw(new WireWriter().bytes(server.serverHello(server.keyShare()).toByteArray())
                .u8(8).toByteArray()));
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    // ---- Finished ----

    @Test
    @Rfc(number = 9846, section = "4.5.3", clause = 1)
    void refusesAWrongFinished() {
        hostile.say(server -> {
            server.hello().encryptedExtensions().certificate().certificateVerify();
            byte[] wrong = server.finishedMessage().verifyData().toArray();
            wrong[0] ^= 1;
            server.send(new Finished(Bytes.copyOf(wrong)));
        });
        hostile.assertRefused(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void refusesAShortFinished() {
        hostile.say(server -> server.hello().encryptedExtensions().certificate().certificateVerify()
                .send(new Finished(Bytes.ofHex("00"))));
        hostile.assertRefused(AlertDescription.DECODE_ERROR);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.3", clause = 2)
    void refusesAMessageBehindFinishedUnderTheOldKeys() {
        hostile.say(server -> {
            server.hello().encryptedExtensions().certificate().certificateVerify();
            server.sendRaw(new WireWriter().bytes(server.finishedMessage().toByteArray())
                    .bytes(new KeyUpdate(false).toByteArray()).toByteArray());
        });
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    /// CVE-2020-2816: application data before Finished was delivered.
    @Test
    @Attack(4)
    void refusesApplicationDataBeforeFinished() {
        hostile.say(server -> server.hello().encryptedExtensions().sendData(new byte[]{1}));
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(hostile.client().inbox().bytes()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 1)
    void refusesKeyUpdateDuringTheHandshake() {
        hostile.say(server -> server.hello().send(new KeyUpdate(false)));
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.6", clause = 3)
    void refusesEndOfEarlyDataFromAServer() {
        hostile.say(server -> server.hello().send(new EndOfEarlyData()));
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    // ---- CertificateRequest ----

    @Test
    void refusesACertificateRequestWithoutSchemes() {
        hostile.say(server -> server.hello().encryptedExtensions()
                .send(new CertificateRequest(Bytes.EMPTY, ExtensionBlock.EMPTY)));
        hostile.assertRefused(AlertDescription.MISSING_EXTENSION);
    }

    @Test
    @Rfc(number = 9846, section = "4.4.2", clause = 3)
    void refusesACertificateRequestWithAContext() {
        hostile.say(server -> server.hello().encryptedExtensions().send(new CertificateRequest(Bytes.ofHex("01"),
                ExtensionBlock.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))));
        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "F.1", clause = 1)
    void refusesACertificateRequestWithAPsk() {
        HostileServer early = HostileServer.toAnEarlyClient();
        early.say(server -> server.hello(new SelectedPsk(0)).encryptedExtensions().send(new CertificateRequest(
                Bytes.EMPTY, ExtensionBlock.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))));
        early.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 1)
    void passesOverChangeCipherSpecDuringTheHandshake() {
        hostile.say(server -> {
            server.hello().writer().changeCipherSpec(server.out());
            server.encryptedExtensions().certificate().certificateVerify().finished();
        });
        hostile.assertConnected();
    }
}
