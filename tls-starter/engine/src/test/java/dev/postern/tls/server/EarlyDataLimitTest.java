package dev.postern.tls.server;

import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.config.RecordPadding;
import dev.postern.tls.config.RecordPolicy;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.pair.PairSetup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// How early data is counted against the ticket's limit, and that its records are good for nothing afterwards.
class EarlyDataLimitTest {
    private static final int MOST = PairSetup.EARLY_DATA_BYTES;
    private final PairSetup setup = new PairSetup();

    private RawClient client() {
        RawTicket ticket = new RawClient(setup).connect().tickets().getFirst();
        RawClient client = new RawClient(setup);
        client.send(client.early(client.hello().offering(ticket)));
        return client;
    }

    @Test
    @Rfc(number = 9846, section = "4.7.1")
    @EarlyDataRule("1.5")
    void countsPlaintextAloneAndNoPadding() {
        RawClient client = client();
        client.shape(new RecordPolicy(64, 1 << 14, RecordPadding.toMultipleOf(1024)));
        client.sendEarly(new byte[MOST]);
        assertThat(client.server().failure()).as("sixteen times as much with its padding").isEmpty();
        assertThat(client.server().inbox().earlyBytes()).hasSize(MOST);
        client.sendEarly(new byte[1]);
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    /// What an application has read already counts as much as what waits for it.
    @Test
    @EarlyDataRule("1.5")
    void countsAllThatCameHoweverManyRecordsItTook() {
        RawClient client = client();
        for (int sent = 0; sent < MOST; sent += MOST / 8) {
            client.sendEarly(new byte[MOST / 8]);
        }
        assertThat(client.server().inbox().earlyBytes()).hasSize(MOST);
        client.sendEarly(new byte[1]);
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
        assertThat(client.server().inbox().earlyBytes()).as("nothing of it is handed out").hasSize(MOST);
    }

    @Test
    @EarlyDataRule("1.5")
    void namesItsReasonWhenItIsPassedAndOnlyThen() {
        RawClient client = client();
        client.sendEarly(new byte[MOST]);
        assertThat(reason(client)).isEqualTo(EarlyDataReason.ACCEPTED);
        client.sendEarly(new byte[1]);
        assertThat(client.refusal()).isPresent();
        assertThat(reason(client)).isEqualTo(EarlyDataReason.OVER_LIMIT);
    }

    private static EarlyDataReason reason(RawClient client) {
        return client.server().engine().session().orElseThrow().earlyData();
    }

    /// Whoever sends a captured early record again on a confirmed connection does not make it a confirmed one.
    @Test
    @EarlyDataRule({"1.11", "4.1"})
    void recordsDoNotOpenAgainBehindFinished() {
        RawClient client = client();
        byte[] captured = client.sendEarly("pay");
        client.finish();
        client.sendData("confirmed");
        assertThat(client.server().inbox().text()).isEqualTo("confirmed");
        client.sendBytes(captured);
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
        assertThat(client.server().inbox().earlyText()).isEqualTo("pay");
    }
}
