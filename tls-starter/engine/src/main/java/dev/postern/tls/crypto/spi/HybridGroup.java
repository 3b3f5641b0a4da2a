package dev.postern.tls.crypto.spi;

import dev.postern.tls.codepoint.NamedGroup;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The hybrids of RFC 10024: two key exchanges side by side, so that whoever wants the secret has to break both.
///
/// The part of which FIPS approves stands first: ML-KEM before X25519, but after a NIST curve.
public enum HybridGroup {
    X25519MLKEM768(NamedGroup.X25519MLKEM768, List.of(Part.ML_KEM_768, Part.X25519)),
    SECP256R1MLKEM768(NamedGroup.SECP256R1MLKEM768, List.of(Part.P256, Part.ML_KEM_768)),
    SECP384R1MLKEM1024(NamedGroup.SECP384R1MLKEM1024, List.of(Part.P384, Part.ML_KEM_1024));

    private final NamedGroup group;
    private final List<Part> parts;

    HybridGroup(NamedGroup group, List<Part> parts) {
        this.group = group;
        this.parts = parts;
    }

    public static Optional<HybridGroup> of(NamedGroup group) {
        return Arrays.stream(values()).filter(hybrid -> hybrid.group.equals(group)).findFirst();
    }

    public NamedGroup group() {
        return group;
    }

    /// What stands first in shares and secret.
    public NamedGroup first() {
        return parts.getFirst().group;
    }

    public NamedGroup second() {
        return parts.getLast().group;
    }

    /// How much of a client's share belongs to the first part.
    int firstOfClientBytes() {
        return parts.getFirst().clientBytes;
    }

    int firstOfServerBytes() {
        return parts.getFirst().serverBytes;
    }

    int clientBytes() {
        return parts.stream().mapToInt(part -> part.clientBytes).sum();
    }

    int serverBytes() {
        return parts.stream().mapToInt(part -> part.serverBytes).sum();
    }

    private enum Part {
        X25519(NamedGroup.X25519, 32),
        P256(NamedGroup.SECP256R1, 65),
        P384(NamedGroup.SECP384R1, 97),
        ML_KEM_768(MlKemParameters.ML_KEM_768),
        ML_KEM_1024(MlKemParameters.ML_KEM_1024);

        private final NamedGroup group;
        private final int clientBytes;
        private final int serverBytes;

        Part(NamedGroup group, int shareBytes) {
            this.group = group;
            this.clientBytes = shareBytes;
            this.serverBytes = shareBytes;
        }

        Part(MlKemParameters kem) {
            this.group = kem.group();
            this.clientBytes = kem.encapsulationKeyBytes();
            this.serverBytes = kem.ciphertextBytes();
        }
    }
}
