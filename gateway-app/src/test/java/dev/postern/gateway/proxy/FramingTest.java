package dev.postern.gateway.proxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests that two programs could read differently, one row per rule: each is refused, the connection ends, and nothing of it
/// reaches the upstream.
class FramingTest {
    private static ScriptedUpstream upstream;
    private static PlainGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        upstream = ScriptedUpstream.answering("ok");
        gateway = PlainGateway.before(upstream);
    }

    @AfterAll
    static void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            length and chunks together          | 400 | POST / HTTP/1.1~Host: a~Content-Length: 3~Transfer-Encoding: chunked~~abc
            length twice, equal                 | 400 | POST / HTTP/1.1~Host: a~Content-Length: 3~Content-Length: 3~~abc
            length twice, different             | 400 | POST / HTTP/1.1~Host: a~Content-Length: 3~Content-Length: 4~~abc
            length as a list                    | 400 | POST / HTTP/1.1~Host: a~Content-Length: 3, 3~~abc
            length with a sign                  | 400 | POST / HTTP/1.1~Host: a~Content-Length: +3~~abc
            length below zero                   | 400 | POST / HTTP/1.1~Host: a~Content-Length: -3~~abc
            length in hexadecimal               | 400 | POST / HTTP/1.1~Host: a~Content-Length: 0x3~~abc
            length without a number             | 400 | POST / HTTP/1.1~Host: a~Content-Length:~~abc
            length beyond any number            | 400 | POST / HTTP/1.1~Host: a~Content-Length: 99999999999999999999~~abc
            chunked before another coding       | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, gzip~~0~~
            chunked after another coding        | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~
            chunked twice                       | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~
            another coding alone                | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~0~~
            chunked with a tail                 | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked;q=1~~0~~
            chunked on HTTP/1.0                 | 400 | POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~
            coding folded over two lines        | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding:~ chunked~~0~~
            folded field                        | 400 | GET / HTTP/1.1~Host: a~X-A: 1~ 2~~
            blank before the colon              | 400 | GET / HTTP/1.1~Host: a~X-A : 1~~
            blank before the first field        | 400 | GET / HTTP/1.1~ Host: a~~
            field without a colon               | 400 | GET / HTTP/1.1~Host: a~nonsense~~
            field without a name                | 400 | GET / HTTP/1.1~Host: a~: 1~~
            bare line feed ends a field         | 400 | GET / HTTP/1.1~Host: a`X-A: 1~~
            bare line feed ends the start line  | 400 | GET / HTTP/1.1`Host: a~~
            bare carriage return in a value     | 400 | GET / HTTP/1.1~Host: a~X-A: 1^2~~
            NUL in a value                      | 400 | GET / HTTP/1.1~Host: a~X-A: 1@2~~
            NUL in the target                   | 400 | GET /@ HTTP/1.1~Host: a~~
            blank before the method             | 400 | ' GET / HTTP/1.1~Host: a~~'
            two blanks after the method         | 400 | GET  / HTTP/1.1~Host: a~~
            two empty lines before the request  | 400 | ~~GET / HTTP/1.1~Host: a~~
            no version                          | 400 | GET /~Host: a~~
            lower-case version                  | 400 | GET / http/1.1~Host: a~~
            HTTP/2 in the clear                 | 505 | GET / HTTP/2.0~Host: a~~
            Host missing                        | 400 | GET / HTTP/1.1~X-A: 1~~
            Host twice                          | 400 | GET / HTTP/1.1~Host: a~Host: a~~
            absolute target and another Host    | 400 | GET http://b/ HTTP/1.1~Host: a~Connection: close~~
            target with a fragment              | 400 | GET /#x HTTP/1.1~Host: a~Connection: close~~
            target that is no path              | 400 | GET x HTTP/1.1~Host: a~Connection: close~~
            encoded dot segments                | 400 | GET /a/%2e%2e/b HTTP/1.1~Host: a~Connection: close~~
            encoded slash                       | 400 | GET /a%2fb HTTP/1.1~Host: a~Connection: close~~
            backslash                           | 400 | GET /a\\b HTTP/1.1~Host: a~Connection: close~~
            encoded NUL                         | 400 | GET /a%00 HTTP/1.1~Host: a~Connection: close~~
            Host that is no name                | 400 | GET / HTTP/1.1~Host: a b~Connection: close~~
            unknown expectation                 | 417 | POST / HTTP/1.1~Host: a~Expect: 200-ok~Content-Length: 0~Connection: close~~
            CONNECT                             | 405 | CONNECT a:443 HTTP/1.1~Host: a:443~Connection: close~~
            TRACE                               | 405 | TRACE / HTTP/1.1~Host: a~Connection: close~~
            """)
    void refuses(String rule, String status, String request) throws IOException {
        int before = upstream.heads.size();

        String answer = gateway.exchange(bytes(request));

        assertThat(answer).as(rule).startsWith("HTTP/1.1 " + status + " ").contains("urn:postern:problem:");
        assertThat(upstream.heads).as("what reached the upstream").hasSize(before);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            bare line feed after a size   | 3`abc~0~~
            no size                       | ~abc~0~~
            a size that is no number      | g~abc~0~~
            a size with a prefix          | 0x3~abc~0~~
            a size with a sign            | +3~abc~0~~
            a size beyond any number      | fffffffffffffffff~abc~0~~
            data longer than its size     | 2~abc~0~~
            an extension without a name   | 3;~abc~0~~
            an open quote in an extension | 3;a="b~abc~0~~
            a blank at the end of a size  | '3 ~abc~0~~'
            a folded trailer              | 3~abc~0~A: 1~ 2~~
            """)
    void refusesChunks(String rule, String body) throws IOException {
        String answer = gateway.exchange(bytes("POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~" + body));

        assertThat(answer).as(rule).startsWith("HTTP/1.1 400 ").contains("connection: close");
    }

    @Test
    void readsQuotedChunkExtensionsAndDropsThem() throws Exception {
        upstream.heads.clear();

        String answer = gateway.exchange(bytes(
                "POST / HTTP/1.1~Host: a~Connection: close~Transfer-Encoding: chunked~~3;a=\"x;y\";b=c~abc~0~~"));

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(upstream.nextHead()).contains("transfer-encoding: chunked");
    }

    @Test
    void letsOneEmptyLineBeforeARequestPass() throws IOException {
        assertThat(gateway.exchange(bytes("~GET / HTTP/1.1~Host: a~Connection: close~~"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws IOException {
        String head = "GET / HTTP/1.1~Host: a~X-A: " + "x".repeat(40_000) + "~~";
        assertThat(gateway.exchange(bytes(head))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void refusesTooManyFields() throws IOException {
        String head = "GET / HTTP/1.1~Host: a~" + "X-A: 1~".repeat(200) + "~";
        assertThat(gateway.exchange(bytes(head))).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void refusesATargetThatIsTooLong() throws IOException {
        String head = "GET /" + "x".repeat(9_000) + " HTTP/1.1~Host: a~~";
        assertThat(gateway.exchange(bytes(head))).startsWith("HTTP/1.1 414 ");
    }

    @Test
    void refusesABodyThatIsTooLong() throws IOException {
        String head = "POST / HTTP/1.1~Host: a~Content-Length: 99999999999999~~";
        assertThat(gateway.exchange(bytes(head))).startsWith("HTTP/1.1 413 ");
    }

    /// `~` is CR LF, `` ` `` a bare line feed, `^` a bare carriage return, `@` a NUL.
    private static String bytes(String drawn) {
        return drawn.replace("~", "\r\n").replace('`', '\n').replace('^', '\r').replace('@', '\0');
    }
}
