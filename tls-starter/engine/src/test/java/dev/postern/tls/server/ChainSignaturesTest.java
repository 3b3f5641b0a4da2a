package dev.postern.tls.server;

import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.CertificateShape;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.extension.SignatureAlgorithmsCert;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.pair.TestCredentials;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// A host with a chain that not every client can check, or that nobody should.
class ChainSignaturesTest {
    private static final SignatureScheme RSA_PKCS1_SHA1 = new SignatureScheme(0x0201);

    private final PairSetup setup = new PairSetup();
    private final Credential old = signedWithSha1();
    private final Credential good = TestCredentials.p256(setup.crypto(), PairSetup.NAME);

    private Credential signedWithSha1() {
        CertificateShape.Holder holder = CertificateShape.of(PairSetup.NAME)
                .issuedByRsa(CertificateShape.rsaAuthority(), "SHA1");
        return LocalSigner.credential(new CertificateChain(List.of(holder.certificate())), holder.keys().getPrivate(),
                setup.crypto(), new SecureRandom()::nextBytes);
    }

    private RawClient connect(List<Credential> credentials, SignatureScheme... ofCertificates) {
        setup.server(server -> server.credentials(credentials));
        RawClient client = new RawClient(setup);
        client.send(ofCertificates.length == 0
                ? client.hello()
                : client.hello().with(new SignatureAlgorithmsCert(List.of(ofCertificates))));
        return client;
    }

    private static CertificateChain shown(RawClient client) {
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        return client.server().engine().session().orElseThrow().localChain();
    }

    @Test
    @Rfc(number = 9846, section = "4.3.3", clause = 11)
    @Rfc(number = 9846, section = "4.5.1.2", clause = 5)
    void givesWayToAChainThatTheClientCanCheck() {
        assertThat(shown(connect(List.of(old, good)))).isEqualTo(good.chain());
    }

    @Test
    @Rfc(number = 9846, section = "4.5.1.2", clause = 6)
    void isNoFallbackWithSha1UnlessTheClientIsWilling() {
        assertThat(connect(List.of(old)).refusal()).contains(AlertDescription.HANDSHAKE_FAILURE);
        assertThat(shown(connect(List.of(old), RSA_PKCS1_SHA1))).isEqualTo(old.chain());
    }

    @Test
    void isAFallbackWhateverItIsSignedWithOtherwise() {
        assertThat(shown(connect(List.of(good), SignatureScheme.ED25519))).isEqualTo(good.chain());
    }
}
