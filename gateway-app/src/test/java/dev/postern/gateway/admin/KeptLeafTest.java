package dev.postern.gateway.admin;

import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.pem.PemFile;
import dev.postern.gateway.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class KeptLeafTest {
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    @TempDir
    Path folder;

    private KeptLeaf leaf(int key) {
        byte[] kek = new byte[32];
        kek[0] = (byte) key;
        return new KeptLeaf(folder.resolve("admin-certificate"), new Vault(kek, RANDOM));
    }

    private static X509Certificate certificate(KeptLeaf leaf, Instant at) throws IOException {
        return leaf.at(at).chain().getFirst();
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        X509Certificate first = certificate(leaf(1), NOW);
        Issued again = leaf(1).at(NOW.plus(Duration.ofDays(200)));
        assertThat(again.chain()).containsExactly(first);

        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(again.privateKey());
        byte[] signed = signature.sign();
        signature.initVerify(first);
        assertThat(signature.verify(signed)).as("the key is that of the certificate").isTrue();
    }

    @Test
    void isMadeAnewWellBeforeItEnds() throws Exception {
        X509Certificate first = certificate(leaf(1), NOW);
        Instant end = first.getNotAfter().toInstant();
        assertThat(certificate(leaf(1), end.minus(KeptLeaf.RENEWED_BEFORE_END).minusSeconds(1))).isEqualTo(first);
        X509Certificate second = certificate(leaf(1), end.minus(KeptLeaf.RENEWED_BEFORE_END));
        assertThat(second.getNotAfter()).isAfter(first.getNotAfter());
        assertThat(certificate(leaf(1), end)).isEqualTo(second);
    }

    @Test
    void isMadeAnewWhenTheClockWasWrong() throws Exception {
        X509Certificate ofTomorrow = certificate(leaf(1), NOW.plus(Duration.ofDays(1)));
        assertThat(certificate(leaf(1), NOW)).isNotEqualTo(ofTomorrow);
    }

    @Test
    void isMadeAnewWhenItCannotBeOpened() throws Exception {
        X509Certificate first = certificate(leaf(1), NOW);
        X509Certificate second = certificate(leaf(2), NOW);
        assertThat(second).isNotEqualTo(first);
        Files.write(folder.resolve("admin-certificate"), new byte[]{1, 2, 3});
        assertThat(certificate(leaf(2), NOW)).isNotEqualTo(second);
    }

    @Test
    void liesSealedAndForItsOwnerAlone() throws Exception {
        certificate(leaf(1), NOW);
        Path file = folder.resolve("admin-certificate");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain("PRIVATE KEY");
        assertThat(PemFile.read(content, null).keys()).isEmpty();
        assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
    }
}
