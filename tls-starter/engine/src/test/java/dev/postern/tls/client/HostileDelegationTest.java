package dev.postern.tls.client;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.CertificateShape;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.DelegatedCredential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.certificate.RawPublicKey;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.extension.ExtensionBlock;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.message.Certificate;
import dev.postern.tls.message.CertificateEntry;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

import java.security.KeyPair;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

/// Delegated credentials that a client refuses. The attacker has the key of one, and wants more of it than he was given.
class HostileDelegationTest {
    private static final String DELEGATION_USAGE = "1.3.6.1.4.1.44363.44";
    private static final SignatureScheme SCHEME = SignatureScheme.ECDSA_SECP256R1_SHA256;
    private static final long DAY = 86_400;
    private final PairSetup setup = new PairSetup();
    private final KeyPair certificateKeys = CertificateShape.newKeys();
    private final KeyPair keys = CertificateShape.newKeys();
    private CertificateShape shape = mayDelegate();
    private CertificateExchange offered = CertificateExchange.PLAIN.takeDelegatedCredentials(List.of(SCHEME));

    private CertificateShape mayDelegate() {
        return plain().usage(KeyUsage.digitalSignature).noting(DELEGATION_USAGE, DERNull.INSTANCE);
    }

    private CertificateShape plain() {
        Instant now = Instant.ofEpochMilli(setup.clock().currentMillis());
        return CertificateShape.of(PairSetup.NAME).valid(now.minus(10, ChronoUnit.DAYS),
                now.plus(60, ChronoUnit.DAYS));
    }

    private CertificateChain chain() {
        return new CertificateChain(List.of(shape.selfSigned(certificateKeys)));
    }

    private DelegatedCredential signed(CertificateChain chain, long validSeconds, SignatureScheme scheme,
            DelegatedCredential.Use use) {
        DelegatedCredential unsigned = new DelegatedCredential(validSeconds, scheme, RawPublicKey.of(keys.getPublic()),
                SCHEME, new byte[1]);
        byte[] signature = LocalSigner.credential(chain, certificateKeys.getPrivate(), setup.crypto(), setup.random())
                .signer().sign(SCHEME, unsigned.signedContent(chain.leaf(), use)).toCompletableFuture().join();
        return new DelegatedCredential(validSeconds, scheme, unsigned.spki(), SCHEME, signature);
    }

    private HostileServer showing(CertificateChain chain, byte[] delegation) {
        Credential key = LocalSigner.credential(RawPublicKey.of(keys.getPublic()), keys.getPrivate(), setup.crypto(),
                setup.random());
        setup.server(server -> server.credentials(List.of(key)));
        Certificate message = new Certificate(Bytes.EMPTY, List.of(new CertificateEntry(
                Bytes.copyOf(chain.encoded().getFirst()),
                ExtensionBlock.of(new UnknownExtension(ExtensionType.DELEGATED_CREDENTIAL,
                        Bytes.copyOf(delegation))))));
        return new HostileServer(setup, client -> client.certificates(offered))
                .say(server -> server.hello().encryptedExtensions().send(message));
    }

    private HostileServer connecting(long validSeconds, SignatureScheme scheme, DelegatedCredential.Use use) {
        CertificateChain chain = chain();
        HostileServer hostile = showing(chain, signed(chain, validSeconds, scheme, use).encoded());
        return hostile.client().failure().isPresent()
                ? hostile
                : hostile.say(server -> server.certificateVerify().finished());
    }

    private void assertIllegal(long validSeconds) {
        connecting(validSeconds, SCHEME, DelegatedCredential.Use.SERVER)
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// The script is right, so that the refusals below mean something. The certificate is ten days old.
    @Test
    void takesAGoodOne() {
        connecting(11 * DAY, SCHEME, DelegatedCredential.Use.SERVER).assertConnected();
    }

    @Test
    @Rfc(number = 9345, section = "4.1.3")
    void refusesOneThatExpired() {
        connecting(10 * DAY + 1, SCHEME, DelegatedCredential.Use.SERVER).assertConnected();
        assertIllegal(10 * DAY);
        assertIllegal(0);
    }

    @Test
    @Rfc(number = 9345, section = "4.1.3")
    void refusesOneThatIsValidForMoreThanSevenDays() {
        connecting(17 * DAY, SCHEME, DelegatedCredential.Use.SERVER).assertConnected();
        assertIllegal(17 * DAY + 1);
        assertIllegal(0xffff_ffffL);
    }

    @Test
    @Rfc(number = 9345, section = "4.2")
    void refusesOneOfACertificateThatMayNotDelegate() {
        shape = plain().usage(KeyUsage.digitalSignature);
        assertIllegal(11 * DAY);
        shape = plain().noting(DELEGATION_USAGE, DERNull.INSTANCE);
        assertIllegal(11 * DAY);
    }

    @Test
    @Rfc(number = 9345, section = "4.1.3")
    void refusesASchemeThatItDidNotOffer() {
        offered = CertificateExchange.PLAIN.takeDelegatedCredentials(List.of(SignatureScheme.ED25519));
        assertIllegal(11 * DAY);
    }

    /// It is for one scheme, and the handshake is signed with another.
    @Test
    @Rfc(number = 9345, section = "4.1.3")
    void refusesAnotherSchemeThanItsOwnInCertificateVerify() {
        offered = CertificateExchange.PLAIN
                .takeDelegatedCredentials(List.of(SCHEME, SignatureScheme.ECDSA_SECP384R1_SHA384));
        connecting(11 * DAY, SignatureScheme.ECDSA_SECP384R1_SHA384, DelegatedCredential.Use.SERVER)
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// A client's delegated credential is no server's.
    @Test
    void refusesOneForTheOtherRole() {
        connecting(11 * DAY, SCHEME, DelegatedCredential.Use.CLIENT)
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void refusesTheSignatureOfAnotherCertificate() {
        CertificateChain chain = chain();
        CertificateChain other = chain();
        DelegatedCredential forOther = signed(other, 11 * DAY, SCHEME, DelegatedCredential.Use.SERVER);
        shape = plain().usage(KeyUsage.digitalSignature).noting(DELEGATION_USAGE, DERNull.INSTANCE);
        KeyPair stranger = CertificateShape.newKeys();
        CertificateChain foreign = new CertificateChain(List.of(shape.selfSigned(stranger)));

        showing(foreign, forOther.encoded()).say(server -> server.certificateVerify())
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
        byte[] damaged = signed(chain, 11 * DAY, SCHEME, DelegatedCredential.Use.SERVER).encoded();
        damaged[3] ^= 1;
        showing(chain, damaged).say(server -> server.certificateVerify())
                .assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void refusesOneThatItDidNotAskFor() {
        offered = CertificateExchange.PLAIN;
        CertificateChain chain = chain();
        showing(chain, signed(chain, 11 * DAY, SCHEME, DelegatedCredential.Use.SERVER).encoded())
                .assertRefused(AlertDescription.UNSUPPORTED_EXTENSION);
    }

    @Test
    void refusesWhatIsNone() {
        CertificateChain chain = chain();
        byte[] good = signed(chain, 11 * DAY, SCHEME, DelegatedCredential.Use.SERVER).encoded();
        showing(chain, new byte[0]).assertRefused(AlertDescription.DECODE_ERROR);
        showing(chain, Arrays.copyOf(good, good.length - 1)).assertRefused(AlertDescription.DECODE_ERROR);
        showing(chain, Arrays.copyOf(good, good.length + 1)).assertRefused(AlertDescription.DECODE_ERROR);
        byte[] badKey = good.clone();
        badKey[9] = 0x31;
        showing(chain, badKey).assertRefused(AlertDescription.ILLEGAL_PARAMETER);
    }
}
