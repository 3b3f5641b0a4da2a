package dev.postern.tls.rfc8448;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/// Opens AES-128-GCM records of a trace with a traffic secret, by the JDK's own means: the engine's are what is being tested.
public final class RecordOpener {
    private static final int HEADER_BYTES = 5;

    private final byte[] key;
    private final byte[] iv;
    private long sequence;

    public RecordOpener(byte[] trafficSecret) {
        this.key = expandLabel(trafficSecret, "key", 16);
        this.iv = expandLabel(trafficSecret, "iv", 12);
    }

    /// The content, without its type and padding.
    public byte[] open(byte[] record) {
        byte[] nonce = iv.clone();
        byte[] number = ByteBuffer.allocate(8).putLong(sequence++).array();
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] ^= number[i];
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(record, 0, HEADER_BYTES);
            byte[] inner = cipher.doFinal(record, HEADER_BYTES, record.length - HEADER_BYTES);
            int end = inner.length;
            while (inner[end - 1] == 0) {
                end--;
            }
            return Arrays.copyOf(inner, end - 1);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private static byte[] expandLabel(byte[] secret, String label, int length) {
        byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = ByteBuffer.allocate(4 + name.length).putShort((short) length).put((byte) name.length).put(name)
                .put((byte) 0).array();
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(new SecretKeySpec(secret, "HKDF"), info, length));
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }
}
