package dev.postern.tls.crypto.bc;

import dev.postern.tls.crypto.spi.Hpke;
import dev.postern.tls.crypto.spi.HpkeSuite;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.crypto.spi.Secret;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContext;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

import java.util.Arrays;
import java.util.Optional;

/// HPKE from Bouncy Castle. It says by all kinds of exceptions that a key or an encapsulation is none; here that is an ordinary answer.
final class BcHpke implements Hpke {
    private static final int SEED_BYTES = 32;

    private final HPKE hpke;

    BcHpke(HpkeSuite suite) {
        if (!HpkeSuite.ALL.contains(suite)) {
            throw new UnsupportedOperationException("no " + suite);
        }
        this.hpke = new HPKE(HPKE.mode_base, (short) suite.kem(), (short) suite.kdf(), (short) suite.aead());
    }

    @Override
    public KeyPair generate(RandomSource random) {
        AsymmetricCipherKeyPair pair = derive(random);
        return new KeyPair(hpke.serializePublicKey(pair.getPublic()),
                Secret.wrap(hpke.serializePrivateKey(pair.getPrivate())));
    }

    @Override
    public Optional<Sender> sender(byte[] publicKey, byte[] info, RandomSource random) {
        try {
            AsymmetricKeyParameter receiver = hpke.deserializePublicKey(publicKey);
            return Optional.of(new BcSender(hpke.setupBaseS(receiver, info, derive(random))));
        } catch (IllegalArgumentException | IllegalStateException noKey) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Receiver> receiver(byte[] encapsulated, KeyPair keyPair, byte[] info) {
        if (encapsulated.length != hpke.getEncSize()) {
            return Optional.empty();
        }
        try {
            AsymmetricCipherKeyPair own = hpke.deserializePrivateKey(keyPair.privateKey().expose(),
                    keyPair.publicKey());
            return Optional.of(new BcReceiver(hpke.setupBaseR(encapsulated, own, info)));
        } catch (IllegalArgumentException | IllegalStateException noKey) {
            return Optional.empty();
        }
    }

    /// RFC 9180 7.1.3: DeriveKeyPair makes a key pair of any random bytes, so that all randomness is the caller's.
    private AsymmetricCipherKeyPair derive(RandomSource random) {
        byte[] seed = random.bytes(SEED_BYTES);
        try {
            return hpke.deriveKeyPair(seed);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private record BcSender(HPKEContextWithEncapsulation context) implements Sender {
        @Override
        public byte[] encapsulated() {
            return context.getEncapsulation();
        }

        @Override
        public byte[] seal(byte[] additionalData, byte[] plaintext) {
            try {
                return context.seal(additionalData, plaintext);
            } catch (InvalidCipherTextException impossible) {
                throw new IllegalStateException("sealing cannot fail", impossible);
            }
        }

        @Override
        public String toString() {
            return "BcSender";
        }
    }

    private record BcReceiver(HPKEContext context) implements Receiver {
        @Override
        public Optional<byte[]> open(byte[] additionalData, byte[] ciphertext) {
            if (ciphertext.length < HpkeSuite.TAG_BYTES) {
                return Optional.empty();
            }
            try {
                return Optional.of(context.open(additionalData, ciphertext));
            } catch (InvalidCipherTextException forged) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return "BcReceiver";
        }
    }
}
