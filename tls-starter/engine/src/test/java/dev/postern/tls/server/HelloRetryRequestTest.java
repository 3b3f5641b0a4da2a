package dev.postern.tls.server;

import dev.postern.checks.Attack;
import dev.postern.checks.EarlyDataRule;
import dev.postern.checks.Rfc;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.extension.ApplicationProtocols;
import dev.postern.tls.extension.Cookie;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.KeyShareClientHello;
import dev.postern.tls.extension.KeyShareHelloRetryRequest;
import dev.postern.tls.extension.ServerName;
import dev.postern.tls.message.HelloRetryRequest;
import dev.postern.tls.pair.PairSetup;
import dev.postern.tls.wire.Bytes;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import static org.assertj.core.api.Assertions.assertThat;

/// A second hello, after ours that asked for it.
class HelloRetryRequestTest {
    private final PairSetup setup = new PairSetup().server(server -> server.groups(List.of(NamedGroup.SECP256R1)));

    private static RawHello withShare(RawClient client, RawHello hello) {
        return hello.with(new KeyShareClientHello(List.of(client.share(NamedGroup.SECP256R1))));
    }

    private RawClient retried(UnaryOperator<RawHello> change) {
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.readRetry();
        client.send(change.apply(withShare(client, client.hello())));
        return client;
    }

    private void assertRefused(UnaryOperator<RawHello> change) {
        assertThat(retried(change).refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    private static void assertConnected(RawClient client) {
        assertThat(client.server().failure()).isEmpty();
        client.finish();
        assertThat(client.server().failure()).isEmpty();
        assertThat(client.server().engine().session().orElseThrow().helloRetried()).isTrue();
    }

    @Test
    @Rfc(number = 9846, section = "2", clause = 1)
    @Rfc(number = 9846, section = "4.2.1", clause = 3)
    void asksForTheGroupAndGoesOn() {
        RawClient client = retried(hello -> hello);
        assertThat(client.received(HelloRetryRequest.class).orElseThrow().extensions()
                .find(KeyShareHelloRetryRequest.class).orElseThrow().selectedGroup()).isEqualTo(NamedGroup.SECP256R1);
        assertConnected(client);
    }

    @Test
    @Attack(31)
    @EarlyDataRule({"4.4", "5.1"})
    void resumesOverARetry() {
        RawTicket ticket = retried(hello -> hello).finish().tickets().getFirst();
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(ticket));
        client.readRetry();
        client.send(withShare(client, client.hello().offering(ticket)));
        assertConnected(client);
        assertThat(client.server().engine().session().orElseThrow().resumed()).isTrue();
    }

    /// It would have resumed: the first hello said so, and the second is to be the same.
    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 2)
    @Attack(31)
    void refusesASecondHelloWithoutATicketThatFits() {
        RawTicket ticket = retried(hello -> hello).finish().tickets().getFirst();
        assertThat(dropping(hello -> hello, ticket).refusal()).contains(AlertDescription.MISSING_EXTENSION);
        assertThat(dropping(hello -> hello.offering(ticket.damaged()), ticket).refusal())
                .contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    void takesASecondHelloWithoutATicketThatDoesNotFit() {
        RawTicket ticket = retried(hello -> hello).finish().tickets().getFirst();
        assertConnected(dropping(hello -> hello, ticket.damaged()));
        assertConnected(dropping(hello -> hello.offering(ticket), ticket.damaged(), ticket));
        setup.clock().pass(Duration.ofSeconds(ticket.lifetimeSeconds() + 1));
        assertConnected(dropping(hello -> hello, ticket));
    }

    private RawClient dropping(UnaryOperator<RawHello> second, RawTicket... first) {
        RawClient client = new RawClient(setup);
        client.send(client.hello().offering(first));
        client.readRetry();
        client.send(second.apply(withShare(client, client.hello())));
        return client;
    }

    @Test
    @Rfc(number = 9846, section = "4.2.2", clause = 2)
    @Attack(8)
    void refusesASecondHelloThatChangedWhatItMayNot() {
        assertRefused(hello -> hello.suites(CipherSuite.TLS_AES_256_GCM_SHA384));
        assertRefused(hello -> hello.sessionId(new byte[]{1}));
        assertRefused(hello -> hello.with(new ServerName("other.test")));
        assertRefused(hello -> hello.with(new ApplicationProtocols(List.of("http/1.1"))));
    }

    /// The same extensions in another order are the same hello: wolfSSL 5.5 sends them so.
    @Test
    void takesASecondHelloInAnotherOrder() {
        assertConnected(retried(hello -> {
            Extension first = hello.extensions().getFirst();
            return hello.without(first.type()).with(first);
        }));
    }

    @Test
    @Rfc(number = 9846, section = "4.3.8")
    void refusesASecondHelloWithoutTheShareThatWasAskedFor() {
        assertRefused(hello -> hello.with(new KeyShareClientHello(List.of())));
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        client.readRetry();
        client.send(client.hello());
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.2")
    @Rfc(number = 9846, section = "9.2", clause = 1)
    void letsTheClientCarryTheFirstHelloInACookie() {
        setup.server(server -> server.cookieKey(new byte[32]));
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        Cookie cookie = client.readRetry().extensions().find(Cookie.class).orElseThrow();
        client.send(withShare(client, client.hello()).with(cookie));
        assertConnected(client);
    }

    @Test
    @Rfc(number = 9846, section = "4.3.2")
    void refusesASecondHelloWithoutOurCookie() {
        setup.server(server -> server.cookieKey(new byte[32]));
        assertRefused(hello -> hello);
        assertRefused(hello -> hello.with(new Cookie(Bytes.copyOf(new byte[69]))));
        RawClient client = new RawClient(setup);
        client.send(client.hello());
        byte[] cookie = client.readRetry().extensions().find(Cookie.class).orElseThrow().cookie().toArray();
        cookie[10] ^= 1;
        client.send(withShare(client, client.hello()).with(new Cookie(Bytes.copyOf(cookie))));
        assertThat(client.refusal()).contains(AlertDescription.ILLEGAL_PARAMETER);
    }

    /// It would answer a HelloRetryRequest that it has not seen.
    @Test
    @Rfc(number = 9846, section = "5.1")
    void refusesAFirstHelloWithTheBeginningOfTheSecond() {
        RawClient client = new RawClient(setup);
        client.sendHandshakeBytes(client.concat(client.prepare(client.hello()), new byte[]{1}));
        assertThat(client.refusal()).contains(AlertDescription.UNEXPECTED_MESSAGE);
    }

    @Test
    void asksOnlyOnce() {
        RawClient client = retried(hello -> hello);
        client.read();
        assertThat(client.received().stream().filter(HelloRetryRequest.class::isInstance)).hasSize(1);
    }
}
