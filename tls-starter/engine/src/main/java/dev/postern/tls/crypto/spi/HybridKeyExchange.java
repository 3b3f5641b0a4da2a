package dev.postern.tls.crypto.spi;

import java.util.Arrays;
import java.util.function.Supplier;

/// A group of RFC 10024: ML-KEM and a curve side by side, from whichever providers are best at each. Shares and secrets of the two are put
/// one behind the other, in the order of the [HybridGroup].
///
/// | | client's share | server's share | secret |
/// | --- | --- | --- | --- |
/// | ML-KEM-768 | encapsulation key, 1184 bytes | ciphertext, 1088 bytes | 32 bytes |
/// | ML-KEM-1024 | encapsulation key, 1568 bytes | ciphertext, 1568 bytes | 32 bytes |
/// | X25519 | 32 bytes | 32 bytes | 32 bytes |
/// | P-256 | uncompressed point, 65 bytes | 65 bytes | x coordinate, 32 bytes |
/// | P-384 | uncompressed point, 97 bytes | 97 bytes | x coordinate, 48 bytes |
public final class HybridKeyExchange implements KeyExchange {
    private final HybridGroup hybrid;
    private final KeyExchange first;
    private final KeyExchange second;

    public HybridKeyExchange(HybridGroup hybrid, KeyExchange first, KeyExchange second) {
        this.hybrid = hybrid;
        this.first = first;
        this.second = second;
    }

    @Override
    public Generated generate() {
        return new Pair(hybrid, first.generate(), second.generate());
    }

    @Override
    public Encapsulated encapsulate(byte[] peerShare) {
        KeyShares.requireLength(hybrid.group(), peerShare, hybrid.clientBytes());
        int border = hybrid.firstOfClientBytes();
        Encapsulated one = first.encapsulate(Arrays.copyOf(peerShare, border));
        Encapsulated other = orWipe(one.secret(),
                () -> second.encapsulate(Arrays.copyOfRange(peerShare, border, peerShare.length)));
        return new Encapsulated(join(one.share(), other.share()), join(one.secret(), other.secret()));
    }

    /// A peer whose second share is none gets an alert, and the first half of the secret is of no use any more.
    private static <T> T orWipe(Secret half, Supplier<T> next) {
        try {
            return next.get();
        } catch (RuntimeException refused) {
            half.destroy();
            throw refused;
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static Secret join(Secret first, Secret second) {
        Secret joined = Secret.wrap(join(first.expose(), second.expose()));
        first.destroy();
        second.destroy();
        return joined;
    }

    private record Pair(HybridGroup hybrid, Generated first, Generated second) implements Generated {
        @Override
        public byte[] share() {
            return join(first.share(), second.share());
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(hybrid.group(), peerShare, hybrid.serverBytes());
            int border = hybrid.firstOfServerBytes();
            Secret one = first.decapsulate(Arrays.copyOf(peerShare, border));
            return join(one, orWipe(one,
                    () -> second.decapsulate(Arrays.copyOfRange(peerShare, border, peerShare.length))));
        }

        @Override
        public void destroy() {
            first.destroy();
            second.destroy();
        }
    }
}
