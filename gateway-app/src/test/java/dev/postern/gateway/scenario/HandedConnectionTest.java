package dev.postern.gateway.scenario;

import dev.postern.gateway.proxy.ScriptedUpstream;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// A front accepts, peeks or reads the ClientHello and passes the connection on; from there it is a connection like any other.
@Timeout(180)
class HandedConnectionTest {
    private static final String HANDOVERS = "postern_listener_handovers_total{listener=\"handed\",outcome=";
    private static final int RECORD_HEADER = 5;

    @TempDir
    Path folder;
    private EarlyClients clients;

    @BeforeEach
    void start() throws Exception {
        clients = new EarlyClients(folder.resolve("data"), "--postern.listeners[0].bind=127.0.0.1:0",
                "--postern.leave.drain=60s", "--postern.listeners[1].name=handed",
                "--postern.listeners[1].handover.socket=" + socket());
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
    }

    private Path socket() {
        return folder.resolve("handover.sock");
    }

    private DescriptorFront front(boolean reads) throws IOException {
        return reads ? new DescriptorFront(socket(), "--read") : new DescriptorFront(socket());
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(folder.resolve("request.txt").toFile())).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private void request(String path) throws IOException {
        Files.writeString(folder.resolve("request.txt"),
                "GET " + path + " HTTP/1.1\r\nHost: " + EarlyClients.HOST + "\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"false,--http1.1,1.1", "false,--http2,2", "true,--http1.1,1.1", "true,--http2,2"})
    void curlIsServedOverEitherVersionOfHttp(boolean reads, String option, String version) throws Exception {
        request("/hold/page");
        try (DescriptorFront front = front(reads)) {
            assertThat(run("curl", "-sk", option, "--resolve", EarlyClients.HOST + ":" + front.port() + ":127.0.0.1",
                    "-w", " over %{http_version}", "https://" + EarlyClients.HOST + ":" + front.port() + "/hold/page"))
                    .isEqualTo(EarlyClients.ANSWER + " over " + version);
        }
        assertThat(clients.upstream.nextHead()).as("the client's own address")
                .containsIgnoringCase("\r\nx-forwarded-for: 127.0.0.1\r\n");
        clients.gateway.awaitMeter(HANDOVERS + "\"taken\"}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void opensslsEarlyDataIsAcceptedAndActsEarly(boolean reads) throws Exception {
        try (DescriptorFront front = front(reads)) {
            List<String> connect = List.of("openssl", "s_client", "-connect", "127.0.0.1:" + front.port(),
                    "-servername", EarlyClients.HOST, "-alpn", "http/1.1", "-ign_eof");
            request("/hold/first");
            String first = run(with(connect, "-sess_out", "session.pem"));
            assertThat(first).contains("HTTP/1.1 200 ", EarlyClients.ANSWER);
            assertThat(clients.upstream.nextHead()).startsWith("GET /hold/first ");

            request("/allow/early");
            String second = run(with(connect, "-sess_in", "session.pem", "-early_data", "request.txt"));
            assertThat(second).contains("Early data was accepted", EarlyClients.ANSWER);
            assertThat(clients.upstream.nextHead()).startsWith("GET /allow/early ")
                    .containsIgnoringCase("\r\nearly-data: 1\r\n");
        }
        clients.gateway.awaitMeter(HANDOVERS + "\"taken\"}");
    }

    private static String[] with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({"false,1", "false,100", "true,1", "true,100"})
    void aClientHelloInManyRecordsIsHandedOverWhole(boolean reads, int recordBytes) throws Exception {
        try (DescriptorFront front = front(reads); EngineSocket client = clients.connectTo(front.port())) {
            byte[] records = inRecordsOf(recordBytes, client.hello());
            for (int at = 0; at < records.length; at += 700) {
                client.raw(Arrays.copyOfRange(records, at, Math.min(records.length, at + 700)));
            }
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            client.flush();
            client.send(EarlyClients.get("/hold/page"));
            assertThat(client.untilText(EarlyClients.ANSWER)).startsWith("HTTP/1.1 200 ");
        }
    }

    private static byte[] inRecordsOf(int bytes, byte[] record) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int at = RECORD_HEADER; at < record.length; at += bytes) {
            int length = Math.min(bytes, record.length - at);
            records.write(record, 0, 3);
            records.write(length >> 8);
            records.write(length);
            records.write(record, at, length);
        }
        return records.toByteArray();
    }

    @Test
    void aClientWithoutTls13IsTheFrontsOther() throws Exception {
        request("/");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DescriptorFront front = new DescriptorFront(socket(), "--other",
                        "127.0.0.1:" + other.getLocalPort())) {
            Process client = new ProcessBuilder("openssl", "s_client", "-tls1_2", "-connect",
                    "127.0.0.1:" + front.port()).redirectErrorStream(true).start();
            try (Socket relayed = other.accept()) {
                assertThat(relayed.getInputStream().readNBytes(3)).as("its ClientHello").startsWith(22, 3);
            } finally {
                client.destroy();
            }
        }
        assertThat(clients.gateway.text("/actuator/prometheus")).doesNotContain(HANDOVERS);
    }

    @Test
    void showsItsSocketWhereAddressesAreShown() {
        assertThat(clients.gateway.json("/api/v1/system").path("listeners").path(1).path("bound").asString(""))
                .isEqualTo("unix:" + socket());
    }

    @Test
    void anOpenConnectionIsTakenLeaveOfLikeAnyOther() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedUpstream slow = new ScriptedUpstream(connection -> answerWhen(answer, connection));
                DescriptorFront front = front(true);
                EngineSocket idle = clients.connectTo(front.port());
                EngineSocket busy = clients.connectTo(front.port())) {
            clients.gateway.route(clients.host, "/slow", clients.gateway.upstream("slow", slow.port(), false), "hold");
            idle.handshake().send(EarlyClients.get("/hold/page"));
            idle.untilText(EarlyClients.ANSWER);
            busy.handshake().send(EarlyClients.get("/slow"));
            assertThat(slow.nextHead()).startsWith("GET /slow ");

            Thread leaving = Thread.ofPlatform().start(clients.gateway::close);
            idle.untilClosed();
            assertThat(idle.events).as("not cut off").hasAtLeastOneElementOfType(TlsEvent.PeerClosed.class);
            Await.until("the socket lies there", () -> !Files.exists(socket()));
            assertThat(leaving.isAlive()).as("it waits for the answer").isTrue();
            answer.countDown();
            assertThat(busy.untilClosed()).startsWith("HTTP/1.1 200 ").containsIgnoringCase("\r\nconnection: close\r\n")
                    .endsWith("at last");
            assertThat(busy.events).hasAtLeastOneElementOfType(TlsEvent.PeerClosed.class);
            leaving.join();
        }
    }

    private static void answerWhen(CountDownLatch latch, ScriptedUpstream.Connection connection) throws IOException {
        while (connection.readHead() != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nat last");
        }
    }

    @Test
    void theSocketGoesWithTheGateway() throws Exception {
        assertThat(socket()).exists();
        clients.gateway.close();
        assertThat(socket()).doesNotExist();
    }
}
