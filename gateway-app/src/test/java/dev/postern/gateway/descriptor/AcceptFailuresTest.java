package dev.postern.gateway.descriptor;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/// What a server socket does when the process has no descriptor left.
@ExtendWith(OutputCaptureExtension.class)
class AcceptFailuresTest {
    private final EmbeddedChannel server = new EmbeddedChannel(new AcceptFailures(Path.of("full.sock")));

    @BeforeEach
    void stopTheClock() {
        server.freezeTime();
    }

    private void fail() {
        server.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }

    private void pass(long millis) {
        server.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        server.runScheduledPendingTasks();
    }

    @Test
    void acceptingRestsForASecondAfterEachFailure() {
        for (int failure = 0; failure < 3; failure++) {
            assertThat(server.config().isAutoRead()).isTrue();
            fail();
            assertThat(server.config().isAutoRead()).isFalse();
            pass(999);
            assertThat(server.config().isAutoRead()).isFalse();
            pass(1);
        }
        assertThat(server.config().isAutoRead()).isTrue();
    }

    @Test
    void aSocketThatWasClosedMeanwhileIsLeftAlone() {
        fail();
        server.close();
        pass(1000);
        assertThat(server.config().isAutoRead()).isFalse();
    }

    @Test
    void failuresAreSaidOnceInTenSeconds(CapturedOutput output) {
        for (int second = 0; second < 10; second++) {
            fail();
            pass(1000);
        }
        assertThat(output.getAll()).containsOnlyOnce("Handovers at full.sock cannot be accepted");
        fail();
        assertThat(output.getAll().split("cannot be accepted", -1)).hasSize(3);
    }
}
