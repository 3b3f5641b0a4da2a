package dev.postern.interop.bogo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// The flags of one connection, in their order: some may come several times, and some belong to the credential that was begun before them.
final class Settings {

    private record Entry(String flag, String value) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(String flag, String value) {
        entries.add(new Entry(flag, value));
    }

    boolean has(String flag) {
        return entries.stream().anyMatch(entry -> entry.flag().equals(flag));
    }

    /// The last one given counts.
    Optional<String> text(String flag) {
        return entries.stream().filter(entry -> entry.flag().equals(flag)).map(Entry::value)
                .reduce((earlier, later) -> later);
    }

    OptionalInt number(String flag) {
        return text(flag).map(value -> OptionalInt.of(Integer.parseInt(value))).orElse(OptionalInt.empty());
    }

    int number(String flag, int otherwise) {
        return number(flag).orElse(otherwise);
    }

    List<String> texts(String flag) {
        return entries.stream().filter(entry -> entry.flag().equals(flag)).map(Entry::value).toList();
    }

    List<Integer> numbers(String flag) {
        return entries.stream().filter(entry -> entry.flag().equals(flag))
                .map(entry -> Integer.valueOf(entry.value())).toList();
    }

    Optional<byte[]> bytes(String flag) {
        return text(flag).map(value -> value.getBytes(StandardCharsets.ISO_8859_1));
    }

    Optional<byte[]> base64(String flag) {
        return text(flag).map(Base64.getDecoder()::decode);
    }

    /// What stands before the first of these flags, and then what begins with each of them.
    List<Settings> splitAt(Set<String> flags) {
        List<Settings> parts = new ArrayList<>();
        Settings part = new Settings();
        for (Entry entry : entries) {
            if (flags.contains(entry.flag())) {
                parts.add(part);
                part = new Settings();
            }
            part.entries.add(entry);
        }
        parts.add(part);
        return parts;
    }
}
