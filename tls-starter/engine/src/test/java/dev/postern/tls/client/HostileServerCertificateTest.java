package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.PeerVerdict;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.message.CertificateVerify;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client refuses of a server's Certificate and CertificateVerify, each named after the attack.
class HostileServerCertificateTest {
    private final HostileServer hostile = HostileServer.toAFreshClient();

    /// CVE-2020-24613: a client that took a server without Certificate and CertificateVerify.
    @Test
    @Rfc(number = 9846, section = "4", clause = 2)
    @Rfc(number = 9846, section = "4.5.1", clause = 1)
    @Attack(2)
    void refusesAServerWithoutACertificate() {
        hostile.say(server -> server.hello().encryptedExtensions().finished());
        hostile.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 1)
    @Attack(2)
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
    @Attack(24)
    void refusesAStapledResponseThatNobodyAskedFor() {
        hostile.say(server -> server.hello().encryptedExtensions().send(new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.ofHex("3000"), ExtensionBlock
                        .of(new UnknownExtension(ExtensionType.STATUS_REQUEST, Bytes.ofHex("01000001aa"))))))));
        hostile.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    /// CVE-2019-11727: PKCS #1 v1.5 in CertificateVerify. We offer it, but for certificates alone.
    @Test
    @Rfc(number = 9846, section = "4.5.2", clause = 7)
    @Attack(10)
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
    @Attack(3)
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
    @Attack(5)
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
}
