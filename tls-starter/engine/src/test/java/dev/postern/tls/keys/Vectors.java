package dev.postern.tls.keys;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads test vectors: `name = value` lines, cases apart by an empty line, `#` before a comment.
public final class Vectors {
    private Vectors() {}

    public static List<Map<String, String>> load(String path) {
        List<Map<String, String>> cases = new ArrayList<>();
        for (String block : text(path).split("\n\n+")) {
            Map<String, String> fields = new HashMap<>();
            block.lines().filter(line -> line.contains("=") && !line.startsWith("#")).forEach(line -> fields
                    .put(line.substring(0, line.indexOf('=')).trim(), line.substring(line.indexOf('=') + 1).trim()));
            if (!fields.isEmpty()) {
                cases.add(fields);
            }
        }
        return cases;
    }

    private static String text(String path) {
        try (InputStream in = Objects.requireNonNull(Vectors.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
