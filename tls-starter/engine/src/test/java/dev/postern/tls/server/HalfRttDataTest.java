package dev.postern.tls.server;

import dev.postern.checks.EarlyDataRule;
import dev.postern.tls.TlsEngine;
import dev.postern.tls.pair.ChangedLimits;
import dev.postern.tls.pair.PairSetup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What a server says before the client's Finished: whoever replays a flight gets an answer to it, but not much of one.
class HalfRttDataTest {
    private static final int MOST = 100;
    private final PairSetup setup = new PairSetup().limits(ChangedLimits.with("unconfirmedBytes", MOST));

    private RawClient early() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        client.sendEarly("GET / early");
        return client;
    }

    @Test
    @EarlyDataRule("3.7")
    void isSentUpToItsLimitAndNotAByteMore() {
        RawClient client = early();
        assertThat(client.server().send(new byte[MOST - 1])).isEqualTo(MOST - 1);
        assertThat(client.server().engine().canSend()).as("one byte is left").isTrue();
        assertThat(client.server().send(new byte[2])).isEqualTo(1);
        assertThat(client.server().engine().canSend()).isFalse();
        client.read();
        assertThat(client.inbox().text()).hasSize(MOST);
        assertThat(client.server().engine().stage()).isEqualTo(TlsEngine.Stage.UNCONFIRMED);
    }

    @Test
    @EarlyDataRule("3.7")
    void isNoLongerLimitedOnceTheClientIsConfirmed() {
        RawClient client = early();
        client.server().send(new byte[MOST]);
        client.finish();
        assertThat(client.server().send(new byte[10 * MOST])).isEqualTo(10 * MOST);
        assertThat(client.server().failure()).isEmpty();
    }

    @Test
    void isNeverSentToAClientThatSentNoEarlyData() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        assertThat(client.server().engine().canSend()).isFalse();
        client.finish();
        assertThat(client.server().engine().canSend()).isTrue();
    }
}
