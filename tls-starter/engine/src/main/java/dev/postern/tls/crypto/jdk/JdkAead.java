package dev.postern.tls.crypto.jdk;

import dev.postern.tls.crypto.spi.Aead;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.Secret;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;

/// One [Cipher], initialised anew for each record: the JDK wants that for every nonce, and allocates somewhat less than a kilobyte in it.
/// We add nothing to that: the parameters are one object, which gives out whatever nonce is due.
final class JdkAead implements Aead {
    private static final byte[] WIPED_NONCE = new byte[AeadAlgorithm.NONCE_BYTES];

    private final Cipher cipher;
    private final AeadKey key;
    private final DueNonce due = new DueNonce();
    private final AlgorithmParameterSpec parameters;
    private final byte[] lastByte = new byte[1];

    JdkAead(AeadAlgorithm algorithm, Secret secret) {
        boolean gcm = switch (algorithm) {
            case AES_128_GCM, AES_256_GCM -> true;
            case CHACHA20_POLY1305 -> false;
        };
        key = new AeadKey(gcm ? "AES" : "ChaCha20", secret.expose());
        parameters = gcm ? due.forGcm() : due.forChaCha20();
        try {
            cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no " + algorithm, missing);
        }
    }

    @Override
    public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
            byte[] out, int outOffset) {
        try {
            begin(Cipher.ENCRYPT_MODE, nonce, additionalData, additionalLength);
            return cipher.doFinal(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException defect) {
            throw new IllegalStateException("sealing failed", defect);
        }
    }

    /// Two calls cost the JDK less than a copy that puts the byte behind the rest (2 % of a 16 KiB record against 8 %).
    @Override
    public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
            byte last, byte[] out, int outOffset) {
        try {
            begin(Cipher.ENCRYPT_MODE, nonce, additionalData, additionalLength);
            int written = cipher.update(in, inOffset, length, out, outOffset);
            lastByte[0] = last;
            return written + cipher.doFinal(lastByte, 0, 1, out, outOffset + written);
        } catch (GeneralSecurityException defect) {
            throw new IllegalStateException("sealing failed", defect);
        }
    }

    @Override
    public int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] in, int inOffset, int length,
            byte[] out, int outOffset) {
        try {
            begin(Cipher.DECRYPT_MODE, nonce, additionalData, additionalLength);
            return cipher.doFinal(in, inOffset, length, out, outOffset);
        } catch (AEADBadTagException forged) {
            return -1;
        } catch (GeneralSecurityException defect) {
            throw new IllegalStateException("opening failed", defect);
        }
    }

    /// Our copy is wiped, and the cipher is given a key of zeros, which makes it overwrite the one it kept.
    @Override
    public void destroy() {
        if (key.isDestroyed()) {
            return;
        }
        key.destroy();
        due.nonce = WIPED_NONCE;
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        } catch (GeneralSecurityException defect) {
            throw new IllegalStateException("a key of zeros was refused", defect);
        }
    }

    private void begin(int mode, byte[] nonce, byte[] additionalData, int additionalLength)
            throws GeneralSecurityException {
        if (key.isDestroyed()) {
            throw new IllegalStateException("this key was destroyed");
        }
        due.nonce = nonce;
        cipher.init(mode, key, parameters);
        cipher.updateAAD(additionalData, 0, additionalLength);
    }

    /// The parameters ask for a copy of the nonce at each initialisation, as these classes promise one.
    private static final class DueNonce {
        private byte[] nonce = WIPED_NONCE;

        AlgorithmParameterSpec forGcm() {
            return new GCMParameterSpec(8 * AeadAlgorithm.TAG_BYTES, WIPED_NONCE) {
                @Override
                public byte[] getIV() {
                    return nonce.clone();
                }
            };
        }

        AlgorithmParameterSpec forChaCha20() {
            return new IvParameterSpec(WIPED_NONCE) {
                @Override
                public byte[] getIV() {
                    return nonce.clone();
                }
            };
        }
    }
}
