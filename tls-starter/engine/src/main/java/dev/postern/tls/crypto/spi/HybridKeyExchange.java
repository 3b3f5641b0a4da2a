package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;

import java.util.Arrays;

/// X25519MLKEM768 (RFC 10024): ML-KEM and X25519 side by side, from whichever providers are best at each.
///
/// | | ML-KEM-768 part, first | X25519 part |
/// | --- | --- | --- |
/// | client's share | encapsulation key, 1184 bytes | 32 bytes |
/// | server's share | ciphertext, 1088 bytes | 32 bytes |
/// | secret | 32 bytes | 32 bytes |
public final class HybridKeyExchange implements KeyExchange {
    private static final NamedGroup GROUP = NamedGroup.X25519MLKEM768;
    private static final int ENCAPSULATION_KEY_BYTES = MlKem768.ENCAPSULATION_KEY_BYTES;
    private static final int CIPHERTEXT_BYTES = MlKem768.CIPHERTEXT_BYTES;
    private static final int X25519_BYTES = 32;

    private final KeyExchange mlKem;
    private final KeyExchange x25519;

    public HybridKeyExchange(KeyExchange mlKem, KeyExchange x25519) {
        this.mlKem = mlKem;
        this.x25519 = x25519;
    }

    @Override
    public Generated generate() {
        return new Pair(mlKem.generate(), x25519.generate());
    }

    @Override
    public Encapsulated encapsulate(byte[] peerShare) {
        KeyShares.requireLength(GROUP, peerShare, ENCAPSULATION_KEY_BYTES + X25519_BYTES);
        Encapsulated first = mlKem.encapsulate(Arrays.copyOf(peerShare, ENCAPSULATION_KEY_BYTES));
        Encapsulated second = x25519
                .encapsulate(Arrays.copyOfRange(peerShare, ENCAPSULATION_KEY_BYTES, peerShare.length));
        return new Encapsulated(join(first.share(), second.share()), join(first.secret(), second.secret()));
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

    private record Pair(Generated mlKem, Generated x25519) implements Generated {
        @Override
        public byte[] share() {
            return join(mlKem.share(), x25519.share());
        }

        @Override
        public Secret decapsulate(byte[] peerShare) {
            KeyShares.requireLength(GROUP, peerShare, CIPHERTEXT_BYTES + X25519_BYTES);
            return join(mlKem.decapsulate(Arrays.copyOf(peerShare, CIPHERTEXT_BYTES)),
                    x25519.decapsulate(Arrays.copyOfRange(peerShare, CIPHERTEXT_BYTES, peerShare.length)));
        }

        @Override
        public void destroy() {
            mlKem.destroy();
            x25519.destroy();
        }
    }
}
