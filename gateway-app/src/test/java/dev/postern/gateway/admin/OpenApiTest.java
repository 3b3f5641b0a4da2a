package dev.postern.gateway.admin;

import dev.postern.gateway.SharedGateway;
import dev.postern.gateway.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/// The pinned document is what the UI's client is generated from. To write it anew:
///
/// `mvn -pl gateway-app -am test -Dtest=OpenApiTest -Dsurefire.failIfNoSpecifiedTests=false -Dopenapi.write`
@ExtendWith(SharedGateway.class)
class OpenApiTest {
    private static final Path PINNED = Path.of("..", "admin-ui", "openapi", "postern.json");

    @Test
    void pinnedDocumentIsTheRunningOne(TestGateway gateway) throws IOException {
        String running = Objects.requireNonNull(gateway.admin().get().uri("/v3/api-docs").exchange().expectStatus()
                .isOk().expectBody(String.class).returnResult().getResponseBody()).strip() + "\n";
        if (System.getProperty("openapi.write") != null) {
            Files.createDirectories(PINNED.getParent());
            Files.writeString(PINNED, running);
        }
        assertThat(running).as("the REST API changed; write the pinned document anew with -Dopenapi.write")
                .isEqualTo(Files.readString(PINNED));
    }
}
