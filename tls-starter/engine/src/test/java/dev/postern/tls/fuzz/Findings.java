package dev.postern.tls.fuzz;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;

import java.util.Arrays;
import java.util.Objects;

/// What may not happen, in words that stand in a fuzzer's report.
final class Findings {
    private Findings() {}

    static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new AssertionError(sentence);
        }
    }

    static void requireSame(Object expected, Object actual, String what) {
        require(Objects.equals(expected, actual), what + ": " + expected + " is not " + actual);
    }

    static void requireSame(byte[] expected, byte[] actual, String what) {
        int differs = Arrays.mismatch(expected, actual);
        require(differs < 0,
                "%s: %d bytes and %d bytes differ at %d".formatted(what, expected.length, actual.length, differs));
    }

    /// An alert that blames the peer, or is the peer's own. A fuzzer is a peer: whatever it does, we are neither broken nor misused.
    static String blamesThePeer(TlsAlert alert) {
        boolean ours = switch (alert.fault()) {
            case OUR_BUG, OUR_MISUSE -> true;
            case PEER_ALERT, PEER_INCOMPATIBLE, PEER_MISBEHAVED, DEADLINE, CANCELED -> false;
        };
        boolean internal = alert.fault() != Fault.PEER_ALERT
                && alert.description() == AlertDescription.INTERNAL_ERROR;
        if (ours || internal) {
            throw new AssertionError("an alert that blames us: " + alert.fault() + ", " + alert.getMessage(), alert);
        }
        return alert.description().label();
    }

    static boolean contains(byte[] text, byte[] word) {
        for (int at = 0; at <= text.length - word.length; at++) {
            if (text[at] == word[0] && Arrays.mismatch(text, at, at + word.length, word, 0, word.length) < 0) {
                return true;
            }
        }
        return false;
    }
}
