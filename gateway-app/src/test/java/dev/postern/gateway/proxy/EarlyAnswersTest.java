package dev.postern.gateway.proxy;

import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.config.Limits;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/// A flight of many small requests that the gateway answers itself: with more than may leave before the client's Finished.
@Timeout(120)
class EarlyAnswersTest {
    private static final String REQUEST = "TRACE / HTTP/1.1\r\nHost:a\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 405 ";
    private static final int MANY = 16_000 / REQUEST.length();

    private static int answers(EngineSocket client) {
        return client.text().split(ANSWER, -1).length - 1;
    }

    /// While no more leaves, requests wait for their turn, and Finished is read all the same.
    @Test
    void thoseBeyondWhatMayLeaveFollowWithFinished() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("never asked");
                HopGateway gateway = HopGateway.before(upstream);
                EngineSocket client = FailedHandshakeTest.early(gateway, REQUEST.repeat(MANY))) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            byte[] finished = client.heldBack();
            client.until(() -> client.text().length() >= Limits.DEFAULT.unconfirmedBytes() / 2);
            assertThat(answers(client)).isLessThan(MANY);
            client.raw(finished);
            client.until(() -> answers(client) == MANY);
            client.send(REQUEST);
            client.until(() -> answers(client) == MANY + 1);
        }
    }

    @Test
    void nothingIsLeftOfThemWhereFinishedIsWrong() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("never asked");
                HopGateway gateway = HopGateway.before(upstream);
                EngineSocket client = FailedHandshakeTest.early(gateway, REQUEST.repeat(MANY))) {
            client.until(() -> client.engine().stage() == Stage.CONNECTED);
            byte[] finished = client.heldBack();
            finished[finished.length - 1] ^= 1;
            client.raw(finished);
            client.untilClosed();
            assertThat(answers(client)).isLessThan(MANY);
            while (gateway.connections() > 0) {
                Thread.sleep(10);
            }
        }
    }
}
