package dev.postern.gateway.proxy;

import dev.postern.checks.EarlyDataRule;
import dev.postern.gateway.routes.EarlyDataAction;
import dev.postern.gateway.routes.EarlyRequests;
import dev.postern.gateway.routes.Upstream;
import dev.postern.gateway.routes.UpstreamProtocol;
import dev.postern.tls.TlsEngine.Stage;
import dev.postern.tls.socket.EngineSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// The configuration changes while the upstream of an early request is still being reached. What it is allowed when it comes it is allowed as
/// long as that is in force, and not for as long as a connection may take.
@Timeout(120)
class ChangedPolicyTest {
    private static final EarlyRequests OF_POST = new EarlyRequests(List.of("POST"), true);
    private static final EarlyRequests OF_GET = new EarlyRequests(List.of("GET"), true);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch speaks = new CountDownLatch(1);
    private final HopGateway.Settings settings = new HopGateway.Settings().early(EarlyDataAction.ALLOW);
    private ScriptedUpstream upstream;
    private HopGateway gateway;

    /// What an operator does meanwhile.
    enum Narrowing {
        ROUTE_HOLDS {
            @Override
            void make(ChangedPolicyTest test) {
                test.gateway.change(test.settings.early(EarlyDataAction.HOLD), test.configured("up", true));
            }
        },
        ROUTE_SAYS_TOO_EARLY {
            @Override
            void make(ChangedPolicyTest test) {
                test.gateway.change(test.settings.early(EarlyDataAction.TOO_EARLY), test.configured("up", true));
            }
        },
        ITS_METHOD_IS_LEFT_OUT {
            @Override
            void make(ChangedPolicyTest test) {
                test.gateway.change(test.settings.requests(OF_POST), test.configured("up", true));
            }
        },
        ITS_UPSTREAM_IS_NO_LONGER_AWARE {
            @Override
            void make(ChangedPolicyTest test) {
                // As the compiler has it then.
                test.gateway.change(test.settings.early(EarlyDataAction.HOLD), test.configured("up", false));
            }
        },
        ANOTHER_UPSTREAM_IS_AWARE {
            @Override
            void make(ChangedPolicyTest test) {
                test.gateway.change(test.settings, test.configured("other", true));
            }
        };

        abstract void make(ChangedPolicyTest test);
    }

    /// Its connections stand when the test lets it speak TLS.
    @BeforeEach
    void start() throws IOException {
        upstream = new ScriptedUpstream(HopGateway.IDENTITY.serverSocket(), connection -> {
            reached.countDown();
            try {
                speaks.await();
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
            while (connection.readHead() != null) {
                connection.skipBody();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
            }
        });
        gateway = settings.before(configured("up", true));
    }

    @AfterEach
    void stop() throws IOException {
        speaks.countDown();
        gateway.close();
        upstream.close();
    }

    private Upstream configured(String id, boolean aware) {
        Upstream plain = HopGateway.secureUpstream(UpstreamProtocol.HTTP1, HopGateway.IDENTITY.trusted(),
                upstream.port());
        return new Upstream(id, id, plain.protocol(), plain.endpoints(), aware, plain.tls());
    }

    /// @return the client's Finished, which is not sent
    private byte[] askWhileTheUpstreamIsReached(EngineSocket client) throws Exception {
        client.until(() -> client.engine().stage() == Stage.CONNECTED);
        byte[] finished = client.heldBack();
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
        return finished;
    }

    private static String get(boolean marked) {
        return "GET /late HTTP/1.1\r\nHost: localhost\r\n" + (marked ? "Early-Data: 1\r\n" : "") + "\r\n";
    }

    private double held() {
        var counter = gateway.registry.find("postern.early_data.held").tag("reason", "policyPhase").counter();
        return counter == null ? 0 : counter.count();
    }

    private double dispatchedEarly() {
        var counter = gateway.registry.find("postern.tls.early_data.dispatched_before_finished").counter();
        return counter == null ? 0 : counter.count();
    }

    @EarlyDataRule("2.6")
    @ParameterizedTest
    @EnumSource
    void whatItNoLongerAllowsWaitsForFinished(Narrowing narrowing) throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(false))) {
            byte[] finished = askWhileTheUpstreamIsReached(client);
            narrowing.make(this);
            speaks.countDown();
            upstream.awaitEnd();
            assertThat(upstream.heads).as("sent before Finished").isEmpty();
            assertThat(held()).isEqualTo(1);

            client.raw(finished);
            assertThat(upstream.nextHead()).startsWith("GET /late ").doesNotContain("early-data");
            client.untilText("done");
            assertThat(upstream.heads).as("sent twice").isEmpty();
            assertThat(dispatchedEarly()).isZero();
        }
    }

    /// Other methods, and then the same ones again: all the same to this request.
    @EarlyDataRule("2.6")
    @Test
    void whatItStillAllowsIsSentEarly() throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(false))) {
            byte[] finished = askWhileTheUpstreamIsReached(client);
            gateway.change(settings.requests(OF_POST), configured("up", true));
            gateway.change(settings.requests(OF_GET), configured("up", true));
            speaks.countDown();
            assertThat(upstream.nextHead()).startsWith("GET /late ").contains("\r\nearly-data: 1\r\n");
            client.untilText("done");
            assertThat(held()).isZero();
            assertThat(dispatchedEarly()).isEqualTo(1);
            client.raw(finished);
        }
    }

    /// A request that is confirmed meanwhile is no replay, whatever is thought of those.
    @Test
    void whatIsConfirmedIsSentWithoutAnotherConnection() throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(false))) {
            client.raw(askWhileTheUpstreamIsReached(client));
            client.until(() -> !client.sessions.isEmpty());
            Narrowing.ROUTE_HOLDS.make(this);
            speaks.countDown();
            client.untilText("done");
            assertThat(upstream.connections()).isEqualTo(1);
            assertThat(held()).isZero();
            assertThat(dispatchedEarly()).isZero();
        }
    }

    /// RFC 8470 6.1: an intermediary MUST NOT forward what carries the field to an origin that is not known to honour it, which waiting here
    /// does not make safe.
    @EarlyDataRule("3.2")
    @Test
    void whatCameMarkedDoesNotReachAnUpstreamThatIsNoLongerAware() throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(true))) {
            byte[] finished = askWhileTheUpstreamIsReached(client);
            Narrowing.ITS_UPSTREAM_IS_NO_LONGER_AWARE.make(this);
            speaks.countDown();
            client.raw(finished);
            assertThat(client.untilText("too-early")).startsWith("HTTP/1.1 425 ");
            assertThat(upstream.heads).isEmpty();
        }
    }

    @Test
    void whatCameMarkedReachesOneThatStillIs() throws Exception {
        try (EngineSocket client = FailedHandshakeTest.early(gateway, get(true))) {
            byte[] finished = askWhileTheUpstreamIsReached(client);
            Narrowing.ROUTE_HOLDS.make(this);
            speaks.countDown();
            client.raw(finished);
            assertThat(upstream.nextHead()).startsWith("GET /late ").contains("\r\nearly-data: 1\r\n");
            client.untilText("done");
        }
    }
}
