package dev.postern.tls.vectors;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// An object of a vector file.
record Fields(Map<?, ?> content) {
    String text(String name) {
        if (!(content.get(name) instanceof String text)) {
            throw new IllegalArgumentException("no text " + name + " in " + content.keySet());
        }
        return text;
    }

    byte[] bytes(String name) {
        return HexFormat.of().parseHex(text(name));
    }

    int number(String name) {
        if (!(content.get(name) instanceof Long number)) {
            throw new IllegalArgumentException("no number " + name + " in " + content.keySet());
        }
        return Math.toIntExact(number);
    }

    boolean has(String name) {
        return content.containsKey(name);
    }

    boolean isFlagged(String flag) {
        return ((List<?>) content.get("flags")).contains(flag);
    }
}
