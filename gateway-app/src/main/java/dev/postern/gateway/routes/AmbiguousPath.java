package dev.postern.gateway.routes;

/// Why a path is refused: an upstream could read it differently than we matched it.
public enum AmbiguousPath {
    NOT_ABSOLUTE("notAbsolute", "the path does not start with '/'"),
    MALFORMED_ENCODING("malformedEncoding", "a '%' is not followed by two hexadecimal digits"),
    CONTROL_CHARACTER("controlCharacter", "the path holds a control character"),
    NOT_ASCII("notAscii", "the path holds a character that must be percent-encoded"),
    BACKSLASH("backslash", "the path holds a backslash"),
    ENCODED_DOT_SEGMENT("encodedDotSegment", "the path holds an encoded dot segment"),
    HIDDEN_DOT_SEGMENT("hiddenDotSegment", "the path holds a dot segment beside a parameter or an encoded slash"),
    ABOVE_ROOT("aboveRoot", "the path climbs above its root"),
    ENCODED_SLASH("encodedSlash", "the path holds an encoded slash, and the route does not allow it");

    private final String code;
    private final String sentence;

    AmbiguousPath(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    public String code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }
}
