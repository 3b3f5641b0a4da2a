package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.CertificateCompression;
import dev.postern.tls.codepoint.CertificateCompressionAlgorithm;
import dev.postern.tls.compression.CertificateCompressions;
import dev.postern.tls.config.CertificateExchange;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;

import static org.assertj.core.api.Assertions.assertThat;

/// What browsers save: the certificates of a host come in the compressed form that a client offers to take.
@Timeout(120)
class CompressedCertificateTest {
    private static final String HOST = "a.localhost";

    /// Notes what it unpacked.
    private record Noting(CertificateCompression library, List<CertificateCompressionAlgorithm> unpacked)
            implements
                CertificateCompression {
        @Override
        public CertificateCompressionAlgorithm algorithm() {
            return library.algorithm();
        }

        @Override
        public byte[] compress(byte[] message) {
            return library.compress(message);
        }

        @Override
        public byte[] decompress(byte[] compressed, int lengthBytes) throws DataFormatException {
            assertThat(compressed).hasSizeLessThan(lengthBytes);
            unpacked.add(algorithm());
            return library.decompress(compressed, lengthBytes);
        }
    }

    @TempDir
    Path folder;
    private final Issued certificate = DevelopmentAuthority.create(Instant.now()).issue(List.of(HOST));
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(),
            new SecureRandom()::nextBytes, System::currentTimeMillis, Limits.DEFAULT);
    private final List<CertificateCompressionAlgorithm> unpacked = new ArrayList<>();
    private OperatedGateway gateway;

    @BeforeEach
    void configure() throws Exception {
        gateway = new OperatedGateway(folder);
        gateway.host(HOST, gateway.certificate(HOST, certificate), Map.of());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void connect(List<CertificateCompression> offered) throws IOException {
        TlsClientConfig config = TlsClientConfig.to(HOST).applicationProtocols("http/1.1").certificates(
                CertificateExchange.PLAIN.compressWith(offered.stream()
                        .<CertificateCompression>map(library -> new Noting(library, unpacked)).toList()))
                .build();
        try (EngineSocket client = new EngineSocket(environment, gateway.port(), config)) {
            client.handshake();
            assertThat(client.engine().session().orElseThrow().peerChain().leaf())
                    .isEqualTo(certificate.chain().getFirst());
        }
    }

    @Test
    void eachClientGetsTheFormThatItTakes() throws Exception {
        for (CertificateCompression library : CertificateCompressions.available()) {
            connect(List.of(library));
        }

        assertThat(unpacked).containsExactly(CertificateCompressionAlgorithm.BROTLI,
                CertificateCompressionAlgorithm.ZSTD, CertificateCompressionAlgorithm.ZLIB);
    }

    @Test
    void theSmallestIsPreferredAndNoneIsForcedOnAnybody() throws Exception {
        connect(CertificateCompressions.available().reversed());
        connect(List.of());

        assertThat(unpacked).containsExactly(CertificateCompressionAlgorithm.BROTLI);
    }
}
