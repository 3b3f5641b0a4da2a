package dev.postern.gateway.replay;

import dev.postern.checks.Attack;
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
        assertThat(Long.parseLong(redis.say("PTTL", "ticket").substring(1))).isBetween(1L, 30_000L);
    }

    @Test
    @Attack(28)
    void theTicketsThatEndFirstMakeRoomAndNoOthers() throws Exception {
        keep("later", 60_000);
        keep("soonest", 50_000);
        keep("latest", 70_000);
        assertThat(redis.say("ZCARD", "tickets")).isEqualTo(":3");
        keep("one too many", 55_000);
        assertThat(redis.say("ZCARD", "tickets")).isEqualTo(":3");
        assertThat(take("soonest")).isEqualTo(NOTHING);
        assertThat(take("later")).isEqualTo("$5");
        assertThat(take("latest")).isEqualTo("$5");
        assertThat(take("one too many")).isEqualTo("$5");
        assertThat(redis.say("ZCARD", "tickets")).as("what was taken makes room too").isEqualTo(":0");
    }

    @Test
    void whatEndedByItselfTakesNoRoom() throws Exception {
        keep("short", 1);
        keep("first", 60_000);
        keep("second", 60_000);
        keep("third", 60_000);
        assertThat(redis.say("ZCARD", "tickets")).isEqualTo(":3");
        assertThat(take("first")).isEqualTo("$5");
    }

    private String keep() throws IOException {
        return keep("ticket", 60_000);
    }

    private String keep(String ticket, long lifetimeMillis) throws IOException {
        return redis.say("EVAL", script("keep"), "2", ticket, "tickets", "state", Long.toString(lifetimeMillis), "3");
    }

    private String take() throws IOException {
        return take("ticket");
    }

    private String take(String ticket) throws IOException {
        return redis.say("EVAL", script("take"), "2", ticket, "tickets", "30000");
    }

    private static String script(String name) throws IOException {
        try (var in = TicketShelfScriptsTest.class.getResourceAsStream("/replay/" + name + ".lua")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
