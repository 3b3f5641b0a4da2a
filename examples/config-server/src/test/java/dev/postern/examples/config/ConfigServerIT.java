package dev.postern.examples.config;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// The gateway and the configuration server as two processes, as their operator starts them.
@Timeout(1200)
class ConfigServerIT {
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Path SERVER = HERE.resolve("target/config-server-0.1.0-SNAPSHOT.jar");
    private static final Path GATEWAY = HERE.resolve("../../gateway-app/target/gateway-app.jar").normalize();

    @TempDir
    Path folder;

    @Test
    void settingsCountFromTheStartAndChangedOnesFromARefreshOn() throws Exception {
        settings("edge", "3s", "https://one.example");
        StartedJar server = server("0");
        String serverPort = server.await("Tomcat started on port (\\d+)");
        try (StartedJar gateway = gateway("configserver:http://127.0.0.1:" + serverPort)) {
            int port = Integer.parseInt(gateway.await("Listener edge: 127\\.0\\.0\\.1:(\\d+)"));
            GatewayAdmin admin = new GatewayAdmin(data(), gateway.await("Admin UI: https://[^/]*:(\\d+)/"));
            gateway.await("The admin token lies in");
            try (KeptConnection kept = new KeptConnection(GatewayAdmin.trusting(data().resolve("dev-ca.pem")), port)) {
                assertThat(kept.get()).isEqualTo("HTTP/1.1 200 OK");

                settings("renamed", "2s", "https://two.example");
                HttpResponse<String> changed = admin.refresh();
                assertThat(changed.statusCode()).isEqualTo(200);
                assertThat(changed.body()).contains("postern.leave.unready-for", "postern.admin.allowed-origins[0]",
                        "postern.listeners[0].name");
                gateway.await("Changed: postern.admin.allowed-origins\\[0\\], postern.leave.unready-for");
                gateway.await("from the next start on: postern.listeners\\[0\\].name");
                assertThat(kept.get()).as("the connection of before").isEqualTo("HTTP/1.1 200 OK");

                server.close();
                HttpResponse<String> away = admin.refresh();
                assertThat(away.statusCode()).isEqualTo(503);
                assertThat(away.body()).contains("urn:postern:problem:config-server-unavailable",
                        "http://127.0.0.1:" + serverPort, "The settings stay as they were.");
                assertThat(kept.get()).isEqualTo("HTTP/1.1 200 OK");

                server = server(serverPort);
                assertThat(admin.refresh().body()).as("nothing changed while it was away").isEqualTo("[]");
                settings("renamed", "1s", "https://two.example");
                assertThat(admin.refresh().body()).isEqualTo("[\"postern.leave.unready-for\"]");
                assertThat(kept.get()).isEqualTo("HTTP/1.1 200 OK");
            }
        } finally {
            server.close();
        }
    }

    @Test
    void aServerThatIsAwayEndsTheStartUnlessItIsOptional() throws Exception {
        try (Socket nobodyListens = new Socket()) {
            nobodyListens.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String server = "configserver:http://127.0.0.1:" + nobodyListens.getLocalPort();
            try (StartedJar gateway = gateway(server)) {
                assertThat(gateway.awaitExit()).isEqualTo(1);
                assertThat(gateway.said()).contains("The configuration server did not give the settings")
                        .contains("Connection refused").contains("optional:configserver:").doesNotContain("\tat ");
            }
            try (StartedJar gateway = gateway("optional:" + server, "--postern.listeners[0].bind=127.0.0.1:0")) {
                gateway.await("Postern is ready");
                GatewayAdmin admin = new GatewayAdmin(data(), gateway.await("Admin UI: https://[^/]*:(\\d+)/"));
                gateway.await("The admin token lies in");
                assertThat(admin.refresh().body()).isEqualTo("[]");
            }
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void settings(String listener, String unreadyFor, String origin) throws IOException {
        Path settings = Files.createDirectories(folder.resolve("settings"));
        Files.writeString(settings.resolve("postern.yml"), """
                postern:
                  listeners:
                    - name: %s
                      bind: 127.0.0.1:0
                  leave:
                    unready-for: %s
                  admin:
                    allowed-origins: ["%s"]
                """.formatted(listener, unreadyFor, origin));
    }

    private StartedJar server(String port) throws IOException, InterruptedException {
        StartedJar server = new StartedJar(SERVER, folder.resolve("server.log"),
                Map.of("SETTINGS", folder.resolve("settings").toString()), "--server.port=" + port);
        server.await("Started ConfigServerApplication");
        return server;
    }

    /// With the demo's host and its certificate, so that there is something to ask for.
    private StartedJar gateway(String settings, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("--postern.data-dir=" + data(), "--postern.demo=true", "--server.port=0"));
        arguments.addAll(List.of(more));
        return new StartedJar(GATEWAY, folder.resolve("gateway.log"), Map.of("SPRING_CONFIG_IMPORT", settings),
                arguments.toArray(String[]::new));
    }
}
