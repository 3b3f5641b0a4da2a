package dev.postern.tls.client;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.ExtensionType;
import dev.postern.tls.codepoint.Grease;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.ProtocolVersion;
import dev.postern.tls.codepoint.PskKeyExchangeMode;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.config.ClientHelloShape;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.extension.Extension;
import dev.postern.tls.extension.KeyShareEntry;
import dev.postern.tls.extension.UnknownExtension;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// GREASE (RFC 8701) and the order of extensions: chosen once for a connection. A second ClientHello repeats the first.
final class HelloStyle {
    private static final int CHOICES = 7;
    private static final Bytes ONE_ZERO = Bytes.copyOf(new byte[1]);

    private final ClientHelloShape shape;
    private final RandomSource random;
    private final byte[] choices;

    HelloStyle(ClientHelloShape shape, RandomSource random) {
        this.shape = shape;
        this.random = random;
        this.choices = shape.grease() ? random.bytes(CHOICES) : new byte[CHOICES];
    }

    List<CipherSuite> suites(List<CipherSuite> own) {
        return greased(new CipherSuite(Grease.twoBytes(choices[0])), own);
    }

    List<NamedGroup> groups(List<NamedGroup> own) {
        return greased(greaseGroup(), own);
    }

    /// RFC 8701 3.1: a GREASE share goes with the GREASE group; a client that sends no shares at all wants none there.
    List<KeyShareEntry> shares(List<KeyShareEntry> own) {
        return own.isEmpty() ? own : greased(new KeyShareEntry(greaseGroup(), ONE_ZERO), own);
    }

    List<SignatureScheme> schemes(List<SignatureScheme> own) {
        return greased(new SignatureScheme(Grease.twoBytes(choices[2])), own);
    }

    List<ProtocolVersion> versions(List<ProtocolVersion> own) {
        return greased(new ProtocolVersion(Grease.twoBytes(choices[3])), own);
    }

    List<PskKeyExchangeMode> modes(List<PskKeyExchangeMode> own) {
        return greased(new PskKeyExchangeMode(Grease.pskMode(choices[4])), own);
    }

    List<String> protocols(List<String> own) {
        return greased(Grease.protocol(choices[5]), own);
    }

    /// All extensions but pre_shared_key, which stays last, in the order of this connection. Once: a second hello keeps the order.
    List<Extension> arranged(List<Extension> extensions) {
        List<Extension> arranged = new ArrayList<>(extensions);
        if (shape.permuteExtensions()) {
            Collections.shuffle(arranged, random.asSecureRandom());
        }
        if (shape.grease()) {
            arranged.addFirst(new UnknownExtension(new ExtensionType(Grease.twoBytes(choices[6])), Bytes.EMPTY));
            // One further, so that no type comes twice.
            arranged.add(new UnknownExtension(new ExtensionType(Grease.twoBytes(choices[6] + 1)), ONE_ZERO));
        }
        return arranged;
    }

    private NamedGroup greaseGroup() {
        return new NamedGroup(Grease.twoBytes(choices[1]));
    }

    private <T> List<T> greased(T grease, List<T> own) {
        if (!shape.grease()) {
            return own;
        }
        List<T> greased = new ArrayList<>(own);
        greased.addFirst(grease);
        return greased;
    }
}
