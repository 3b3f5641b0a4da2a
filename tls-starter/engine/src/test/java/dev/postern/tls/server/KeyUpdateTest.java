package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.config.Limits;
import dev.postern.tls.event.TlsEvent;
import dev.postern.tls.message.KeyUpdate;
import dev.postern.tls.pair.ChangedLimits;
import dev.postern.tls.pair.PairSetup;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Keys that change after the handshake.
class KeyUpdateTest {
    private final PairSetup setup = new PairSetup();

    private static void update(RawClient client, boolean request) {
        client.sendHandshakeBytes(new KeyUpdate(request).toByteArray());
        client.nextSendingKey();
    }

    private static long keyUpdatesSeen(RawClient client) {
        return client.received().stream().filter(KeyUpdate.class::isInstance).count();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 3)
    void followsTheClientsKey() {
        RawClient client = new RawClient(setup).connect();
        update(client, false);
        client.sendData("under the next key");
        assertThat(client.server().inbox().text()).isEqualTo("under the next key");
        assertThat(client.server().inbox().events(TlsEvent.KeysUpdated.class))
                .containsExactly(new TlsEvent.KeysUpdated(true, 1));
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 5)
    @Attack(41)
    void repliesOnceBeforeItsNextDataHoweverOftenItWasAsked() {
        RawClient client = new RawClient(setup).connect();
        for (int i = 0; i < 5; i++) {
            update(client, true);
        }
        assertThat(client.server().out().isEmpty()).isTrue();
        client.server().send("one");
        client.followKeyUpdates().read();
        client.server().send("two");
        client.read();
        assertThat(keyUpdatesSeen(client)).isEqualTo(1);
        assertThat(client.inbox().text()).isEqualTo("onetwo");
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 6)
    void asksAgainOnlyWhenTheLastRequestWasAnswered() {
        RawClient client = new RawClient(setup).connect();
        client.followKeyUpdates();
        client.server().engine().updateKeys(true, client.server().out());
        client.server().engine().updateKeys(true, client.server().out());
        client.read();
        assertThat(client.received().stream().filter(KeyUpdate.class::isInstance).toList())
                .containsExactly(new KeyUpdate(true), new KeyUpdate(false));
        update(client, false);
        client.server().engine().updateKeys(true, client.server().out());
        client.read();
        assertThat(client.received().getLast()).isEqualTo(new KeyUpdate(true));
    }

    @Test
    @Rfc(number = 9846, section = "5.5", clause = 1)
    @Attack(43)
    void updatesItsKeyBeforeTheKeyHasDoneItsWork() {
        setup.limits(ChangedLimits.with("keyUpdateRecords", 8L));
        RawClient client = new RawClient(setup).connect();
        client.followKeyUpdates();
        client.server().send(new byte[16_384 * 20]);
        client.read();
        assertThat(client.inbox().bytes()).hasSize(16_384 * 20);
        // 8 records a key: the tickets and 7 of data, 8 of data, 5 of data
        assertThat(keyUpdatesSeen(client)).isEqualTo(2);
    }

    @Test
    @Attack(41)
    void stopsAnEndlessRowOfKeyUpdates() {
        RawClient client = new RawClient(setup).connect();
        for (int i = 0; i < Limits.DEFAULT.postHandshakeMessages(); i++) {
            update(client, false);
        }
        assertThat(client.server().failure()).isEmpty();
        update(client, false);
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void forgetsTheRowWhenDataComesBetween() {
        RawClient client = new RawClient(setup).connect();
        for (int i = 0; i < 100; i++) {
            update(client, false);
            client.sendData("x");
        }
        assertThat(client.server().failure()).isEmpty();
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 4)
    void refusesAnyOtherRequest() {
        RawClient client = new RawClient(setup).connect();
        client.sendHandshakeBytes(new byte[]{24, 0, 0, 1, 2});
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "5.1", clause = {4, 5})
    @Attack(41)
    void refusesAKeyUpdateThatSharesItsRecord() {
        RawClient client = new RawClient(setup).connect();
        byte[] update = new KeyUpdate(false).toByteArray();
        client.sendHandshakeBytes(client.concat(update, update));
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 1)
    void refusesAKeyUpdateBeforeFinished() {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.read();
        client.useHandshakeKeys();
        client.sendHandshake(new KeyUpdate(false).toByteArray());
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    @Rfc(number = 9846, section = "4.7.3", clause = 8)
    void takesNothingUnderTheNextKeyBeforeTheKeyUpdate() {
        RawClient client = new RawClient(setup).connect();
        client.nextSendingKey();
        client.sendData("too early");
        assertThat(client.refusal()).contains(AlertDescription.BAD_RECORD_MAC);
        assertThat(client.server().inbox().text()).isEmpty();
    }
}
