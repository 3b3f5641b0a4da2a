package dev.postern.gateway.routes;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CanonicalNameTest {

    @ParameterizedTest
    @CsvSource({"a.example, a.example", "A.Example, a.example", "a.example., a.example",
        "bücher.example, xn--bcher-kva.example",
        "XN--BCHER-KVA.example, xn--bcher-kva.example", "my_service, my_service", "127.0.0.1, 127.0.0.1",
        "::1, [0:0:0:0:0:0:0:1]",
        "[::1], [0:0:0:0:0:0:0:1]", "[2001:DB8::1], [2001:db8:0:0:0:0:0:1]"})
    void bringsNamesIntoOneForm(String raw, String canonical) {
        assertThat(CanonicalName.ofName(raw)).map(CanonicalName::value).contains(canonical);
    }

    @ParameterizedTest
    @CsvSource({"a.example:8443, a.example", "a.example:, a.example", "A.example.:1, a.example",
        "'[::1]:8443', '[0:0:0:0:0:0:0:1]'", "127.0.0.1:80, 127.0.0.1"})
    void leavesThePortOut(String authority, String canonical) {
        assertThat(CanonicalName.ofAuthority(authority)).map(CanonicalName::value).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "-a.example", "a-.example", "a b", "a/b", "user@a.example", "a.example:x",
        "a.example:70000", "127.1", "0177.0.0.1", "256.0.0.1", "1.2.3", "[::1", "[fe80::1%eth0]", "a.example:80:80",
        "*.example", "a,b", "a.example\u0000"})
    void takesNothingElse(String raw) {
        assertThat(CanonicalName.ofAuthority(raw)).isEmpty();
    }
}
