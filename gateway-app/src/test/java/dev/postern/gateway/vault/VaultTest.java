package dev.postern.gateway.vault;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VaultTest {
    private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.US_ASCII);

    private static Vault vault(int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new Vault(bytes, new SecureRandom());
    }

    @Test
    void opensWhatItSealed() {
        assertThat(vault(1).open("here", vault(1).seal("here", SECRET))).isEqualTo(SECRET);
    }

    @Test
    void neverSealsTwiceAlike() {
        assertThat(vault(1).seal("here", SECRET)).isNotEqualTo(vault(1).seal("here", SECRET));
    }

    @Test
    void anotherKeyOpensNothing() {
        byte[] sealed = vault(1).seal("here", SECRET);
        assertThatThrownBy(() -> vault(2).open("here", sealed)).isInstanceOf(Vault.CannotOpen.class);
    }

    @Test
    void aSecretCannotBeMovedToAnotherPlace() {
        byte[] sealed = vault(1).seal("certificate a", SECRET);
        assertThatThrownBy(() -> vault(1).open("certificate b", sealed)).isInstanceOf(Vault.CannotOpen.class);
    }

    @Test
    void noBitOfASealedSecretCanBeChanged() {
        byte[] sealed = vault(1).seal("here", SECRET);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> vault(1).open("here", changed)).isInstanceOf(Vault.CannotOpen.class);
        }
    }
}
