package dev.postern.interop.bogo;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/// Compares what is with what the flags want.
final class Expectation {

    private Expectation() {}

    static <T> void equal(String what, T wanted, T got) {
        if (!wanted.equals(got)) {
            throw new UnmetException("%s is %s, not %s".formatted(what, got, wanted));
        }
    }

    static void equalBytes(String what, byte[] wanted, byte[] got) {
        equal(what, HexFormat.of().formatHex(wanted), HexFormat.of().formatHex(got));
    }

    /// Empty when the flags do not care.
    static void same(String what, Optional<String> wanted, @Nullable String got) {
        wanted.ifPresent(value -> equal(what, value, String.valueOf(got)));
    }

    static void sameNumber(String what, OptionalInt wanted, int got) {
        wanted.ifPresent(value -> equal(what, value, got));
    }
}
