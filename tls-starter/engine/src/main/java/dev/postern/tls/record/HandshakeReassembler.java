package dev.postern.tls.record;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;

import java.util.Arrays;
import java.util.Optional;

/// Puts handshake messages together from the fragments that records carry.
///
/// A length is believed only up to [Limits], and memory grows with what has arrived, never with what was announced: else four bytes would
/// make us reserve 16 MiB (CVE-2023-34462). Every byte is copied a bounded number of times, however small the fragments
/// (CVE-2026-75596).
final class HandshakeReassembler {
    private static final int CLIENT_HELLO = 1;
    private static final int CERTIFICATE = 11;
    private static final int COMPRESSED_CERTIFICATE = 25;
    private static final byte[] NONE = {};

    private final Limits limits;
    private byte[] buffer = NONE;
    private int start;
    private int end;

    HandshakeReassembler(Limits limits) {
        this.limits = limits;
    }

    boolean isEmpty() {
        return start == end;
    }

    void add(byte[] bytes, int offset, int length) {
        makeRoom(length);
        System.arraycopy(bytes, offset, buffer, end, length);
        end += length;
        checkAnnouncedLength();
    }

    /// The next whole message. The buffer is given back as soon as it is empty: a connection keeps none in its traffic phase.
    Optional<HandshakeBytes> next(Epoch epoch) {
        int available = end - start;
        if (available < HandshakeBytes.HEADER_BYTES || available < messageBytes()) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOfRange(buffer, start, start + messageBytes());
        start += message.length;
        if (start == end) {
            buffer = NONE;
            start = 0;
            end = 0;
        }
        checkAnnouncedLength();
        return Optional.of(new HandshakeBytes(epoch, message));
    }

    private void makeRoom(int length) {
        if (end + length <= buffer.length) {
            return;
        }
        int pending = end - start;
        byte[] larger = new byte[Math.max(pending + length, Math.min(2 * buffer.length, 1 << 17))];
        System.arraycopy(buffer, start, larger, 0, pending);
        buffer = larger;
        start = 0;
        end = pending;
    }

    private int messageBytes() {
        return HandshakeBytes.HEADER_BYTES
                + ((buffer[start + 1] & 0xff) << 16 | (buffer[start + 2] & 0xff) << 8 | (buffer[start + 3] & 0xff));
    }

    private void checkAnnouncedLength() {
        if (end - start < HandshakeBytes.HEADER_BYTES) {
            return;
        }
        int type = buffer[start] & 0xff;
        int limit = switch (type) {
            case CLIENT_HELLO -> limits.clientHelloBytes();
            case CERTIFICATE, COMPRESSED_CERTIFICATE -> limits.certificateMessageBytes();
            default -> limits.handshakeMessageBytes();
        };
        if (messageBytes() - HandshakeBytes.HEADER_BYTES > limit) {
            throw new TlsAlert(AlertDescription.ILLEGAL_PARAMETER, Fault.PEER_MISBEHAVED,
                    "handshake message of type %d announces %d bytes, more than the limit of %d".formatted(type,
                            messageBytes() - HandshakeBytes.HEADER_BYTES, limit));
        }
    }
}
