package dev.postern.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.List;

/// The one reading of `Content-Length` (RFC 9110 8.6).
public final class ContentLength {
    /// No length was given.
    public static final long NONE = -1;
    private static final int MOST_DIGITS = 18;

    private ContentLength() {}

    /// @throws FramingError when it stands twice, even with equal values: another program may sum, join or choose
    public static long of(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return NONE;
        }
        List<String> values = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (values.size() != 1) {
            throw FramingError.bad("Content-Length stands more than once");
        }
        return parse(values.getFirst());
    }

    /// Digits only: no sign, no blank, no list, no other base.
    public static long parse(CharSequence value) {
        int length = value.length();
        if (length == 0 || length > MOST_DIGITS) {
            throw FramingError.bad("Content-Length is not a number that a body could have");
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw FramingError.bad("Content-Length is not a decimal number");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
