package dev.postern.tls.netty;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.config.Limits;
import dev.postern.tls.config.TlsClientConfig;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.psk.ClientSession;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The three deadlines of [Limits], by a clock that the test moves: a client that comes a millisecond before one is in time, and one that has
/// not come when it is there is too late.
class DeadlinesTest {
    private static final Duration CLIENT_HELLO = Limits.DEFAULT.clientHelloDeadline();
    private static final Duration HANDSHAKE = Limits.DEFAULT.handshakeDeadline();
    private static final Duration CONFIRMATION = Limits.DEFAULT.confirmationDeadline();
    private static final Duration LEAST = Duration.ofMillis(1);

    private final SecureRandom random = new SecureRandom();
    private final EngineEnvironment environment = new EngineEnvironment(CryptoProviders.fastest(), random::nextBytes,
            System::currentTimeMillis, Limits.DEFAULT);
    private final TlsPolicy policy = TestServer.policy(environment);
    private final List<HandshakeReport> reports = new ArrayList<>();
    private final EmbeddedChannel server = new EmbeddedChannel();
    private final EmbeddedChannel earlier = new EmbeddedChannel();
    private EmbeddedClient client = client(List.of());

    private EmbeddedClient client(List<ClientSession> sessions) {
        return new EmbeddedClient(environment, TlsClientConfig.to("localhost").applicationProtocols("http/1.1")
                .sessions(sessions).earlyData(true).build());
    }

    /// What the client of a test did not read.
    @AfterEach
    void releaseWhatNobodyRead() {
        earlier.finishAndReleaseAll();
        server.finishAndReleaseAll();
    }

    /// A client connects, and says nothing yet.
    private EmbeddedClient connected(EmbeddedChannel channel) {
        channel.freezeTime();
        channel.pipeline().addLast(new TlsServerHandler(new TlsServerContext(environment,
                _ -> CompletableFuture.completedFuture(policy), reports::add, List.of("http/1.1"))));
        return client.to(channel);
    }

    private void pass(Duration time) {
        server.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        server.runScheduledPendingTasks();
    }

    private void assertConnected() {
        assertThat(reports).hasSize(1).allMatch(HandshakeReport::succeeded);
        pass(Duration.ofDays(1));
        assertThat(reports).hasSize(1);
        assertThat(server.isOpen()).isTrue();
    }

    private void assertInTime() {
        assertThat(reports).isEmpty();
        assertThat(server.isOpen()).isTrue();
    }

    private void assertTooLate(ExpiredDeadline deadline) {
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.reason()).isEqualTo(deadline.label());
            assertThat(report.failure().fault()).isEqualTo(Fault.DEADLINE);
            assertThat(report.failure().description()).isEqualTo(AlertDescription.GENERAL_ERROR);
        });
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void aClientMayTakeUntilTheDeadlineForItsHello() {
        connected(server);
        pass(CLIENT_HELLO.minus(LEAST));
        assertInTime();
        client.handshake();
        assertConnected();
    }

    @Test
    void aClientThatHasSaidNothingByTheDeadlineIsGivenUp() {
        connected(server);
        pass(CLIENT_HELLO.minus(LEAST));
        assertInTime();
        pass(LEAST);
        assertTooLate(ExpiredDeadline.CLIENT_HELLO);
    }

    @Test
    void aHelloThatIsNotWholeByTheDeadlineIsNone() {
        connected(server).start("");
        client.deliverAllBut(1);
        pass(CLIENT_HELLO.minus(LEAST));
        assertInTime();
        pass(LEAST);
        assertTooLate(ExpiredDeadline.CLIENT_HELLO);
    }

    @Test
    void aClientMayTakeUntilTheDeadlineForItsFinished() {
        connected(server).start("");
        client.deliver();
        client.read();
        pass(HANDSHAKE.minus(LEAST));
        assertInTime();
        client.deliver();
        assertConnected();
    }

    /// From the connection on, not from the hello: saying a little now and then wins no time.
    @Test
    void aClientThatHasNotFinishedByTheDeadlineIsGivenUp() {
        connected(server).start("");
        pass(CLIENT_HELLO.minus(LEAST));
        client.deliver();
        client.read();
        pass(HANDSHAKE.minus(CLIENT_HELLO));
        assertInTime();
        pass(LEAST);
        assertTooLate(ExpiredDeadline.HANDSHAKE);
    }

    @Test
    void aClientMayTakeUntilTheDeadlineToConfirmItsEarlyData() {
        sendEarlyDataAfter(CLIENT_HELLO.minus(LEAST));
        pass(CONFIRMATION.minus(LEAST));
        assertInTime();
        client.deliver();
        assertConnected();
    }

    /// From the early data on.
    @Test
    void aClientThatHasNotConfirmedItsEarlyDataByTheDeadlineIsGivenUp() {
        sendEarlyDataAfter(CLIENT_HELLO.minus(LEAST));
        pass(CONFIRMATION.minus(LEAST));
        assertInTime();
        pass(LEAST);
        assertTooLate(ExpiredDeadline.CONFIRMATION);
    }

    private void sendEarlyDataAfter(Duration silence) {
        connected(earlier).handshake();
        client = client(client.sessions());
        reports.clear();
        connected(server).start("early");
        pass(silence);
        client.deliver();
        client.read();
        assertThat(client.earlyData()).isEqualTo(EarlyDataReason.ACCEPTED);
    }
}
