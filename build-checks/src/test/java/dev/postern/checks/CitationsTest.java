package dev.postern.checks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CitationsTest {

    private final Citations citations = Citations.load();

    @ParameterizedTest
    @ValueSource(strings = {"// RFC 9846 4.3.10: the server MUST NOT accept early data with another PSK than the first",
        "        // RFC 8470 5.2: a server may answer 425", "// RFC 9846 A.2: states of a server",
        "/// The client's Finished (RFC 9846 4.5.3).", "@Rfc(number = 9846, section = \"8.2\")",
        "// as RFC 8448 shows, byte for byte", "/// RFC 9846 is the specification."})
    void takesWellFormedOnes(String line) {
        assertThat(citations.faultsIn(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"// RFC 9846 section 4.3.10: early data", "// RFC 9846: early data",
        "// RFC9846 4.3.10: early data",
        "// RFC 9846 4.3.10 early data", "/// See RFC 9846, section 4.3.10.", "// RFC 9846 4.3.10:",
        "/// RFC-9846 4.3.10"})
    void refusesOtherForms(String line) {
        assertThat(citations.faultsIn(line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"// RFC 9846 4.2.10: early data", "@Rfc(number = 9846, section = \"4.5.4\")",
        "/// The client's Finished (RFC 9846 4.9.1)."})
    void refusesSectionsThatDoNotExist(String line) {
        assertThat(citations.faultsIn(line)).singleElement().asString().contains("does not exist");
    }

    @Test
    void refusesTheNumbersOfTheReplacedRfc() {
        assertThat(citations.faultsIn("// RFC 8446 4.2.10: early data")).singleElement().asString()
                .contains("renumbered");
    }

    @Test
    void seesNoCitationInALink() {
        assertThat(citations.faultsIn("String link = \"https://RFC.example\";")).isEmpty();
    }
}
