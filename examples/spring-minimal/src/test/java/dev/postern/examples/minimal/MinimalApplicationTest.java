package dev.postern.examples.minimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The example as its README says, with OpenSSL as the client.
@Timeout(60)
class MinimalApplicationTest {
    @TempDir
    Path directory;

    @Test
    void servesAPageEarlyAndAnOrderOnlyAfterTheHandshake() throws Exception {
        run("", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", file("key.pem"), "-out",
                file("cert.pem"), "-days", "2");
        try (ConfigurableApplicationContext application = SpringApplication.run(MinimalApplication.class,
                "--server.port=0",
                "--CERTIFICATE=file:" + file("cert.pem"), "--PRIVATE_KEY=file:" + file("key.pem"))) {
            int port = ((WebServerApplicationContext) application).getWebServer().getPort();
            write("page", "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            write("order",
                    "POST /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

            assertThat(client(port, "page", "-sess_out", file("session"))).contains("full handshake");
            assertThat(client(port, "page", "-sess_in", file("session"), "-sess_out", file("next")))
                    .contains("resumed");
            assertThat(early(port, "page", "next", "third")).contains("0-RTT").contains("Early data was accepted");
            assertThat(early(port, "order", "third", "fourth")).contains("placed, CONFIRMED")
                    .contains("Early data was accepted");
        }
    }

    private String client(int port, String request, String... more) throws Exception {
        List<String> command = command(port);
        command.addAll(List.of(more));
        return run(Files.readString(directory.resolve(request)), command.toArray(String[]::new));
    }

    private String early(int port, String request, String session, String next) throws Exception {
        List<String> command = command(port);
        command.addAll(List.of("-sess_in", file(session), "-sess_out", file(next), "-early_data", file(request)));
        return run("", command.toArray(String[]::new));
    }

    private static List<String> command(int port) {
        return new ArrayList<>(
                List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", "localhost",
                        "-alpn", "http/1.1", "-ign_eof"));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static String run(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        if (!command[1].equals("s_client")) {
            process.getOutputStream().close();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("openssl did not end: " + output);
        }
        return output;
    }
}
