package dev.postern.gateway.replay;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// The scripts of the shelf alone, as a client would send them that lost its connection and does not know what arrived.
@Timeout(60)
class TicketShelfScriptsTest {
    private static final String NOTHING = "$-1";

    @TempDir
    Path folder;
    private RedisServer redis;

    @BeforeEach
    void start() throws Exception {
        redis = new RedisServer(folder);
    }

    @AfterEach
    void stop() throws Exception {
        redis.close();
    }

    @Test
    void aTicketThatWasTakenIsNotLaidThereAgain() throws Exception {
        assertThat(keep()).isEqualTo(":1");
        assertThat(take()).isEqualTo("$" + "state".length());
        assertThat(keep()).as("the same command, sent again").isEqualTo(":0");
        assertThat(take()).isEqualTo(NOTHING);
    }

    @Test
    void aTicketOpensOnce() throws Exception {
        assertThat(take()).isEqualTo(NOTHING);
        assertThat(keep()).isEqualTo(":1");
        assertThat(take()).isEqualTo("$" + "state".length());
        assertThat(take()).isEqualTo(NOTHING);
    }

    @Test
    void thePlaceOfATicketIsFreeWhenItsTimeIsOver() throws Exception {
        keep();
        take();
        assertThat(Long.parseLong(redis.say("PTTL", "ticket").substring(1))).isBetween(1L, 60_000L);
    }

    private String keep() throws IOException {
        return redis.say("EVAL", script("keep"), "1", "ticket", "state", "60000");
    }

    private String take() throws IOException {
        return redis.say("EVAL", script("take"), "1", "ticket");
    }

    private static String script(String name) throws IOException {
        try (var in = TicketShelfScriptsTest.class.getResourceAsStream("/replay/" + name + ".lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
