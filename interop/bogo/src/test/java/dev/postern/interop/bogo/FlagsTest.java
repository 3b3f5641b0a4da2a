package dev.postern.interop.bogo;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class FlagsTest {

    @Test
    void belongToEveryConnectionUnlessTheySayOtherwise() {
        Flags flags = Flags.parse(List.of("-host-name", "a", "-on-resume-host-name", "b", "-on-retry-verify-fail"));
        assertThat(flags.initial().text("-host-name")).contains("a");
        assertThat(flags.resume().text("-host-name")).contains("b");
        assertThat(flags.retry().has("-verify-fail")).isTrue();
        assertThat(flags.resume().has("-verify-fail")).isFalse();
        assertThat(flags.notImplemented()).isEmpty();
    }

    @Test
    void passOverTheValueOfAFlagThatIsUnknown() {
        Flags flags = Flags.parse(List.of("-no-such-flag", "value", "-server", "-another"));
        assertThat(flags.notImplemented()).containsExactly("-no-such-flag", "-another");
        assertThat(flags.initial().has("-server")).isTrue();
    }

    @Test
    void mayComeSeveralTimes() {
        Flags flags = Flags.parse(List.of("-curves", "29", "-curves", "23"));
        assertThat(flags.initial().numbers("-curves")).containsExactly(29, 23);
    }

    @Test
    void belongToTheCredentialThatWasBegunBeforeThem() {
        Flags flags = Flags.parse(List.of("-cert-file", "default", "-new-x509-credential", "-cert-file", "first",
                "-new-x509-credential", "-cert-file", "second"));
        assertThat(flags.initial().splitAt(Set.of("-new-x509-credential")))
                .extracting(part -> part.text("-cert-file").orElse(""))
                .containsExactly("default", "first", "second");
    }
}
