package dev.postern.interop.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Programs that the scripts of `interop/peers` bring: from the cache, or by installing or building them.
public enum PeerExecutable {
    OPENSSL_DEBIAN("openssl-debian", "OpenSSL 3.0", "version"),
    OPENSSL_NEW("openssl-new", "OpenSSL 4.0", "version"),
    GNUTLS("gnutls", "GnuTLS", "--version"),
    GO("go", "Go", "version"),
    NSS("nss", "NSS", "version"),
    WOLFSSL("wolfssl", "wolfSSL 5.5", "version"),
    JSSE_17("jsse17", "JSSE 17", "version"),
    JSSE_25("jsse25", "JSSE 25", "version"),
    BOUNCY_CASTLE("bouncycastle", "Bouncy Castle", "version"),
    PYTHON("python", "Python", "version"),
    BORINGSSL("boringssl", "BoringSSL", "version", true),
    RUSTLS("rustls", "rustls", "version", true),
    WOLFSSL_NEW("wolfssl-new", "wolfSSL 5.9", "version", true),
    PICOTLS("picotls", "picotls", "version", true),
    S2N("s2n", "s2n-tls", "version", true),
    NODE("node", "Node", "version", true),
    FIREFOX("firefox", "Firefox", "--version", true),
    CURL("curl", "curl 7.88", "--version"),
    CURL_NEW("curl-new", "curl 8.23", "version"),
    CHROMIUM("chromium", "Chromium", "--version");

    /// The slowest is built from source: longer than the tests, but only once per machine.
    private static final long MINUTES = 20;
    private static final Map<PeerExecutable, Path> PATHS = new ConcurrentHashMap<>();

    private final String script;
    private final String label;
    private final String versionArgument;
    private final boolean big;

    PeerExecutable(String script, String label, String versionArgument) {
        this(script, label, versionArgument, false);
    }

    PeerExecutable(String script, String label, String versionArgument, boolean big) {
        this.script = script;
        this.label = label;
        this.versionArgument = versionArgument;
        this.big = big;
    }

    /// Whether it takes too long to bring for every run: its tests wear the tag `big`, and run with `make interop PEERS=all`.
    public boolean big() {
        return big;
    }

    /// Where it lies.
    ///
    /// @throws AssertionError with the script's sentence when the peer cannot be had
    public Path path() {
        return PATHS.computeIfAbsent(this, PeerExecutable::bring);
    }

    /// What people call it.
    public String label() {
        return label;
    }

    /// What it calls itself.
    public String version() {
        try (PeerProcess process = new PeerProcess(List.of(path().toString(), versionArgument))) {
            return process.awaitExit().lines().filter(line -> line.matches(".*\\d+\\.\\d+.*")).findFirst()
                    .orElse("unknown");
        }
    }

    private Path bring() {
        try {
            Process process = new ProcessBuilder(Path.of("peers", script).toAbsolutePath().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            process.getOutputStream().close();
            String line = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("interop/peers/" + script + " could not bring its peer; it says why above");
            }
            return Path.of(line);
        } catch (IOException e) {
            throw new AssertionError("interop/peers/" + script + " could not be started", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting for interop/peers/" + script, e);
        }
    }
}
