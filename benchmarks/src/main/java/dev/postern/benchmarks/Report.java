package dev.postern.benchmarks;

import org.openjdk.jmh.results.RunResult;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What came out, as ratios.
record Report(Map<String, RunResult> results) {

    static Report of(Collection<RunResult> results) {
        Map<String, RunResult> named = new TreeMap<>();
        for (RunResult result : results) {
            String bytes = result.getParams().getParam("bytes");
            String name = result.getPrimaryResult().getLabel();
            named.put(bytes == null ? name : name + " " + bytes, result);
        }
        return new Report(named);
    }

    String toMarkdown(String seconds, String pattern) {
        List<String> lines = new ArrayList<>();
        lines.add("# Engine beside the JDK");
        lines.add("");
        lines.add("Command: `TIME=%s ONLY='%s' scripts/bench`; Java %s, %s, %d processors.".formatted(seconds, pattern,
                System.getProperty("java.version"), System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors()));
        List<String> handshakes = new ArrayList<>();
        handshake(handshakes, "full", "full");
        handshake(handshakes, "resumed", "resumed");
        handshake(handshakes, "zeroRtt", "0-RTT with 1 KiB (JSSE: resumed, without it)");
        table(lines, "| handshake, CPU of the server | ours, us | JSSE, us | ours / JSSE |", handshakes);
        List<String> records = new ArrayList<>();
        for (String bytes : List.of("16384", "1024")) {
            record(records, "seal", bytes);
            record(records, "sealAndOpen", bytes);
        }
        table(lines, "| record | ours, ns | bare cipher, ns | speed, ours / bare | ours, bytes allocated | bare |",
                records);
        return String.join("\n", lines) + "\n";
    }

    /// What was not measured has no table.
    private static void table(List<String> lines, String head, List<String> rows) {
        if (!rows.isEmpty()) {
            lines.add("");
            lines.add(head);
            lines.add("|" + " --- |".repeat((int) head.chars().filter(c -> c == '|').count() - 1));
            lines.addAll(rows);
        }
    }

    private void handshake(List<String> lines, String name, String title) {
        RunResult result = results.get(name);
        if (result != null) {
            double count = secondary(result, "handshakes");
            double ours = secondary(result, "oursNanos") / count / 1000;
            double jsse = secondary(result, "jsseNanos") / count / 1000;
            lines.add(String.format(Locale.ROOT, "| %s | %.1f | %.1f | **%.2f** |", title, ours, jsse, ours / jsse));
        }
    }

    private void record(List<String> lines, String operation, String bytes) {
        RunResult result = results.get(operation + " " + bytes);
        if (result != null) {
            double records = secondary(result, "records");
            double ours = secondary(result, "oursNanos") / records;
            double bare = secondary(result, "bareNanos") / records;
            lines.add(String.format(Locale.ROOT, "| %s, %s bytes | %.0f | %.0f | **%.2f** | %.0f | %.0f |", operation,
                    bytes,
                    ours, bare, bare / ours, secondary(result, "oursBytes") / records,
                    secondary(result, "bareBytes") / records));
        }
    }

    private static double secondary(RunResult result, String name) {
        for (String label : result.getSecondaryResults().keySet()) {
            if (label.endsWith(name)) {
                return result.getSecondaryResults().get(label).getScore();
            }
        }
        throw new IllegalStateException("no " + name + " among " + result.getSecondaryResults().keySet());
    }
}
