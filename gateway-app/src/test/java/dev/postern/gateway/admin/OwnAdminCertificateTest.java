package dev.postern.gateway.admin;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.issuance.SelfSigned;
import dev.postern.gateway.pem.PemText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// An operator gives the admin plane a certificate of his own, and replaces it without a restart.
@Timeout(180)
class OwnAdminCertificateTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    @TempDir
    Path folder;

    @Test
    void isServedInsteadOfTheSelfSignedOneAndReloaded() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("admin-cert.pem"), "what an earlier run left");
        Issued first = lay();
        String bundle = "--spring.ssl.bundle.pem.admin.";
        try (TestGateway gateway = TestGateway.start(data, "--postern.tls.bundle=admin",
                bundle + "keystore.certificate=file:" + folder.resolve("tls.crt"),
                bundle + "keystore.private-key=file:" + folder.resolve("tls.key"), bundle + "reload-on-update=true")) {
            assertThat(ServedLeaf.of(gateway)).isEqualTo(first.chain().getFirst());
            assertThat(data.resolve("admin-cert.pem")).as("it would tell clients to trust what is not served")
                    .doesNotExist();

            X509Certificate second = lay().chain().getFirst();
            Instant end = Instant.now().plus(PATIENCE);
            while (!ServedLeaf.of(gateway).equals(second)) {
                assertThat(Instant.now()).as("the file watcher saw the change").isBefore(end);
                Thread.sleep(100);
            }
        }
    }

    private Issued lay() throws IOException {
        Issued issued = SelfSigned.issue(List.of("admin.example"), List.of(), Instant.now(), Duration.ofDays(1));
        replace("tls.key", PemText.of(issued.privateKey()));
        replace("tls.crt", PemText.of(issued.chain()));
        return issued;
    }

    private void replace(String name, String content) throws IOException {
        Path next = Files.writeString(folder.resolve(name + ".next"), content);
        Files.move(next, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
