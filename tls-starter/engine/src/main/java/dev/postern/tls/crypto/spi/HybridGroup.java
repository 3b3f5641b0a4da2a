package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;

import java.util.Arrays;
import java.util.Optional;

/// The hybrids of RFC 10024: two key exchanges side by side, so that whoever wants the secret has to break both.
///
/// The part of which FIPS approves stands first: ML-KEM before X25519, but after a NIST curve.
public enum HybridGroup {
    X25519MLKEM768(0x11ec, Part.ML_KEM_768, Part.X25519),
    SECP256R1MLKEM768(0x11eb, Part.P256, Part.ML_KEM_768),
    SECP384R1MLKEM1024(0x11ed, Part.P384, Part.ML_KEM_1024);

    private final int group;
    private final Part first;
    private final Part second;

    HybridGroup(int group, Part first, Part second) {
        this.group = group;
        this.first = first;
        this.second = second;
    }

    public static Optional<HybridGroup> of(NamedGroup group) {
        return Arrays.stream(values()).filter(hybrid -> hybrid.group == group.code()).findFirst();
    }

    public NamedGroup group() {
        return new NamedGroup(group);
    }

    /// What stands first in shares and secret.
    public NamedGroup first() {
        return new NamedGroup(first.group);
    }

    public NamedGroup second() {
        return new NamedGroup(second.group);
    }

    /// How much of a client's share belongs to the first part.
    int firstOfClientBytes() {
        return first.clientBytes;
    }

    int firstOfServerBytes() {
        return first.serverBytes;
    }

    int clientBytes() {
        return first.clientBytes + second.clientBytes;
    }

    int serverBytes() {
        return first.serverBytes + second.serverBytes;
    }

    private enum Part {
        X25519(0x001d, 32),
        P256(0x0017, 65),
        P384(0x0018, 97),
        ML_KEM_768(MlKemParameters.ML_KEM_768),
        ML_KEM_1024(MlKemParameters.ML_KEM_1024);

        private final int group;
        private final int clientBytes;
        private final int serverBytes;

        Part(int group, int shareBytes) {
            this.group = group;
            this.clientBytes = shareBytes;
            this.serverBytes = shareBytes;
        }

        Part(MlKemParameters kem) {
            this.group = kem.group().code();
            this.clientBytes = kem.encapsulationKeyBytes();
            this.serverBytes = kem.ciphertextBytes();
        }
    }
}
