package dev.postern.gateway.distribution;

import dev.postern.tls.earlydata.EarlyDataReason;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/// Documents age unless something breaks when they do.
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#\\s]+)");
    private static final Pattern TARGET = Pattern.compile("`make ([a-z]+)");

    @Test
    void everyLinkLeadsSomewhere() throws Exception {
        List<String> dead = new ArrayList<>();
        for (Path document : Repository.filesEndingWith(".md")) {
            LINK.matcher(Files.readString(document)).results().map(match -> match.group(1))
                    .filter(link -> !Files.exists(document.resolveSibling(link)))
                    .forEach(link -> dead.add(Repository.ROOT.relativize(document) + " -> " + link));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyOutcomeOfEarlyDataIsExplained() throws Exception {
        String page = Files.readString(Repository.ROOT.resolve("docs/operations/early-data.md"));
        assertThat(EarlyDataReason.values()).extracting(EarlyDataReason::label)
                .allSatisfy(label -> assertThat(page).contains("`" + label + "`"));
    }

    @Test
    void everyMakeTargetThatIsNamedExists() throws Exception {
        Set<String> targets = Files.readAllLines(Repository.ROOT.resolve("Makefile")).stream()
                .filter(line -> line.matches("[a-z]+:.*"))
                .map(line -> line.substring(0, line.indexOf(':'))).collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        for (Path document : Repository.filesEndingWith(".md")) {
            TARGET.matcher(Files.readString(document)).results().forEach(match -> named.add(match.group(1)));
        }
        assertThat(targets).containsAll(named);
    }

    @Test
    void everyScriptThatTheMakefileCallsCanBeRun() throws Exception {
        Pattern call = Pattern.compile("^\\t@([\\w/-]+)", Pattern.MULTILINE);
        assertThat(call.matcher(Files.readString(Repository.ROOT.resolve("Makefile"))).results()
                .map(match -> match.group(1)).toList())
                .isNotEmpty().allMatch(script -> Files.isExecutable(Repository.ROOT.resolve(script)));
    }
}
