package dev.postern.gateway.routes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PathNormaliserTest {

    @ParameterizedTest
    @CsvSource({"/, /", "/a/b, /a/b", "/a/b/, /a/b/", "/a//b, /a/b", "//a, /a", "/a/./b, /a/b", "/a/../b, /b",
        "/a/b/.., /a/", "/a/., /a/", "/%61%2d%7E, /a-~", "/a%20b, /a%20b", "/%c3%a9, /%C3%A9", "/a%2Fb, /a%2Fb",
        "/a%2fb, /a%2Fb", "/file%2etxt, /file.txt", "/...,/...", "/.well-known/x, /.well-known/x", "/a;v=1/b, /a;v=1/b",
        "/%252e%252e/a, /%252e%252e/a", "/a/b/../../c, /c", "/x:y@z, /x:y@z"})
    void bringsPathsIntoOneForm(String raw, String normal) {
        assertThat(PathNormaliser.normalise(raw)).isInstanceOfSatisfying(PathNormaliser.Outcome.Normal.class,
                outcome -> assertThat(outcome.path().value()).isEqualTo(normal));
    }

    @ParameterizedTest
    @CsvSource({"'', NOT_ABSOLUTE", "a, NOT_ABSOLUTE", "'*', NOT_ABSOLUTE", "/%, MALFORMED_ENCODING",
        "/%4, MALFORMED_ENCODING", "/%zz, MALFORMED_ENCODING", "/a%00b, CONTROL_CHARACTER",
        "/a%0d%0a, CONTROL_CHARACTER",
        "/a%7f, CONTROL_CHARACTER", "/a\\b, BACKSLASH", "/a%5cb, BACKSLASH", "/%2e%2e/a, ENCODED_DOT_SEGMENT",
        "/a/.%2e/b, ENCODED_DOT_SEGMENT", "/a/%2E, ENCODED_DOT_SEGMENT", "/.., ABOVE_ROOT", "/a/../../b, ABOVE_ROOT",
        "/a/..;/b, HIDDEN_DOT_SEGMENT", "/a/..;x=1, HIDDEN_DOT_SEGMENT", "/a/..%3b/b, HIDDEN_DOT_SEGMENT",
        "/a/..%2fb, HIDDEN_DOT_SEGMENT", "/a/x%2f..%2fb, HIDDEN_DOT_SEGMENT", "/é, NOT_ASCII", "/a#b, NOT_ASCII"})
    void refusesWhatAnUpstreamCouldReadDifferently(String raw, AmbiguousPath reason) {
        assertThat(PathNormaliser.normalise(raw)).isEqualTo(new PathNormaliser.Outcome.Refused(reason));
    }

    @Test
    void saysThatASlashIsEncoded() {
        assertThat(PathNormaliser.normalise("/a%2fb"))
                .isEqualTo(new PathNormaliser.Outcome.Normal(new NormalisedPath("/a%2Fb", true)));
    }

    @ParameterizedTest
    @CsvSource({"/a/./b/../c%41%2f", "/x//y/%7e", "/a;b/c%20d"})
    void isStable(String raw) {
        var once = (PathNormaliser.Outcome.Normal) PathNormaliser.normalise(raw);
        assertThat(PathNormaliser.normalise(once.path().value())).isEqualTo(once);
    }
}
