package dev.postern.gateway.vault;

import dev.postern.gateway.settings.PosternProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

import static java.util.Objects.requireNonNull;

/// Finds the key-encryption key: given in the environment, in a file, or made once in the data directory.
final class KeyEncryptionKey {
    private static final Logger LOG = LoggerFactory.getLogger(KeyEncryptionKey.class);
    private static final String FILE = "key-encryption-key";

    private KeyEncryptionKey() {}

    static byte[] find(PosternProperties settings, SecureRandom random) {
        PosternProperties.Keys keys = settings.keys();
        try {
            return switch (KeyOrigin.of(keys)) {
                case SETTING -> decode(requireNonNull(keys.encryptionKey()).strip(), "postern.keys.encryption-key");
                case FILE -> read(requireNonNull(keys.encryptionKeyFile()));
                case GENERATED -> own(settings.dataDir().resolve(FILE), random);
            };
        } catch (IOException e) {
            throw new UnusableEncryptionKey("The key-encryption key cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] own(Path file, SecureRandom random) throws IOException {
        return Files.exists(file) ? read(file) : create(file, random);
    }

    private static byte[] read(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        return content.length == Vault.KEY_BYTES ? content
                : decode(new String(content, StandardCharsets.US_ASCII).strip(), file.toString());
    }

    private static byte[] create(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[Vault.KEY_BYTES];
        random.nextBytes(key);
        PrivateFile.create(file, Base64.getEncoder().encodeToString(key) + "\n");
        LOG.info("Made a key-encryption key in {}; private keys at rest can be read only with it", file);
        return key;
    }

    private static byte[] decode(String text, String where) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == Vault.KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below, without the text: it may be most of a key.
        }
        throw new UnusableEncryptionKey(
                "The key-encryption key in " + where + " is not " + Vault.KEY_BYTES + " bytes in base64.", null);
    }
}
