package dev.postern.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the citations of RFCs in Java sources and says what is wrong with them.
///
/// There is one form, so that one search finds everything about a clause: above the line that obeys it stands
/// `// RFC 9846 4.3.10: what it demands`, and on the test that proves it `@Rfc(number = 9846, section = "4.3.10")`.
public final class Citations {

    private static final Pattern COMMENT_THAT_CITES = Pattern.compile("(?<![/:])//(?!/)\\s*(RFC.*)");
    private static final Pattern WELL_FORMED = Pattern.compile("RFC \\d+ ([1-9]\\d*|[A-Z])(\\.\\d+)*: \\S.*");
    private static final Pattern OTHER_SPELLING = Pattern
            .compile("\\bRFC ?\\d{4,},? (?:§|[Ss]ections?\\b)|\\bRFC-?\\d{4,}\\b|\\bRFC  +\\d");
    private static final Pattern SECTION_OF_9846 = Pattern.compile("\\bRFC 9846 ((?:\\d+|[A-G])(?:\\.\\d+)*)(?![\\w])");
    private static final Pattern ANNOTATION = Pattern
            .compile("@Rfc\\(\\s*number\\s*=\\s*(\\d+)\\s*,\\s*section\\s*=\\s*\"([^\"]*)\"");
    private static final Pattern SECTION_OF_8446 = Pattern.compile("\\bRFC 8446 (?:\\d|[A-F]\\.)");

    private final Set<String> sections;

    private Citations(Set<String> sections) {
        this.sections = sections;
    }

    /// Knows the sections of RFC 9846.
    public static Citations load() {
        try (var in = Citations.class.getResourceAsStream("rfc9846-sections.txt")) {
            if (in == null) {
                throw new IllegalStateException("rfc9846-sections.txt is missing from build-checks");
            }
            return new Citations(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One sentence per fault in the Java files below these folders; folders that do not exist are passed over.
    public List<String> faultsBelow(List<Path> folders) {
        List<String> faults = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).sorted()
                            .forEach(file -> read(file, faults));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return faults;
    }

    private void read(Path file, List<String> faults) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (String fault : faultsIn(lines.get(i))) {
                    faults.add(file + ":" + (i + 1) + " " + fault);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> faultsIn(String line) {
        List<String> faults = new ArrayList<>();
        Matcher comment = COMMENT_THAT_CITES.matcher(line);
        if (comment.find() && !WELL_FORMED.matcher(comment.group(1)).matches()) {
            faults.add("is not of the form '// RFC <number> <section>: <clause>': " + comment.group());
        } else if (OTHER_SPELLING.matcher(line).find()) {
            faults.add("spells a citation differently than 'RFC <number> <section>': " + line.strip());
        }
        if (SECTION_OF_8446.matcher(line).find()) {
            faults.add("cites a section of RFC 8446, which RFC 9846 replaced and renumbered: " + line.strip());
        }
        SECTION_OF_9846.matcher(line).results().forEach(match -> requireSection(match.group(1), faults));
        ANNOTATION.matcher(line).results().filter(match -> match.group(1).equals("9846"))
                .forEach(match -> requireSection(match.group(2), faults));
        return faults;
    }

    private void requireSection(String section, List<String> faults) {
        if (!sections.contains(section)) {
            faults.add("cites RFC 9846 " + section + ", which does not exist");
        }
    }
}
