package dev.postern.gateway.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/// The fields of a head or of trailers while they come in, with the bounds on them (RFC 9110 5, 6.5). One per decoder, used over and over.
final class FieldSection {
    private final int mostFields;
    private @Nullable HttpHeaders fields;
    private int mostBytes;
    private int bytes;
    private int count;

    FieldSection(int mostFields) {
        this.mostFields = mostFields;
    }

    /// @param most bytes, names and values and what parts them
    void begin(int most) {
        fields = DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        mostBytes = most;
        bytes = 0;
        count = 0;
    }

    int mostBytes() {
        return mostBytes;
    }

    void add(FieldLine line) {
        requireRoom(line.length + 2);
        bytes += line.length + 2;
        if (++count > mostFields) {
            throw new FramingError(431, "more than " + mostFields + " header fields");
        }
        line.addTo(begun());
    }

    /// Whether that many bytes may still come; asked before a line is whole, so that none grows without end.
    void requireRoom(int more) {
        if (bytes + more > mostBytes) {
            throw new FramingError(431, "header fields of more than " + mostBytes + " bytes");
        }
    }

    /// The whole section, which is over.
    HttpHeaders end() {
        HttpHeaders read = begun();
        fields = null;
        return read;
    }

    private HttpHeaders begun() {
        HttpHeaders read = fields;
        if (read == null) {
            throw new IllegalStateException("no field section is being read");
        }
        return read;
    }
}
