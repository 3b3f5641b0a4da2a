package dev.postern.gateway.proxy;

import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.tls.socket.EarlyHttp2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/// What is told of early streams whose client leaves without its Finished. Who replays a flight may give its streams up himself: that does not
/// make them answered ones.
@Timeout(120)
class UnconfirmedExchangeTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";

    /// @param answer to each request; with none, it waits for the gateway to leave
    private static ScriptedUpstream upstream(String answer) throws IOException {
        return new ScriptedUpstream(connection -> {
            while (connection.readHead() != null) {
                connection.write(answer);
            }
        });
    }

    private static EarlyHttp2 acting(HopGateway gateway, ScriptedUpstream upstream) throws Exception {
        EarlyHttp2 client = new EarlyHttp2(FailedHandshakeTest.toBeEarly(gateway, "h2"), "localhost");
        client.get(1, "/first").begin();
        assertThat(upstream.nextHead()).startsWith("GET /first ");
        return client;
    }

    private static HopGateway allowing(ScriptedUpstream upstream) {
        return new HopGateway.Settings().early(EarlyDataAction.ALLOW).before(ForwardedHeadersTest.aware(upstream));
    }

    private static double told(HopGateway gateway, String end) {
        var counter = gateway.registry.find("postern.early_data.unconfirmed").tag("end", end).counter();
        return counter == null ? 0 : counter.count();
    }

    private static void awaitTold(HopGateway gateway) throws InterruptedException {
        while (told(gateway, "answered") + told(gateway, "cancelled") == 0) {
            Thread.sleep(10);
        }
    }

    @Test
    void oneThatItsClientGaveUpIsToldAsCancelled() throws Exception {
        try (ScriptedUpstream upstream = upstream(""); HopGateway gateway = allowing(upstream)) {
            try (EarlyHttp2 client = acting(gateway, upstream)) {
                client.wire.reset(1);
                client.begin();
                upstream.awaitEnd();
            }
            awaitTold(gateway);
            assertThat(told(gateway, "cancelled")).isEqualTo(1);
            assertThat(told(gateway, "answered")).isZero();
        }
    }

    @Test
    void oneThatHadItsAnswerIsToldAsAnswered() throws Exception {
        try (ScriptedUpstream upstream = upstream(ANSWER); HopGateway gateway = allowing(upstream)) {
            try (EarlyHttp2 client = acting(gateway, upstream)) {
                assertThat(client.wire.answer(1)).isEqualTo("200 done");
            }
            awaitTold(gateway);
            assertThat(told(gateway, "answered")).isEqualTo(1);
            assertThat(told(gateway, "cancelled")).isZero();
        }
    }
}
