package dev.postern.gateway.publication;

import dev.postern.gateway.TestGateway;
import dev.postern.gateway.replicas.ReplicaFleet;
import dev.postern.gateway.routes.GatewaySnapshot;
import dev.postern.gateway.routes.SnapshotHolder;
import dev.postern.gateway.settings.CurrentSettings;
import dev.postern.gateway.settings.PosternProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/// A file beside the process that its operator changes. A configuration server's settings go the same way; the example `config-server`
/// shows it with a real one.
@ExtendWith(OutputCaptureExtension.class)
class RefreshOfSettingsTest {
    @TempDir
    Path folder;

    @Test
    void changesWhatCanChangeAndNamesTheRest(CapturedOutput output) throws IOException {
        settings("unready-for: 3ms", "https://one.example", 16_384);
        try (TestGateway gateway = TestGateway.start(folder,
                "--spring.config.additional-location=file:" + folder + "/")) {
            CurrentSettings current = gateway.bean(CurrentSettings.class);
            assertThat(current.get().leave().unreadyFor()).isEqualTo(Duration.ofMillis(3));

            settings("unready-for: 2ms", "https://two.example", 20_000);
            assertThat(refresh(gateway)).contains("postern.leave.unready-for", "postern.admin.allowed-origins[0]",
                    "postern.limits.client-hello-bytes");
            PosternProperties refreshed = current.get();
            assertThat(refreshed.leave().unreadyFor()).isEqualTo(Duration.ofMillis(2));
            assertThat(refreshed.admin().allowedOrigins()).isEqualTo(List.of("https://two.example"));
            assertThat(refreshed.limits().clientHelloBytes()).as("fixed when the process starts").isEqualTo(16_384);
            assertThat(output).contains("Changed: postern.admin.allowed-origins[0], postern.leave.unready-for")
                    .contains("Changed, and in effect from the next start on: postern.limits.client-hello-bytes");
        }
    }

    @Test
    void keepsTheOldOnesWhenOneIsWrong(CapturedOutput output) throws IOException {
        settings("unready-for: 3ms", "https://one.example", 16_384);
        try (TestGateway gateway = TestGateway.start(folder,
                "--spring.config.additional-location=file:" + folder + "/")) {
            PosternProperties before = gateway.bean(CurrentSettings.class).get();

            settings("unready-for: soon", "https://two.example", 16_384);
            refresh(gateway);
            assertThat(gateway.bean(CurrentSettings.class).get()).isSameAs(before);
            assertThat(output).contains("The changed settings are wrong and the old ones stay: ").contains("'soon'");

            settings("unready-for: 2ms", "https://two.example", 70_000);
            refresh(gateway);
            assertThat(gateway.bean(CurrentSettings.class).get()).isSameAs(before);
            assertThat(output).contains("the old ones stay: postern.limits.clientHelloBytes must be less than");
        }
    }

    /// Or the write would be in force, and the next refresh would compile what was before it, in vain.
    @Test
    void waitsForTheWriteThatIsBeingPublished() throws Exception {
        try (TestGateway gateway = TestGateway.start(folder)) {
            SnapshotPublication publication = gateway.bean(SnapshotPublication.class);
            SnapshotHolder holder = gateway.bean(SnapshotHolder.class);
            GatewaySnapshot before = holder.current();
            Thread refresh;
            synchronized (publication) {
                refresh = Thread.ofPlatform().start(publication::recompile);
                ReplicaFleet.await("it does not wait", () -> waitsFor(publication, refresh));
                assertThat(holder.current()).isSameAs(before);
            }
            refresh.join();
            assertThat(holder.current()).isNotSameAs(before);
        }
    }

    private static boolean waitsFor(Object monitor, Thread thread) {
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.threadId());
        return info != null && info.getLockInfo() != null
                && info.getLockInfo().getIdentityHashCode() == System.identityHashCode(monitor);
    }

    private void settings(String leave, String origin, int clientHelloBytes) throws IOException {
        Files.writeString(folder.resolve("application.yaml"), """
                postern:
                  leave:
                    %s
                  admin:
                    allowed-origins: ["%s"]
                  limits:
                    client-hello-bytes: %d
                """.formatted(leave, origin, clientHelloBytes));
    }

    /// @return the keys that changed
    private static String refresh(TestGateway gateway) {
        return Objects.requireNonNull(gateway.admin().post().uri("/actuator/refresh").exchange().expectStatus().isOk()
                .expectBody(String.class).returnResult().getResponseBody());
    }
}
