package dev.postern.gateway.distribution;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// ARCHITECTURE.md walks through the code by the names of its types: each must be there, and every step of the walk must name some.
class ArchitectureDocTest {

    private static final Pattern TYPE = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([A-Z]\\w+))?`");

    /// Words in that form which are no types of ours.
    private static final List<String> WORDS_OF_OTHERS = List.of("SslHandler", "SslContext", "SslInfo", "Finished");

    private final String document;

    ArchitectureDocTest() throws Exception {
        document = Files.readString(Repository.ROOT.resolve("ARCHITECTURE.md"));
    }

    @Test
    void everyTypeThatIsNamedExists() throws Exception {
        Map<String, Path> sources = Repository.filesEndingWith(".java").stream().collect(
                Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), file -> file,
                        (first, second) -> first));
        List<String> gone = new ArrayList<>();
        for (var match : TYPE.matcher(document).results().toList()) {
            Path source = sources.get(match.group(1));
            boolean known = source != null
                    && (match.group(2) == null
                            || Files.readString(source).matches("(?s).*\\b" + match.group(2) + "\\b.*"));
            if (!known && !WORDS_OF_OTHERS.contains(match.group(1))) {
                gone.add(match.group());
            }
        }
        assertThat(gone).isEmpty();
    }

    @Test
    void everyStepOfTheWalkNamesItsTypes() {
        String walk = document.substring(document.indexOf("## Follow one 0-RTT request"),
                document.indexOf("## The rooms"));
        List<String> steps = List.of(walk.split("(?m)^### ")).subList(1, walk.split("(?m)^### ").length);
        assertThat(steps).hasSizeGreaterThanOrEqualTo(7).allMatch(step -> TYPE.matcher(step).find());
    }
}
