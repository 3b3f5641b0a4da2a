package dev.postern.tls.pair;

import dev.postern.tls.TlsServerEngine;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.Staples;
import dev.postern.tls.certificate.ZlibCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.event.TlsEvent;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Compressed certificates between two engines of ours, both ways.
class CertificateCompressionTest {

    /// Turns every byte round, and counts.
    private static final class Counting implements CertificateCompression {
        private final int code;
        private int compressed;
        private int decompressed;

        Counting(int code) {
            this.code = code;
        }

        @Override
        public CertificateCompressionAlgorithm algorithm() {
            return new CertificateCompressionAlgorithm(code);
        }

        @Override
        public byte[] compress(byte[] message) {
            compressed++;
            return flipped(message);
        }

        @Override
        public byte[] decompress(byte[] message, int lengthBytes) {
            decompressed++;
            return flipped(message);
        }

        private static byte[] flipped(byte[] bytes) {
            byte[] flipped = Arrays.copyOf(bytes, bytes.length);
            for (int i = 0; i < flipped.length; i++) {
                flipped[i] ^= (byte) 0xff;
            }
            return flipped;
        }
    }

    private final Counting one = new Counting(0xff01);
    private final Counting other = new Counting(0xff02);
    private final PairSetup setup = new PairSetup();

    private static CertificateExchange compressing(CertificateCompression... compressions) {
        return CertificateExchange.PLAIN.compressWith(List.of(compressions));
    }

    private Pair connect() {
        Pair pair = setup.pair().handshake();
        assertThat(pair.client().failure()).isEmpty();
        assertThat(pair.server().failure()).isEmpty();
        assertThat(pair.client().engine().session().orElseThrow().peerIdentity())
                .isEqualTo(setup.serverConfig().credentials().getFirst().identity());
        return pair;
    }

    @Test
    void aServerCompressesForAClientThatOffersIt() {
        setup.server(server -> server.certificates(compressing(one)))
                .client(client -> client.certificates(compressing(one)));

        connect();

        assertThat(one.compressed).isEqualTo(1);
        assertThat(one.decompressed).isEqualTo(1);
    }

    @Test
    void aServerCompressesOncePerCredential() {
        setup.server(server -> server.certificates(compressing(one)))
                .client(client -> client.certificates(compressing(one)));

        connect();
        connect();
        connect();

        assertThat(one.compressed).isEqualTo(1);
        assertThat(one.decompressed).isEqualTo(3);
    }

    @Test
    void aPreparedServerCompressesInNoHandshake() {
        setup.server(server -> server.certificates(compressing(one, other)).credentials(
                List.of(setup.serverConfig().credentials().getFirst().stapledWith(Staples.ocsp(new byte[]{1})))));
        TlsServerEngine.prepare(setup.serverConfig());
        assertThat(one.compressed).as("with the response and without").isEqualTo(2);
        assertThat(other.compressed).isEqualTo(2);

        setup.client(client -> client.certificates(compressing(one)));
        connect();
        setup.client(client -> client.certificates(compressing(other).askForOcspResponse(true)));
        connect();
        assertThat(one.decompressed + other.decompressed).isEqualTo(2);
        assertThat(one.compressed + other.compressed).isEqualTo(4);
    }

    /// What the client asks for changes the message, and a new response makes a new credential.
    @Test
    void nobodyGetsTheFormOfAnother() {
        Credential plain = setup.serverConfig().credentials().getFirst();
        setup.server(server -> server.certificates(compressing(one))
                .credentials(List.of(plain.stapledWith(Staples.ocsp(new byte[]{1})))));
        setup.client(client -> client.certificates(compressing(one)));
        Pair without = connect();
        setup.client(client -> client.certificates(compressing(one).askForOcspResponse(true)));
        Pair with = connect();
        setup.server(server -> server.credentials(List.of(plain.stapledWith(Staples.ocsp(new byte[]{2})))));
        Pair later = connect();

        assertThat(staple(without)).isEmpty();
        assertThat(staple(with)).containsExactly(1);
        assertThat(staple(later)).containsExactly(2);
        assertThat(one.compressed).isEqualTo(3);
    }

    private static byte[] staple(Pair pair) {
        return pair.client().engine().session().orElseThrow().peerStaples().ocspResponse();
    }

    @Test
    void theServersOrderDecides() {
        setup.server(server -> server.certificates(compressing(other, one)))
                .client(client -> client.certificates(compressing(one, other)));

        connect();

        assertThat(other.decompressed).isEqualTo(1);
        assertThat(one.decompressed).isZero();
    }

    @Test
    void withoutACommonAlgorithmNothingIsCompressed() {
        setup.server(server -> server.certificates(compressing(one)))
                .client(client -> client.certificates(compressing(other)));

        connect();

        assertThat(one.compressed).isZero();
        assertThat(other.decompressed).isZero();
    }

    @Test
    void zlibIsThereUnlessItIsSwitchedOff() {
        assertThat(CertificateExchange.DEFAULT.compressions()).singleElement().isInstanceOf(ZlibCompression.class);
        assertThat(setup.serverConfig().certificates()).isEqualTo(CertificateExchange.DEFAULT);

        connect();
    }

    @Test
    void aClientCompressesForAServerThatOffersIt() {
        Credential client = TestCredentials.p256(setup.crypto(), "client");
        setup.server(server -> server.clientAuthentication(ClientAuthentication.REQUIRE).certificates(compressing(one)))
                .client(builder -> builder.certificates(compressing(one)).credentials(List.of(client)));

        Pair pair = connect();

        assertThat(pair.server().inbox().events(TlsEvent.HandshakeConfirmed.class)).hasSize(1);
        assertThat(pair.server().engine().session().orElseThrow().peerIdentity()).isEqualTo(client.identity());
        assertThat(one.compressed).as("a server's and a client's").isEqualTo(2);
        assertThat(one.decompressed).isEqualTo(2);
    }
}
