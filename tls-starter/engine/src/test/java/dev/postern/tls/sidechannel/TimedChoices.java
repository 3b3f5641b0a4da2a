package dev.postern.tls.sidechannel;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.AeadAlgorithm;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.crypto.spi.KeySchedulePrimitives;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.keys.EarlySecret;
import dev.postern.tls.keys.SecretLog;
import dev.postern.tls.keys.TrafficKeys;
import dev.postern.tls.message.Finished;
import dev.postern.tls.pair.Inbox;
import dev.postern.tls.pair.Outbox;
import dev.postern.tls.record.Epoch;
import dev.postern.tls.record.Incoming;
import dev.postern.tls.record.RecordProtection;
import dev.postern.tls.record.RecordReader;
import dev.postern.tls.record.RecordWriter;
import dev.postern.tls.server.CookieGuess;
import dev.postern.tls.wire.Bytes;

import java.util.ArrayList;
import java.util.List;

/// What a peer could learn from time if we compared carelessly: tags of records, Finished, binders, cookies, secrets.
final class TimedChoices {
    private static final int CONTENT_BYTES = 512;
    private static final int HEADER_BYTES = 5;

    private TimedChoices() {}

    static List<TimedChoice> all() {
        List<TimedChoice> choices = new ArrayList<>();
        choices.add(new TimedChoice("control: a MAC compared byte by byte, first or last wrong", true, 64,
                new ComparedMac(TimedChoices::leaky, 0, 31)));
        choices.add(new TimedChoice("control: 512 bytes compared one by one, first or last wrong", true, 1,
                new LeakyRecord()));
        for (CryptoProvider crypto : List.of(CryptoProviders.jdk(), CryptoProviders.bouncyCastle())) {
            for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
                addRecords(choices, crypto, algorithm);
            }
        }
        choices.add(new TimedChoice("Finished: first or last byte wrong", false, 8,
                new ComparedMac(TimedChoices::finished, 0, 31)));
        choices.add(new TimedChoice("binder: first or last byte wrong", false, 64,
                new ComparedMac((own, theirs) -> Bytes.copyOf(theirs).matches(own) ? 1 : 0, 0, 31)));
        choices.add(new TimedChoice("Secret: first or last byte wrong", false, 64, new ComparedMac(
                (own, theirs) -> Secret.wrap(own).equals(Secret.wrap(theirs)) ? 1 : 0, 0, 31)));
        choices.add(new TimedChoice("cookie: first or last byte of its MAC wrong", false, 4, new GuessedCookie()));
        choices.add(new TimedChoice("binder with its computation: first or last byte wrong", false, 4,
                new GuessedBinder()));
        return choices;
    }

    private static void addRecords(List<TimedChoice> choices, CryptoProvider crypto, AeadAlgorithm algorithm) {
        String name = "record, " + crypto.name() + " " + algorithm + ": first byte of the tag or ";
        int tag = HEADER_BYTES + CONTENT_BYTES + 1;
        choices.add(new TimedChoice(name + "its last", false, 1,
                new WrongRecord(crypto, algorithm, tag, tag + AeadAlgorithm.TAG_BYTES - 1)));
        choices.add(new TimedChoice(name + "the ciphertext", false, 1,
                new WrongRecord(crypto, algorithm, tag, HEADER_BYTES)));
        choices.add(new TimedChoice(name + "the content type", false, 1,
                new WrongRecord(crypto, algorithm, tag, tag - 1)));
    }

    private static int leaky(byte[] own, byte[] theirs) {
        for (int i = 0; i < own.length; i++) {
            if (own[i] != theirs[i]) {
                return i;
            }
        }
        return -1;
    }

    private static int finished(byte[] own, byte[] theirs) {
        try {
            new Finished(Bytes.copyOf(theirs)).verify(own);
            return 1;
        } catch (TlsAlert wrong) {
            return 0;
        }
    }

    private interface Comparison {
        int compare(byte[] own, byte[] theirs);
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (37 * i + 1);
        }
        return bytes;
    }

    /// A guess at a MAC of 32 bytes, wrong at one of two places.
    private static final class ComparedMac implements TimedChoice.Operation {
        private final Comparison comparison;
        private final int first;
        private final int second;
        private final byte[] own = filled(32);
        private final byte[] theirs = filled(32);

        ComparedMac(Comparison comparison, int first, int second) {
            this.comparison = comparison;
            this.first = first;
            this.second = second;
        }

        @Override
        public void prepare(boolean isSecond) {
            theirs[first] = own[first];
            theirs[second] = own[second];
            theirs[isSecond ? second : first] ^= 1;
        }

        @Override
        public int run() {
            return comparison.compare(own, theirs);
        }
    }

    /// A record that does not open, wrong at one of two places, through the reader that a connection has.
    private static final class WrongRecord implements TimedChoice.Operation {
        private final int first;
        private final int second;
        private final byte[] good;
        private final byte[] record;
        private final RecordReader reader = new RecordReader(Limits.DEFAULT);
        private final Inbox sink = new Inbox();

        WrongRecord(CryptoProvider crypto, AeadAlgorithm algorithm, int first, int second) {
            this.first = first;
            this.second = second;
            this.good = seal(keys(crypto, algorithm));
            this.record = good.clone();
            reader.install(Epoch.APPLICATION, keys(crypto, algorithm), reader.boundary());
        }

        private static RecordProtection keys(CryptoProvider crypto, AeadAlgorithm algorithm) {
            return RecordProtection.of(crypto, new TrafficKeys(algorithm, Secret.wrap(filled(algorithm.keyBytes())),
                    Secret.wrap(filled(AeadAlgorithm.NONCE_BYTES))));
        }

        private static byte[] seal(RecordProtection keys) {
            RecordWriter writer = new RecordWriter(Limits.DEFAULT);
            writer.protect(keys);
            Outbox out = new Outbox();
            byte[] content = new byte[CONTENT_BYTES];
            writer.applicationData(content, 0, content.length, out);
            return out.take();
        }

        @Override
        public void prepare(boolean isSecond) {
            System.arraycopy(good, 0, record, 0, good.length);
            record[isSecond ? second : first] ^= 1;
        }

        @Override
        public int run() {
            try {
                return reader.read(record, 0, record.length, sink) == Incoming.NOTHING ? 3 : 4;
            } catch (TlsAlert alert) {
                return alert.description() == AlertDescription.BAD_RECORD_MAC ? 1 : 2;
            }
        }
    }

    /// Work that depends on what was wrong, as in Lucky Thirteen.
    private static final class LeakyRecord implements TimedChoice.Operation {
        private final byte[] own = filled(CONTENT_BYTES);
        private final byte[] theirs = filled(CONTENT_BYTES);

        @Override
        public void prepare(boolean isSecond) {
            theirs[0] = own[0];
            theirs[own.length - 1] = own[own.length - 1];
            theirs[isSecond ? own.length - 1 : 0] ^= 1;
        }

        @Override
        public int run() {
            int sum = 0;
            for (int i = 0; i < own.length && own[i] == theirs[i]; i++) {
                sum += own[i];
            }
            return sum;
        }
    }

    private static final class GuessedCookie implements TimedChoice.Operation {
        private final CookieGuess guess = new CookieGuess(
                CryptoProviders.fastest().keySchedule(HashAlgorithm.SHA256));

        @Override
        public void prepare(boolean isSecond) {
            guess.wrongAt(isSecond ? -1 : -32);
        }

        @Override
        public int run() {
            return guess.opens() ? 1 : 0;
        }
    }

    private static final class GuessedBinder implements TimedChoice.Operation {
        private final KeySchedulePrimitives primitives = CryptoProviders.fastest().keySchedule(HashAlgorithm.SHA256);
        private final EarlySecret early = EarlySecret.withPsk(primitives, Secret.wrap(filled(32)), SecretLog.OFF);
        private final byte[] hash = filled(32);
        private final byte[] good = early.resumptionBinder(hash);
        private byte[] binder = good.clone();

        @Override
        public void prepare(boolean isSecond) {
            binder = good.clone();
            binder[isSecond ? 31 : 0] ^= 1;
        }

        @Override
        public int run() {
            return Bytes.copyOf(binder).matches(early.resumptionBinder(hash)) ? 1 : 0;
        }
    }
}
