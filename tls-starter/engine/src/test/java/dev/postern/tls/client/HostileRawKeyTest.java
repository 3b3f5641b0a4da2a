package dev.postern.tls.client;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.SelectedCertificateType;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What a client that takes raw public keys refuses.
class HostileRawKeyTest {
    private static final SelectedCertificateType RAW = selected(CertificateType.RAW_PUBLIC_KEY);

    private final PairSetup setup = new PairSetup();
    private final Credential certificate = setup.serverConfig().credentials().getFirst();
    private final Credential rawKey = TestCredentials.rawKey(setup.crypto());

    private static SelectedCertificateType selected(CertificateType type) {
        return new SelectedCertificateType(ExtensionType.SERVER_CERTIFICATE_TYPE, type);
    }

    private HostileServer serverWith(Credential credential, CertificateType... taken) {
        setup.server(server -> server.credentials(List.of(credential)));
        return new HostileServer(setup, client -> client.serverCertificateTypes(List.of(taken)));
    }

    private HostileServer rawServer() {
        return serverWith(rawKey, CertificateType.RAW_PUBLIC_KEY);
    }

    private static Certificate entries(byte[]... keys) {
        return new Certificate(Bytes.EMPTY, Stream.of(keys)
                .map(key -> new CertificateEntry(Bytes.copyOf(key), ExtensionBlock.EMPTY)).toList());
    }

    private byte[] spki() {
        return rawKey.identity().encoded().getFirst();
    }

    @Test
    void takesAGoodOne() {
        HostileServer server = rawServer();
        server.say(script -> script.hello().encryptedExtensions(RAW).certificate().certificateVerify().finished());
        server.assertConnected();
    }

    @Test
    void refusesATypeThatItDidNotOffer() {
        HostileServer server = rawServer();
        server.say(script -> script.hello().encryptedExtensions(selected(CertificateType.X509)));
        server.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3")
    void refusesATypeWhereItOfferedNone() {
        HostileServer server = serverWith(rawKey, CertificateType.X509);
        server.say(script -> script.hello().encryptedExtensions(RAW));
        server.assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1")
    void refusesACertificateWhereItTakesKeysAlone() {
        HostileServer server = serverWith(certificate, CertificateType.RAW_PUBLIC_KEY);
        server.say(script -> script.hello().encryptedExtensions());
        server.assertRefused(AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void refusesACertificateWhereAKeyWasPromised() {
        HostileServer server = serverWith(certificate, CertificateType.RAW_PUBLIC_KEY, CertificateType.X509);
        server.say(script -> script.hello().encryptedExtensions(RAW).certificate());
        server.assertRefused(AlertDescription.DECODE_ERROR);
    }

    /// CVE-2024-12797's neighbour: a bare key slipped in where a certificate was due would have no issuer to ask about.
    @Test
    void refusesAKeyWhereACertificateWasPromised() {
        HostileServer server = serverWith(rawKey, CertificateType.RAW_PUBLIC_KEY, CertificateType.X509);
        server.say(script -> script.hello().encryptedExtensions().certificate());
        server.assertRefused(AlertDescription.BAD_CERTIFICATE);
    }

    /// RFC 9345 4: a delegated credential is signed by the key of a certificate; a bare key says nothing of whether it may.
    @Test
    void refusesADelegatedCredentialOfAKey() {
        SignatureScheme scheme = SignatureScheme.ECDSA_SECP256R1_SHA256;
        setup.server(server -> server.credentials(List.of(rawKey)));
        HostileServer server = new HostileServer(setup, client -> client
                .serverCertificateTypes(List.of(CertificateType.RAW_PUBLIC_KEY))
                .certificates(CertificateExchange.PLAIN.takeDelegatedCredentials(List.of(scheme))));
        byte[] delegation = new DelegatedCredential(1000, scheme, RawPublicKey.of(rawKey.identity().publicKey()),
                scheme,
                new byte[64]).encoded();
        server.say(script -> script.hello().encryptedExtensions(RAW).send(new Certificate(Bytes.EMPTY,
                List.of(new CertificateEntry(Bytes.copyOf(spki()), ExtensionBlock.of(new UnknownExtension(
                        ExtensionType.DELEGATED_CREDENTIAL, Bytes.copyOf(delegation))))))));
        if (server.client().failure().isEmpty()) {
            server.say(script -> script.certificateVerify());
        }
        server.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1", clause = 10)
    void refusesTwoKeys() {
        HostileServer server = rawServer();
        server.say(script -> script.hello().encryptedExtensions(RAW).send(entries(spki(), spki())));
        server.assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Attack(20)
    void refusesNoKey() {
        HostileServer server = rawServer();
        server.say(script -> script.hello().encryptedExtensions(RAW).send(entries()));
        server.assertRefused(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesAnEmptyKey() {
        HostileServer server = rawServer();
        server.say(script -> script.hello().encryptedExtensions(RAW).send(entries(new byte[0])));
        server.assertRefused(AlertDescription.DECODE_ERROR);
    }

    @Test
    void refusesAKeyWithoutProof() {
        HostileServer server = rawServer();
        server.say(script -> script.hello().encryptedExtensions(RAW).certificate().finished());
        server.assertRefused(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(server.client().answers().asked()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.5.2")
    void refusesTheKeyOfSomebodyElse() {
        HostileServer server = rawServer();
        byte[] other = TestCredentials.rawKey(setup.crypto()).identity().encoded().getFirst();
        server.say(script -> script.hello().encryptedExtensions(RAW).send(entries(other)).certificateVerify());
        server.assertRefused(AlertDescription.DECRYPT_ERROR);
        assertThat(server.client().answers().asked()).isEmpty();
    }
}
