package dev.postern.gateway.listener;

import dev.postern.gateway.descriptor.HandoverSettings;
import dev.postern.gateway.earlydata.EarlyDataGate;
import dev.postern.gateway.proxy.PlainGateway;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.stats.GatewayMetrics;
import dev.postern.tls.spring.actuate.TlsMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Who has the handover socket when there are two processes that would.
@Timeout(60)
class HandoverDoorTest {
    private static final Duration LEAVING = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final List<GatewayDataPlane> started = new ArrayList<>();

    private final class OneOfTwo {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final GatewayDataPlane plane;

        OneOfTwo(String dataDirectory) {
            ListenerSettings settings = ListenerSettings.at(new ListeningPlace.Handover(
                    new HandoverSettings(socket(), null, Set.of(), Set.of())));
            plane = new GatewayDataPlane(List.of(settings), _ -> unused(), new SnapshotHolder(),
                    new GatewayMetrics(registry, new TlsMetrics(registry)), PlainGateway.LOOPS,
                    folder.resolve(dataDirectory), new Crowding(), EarlyDataGate.open());
            started.add(plane);
            plane.start();
        }

        double handovers() {
            return registry.find("postern.listener.handovers").counters().stream().mapToDouble(Counter::count).sum();
        }
    }

    private static SslContext unused() {
        try {
            return SslContextBuilder.forClient().build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path socket() {
        return folder.resolve("handover.sock");
    }

    @AfterEach
    void end() {
        started.forEach(GatewayDataPlane::close);
    }

    /// A handover that is none: it is answered and counted by whoever has the socket.
    private void knock() throws IOException {
        try (SocketChannel front = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            front.write(ByteBuffer.wrap("not this".getBytes(StandardCharsets.US_ASCII)));
            assertThat(front.read(ByteBuffer.allocate(1))).isEqualTo(1);
        }
    }

    private static void leave(OneOfTwo process) {
        process.plane.leave(LEAVING).toCompletableFuture().join();
    }

    @Test
    void theNextProcessOfTheDataDirectoryTakesTheSocketOver() throws Exception {
        OneOfTwo elder = new OneOfTwo("ours");
        knock();
        assertThat(elder.handovers()).isEqualTo(1);
        OneOfTwo next = new OneOfTwo("ours");
        knock();
        leave(elder);
        knock();
        assertThat(elder.handovers()).isEqualTo(1);
        assertThat(next.handovers()).isEqualTo(2);
        leave(next);
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aProcessOfAnotherDataDirectoryDoesNot() throws Exception {
        OneOfTwo ours = new OneOfTwo("ours");
        assertThatThrownBy(() -> new OneOfTwo("theirs")).isInstanceOf(ListenerCannotBind.class)
                .hasMessageContaining("The listener 'data' cannot listen on unix:" + socket())
                .hasMessageContaining("another process listens there");
        knock();
        leave(ours);
        assertThat(new OneOfTwo("theirs").plane.isListening()).isTrue();
        knock();
    }

    @Test
    void aSocketThatACrashLeftBehindIsReplaced() throws Exception {
        try (var crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        OneOfTwo next = new OneOfTwo("ours");
        knock();
        assertThat(next.handovers()).isEqualTo(1);
    }

    @Test
    void aThirdProcessIsTold() {
        new OneOfTwo("ours");
        new OneOfTwo("ours");
        assertThatThrownBy(() -> new OneOfTwo("ours")).hasMessageContaining("one has to leave first");
    }
}
