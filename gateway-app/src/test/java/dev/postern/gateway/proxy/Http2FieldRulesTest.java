package dev.postern.gateway.proxy;

import dev.postern.tls.socket.Http2Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests over HTTP/2 that would mean something else in HTTP/1.1, one row per rule (RFC 9113 8.2, 8.3): each is refused alone, its
/// connection serves the next one, and nothing of it reaches the upstream.
class Http2FieldRulesTest {
    private static final String[] ROOT = {":method", "GET", ":scheme", "https", ":authority", "localhost", ":path",
        "/"};
    private static ScriptedUpstream upstream;
    private static HopGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.answering("ok");
        gateway = HopGateway.before(upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @BeforeEach
    void forget() {
        upstream.heads.clear();
    }

    /// @param drawn `name=value` in turn, parted by a blank, instead of or behind those of a plain GET: `-name` takes one out, `~` is CR
    ///     LF, `` ` `` LF, `^` CR, `@` NUL, `_` a blank and `>` a tab
    private static String[] fields(String drawn) {
        List<String> fields = new ArrayList<>(Arrays.asList(ROOT));
        for (String field : drawn.split(" ", -1)) {
            if (field.startsWith("-")) {
                int at = fields.indexOf(field.substring(1));
                fields.subList(at, at + 2).clear();
                continue;
            }
            int equals = field.indexOf('=');
            fields.add(bytes(field.substring(0, equals)));
            fields.add(bytes(field.substring(equals + 1)));
        }
        return fields.toArray(String[]::new);
    }

    private static String bytes(String drawn) {
        return drawn.replace("~", "\r\n").replace('`', '\n').replace('^', '\r').replace('@', '\0').replace('_', ' ')
                .replace('>', '\t');
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Transfer-Encoding                         | transfer-encoding=chunked
            Connection                                | connection=close
            Connection that names a field             | connection=x-a x-a=1
            Keep-Alive                                | keep-alive=5
            Proxy-Connection                          | proxy-connection=close
            Upgrade                                   | upgrade=websocket
            TE that is not trailers                   | te=gzip
            TE that is more than trailers             | te=trailers,_gzip
            an upper-case letter in a name            | X-a=1
            a blank in a name                         | x_a=1
            a colon in a name                         | x:a=1
            a line feed in a name                     | x`a=1
            a NUL in a name                           | x@a=1
            an empty name                             | =1
            a line break in a value                   | x-a=1~x-b:2
            a line feed in a value                    | x-a=1`x-b:2
            a carriage return in a value              | x-a=1^2
            a NUL in a value                          | x-a=1@2
            a blank before a value                    | x-a=_1
            a blank after a value                     | x-a=1_
            a tab before a value                      | x-a=>1
            a tab after a value                       | x-a=1>
            :method twice                             | -:path :method=GET :path=/
            :scheme twice                             | -:path :scheme=https :path=/
            :authority twice                          | -:path :authority=localhost :path=/
            :path twice                               | :path=/
            :path twice, different                    | :path=/other
            a pseudo-header field after another       | -:path x-a=1 :path=/
            an unknown pseudo-header field            | :what=ever
            that of a response                        | :status=200
            no :method                                | -:method
            no :scheme                                | -:scheme
            no :path                                  | -:path
            an empty :path                            | -:path :path=
            neither :authority nor Host               | -:authority
            Host that is not :authority               | host=other
            Host twice, without :authority            | -:authority host=localhost host=localhost
            an empty :authority and another Host      | -:authority -:path :authority= :path=/ host=localhost
            a blank in :path                          | -:path :path=/_HTTP/1.1
            a line break in :path                     | -:path :path=/_HTTP/1.1~x-a:1
            a :path that is no path                   | -:path :path=x
            a fragment in :path                       | -:path :path=/#x
            a blank in :method                        | -:method -:path :method=GET_/x :path=/
            a line feed in :authority                 | -:authority -:path :authority=localhost`x-a:1 :path=/
            :protocol, which is not offered           | -:path :protocol=websocket :path=/
            a line feed in :scheme                    | -:scheme -:path :scheme=https`x :path=/
            Content-Length twice, different           | content-length=0 content-length=1
            Content-Length with a sign                | content-length=+0
            Content-Length that announces a body      | content-length=3
            """)
    void refuses(String rule, String drawn) throws IOException {
        try (Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, true, fields(drawn));

            assertThat(client.answer(1)).as(rule).matches("400 \\{.*urn:postern:problem:.*}|reset 1");
            assertThat(client.headers(3, true, ROOT).answer(3)).isEqualTo("200 ok");
            assertThat(upstream.heads).as("what reached the upstream").hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            Transfer-Encoding              | transfer-encoding=chunked
            an upper-case letter in a name | X-a=1
            a line feed in a value         | x-a=1`x-b:2
            a pseudo-header field          | :path=/other
            """)
    void refusesTrailers(String rule, String drawn) throws Exception {
        try (Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, false, ":method", "POST", ":scheme", "https", ":authority", "localhost", ":path", "/");
            assertThat(upstream.nextHead()).startsWith("POST / ");
            client.data(1, false, "abc").headers(1, true, Arrays.copyOfRange(fields(drawn), ROOT.length,
                    fields(drawn).length));

            assertThat(client.answer(1)).as(rule).isEqualTo("reset 1");
            upstream.awaitEnd();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"more than Content-Length,abcd", "less than Content-Length,ab"})
    void aBodyThatIsNotAsLongAsItSaysIsNotWholeForTheUpstream(String rule, String body) throws Exception {
        try (Http2Wire client = gateway.connectHttp2Wire()) {
            client.headers(1, false, ":method", "POST", ":scheme", "https", ":authority", "localhost", ":path", "/",
                    "content-length", "3");
            assertThat(upstream.nextHead()).startsWith("POST / ");
            client.data(1, true, body);

            assertThat(client.answer(1)).as(rule).isEqualTo("reset 1");
            upstream.awaitEnd();
        }
    }

    /// What reaches the upstream of a plain GET with these fields.
    private static String forwarded(String drawn) throws Exception {
        try (Http2Wire client = gateway.connectHttp2Wire()) {
            assertThat(client.headers(1, true, fields(drawn)).answer(1)).isEqualTo("200 ok");
        }
        return upstream.nextHead();
    }

    @Test
    void joinsTheCrumbsOfACookie() throws Exception {
        String head = forwarded("cookie=a=1 x-a=1 cookie=b=2 cookie=c=3");

        assertThat(head).containsOnlyOnce("\r\ncookie: a=1; b=2; c=3\r\n").containsOnlyOnce("cookie");
    }

    @Test
    void keepsOtherFieldsThatStandTwiceApart() throws Exception {
        assertThat(forwarded("x-a=1 x-a=2")).contains("\r\nx-a: 1\r\n", "\r\nx-a: 2\r\n");
    }

    @Test
    void saysToTheUpstreamThatTrailersAreWanted() throws Exception {
        assertThat(Http1Peer.field(forwarded("te=trailers"), "te")).isEqualTo("trailers");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            both, equal but for their case | host=LOCALHOST
            Host alone                     | -:authority host=localhost
            :authority alone               | x-a=1
            """)
    void theUpstreamGetsOneHost(String rule, String drawn) throws Exception {
        String head = forwarded(drawn);

        assertThat(head.lines().filter(line -> line.startsWith("host:")).map(String::toString)).as(rule)
                .containsExactly("host: localhost");
    }

    @Test
    void aValueMayHoldABlankATabAndBytesBeyondAscii() throws Exception {
        assertThat(forwarded("x-a=1_2>3\u00e9")).contains("\r\nx-a: 1 2\t3\u00e9\r\n");
    }
}
