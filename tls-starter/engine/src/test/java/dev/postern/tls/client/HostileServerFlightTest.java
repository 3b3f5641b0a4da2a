package dev.postern.tls.client;

import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.EarlyDataIndication;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.MaxEarlyDataSize;
import dev.postern.tls.extension.SelectedPsk;
import dev.postern.tls.extension.SignatureAlgorithms;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CertificateRequest;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.message.EncryptedExtensions;
import dev.postern.tls.message.EndOfEarlyData;
import dev.postern.tls.message.Finished;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.message.NewSessionTicket;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.wire.Bytes;
import dev.postern.tls.wire.WireWriter;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client refuses from EncryptedExtensions on, each named after the attack.
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
    void refusesHandshakeBytesThatSpanAChangeOfKeys() {
        hostile.say(server -> server.sendRaw(new WireWriter().bytes(server.serverHello(server.keyShare()).toByteArray())
                .u8(8).toByteArray()));
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    // ---- authentication ----

    /// CVE-2020-24613: a client that took a server without Certificate and CertificateVerify.
    @Test
    @Rfc(number = 9846, section = "4", clause = 2)
    @Rfc(number = 9846, section = "4.5.1", clause = 1)
    void refusesAServerWithoutACertificate() {
        hostile.say(server -> server.hello().encryptedExtensions().finished());
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 1)
    void refusesAServerThatDoesNotSign() {
        hostile.say(server -> server.hello().encryptedExtensions().certificate().finished());
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.3", clause = 1)
    void refusesAnEmptyCertificate() {
        hostile.say(server -> server.hello().encryptedExtensions().send(new Certificate(Bytes.EMPTY, List.of())));
        hostile.assertRefused(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesACertificateThatAnswersARequest() {
        hostile.say(server -> server.hello().encryptedExtensions().send(new Certificate(Bytes.ofHex("01"),
                List.of(new CertificateEntry(Bytes.ofHex("3000"), ExtensionBlock.EMPTY)))));
        hostile.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 1)
    void refusesACertificateThatIsNone() {
        for (String der : List.of("3000", "00", "2d2d2d2d2d424547494e")) {
            HostileServer fresh = HostileServer.toAFreshClient();
            fresh.say(server -> server.hello().encryptedExtensions().send(new Certificate(Bytes.EMPTY,
                    List.of(new CertificateEntry(Bytes.ofHex(der), ExtensionBlock.EMPTY)))));
            fresh.assertRefused(AlertDescription.BAD_CERTIFICATE);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 3)
    void refusesACertificateThatIsNotForSigning() {
        byte[] der = TestCredentials.forKeyAgreement(PairSetup.NAME);
        hostile.say(server -> server.hello().encryptedExtensions().send(new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.copyOf(der), ExtensionBlock.EMPTY)))));
        hostile.assertRefused(AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 6)
    void refusesAStapledResponseThatNobodyAskedFor() {
        hostile.say(server -> server.hello().encryptedExtensions().send(new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.ofHex("3000"), ExtensionBlock
                        .of(new UnknownExtension(ExtensionType.STATUS_REQUEST, Bytes.ofHex("01000001aa"))))))));
        hostile.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    /// CVE-2019-11727: PKCS #1 v1.5 in CertificateVerify. We offer it, but for certificates alone.
    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 7)
    void refusesSignatureSchemesThatAreForCertificatesAlone() {
        for (int scheme : new int[]{0x0401, 0x0501, 0x0601, 0x0201, 0x0203}) {
            HostileServer fresh = HostileServer.toAFreshClient();
            fresh.say(server -> server.hello().encryptedExtensions().certificate()
                    .send(new CertificateVerify(new SignatureScheme(scheme), Bytes.copyOf(new byte[64]))));
            fresh.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        }
    }

    /// CVE-2022-25638: a scheme that does not belong to the certificate's key.
    @Test
    @Rfc(number = 9846, section = "4.3.3", clause = 1)
    @Rfc(number = 9846, section = "4.5.2", clause = 6)
    void refusesAnotherSchemeThanTheKeyHas() {
        for (SignatureScheme scheme : List.of(SignatureScheme.ED25519, SignatureScheme.RSA_PSS_RSAE_SHA256,
                SignatureScheme.ECDSA_SECP384R1_SHA384)) {
            HostileServer fresh = HostileServer.toAFreshClient();
            fresh.say(server -> {
                server.hello().encryptedExtensions().certificate();
                Bytes signature = server.signed(SignatureScheme.ECDSA_SECP256R1_SHA256).signature();
                server.send(new CertificateVerify(scheme, signature));
            });
            fresh.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        }
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = {8, 9})
    void refusesASignatureOverSomethingElse() {
        hostile.say(server -> {
            server.hello().encryptedExtensions();
            CertificateVerify tooEarly = server.signed(SignatureScheme.ECDSA_SECP256R1_SHA256);
            server.certificate().send(tooEarly);
        });
        hostile.assertRefused(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void refusesAnEmptySignature() {
        hostile.say(server -> server.hello().encryptedExtensions().certificate()
                .send(new CertificateVerify(SignatureScheme.ECDSA_SECP256R1_SHA256, Bytes.EMPTY)));
        hostile.assertRefused(AlertDescription.DECRYPT_ERROR);
    }

    @Test
    void endsWithTheAlertOfWhoeverJudgesTheChain() {
        hostile.client().answers().peers(peer -> new PeerVerdict.Refused(AlertDescription.UNKNOWN_CA, "a stranger"));
        hostile.say(ScriptedServer::flight);
        hostile.assertRefused(AlertDescription.UNKNOWN_CA);
    }

    /// The server's Finished may already be in the socket: it must not be looked at before the chain is trusted.
    @Test
    void waitsForTheVerdictBeforeAnythingElse() {
        hostile.client().answersLate();
        hostile.say(ScriptedServer::flight);

        assertThat(hostile.client().engine().stage()).isEqualTo(TlsEngine.Stage.HANDSHAKE);
        assertThat(hostile.client().out().take()).as("change_cipher_spec alone").containsExactly(20, 3, 3, 0, 1, 1);
        hostile.client().answerOne();
        hostile.assertConnected();
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

    // ---- after the handshake ----

    @Test
    @Rfc(number = 9846, section = "4.7.2", clause = 5)
    void refusesACertificateRequestAfterTheHandshake() {
        hostile.say(server -> server.flight().send(new CertificateRequest(Bytes.ofHex("01"),
                ExtensionBlock.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))));
        assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void ignoresATicketThatLivesForNoTime() {
        hostile.say(server -> server.flight().send(ticket(0, 0)));

        hostile.assertConnected();
        assertThat(hostile.client().inbox().events(TlsEvent.TicketReceived.class)).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1", clause = 6)
    void keepsNoTicketForLongerThanAWeek() {
        hostile.say(server -> server.flight().send(ticket(0xffff_ffffL, 0)));

        ClientSession session = hostile.client().inbox().events(TlsEvent.TicketReceived.class).getFirst().session();
        assertThat(session.lifetimeSeconds()).isEqualTo(604_800);
    }

    @Test
    void readsTheLargestEarlyDataSize() {
        hostile.say(server -> server.flight().send(ticket(60, 0xffff_ffffL)));

        ClientSession session = hostile.client().inbox().events(TlsEvent.TicketReceived.class).getFirst().session();
        assertThat(session.maxEarlyDataBytes()).isEqualTo(0xffff_ffffL);
    }

    /// CVE-2024-2511 and its like: tickets without end.
    @Test
    void refusesAFloodOfTickets() {
        hostile.say(ScriptedServer::flight);
        for (int i = 0; i < 40; i++) {
            hostile.say(server -> server.send(ticket(60, 0)));
        }
        assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    /// CVE-2026-56862: KeyUpdates without end.
    @Test
    void refusesAFloodOfKeyUpdates() {
        hostile.say(ScriptedServer::flight);
        for (int i = 0; i < 40; i++) {
            hostile.say(server -> server.send(new KeyUpdate(false)).updateKeys());
        }
        assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void refusesRenegotiation() {
        hostile.say(server -> server.flight().send(server.clientHello()));
        assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "5", clause = 3)
    void refusesChangeCipherSpecAfterFinished() {
        hostile.say(server -> server.flight().writer().changeCipherSpec(server.out()));
        assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
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

    @Test
    void refusesAKeyUpdateThatSharesItsRecord() {
        hostile.say(server -> server.flight().sendRaw(new WireWriter().bytes(new KeyUpdate(false).toByteArray())
                .bytes(ticket(60, 0).toByteArray()).toByteArray()));
        assertFailed(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 5)
    void answersManyKeyUpdateRequestsWithOne() {
        hostile.say(server -> {
            server.flight();
            for (int i = 0; i < 5; i++) {
                server.send(new KeyUpdate(true)).updateKeys();
            }
        });
        hostile.client().out().take();
        hostile.client().send("one answer goes in front");

        int records = 0;
        byte[] sent = hostile.client().out().take();
        for (int at = 0; at < sent.length; records++) {
            at += 5 + (((sent[at + 3] & 0xff) << 8) | (sent[at + 4] & 0xff));
        }
        assertThat(records).isEqualTo(2);
        hostile.assertConnected();
    }

    private void assertFailed(AlertDescription description) {
        assertThat(hostile.client().failure().orElseThrow().description()).isEqualTo(description);
        assertThat(hostile.client().failure().orElseThrow().fault()).isEqualTo(Fault.PEER_MISBEHAVED);
        assertThat(hostile.client().engine().stage()).isEqualTo(TlsEngine.Stage.CLOSED);
    }

    private static NewSessionTicket ticket(long lifetimeSeconds, long maxEarlyDataBytes) {
        return new NewSessionTicket(lifetimeSeconds, 1, Bytes.ofHex("00"), Bytes.ofHex("7e57"),
                maxEarlyDataBytes == 0
                        ? ExtensionBlock.EMPTY
                        : ExtensionBlock.of(new MaxEarlyDataSize(maxEarlyDataBytes)));
    }
}
