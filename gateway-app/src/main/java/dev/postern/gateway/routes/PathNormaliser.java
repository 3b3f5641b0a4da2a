package dev.postern.gateway.routes;

import org.jspecify.annotations.Nullable;

/// Brings a path into the one form, or says why it has none.
///
/// Unreserved characters are decoded, other escapes get upper-case digits, plain dot segments are resolved and empty segments merged
/// (RFC 3986 6.2.2). What a server behind us could read as another path than the one that was matched is refused, for that is how
/// a request for `/public/..%2fadmin` gets past the rule for `/admin`.
public final class PathNormaliser {
    private static final String HEX = "0123456789ABCDEF";

    private PathNormaliser() {}

    /// What became of a path.
    public sealed interface Outcome {
        record Normal(NormalisedPath path) implements Outcome {}

        record Refused(AmbiguousPath reason) implements Outcome {}
    }

    /// @param raw the path of the request target, without query
    public static Outcome normalise(String raw) {
        if (isNormal(raw)) {
            return new Outcome.Normal(new NormalisedPath(raw, false));
        }
        return new Pass(raw).run();
    }

    /// Most paths are in the form already, and cost one look at each character.
    private static boolean isNormal(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            return false;
        }
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean plain = c > 0x20 && c < 0x7f && c != '%' && c != '\\' && c != '#';
            boolean afterSlash = i > 0 && raw.charAt(i - 1) == '/';
            if (!plain || (afterSlash && (c == '.' || c == '/'))) {
                return false;
            }
        }
        return true;
    }

    private static final class Pass {
        private final String raw;
        private final StringBuilder path = new StringBuilder();
        private boolean encodedSlash;
        /// Whether the segment being read holds a decoded character.
        private boolean decodedInSegment;
        private @Nullable AmbiguousPath refusal;

        Pass(String raw) {
            this.raw = raw;
        }

        Outcome run() {
            if (raw.isEmpty() || raw.charAt(0) != '/') {
                return new Outcome.Refused(AmbiguousPath.NOT_ABSOLUTE);
            }
            path.append('/');
            int at = 1;
            while (at < raw.length() && refusal == null) {
                char c = raw.charAt(at);
                at += switch (c) {
                    case '/' -> endSegment(true);
                    case '%' -> escape(at);
                    default -> literal(c);
                };
            }
            if (refusal == null) {
                endSegment(false);
            }
            return refusal == null ? new Outcome.Normal(new NormalisedPath(path.toString(), encodedSlash))
                    : new Outcome.Refused(refusal);
        }

        private int literal(char c) {
            if (c == '\\') {
                refusal = AmbiguousPath.BACKSLASH;
            } else if (c < 0x20 || c == 0x7f) {
                refusal = AmbiguousPath.CONTROL_CHARACTER;
            } else if (c == ' ' || c == '#' || c > 0x7f) {
                refusal = AmbiguousPath.NOT_ASCII;
            }
            path.append(c);
            return 1;
        }

        private int escape(int at) {
            int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
            int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
            if (high < 0 || low < 0) {
                refusal = AmbiguousPath.MALFORMED_ENCODING;
                return 1;
            }
            decoded((char) (high << 4 | low));
            return 3;
        }

        private void decoded(char c) {
            if (c < 0x20 || c == 0x7f) {
                refusal = AmbiguousPath.CONTROL_CHARACTER;
            } else if (c == '\\') {
                refusal = AmbiguousPath.BACKSLASH;
            } else if (isUnreserved(c)) {
                decodedInSegment = true;
                path.append(c);
            } else {
                encodedSlash |= c == '/';
                path.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }

        // RFC 3986 2.3: escapes of unreserved characters are equivalent to the characters
        private static boolean isUnreserved(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
                    || c == '_' || c == '~';
        }

        private int endSegment(boolean slashFollows) {
            int start = path.lastIndexOf("/") + 1;
            String segment = path.substring(start);
            if (isDots(segment)) {
                if (decodedInSegment) {
                    refusal = AmbiguousPath.ENCODED_DOT_SEGMENT;
                } else {
                    path.setLength(start);
                    if (segment.length() == 2) {
                        climb();
                    }
                }
            } else if (hidesDots(segment)) {
                refusal = AmbiguousPath.HIDDEN_DOT_SEGMENT;
            } else if (slashFollows && !segment.isEmpty()) {
                path.append('/');
            }
            decodedInSegment = false;
            return 1;
        }

        private void climb() {
            if (path.length() == 1) {
                refusal = AmbiguousPath.ABOVE_ROOT;
                return;
            }
            path.setLength(path.lastIndexOf("/", path.length() - 2) + 1);
        }

        private static boolean isDots(String segment) {
            return segment.equals(".") || segment.equals("..");
        }

        /// Servlet containers drop `;…` before they resolve dots, so `..;` climbs there; and `..%2F` climbs where `%2F` is decoded
        /// first.
        private static boolean hidesDots(String segment) {
            if (segment.indexOf("..") < 0 && !segment.startsWith(".")) {
                return false;
            }
            for (String piece : segment.split("%2F", -1)) {
                int parameter = piece.replace("%3B", ";").indexOf(';');
                if (isDots(parameter < 0 ? piece : piece.substring(0, parameter))) {
                    return true;
                }
            }
            return false;
        }
    }
}
