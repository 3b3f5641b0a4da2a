package dev.postern.gateway.scenario;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.proxy.ScriptedUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// A certificate is replaced ten times while clients of both protocols keep asking, about 200 times a second, on connections old and
/// new.
@Timeout(300)
class CertificateRotationTest {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRotationTest.class);
    private static final String HOST = "localhost";
    private static final int REPLACEMENTS = 10;
    private static final int REQUESTS_BETWEEN = 100;

    @TempDir
    Path folder;
    private final DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());

    @Test
    void failsNoRequestAndDropsNoConnection() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("fine");
                OperatedGateway gateway = new OperatedGateway(folder)) {
            Issued first = authority.issue(List.of(HOST));
            String certificate = gateway.certificate(HOST, first);
            // The JDK's clients send no server name for a name of one label, so this host is the default one too.
            String host = gateway.host(HOST, certificate, Map.of("serverNames", List.of(HOST, "*")));
            gateway.route(host, "/", gateway.upstream("fine", upstream.port(), false), "hold");
            assertThat(servedNow(gateway)).isEqualTo(serial(first));
            try (SteadyLoad load = new SteadyLoad(gateway.port(), authority.certificate())) {
                load.awaitEveryKind();
                for (int i = 0; i < REPLACEMENTS; i++) {
                    Issued next = authority.issue(List.of(HOST));
                    gateway.replaceCertificate(certificate, next);
                    assertThat(servedNow(gateway)).as("replacement %s is in use", i + 1).isEqualTo(serial(next));
                    load.awaitMore(REQUESTS_BETWEEN);
                }
                load.stop();
                assertThat(load.failures()).isEmpty();
                assertThat(load.askedToGo()).as("no kept HTTP/1.1 connection was ended").isZero();
                assertThat(load.keptHttp2Connections()).as("the kept HTTP/2 connection was never replaced").hasSize(1);
                LOG.info("Certificate replaced {} times under {}", REPLACEMENTS, load.report());
            }
        }
    }

    /// The serial number that a client without any session sees.
    private BigInteger servedNow(OperatedGateway gateway) throws Exception {
        try (JdkClient client = new JdkClient(JdkClient.trusting(authority.certificate()), HOST, gateway.port())) {
            return client.certificate().getSerialNumber();
        }
    }

    private static BigInteger serial(Issued issued) {
        return issued.chain().getFirst().getSerialNumber();
    }
}
