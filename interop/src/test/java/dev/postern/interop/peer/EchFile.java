package dev.postern.interop.peer;

import dev.postern.tls.ech.EchConfigList;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/// A key for Encrypted Client Hello as OpenSSL makes it: a PEM file with the private key and the list of configurations.
public record EchFile(Path path, EchConfigList configs) {
    private static final String BEGIN = "-----BEGIN ECHCONFIG-----";
    private static final String END = "-----END ECHCONFIG-----";

    public static EchFile make(String publicName) {
        try {
            Path file = Files.createTempDirectory("postern-ech").resolve("ech.pem");
            try (PeerProcess process = new PeerProcess(List.of(PeerExecutable.OPENSSL_NEW.path().toString(), "ech",
                    "-public_name", publicName, "-out", file.toString()))) {
                process.awaitExit();
            }
            String pem = Files.readString(file);
            String body = pem.substring(pem.indexOf(BEGIN) + BEGIN.length(), pem.indexOf(END));
            return new EchFile(file, EchConfigList.parse(Base64.getMimeDecoder().decode(body)));
        } catch (IOException e) {
            throw new IllegalStateException("openssl wrote no key", e);
        }
    }
}
