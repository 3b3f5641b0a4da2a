package dev.postern.gateway.scenario;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.LocalSigner;
import org.springframework.boot.ssl.pem.PemContent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// An authority for clients and one client that it certified, made by OpenSSL.
final class ClientIdentity {
    private final Path folder;

    ClientIdentity(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        openssl("-subj", "/CN=clients", "-keyout", "ca.key", "-out", "ca.pem", "-addext",
                "keyUsage=critical,keyCertSign,cRLSign");
        openssl("-subj", "/CN=client", "-keyout", "client.key", "-out", "client.pem", "-CA", "ca.pem", "-CAkey",
                "ca.key", "-addext", "basicConstraints=critical,CA:FALSE", "-addext",
                "keyUsage=critical,digitalSignature", "-addext", "extendedKeyUsage=clientAuth");
    }

    private void openssl(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-days", "2"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("openssl failed: " + said);
        }
    }

    String authorityPem() throws IOException {
        return Files.readString(folder.resolve("ca.pem"));
    }

    Credential credential(EngineEnvironment environment) throws IOException {
        return LocalSigner.credential(
                new CertificateChain(PemContent.load(folder.resolve("client.pem")).getCertificates()),
                Objects.requireNonNull(PemContent.load(folder.resolve("client.key")).getPrivateKey()),
                environment.crypto(), environment.random());
    }
}
