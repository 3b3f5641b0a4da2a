package dev.postern.gateway.listener;

import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.proxy.PlainGateway;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Who gets the new connections of a port, and who may bind it at all. That nothing is lost meanwhile is shown under load by `TakeoverIT`,
/// with processes of their own.
@Timeout(300)
class PortHandoverTest {
    private static final int CONNECTIONS = 40;
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final long PAUSE_MILLIS = 20;

    @TempDir
    Path folder;

    private final List<GatewayDataPlane> started = new ArrayList<>();
    private GatewayDataPlane elder;
    private int port;

    @BeforeEach
    void anElderServes() {
        elder = start("ours", 0);
        port = elder.address(0).getPort();
    }

    @AfterEach
    void end() {
        started.forEach(GatewayDataPlane::close);
    }

    private GatewayDataPlane start(String dataDirectory, int onPort) {
        return start(dataDirectory, new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort));
    }

    private GatewayDataPlane start(String dataDirectory, InetSocketAddress address) {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        GatewayDataPlane plane = new GatewayDataPlane(List.of(ListenerSettings.at(address).plain()), _ -> {
            throw new AssertionError("a listener in the clear asks for no TLS");
        }, new SnapshotHolder(), new GatewayMetrics(registry, new TlsMetrics(registry)), PlainGateway.LOOPS,
                folder.resolve(dataDirectory), new Crowding(), EarlyDataGate.open());
        started.add(plane);
        plane.start();
        return plane;
    }

    @Test
    void newConnectionsAreTheEldersUntilItLeaves() throws Exception {
        GatewayDataPlane next = start("ours", port);
        assertGets(elder, next);
        leave(elder);
        assertGets(next, elder);
    }

    @Test
    void aListenerOnEveryAddressIsHandedOverToo() throws Exception {
        elder = start("ours", new InetSocketAddress("0.0.0.0", 0));
        port = elder.address(0).getPort();
        GatewayDataPlane next = start("ours", new InetSocketAddress("0.0.0.0", port));
        assertGets(elder, next);
        leave(elder);
        assertGets(next, elder);
    }

    @Test
    void aThirdGetsNothingAsLongAsTheSecondServes() throws Exception {
        GatewayDataPlane second = start("ours", port);
        leave(elder);
        GatewayDataPlane third = start("ours", port);
        assertGets(second, third);
        leave(second);
        assertGets(third, second);
    }

    @Test
    void theElderServesOnWhenTheNextLeavesAgain() throws Exception {
        GatewayDataPlane next = start("ours", port);
        leave(next);
        assertGets(elder, next);
    }

    @Test
    void aProcessThatStartsWhileTheElderLeavesTakesOver() throws Exception {
        var leaving = elder.leave(Duration.ofSeconds(20));
        GatewayDataPlane next = start("ours", port);
        leaving.toCompletableFuture().join();
        assertGets(next, elder);
    }

    @Test
    void anotherDataDirectorySharesNothing() throws Exception {
        assertThatThrownBy(() -> start("another", port)).isInstanceOf(ListenerCannotBind.class)
                .hasMessageContaining("The listener 'data' cannot listen on 127.0.0.1:" + port)
                .hasMessageContaining("Address already in use");
        assertThat(elder.isListening()).isTrue();
    }

    @Test
    void noMoreThanTwoShareAPort() {
        start("ours", port);
        assertThatThrownBy(() -> start("ours", port)).isInstanceOf(ListenerCannotBind.class)
                .hasMessageContaining(
                        "Two processes of this data directory have it already, and one has to leave first");
    }

    @Test
    void aDataDirectoryThatCannotBeWrittenHandsNothingOver() throws Exception {
        Files.writeString(folder.resolve("file"), "no folder");
        GatewayDataPlane lonely = start("file", 0);
        assertThat(lonely.isListening()).isTrue();
        assertThatThrownBy(() -> start("file", lonely.address(0).getPort())).isInstanceOf(ListenerCannotBind.class);
    }

    private static void leave(GatewayDataPlane plane) {
        plane.leave(LEAVING).toCompletableFuture().join();
    }

    private void assertGets(GatewayDataPlane wanted, GatewayDataPlane other) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            await("a connection was not accepted",
                    () -> wanted.connections() + other.connections() == CONNECTIONS);
            assertThat(other.connections()).isZero();
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        await("a connection stayed", () -> wanted.connections() == 0);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String failure, Condition condition) throws Exception {
        long endNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(failure).isLessThan(endNanos);
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
