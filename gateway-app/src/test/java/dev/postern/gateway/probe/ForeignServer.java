package dev.postern.gateway.probe;

import dev.postern.gateway.issuance.DevelopmentAuthority;
import dev.postern.gateway.issuance.Issued;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.US_ASCII;

/// Another maker's server as a process, with a certificate of a development CA.
final class ForeignServer implements AutoCloseable {
    static final String HOST = "probed.localhost";

    private final Process process;
    private final Path log;
    final int port;
    final Path authority;

    private ForeignServer(Path folder, int port, List<String> command) throws IOException, InterruptedException {
        this.port = port;
        this.authority = folder.resolve("ca.pem");
        this.log = folder.resolve("log");
        this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        awaitListening();
    }

    /// nginx as its manual says to switch early data on.
    static ForeignServer nginx(Path folder, boolean earlyData) throws Exception {
        int port = freePort();
        identity(folder);
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, """
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  ssl_session_cache shared:probe:1m;
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_protocols TLSv1.3;
                    ssl_certificate %1$s/chain.pem;
                    ssl_certificate_key %1$s/key.pem;
                    ssl_early_data %3$s;
                    location / { return 200 "nginx\\n"; }
                  }
                }
                """.formatted(folder, port, earlyData ? "on" : "off"));
        return new ForeignServer(folder, port,
                List.of(executable("nginx"), "-c", configuration.toString(), "-p", folder.toString()));
    }

    /// HAProxy, with `allow-0rtt` or without.
    static ForeignServer haproxy(Path folder, boolean earlyData) throws Exception {
        int port = freePort();
        identity(folder);
        Files.writeString(folder.resolve("both.pem"),
                Files.readString(folder.resolve("chain.pem")) + Files.readString(folder.resolve("key.pem")));
        Path configuration = folder.resolve("haproxy.cfg");
        Files.writeString(configuration, """
                defaults
                  mode http
                  timeout client 10s
                  timeout server 10s
                  timeout connect 10s
                frontend probe
                  bind 127.0.0.1:%2$d ssl crt %1$s/both.pem ssl-min-ver TLSv1.3 %3$s
                  http-request return status 200 content-type text/plain string haproxy
                """.formatted(folder, port, earlyData ? "allow-0rtt" : ""));
        return new ForeignServer(folder, port,
                List.of(executable("haproxy"), "-f", configuration.toString(), "-db"));
    }

    private static void identity(Path folder) throws IOException {
        DevelopmentAuthority authority = DevelopmentAuthority.create(Instant.now());
        Issued issued = authority.issue(List.of(HOST));
        StringBuilder chain = new StringBuilder();
        List<X509Certificate> certificates = new ArrayList<>(issued.chain());
        certificates.forEach(certificate -> chain.append(pem("CERTIFICATE", encoded(certificate))));
        Files.writeString(folder.resolve("chain.pem"), chain);
        Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", issued.privateKey().getEncoded()));
        Files.writeString(folder.resolve("ca.pem"), pem("CERTIFICATE", encoded(authority.certificate())));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }

    private static String executable(String name) {
        return List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin").stream()
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst().map(Path::toString)
                .orElseThrow(() -> new AssertionError("There is no %s here: scripts/install-test-tools installs it."
                        .formatted(name.toLowerCase(Locale.ROOT))));
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitListening() throws IOException, InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException notYet) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroy();
                    throw new AssertionError("it does not listen: " + Files.readString(log), notYet);
                }
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
