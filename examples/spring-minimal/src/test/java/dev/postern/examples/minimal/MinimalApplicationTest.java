package dev.postern.examples.minimal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The example as its README says, with OpenSSL as the client.
class MinimalApplicationTest {
    /// Only a bound: every command ends by itself when the server closes.
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path directory;

    private ConfigurableApplicationContext application;
    private int port;

    @BeforeEach
    void start() throws Exception {
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", file("key.pem"), "-out",
                file("cert.pem"), "-days", "2");
        Files.writeString(directory.resolve("page"), "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Files.writeString(directory.resolve("order"),
                "POST /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        application = SpringApplication.run(MinimalApplication.class, "--server.port=0",
                "--CERTIFICATE=file:" + file("cert.pem"), "--PRIVATE_KEY=file:" + file("key.pem"));
        port = ((WebServerApplicationContext) application).getWebServer().getPort();
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @Test
    void resumesASession() throws Exception {
        assertThat(ask("page", "-sess_out", file("session"))).contains("New, TLSv1.3", "full handshake");
        assertThat(ask("page", "-sess_in", file("session"))).contains("Reused, TLSv1.3", "resumed");
    }

    @Test
    void answersAPageEarly() throws Exception {
        assertThat(askEarly("page")).contains("Early data was accepted", "0-RTT");
    }

    @Test
    void placesAnOrderOnlyAfterTheHandshake() throws Exception {
        assertThat(askEarly("order")).contains("Early data was accepted", "placed, CONFIRMED");
    }

    /// After the handshake.
    private String ask(String request, String... more) throws Exception {
        return client(file(request), more);
    }

    /// As early data, with a ticket of a connection of its own: a ticket counts once, and a connection that ends with an early answer
    /// brings no new one.
    private String askEarly(String request) throws Exception {
        ask("page", "-sess_out", file("session"));
        return client("/dev/null", "-sess_in", file("session"), "-early_data", file(request));
    }

    private String client(String input, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + port,
                "-servername", "localhost", "-CAfile", file("cert.pem"), "-verify_return_error", "-alpn", "http/1.1",
                "-ign_eof"));
        command.addAll(List.of(more));
        return run(Path.of(input), command);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void run(String... command) throws Exception {
        run(Path.of("/dev/null"), List.of(command));
    }

    /// Through files, so that neither a full pipe nor a command that never ends holds up the test.
    private String run(Path input, List<String> command) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(input.toFile())
                .redirectOutput(output.toFile()).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command + " did not end: " + Files.readString(output));
        }
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
