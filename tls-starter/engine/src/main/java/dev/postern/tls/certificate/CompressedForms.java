package dev.postern.tls.certificate;

import dev.postern.tls.wire.Bytes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The compressed forms of one credential's Certificate message, each made once: good compression takes longer than the whole rest of a
/// handshake. There are few, since only what a peer asks for beside the chain differs.
final class CompressedForms {
    private static final int MOST = 32;

    private record Form(int algorithm, Bytes message) {}

    private final Map<Form, byte[]> forms = new ConcurrentHashMap<>();

    byte[] of(CertificateCompression compression, byte[] message) {
        Form form = new Form(compression.algorithm().code(), Bytes.copyOf(message));
        byte[] known = forms.get(form);
        if (known != null) {
            return known;
        }
        byte[] compressed = compression.compress(message);
        if (forms.size() < MOST) {
            forms.put(form, compressed);
        }
        return compressed;
    }
}
