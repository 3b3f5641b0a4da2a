package dev.postern.interop.peer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Chromium without a window, with an empty profile. What it saw is read from its network log, not from the page.
public final class Chromium {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Duration LONG = Duration.ofMinutes(2);

    private Chromium() {}

    /// @param page    the document when it was loaded, as Chromium prints it
    /// @param connections to the server, in the order in which their handshakes ended
    public record Visit(String page, List<TlsConnection> connections) {}

    /// One successful handshake.
    ///
    /// @param group       its number
    /// @param protocol    ALPN
    /// @param helloRetried whether a HelloRetryRequest came
    public record TlsConnection(String version, int suite, int group, Optional<String> protocol, boolean resumed,
            boolean helloRetried) {}

    /// Loads a page and what it refers to.
    ///
    /// @param trusted the one certificate that Chromium takes from a server although it knows no authority for it
    public static Visit visit(String url, X509Certificate trusted, String... more) {
        try {
            Path profile = Files.createTempDirectory("postern-chromium");
            Path log = profile.resolve("net-log.json");
            List<String> command = new ArrayList<>(List.of(PeerExecutable.CHROMIUM.path().toString(), "--headless",
                    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--no-first-run", "--user-data-dir=" + profile,
                    "--ignore-certificate-errors-spki-list=" + spki(trusted), "--log-net-log=" + log, "--dump-dom"));
            command.addAll(List.of(more));
            command.add(url);
            try (PeerProcess process = new PeerProcess(command)) {
                String page = process.awaitExit(LONG);
                return new Visit(page, connections(log));
            }
        } catch (IOException e) {
            throw new IllegalStateException("no temporary folder", e);
        }
    }

    private static String spki(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
            return Base64.getEncoder().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<TlsConnection> connections(Path log) {
        JsonNode root = JSON.readTree(log.toFile());
        Map<Integer, String> names = root.get("constants").get("logEventTypes").properties().stream()
                .collect(Collectors.toMap(e -> e.getValue().asInt(), Map.Entry::getKey));
        Map<Integer, Integer> hellos = new java.util.HashMap<>();
        List<TlsConnection> connections = new ArrayList<>();
        for (JsonNode event : root.get("events")) {
            JsonNode parameters = event.path("params");
            int source = event.get("source").get("id").asInt();
            switch (names.getOrDefault(event.get("type").asInt(), "")) {
                case "SSL_HANDSHAKE_MESSAGE_RECEIVED" -> {
                    if (parameters.path("type").asInt() == 2) {
                        hellos.merge(source, 1, Integer::sum);
                    }
                }
                case "SSL_CONNECT" -> {
                    if (parameters.has("version")) {
                        connections.add(connection(parameters, hellos.getOrDefault(source, 0)));
                    }
                }
                default -> {
                    // Everything else that a browser does is of no interest here.
                }
            }
        }
        return connections;
    }

    /// A HelloRetryRequest is a ServerHello by its type, so a connection with two of them was retried.
    private static TlsConnection connection(JsonNode parameters, int serverHellos) {
        String protocol = parameters.path("next_proto").asString("unknown");
        return new TlsConnection(parameters.get("version").asString(), parameters.get("cipher_suite").asInt(),
                parameters.get("key_exchange_group").asInt(),
                protocol.equals("unknown") ? Optional.empty() : Optional.of(protocol),
                parameters.get("is_resumed").asBoolean(), serverHellos > 1);
    }
}
