package dev.postern.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The Java sources of the whole repository: what they cite and what they test.
///
/// @param root      the repository
/// @param citations class names by the section of RFC 9846 that `src/main/java` cites there
/// @param tests     of every module
record Sources(Path root, Map<String, Set<String>> citations, List<TestMethod> tests) {

    private static final Set<String> NOT_SOURCES = Set.of("target", "node_modules", ".git", "build");
    private static final Pattern CITATION = Pattern.compile("//.*?\\bRFC 9846 ((?:\\d+|[A-F])(?:\\.\\d+)*)(?![\\w])");
    private static final Pattern FURTHER = Pattern.compile("[;,] (?:and )?((?:\\d+|[A-F])(?:\\.\\d+)+):");

    /// Reads the repository in which the test runs.
    static Sources ofThisRepository() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/rfc9846.tsv"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("docs/rfc9846.tsv is in no folder above the working directory");
            }
        }
        Map<String, Set<String>> citations = new TreeMap<>();
        List<TestMethod> tests = new ArrayList<>();
        for (Path file : javaFilesBelow(root)) {
            String className = file.getFileName().toString().replace(".java", "");
            String room = file.getParent().getFileName().toString();
            if (file.toString().contains("/src/test/java/")) {
                tests.addAll(TestMethod.in(room + "." + className, read(file)));
            } else if (file.toString().contains("/src/main/java/")) {
                read(file).lines().flatMap(line -> sectionsIn(line).stream())
                        .forEach(section -> citations.computeIfAbsent(section, _ -> new TreeSet<>()).add(className));
            }
        }
        return new Sources(root, citations, tests);
    }

    /// The sections that a comment cites: the first one after the RFC's number, further ones behind a semicolon.
    static List<String> sectionsIn(String line) {
        List<String> sections = new ArrayList<>();
        CITATION.matcher(line).results().forEach(match -> {
            sections.add(match.group(1));
            FURTHER.matcher(line.substring(match.end())).results().forEach(more -> sections.add(more.group(1)));
        });
        return sections;
    }

    private static List<Path> javaFilesBelow(Path root) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return NOT_SOURCES.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".java")) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
