package dev.postern.tls.crypto.bc;

import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.Secret;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

import java.util.Arrays;

/// AES-GCM and ChaCha20-Poly1305 in plain Java.
final class BcAead implements Aead {
    private final AEADCipher cipher;
    private final byte[] key;
    private boolean destroyed;

    BcAead(AeadAlgorithm algorithm, Secret secret) {
        this.key = secret.expose().clone();
        this.cipher = switch (algorithm) {
            case AES_128_GCM, AES_256_GCM -> GCMBlockCipher.newInstance(AESEngine.newInstance());
            case CHACHA20_POLY1305 -> new ChaCha20Poly1305();
        };
    }

    @Override
    public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
            byte[] out, int outOffset) {
        begin(true, nonce, additionalData, additionalLength);
        return finishSealing(out, outOffset, cipher.processBytes(in, inOffset, length, out, outOffset));
    }

    @Override
    public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
            byte last, byte[] out, int outOffset) {
        begin(true, nonce, additionalData, additionalLength);
        int written = cipher.processBytes(in, inOffset, length, out, outOffset);
        written += cipher.processByte(last, out, outOffset + written);
        return finishSealing(out, outOffset, written);
    }

    /// This cipher writes plaintext before it has seen the tag, so what it wrote is wiped when the tag is wrong.
    @Override
    public int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
            byte[] out, int outOffset) {
        begin(false, nonce, additionalData, additionalLength);
        int written = 0;
        try {
            written = cipher.processBytes(in, inOffset, length, out, outOffset);
            return written + cipher.doFinal(out, outOffset + written);
        } catch (InvalidCipherTextException forged) {
            Arrays.fill(out, outOffset, outOffset + Math.max(0, length - AeadAlgorithm.TAG_BYTES), (byte) 0);
            return -1;
        }
    }

    @Override
    public void destroy() {
        Arrays.fill(key, (byte) 0);
        destroyed = true;
    }

    private void begin(boolean sealing, byte[] nonce, byte[] additionalData, int additionalLength) {
        if (destroyed) {
            throw new IllegalStateException("this key was destroyed");
        }
        cipher.init(sealing, new AEADParameters(new KeyParameter(key), 8 * AeadAlgorithm.TAG_BYTES, nonce.clone()));
        cipher.processAADBytes(additionalData, 0, additionalLength);
    }

    private int finishSealing(byte[] out, int outOffset, int written) {
        try {
            return written + cipher.doFinal(out, outOffset + written);
        } catch (InvalidCipherTextException defect) {
            throw new IllegalStateException("sealing failed", defect);
        }
    }
}
