package dev.postern.tls.spring;

import dev.postern.tls.spring.SteppedClient.Protocol;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever kind of handler serves a request, over whatever protocol, it finds out whether that came early, whether it is safe by now, when
/// it will be, and what became of early data.
@Timeout(120)
class TlsSessionEverywhereTest {
    private static final String STILL_EARLY = "early=true phase=EARLY reason=accepted confirmed=false.";
    private static final String EARLY = "early=true phase=CONFIRMED reason=accepted confirmed=true.";
    private static final String FAILED = "early=true phase=FAILED reason=accepted confirmed=false.";
    private static final String LATE = "early=false phase=CONFIRMED reason=notOffered confirmed=true.";
    private static final String BEHIND_FINISHED = "early=false phase=CONFIRMED reason=accepted confirmed=true.";
    private static final String REFUSED = "early=false phase=CONFIRMED reason=disabled confirmed=true.";
    private static ConfigurableApplicationContext application;
    private static ConfigurableApplicationContext refusing;

    @BeforeAll
    static void start() {
        application = run(true);
        refusing = run(false);
    }

    private static ConfigurableApplicationContext run(boolean accept) {
        return new SpringApplication(TestApplication.class, TellingPages.class)
                .run(("--server.port=0 --postern.tls.bundle=web --postern.tls.early-data.accept=" + accept
                        + " --postern.tls.early-data.issue-max-bytes=16384 " + TestApplication.bundleArguments())
                        .split(" "));
    }

    @AfterAll
    static void stop() {
        application.close();
        refusing.close();
    }

    static Stream<Arguments> kindsAndProtocols() {
        return Stream.of("annotated", "functional", "filter", "context")
                .flatMap(kind -> Stream.of(Protocol.HTTP_1_1, Protocol.HTTP_2)
                        .map(protocol -> Arguments.of(kind, protocol)));
    }

    @ParameterizedTest
    @MethodSource("kindsAndProtocols")
    void saysOfAHeldRequestThatItCameEarlyAndIsConfirmed(String kind, Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/told/" + kind)) {
            assertThat(client.finish().untilText("confirmed=")).contains(over(protocol, EARLY));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndProtocols")
    void saysWhileARequestIsActedOnEarlyThatItIsAndThenThatItIsConfirmed(String kind, Protocol protocol)
            throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/early/" + kind)) {
            assertThat(client.untilText("confirmed=")).contains(over(protocol, STILL_EARLY))
                    .doesNotContain("CONFIRMED");
            assertThat(client.finish().untilText("confirmed=true")).contains(over(protocol, EARLY));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndProtocols")
    void saysThatTheHandshakeFailed(String kind, Protocol protocol) throws Exception {
        TellingPages.FAILED.clear();
        try (SteppedClient client = SteppedClient.early(application, protocol, "/early/" + kind)) {
            assertThat(client.untilText("confirmed=")).contains(over(protocol, STILL_EARLY));
            assertThat(TellingPages.FAILED).isEmpty();
            client.finishWrongly();
            assertThat(TellingPages.FAILED.poll(30, TimeUnit.SECONDS)).isEqualTo(over(protocol, FAILED));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndProtocols")
    void saysOfALateRequestThatNoneWasEarly(String kind, Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.late(application, protocol).get("/told/" + kind)) {
            assertThat(client.untilText("confirmed=")).contains(over(protocol, LATE));
        }
    }

    /// A fact of the request, and not of its connection.
    @ParameterizedTest
    @MethodSource("kindsAndProtocols")
    void saysOfARequestBehindFinishedThatItIsNotEarlyThoughAnotherWas(String kind, Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(application, protocol, "/told/" + kind)) {
            assertThat(client.finish().untilText("confirmed=")).contains(EARLY);
            assertThat(client.get("/told/" + kind).untilText("early=false")).contains(over(protocol, BEHIND_FINISHED));
        }
    }

    @ParameterizedTest
    @MethodSource("kindsAndProtocols")
    void saysWhyEarlyDataWasRefused(String kind, Protocol protocol) throws Exception {
        try (SteppedClient client = SteppedClient.early(refusing, protocol, "/told/" + kind)) {
            client.finish().beginAgain().get("/told/" + kind);
            assertThat(client.untilText("confirmed=")).contains(over(protocol, REFUSED));
        }
    }

    private static String over(Protocol protocol, String told) {
        return "over=" + protocol.alpn + " " + told;
    }

    /// What follows a switch to another protocol could not be told early from late, so it is never acted on early.
    @Test
    void isThereForAWebSocketHandler() throws Exception {
        try (SteppedClient client = SteppedClient.early(application, Protocol.WEBSOCKET, "/told/socket")) {
            assertThat(client.finish().untilText("confirmed=")).startsWith("HTTP/1.1 101 ").contains(EARLY);
        }
        try (SteppedClient client = SteppedClient.late(application, Protocol.WEBSOCKET).get("/told/socket")) {
            assertThat(client.untilText("confirmed=")).startsWith("HTTP/1.1 101 ").contains(LATE);
        }
        try (SteppedClient client = SteppedClient.early(refusing, Protocol.WEBSOCKET, "/told/socket")) {
            client.finish().beginAgain().get("/told/socket");
            assertThat(client.untilText("confirmed=")).startsWith("HTTP/1.1 101 ").contains(REFUSED);
        }
    }
}
