package dev.postern.interop.matrix;

import dev.postern.interop.peer.PeerExecutable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All results of a run, and the page that shows them: `target/interop.md`, which `scripts/interop` prints and keeps in `docs`.
final class Matrix {
    private static final Path PAGE = Path.of("target", "interop.md");
    private static final Map<Cell, Map<String, Entry>> ENTRIES = new TreeMap<>();
    /// No text block: the formatter indents it with a mix that javac warns of.
    @SuppressWarnings("StringConcatToTextBlock")
    private static final String INTRODUCTION = String.join("\n", "# Whom we talk to", "",
            "Written by `make interop`. Each number is how many tests of that kind passed; a test reads what both",
            "ends report. `-` is a mode that the peer itself does not have; the reasons are below. An empty field was",
            "not tried.", "", "");

    private Matrix() {}

    /// One field of the matrix.
    record Cell(PeerExecutable peer, Peer.Role role, Mode mode) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int byPeer = peer.compareTo(other.peer);
            int byRole = byPeer != 0 ? byPeer : role.compareTo(other.role);
            return byRole != 0 ? byRole : mode.compareTo(other.mode);
        }

        private String column() {
            return peer.label() + " " + (role == Peer.Role.CLIENT ? "client" : "server");
        }
    }

    /// How a test ended; `CANNOT` is no test, but says why there is none.
    enum Outcome {
        PASSED,
        FAILED,
        CANNOT
    }

    private record Entry(Outcome outcome, String reason) {}

    static synchronized void enter(Cell cell, String test, Outcome outcome, String reason) {
        ENTRIES.computeIfAbsent(cell, c -> new LinkedHashMap<>()).put(test, new Entry(outcome, reason));
    }

    static synchronized void write() {
        try {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page());
        } catch (IOException e) {
            throw new IllegalStateException("the matrix could not be written to " + PAGE.toAbsolutePath(), e);
        }
    }

    private static String page() {
        List<String> columns = distinct(Cell::column);
        StringBuilder page = new StringBuilder(INTRODUCTION);
        distinct(Cell::peer).forEach(peer -> page.append("- ").append(peer.label()).append(": `").append(peer.version())
                .append("`\n"));
        page.append("\n| mode | ").append(String.join(" | ", columns)).append(" |\n| --- |")
                .append(" --- |".repeat(columns.size())).append('\n');
        distinct(Cell::mode).stream().sorted().forEach(mode -> page.append(row(mode, columns)));
        page.append('\n').append(reasons());
        return page.toString();
    }

    private static <T> List<T> distinct(Function<Cell, T> property) {
        return ENTRIES.keySet().stream().map(property).distinct().toList();
    }

    private static String row(Mode mode, List<String> columns) {
        return columns.stream().map(column -> field(mode, column))
                .collect(Collectors.joining(" | ", "| " + mode.sentence() + " | ", " |\n"));
    }

    private static String field(Mode mode, String column) {
        return ENTRIES.entrySet().stream()
                .filter(e -> e.getKey().mode() == mode && e.getKey().column().equals(column))
                .map(e -> summary(e.getValue().values())).findFirst().orElse("");
    }

    private static String summary(Collection<Entry> entries) {
        long failed = entries.stream().filter(e -> e.outcome() == Outcome.FAILED).count();
        long passed = entries.stream().filter(e -> e.outcome() == Outcome.PASSED).count();
        if (failed > 0) {
            return "**%d of %d failed**".formatted(failed, failed + passed);
        }
        return passed == 0 ? "-" : "✔ " + passed;
    }

    private static String reasons() {
        return ENTRIES.entrySet().stream()
                .flatMap(cell -> cell.getValue().values().stream().filter(e -> e.outcome() == Outcome.CANNOT)
                        .map(e -> "- %s, %s: %s\n".formatted(cell.getKey().column(), cell.getKey().mode().sentence(),
                                e.reason())))
                .collect(Collectors.joining());
    }
}
