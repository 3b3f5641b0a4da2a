package dev.postern.tls.connection;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.codepoint.HandshakeType;
import dev.postern.tls.config.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Puts handshake messages together from the fragments in records (RFC 9846 5.1).
///
/// Memory grows with what has arrived, never with what a length field promises (CVE-2023-34462), and bytes are moved a bounded number of
/// times however small the fragments are (CVE-2026-75596).
final class HandshakeMessages {
    private static final int HEADER_BYTES = 4;
    private static final byte[] NOTHING = {};

    private final Limits limits;
    private byte[] buffer = NOTHING;
    private int start;
    private int end;

    HandshakeMessages(Limits limits) {
        this.limits = limits;
    }

    /// No message is begun and unfinished, and none waits: keys may change here.
    boolean isEmpty() {
        return start == end;
    }

    void append(byte[] fragment, int offset, int length) {
        if (buffer.length - end < length) {
            makeRoom(length);
        }
        System.arraycopy(fragment, offset, buffer, end, length);
        end += length;
    }

    private void makeRoom(int length) {
        int held = end - start;
        byte[] roomy = buffer.length >= held + length ? buffer : new byte[Math.max(2 * buffer.length, held + length)];
        System.arraycopy(buffer, start, roomy, 0, held);
        buffer = roomy;
        start = 0;
        end = held;
    }

    /// The next whole message with its header, or null while it is incomplete.
    ///
    /// @throws TlsAlert `illegal_parameter` as soon as its header says that it is too long
    byte @Nullable [] next() {
        if (end - start < HEADER_BYTES) {
            return null;
        }
        int length = (buffer[start + 1] & 0xff) << 16 | (buffer[start + 2] & 0xff) << 8 | buffer[start + 3] & 0xff;
        HandshakeType type = new HandshakeType(buffer[start] & 0xff);
        if (length > limitFor(type)) {
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    "a %s of %d bytes, where at most %d are allowed".formatted(type, length, limitFor(type)));
        }
        if (end - start < HEADER_BYTES + length) {
            return null;
        }
        byte[] message = Arrays.copyOfRange(buffer, start, start + HEADER_BYTES + length);
        start += message.length;
        if (isEmpty()) {
            release();
        }
        return message;
    }

    private int limitFor(HandshakeType type) {
        if (type.equals(HandshakeType.CLIENT_HELLO)) {
            return limits.clientHelloBytes();
        }
        return type.equals(HandshakeType.CERTIFICATE)
                ? limits.certificateMessageBytes()
                : limits.handshakeMessageBytes();
    }

    /// An idle connection holds no buffer.
    private void release() {
        buffer = NOTHING;
        start = 0;
        end = 0;
    }
}
