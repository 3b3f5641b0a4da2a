package dev.postern.interop.matrix;

import dev.postern.interop.peer.PeerExecutable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All results of a run, and the two parts of the page that shows them, for the peers of every run and for the big ones: files in `target`,
/// which `scripts/interop` prints and keeps in `docs`.
final class Matrix {
    private static final Map<Cell, Map<String, Entry>> ENTRIES = new TreeMap<>();
    /// No text block: the formatter indents it with a mix that javac warns of.
    @SuppressWarnings("StringConcatToTextBlock")
    private static final String INTRODUCTION = String.join("\n", "# Whom we talk to", "",
            "Written by `make interop`. Each number is how many tests of that kind passed; a test reads what both",
            "ends report. `-` is a mode, or so many parts of one, that the peer itself does not have; the reasons are",
            "below. A test fails when a peer has neither. An empty field was not asked for: Postern's gateway is tried",
            "with clients that can send early data, or that people browse with, and in states that are its own",
            "(another zone, overload, no replay store or a young one) with some of these. Three more reasons for it to",
            "refuse early data are met by our own client alone, in the gateway's tests: a policy that is being rolled",
            "out over replicas (`policyPhase`), one that a replica could not renew (`policyStale`), and a replay store",
            "that answers too late (`replayStoreTimeout`).", "", "");
    @SuppressWarnings("StringConcatToTextBlock")
    private static final String BIG_INTRODUCTION = String.join("\n", "## Too big for every run", "",
            "Written by `make interop PEERS=all`, in the same way.", "", "");

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

    /// @param tests how many they are, or would be
    private record Entry(Outcome outcome, int tests, String reason) {}

    static synchronized void enter(Cell cell, String test, Outcome outcome) {
        ENTRIES.computeIfAbsent(cell, c -> new LinkedHashMap<>()).put(test, new Entry(outcome, 1, ""));
    }

    /// @param cases of the mode; empty for all of it
    static synchronized void enterImpossible(Cell cell, List<String> cases, String because) {
        String reason = cases.isEmpty() ? because : "not %s: %s".formatted(String.join(", ", cases), because);
        ENTRIES.computeIfAbsent(cell, c -> new LinkedHashMap<>()).put(reason,
                new Entry(Outcome.CANNOT, cases.size(), reason));
    }

    static synchronized void write() {
        write(Path.of("target", "interop.md"), INTRODUCTION, part(false));
        write(Path.of("target", "interop-big.md"), BIG_INTRODUCTION, part(true));
    }

    private static SortedMap<Cell, Map<String, Entry>> part(boolean big) {
        SortedMap<Cell, Map<String, Entry>> part = new TreeMap<>(ENTRIES);
        part.keySet().removeIf(cell -> cell.peer().big() != big);
        return part;
    }

    private static void write(Path file, String introduction, SortedMap<Cell, Map<String, Entry>> part) {
        if (part.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page(introduction, part));
        } catch (IOException e) {
            throw new IllegalStateException("the matrix could not be written to " + file.toAbsolutePath(), e);
        }
    }

    private static String page(String introduction, SortedMap<Cell, Map<String, Entry>> part) {
        List<String> columns = distinct(part, Cell::column);
        StringBuilder page = new StringBuilder(introduction);
        distinct(part, Cell::peer)
                .forEach(peer -> page.append("- ").append(peer.label()).append(": `").append(peer.version())
                        .append("`\n"));
        page.append("\n| mode | ").append(String.join(" | ", columns)).append(" |\n| --- |")
                .append(" --- |".repeat(columns.size())).append('\n');
        distinct(part, Cell::mode).stream().sorted().forEach(mode -> page.append(row(part, mode, columns)));
        page.append('\n').append(reasons(part));
        return page.toString();
    }

    private static <T> List<T> distinct(SortedMap<Cell, Map<String, Entry>> part, Function<Cell, T> property) {
        return part.keySet().stream().map(property).distinct().toList();
    }

    private static String row(SortedMap<Cell, Map<String, Entry>> part, Mode mode, List<String> columns) {
        return columns.stream().map(column -> field(part, mode, column))
                .collect(Collectors.joining(" | ", "| " + mode.sentence() + " | ", " |\n"));
    }

    private static String field(SortedMap<Cell, Map<String, Entry>> part, Mode mode, String column) {
        return part.entrySet().stream()
                .filter(e -> e.getKey().mode() == mode && e.getKey().column().equals(column))
                .map(e -> summary(e.getValue().values())).findFirst().orElse("");
    }

    private static String summary(Collection<Entry> entries) {
        int failed = tests(entries, Outcome.FAILED);
        int passed = tests(entries, Outcome.PASSED);
        int impossible = tests(entries, Outcome.CANNOT);
        if (failed > 0) {
            return "**%d of %d failed**".formatted(failed, failed + passed);
        }
        if (passed == 0) {
            return "-";
        }
        return impossible == 0 ? "✔ " + passed : "✔ %d, - %d".formatted(passed, impossible);
    }

    private static int tests(Collection<Entry> entries, Outcome outcome) {
        return entries.stream().filter(e -> e.outcome() == outcome).mapToInt(Entry::tests).sum();
    }

    private static String reasons(SortedMap<Cell, Map<String, Entry>> part) {
        return part.entrySet().stream()
                .flatMap(cell -> cell.getValue().values().stream().filter(e -> e.outcome() == Outcome.CANNOT)
                        .map(e -> "- %s, %s: %s\n".formatted(cell.getKey().column(), cell.getKey().mode().sentence(),
                                e.reason())))
                .collect(Collectors.joining());
    }
}
