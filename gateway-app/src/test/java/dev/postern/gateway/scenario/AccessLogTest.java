package dev.postern.gateway.scenario;

import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// A line for each request, which says whether it came early and what was done about it.
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class AccessLogTest {
    @TempDir
    Path folder;

    @Test
    void saysWhatCameEarlyAndWhatWasDoneAboutIt(CapturedOutput output) throws Exception {
        try (EarlyClients clients = new EarlyClients(folder, "--logging.level.postern.access=info")) {
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start(EarlyClients.get("/allow/page?token=secret"));
                client.untilText(EarlyClients.ANSWER);
                client.flush();
                client.send(EarlyClients.get("/allow/later"));
                clients.upstream.nextHead();
                assertThat(clients.upstream.nextHead()).startsWith("GET /allow/later ");
            }
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start(EarlyClients.get("/hold/page"));
                EarlyClients.finish(client);
                client.untilText(EarlyClients.ANSWER);
            }
            try (EngineSocket client = clients.connect(clients.ticket())) {
                client.start(EarlyClients.get("/tooEarly/page"));
                client.untilText("425");
            }
            try (EngineSocket client = clients.connect()) {
                client.handshake().send("GET /allow/marked HTTP/1.1\r\nHost: " + EarlyClients.HOST
                        + "\r\nEarly-Data: 1\r\n\r\n");
                client.untilText(EarlyClients.ANSWER);
            }
            String host = " host=\"early.localhost\" route=\"route of ";
            await(output,
                    "peer=127.0.0.1" + host + "/allow\" upstream=\"aware\" method=GET path=/allow/page status=200",
                    "early=allowed handshake=early");
            await(output, host + "/allow\" upstream=\"aware\" method=GET path=/allow/later status=200",
                    "early=no handshake=confirmed");
            await(output, host + "/hold\" upstream=\"aware\" method=GET path=/hold/page status=200",
                    "early=held handshake=confirmed");
            await(output, host + "/tooEarly\" upstream=\"aware\" method=GET path=/tooEarly/page status=425",
                    "early=too_early handshake=early");
            await(output, host + "/allow\" upstream=\"aware\" method=GET path=/allow/marked status=200",
                    "early=marked handshake=confirmed");
            assertThat(output.getAll()).as("no query").doesNotContain("secret");
        }
    }

    @Test
    void isOffUnlessSomebodyWantsIt(CapturedOutput output) throws Exception {
        try (EarlyClients clients = new EarlyClients(folder); EngineSocket client = clients.connect()) {
            client.handshake().send(EarlyClients.get("/hold/page"));
            client.untilText(EarlyClients.ANSWER);
        }
        assertThat(output.getAll()).doesNotContain("path=/hold/page");
    }

    private static void await(CapturedOutput output, String begins, String ends) throws InterruptedException {
        Await.until("no line with " + begins + " and " + ends, () -> output.getAll().lines()
                .anyMatch(line -> line.contains(begins) && line.endsWith(ends)));
    }
}
