package dev.postern.gateway.security;

import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/// The bearer token of the admin plane: in the file that the settings name, or made once, in a file that only the process's user may read.
/// In memory only its hash is kept.
@Component
final class AdminToken {
    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);
    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST = 512;

    private final Path file;
    private final byte[] hash;

    AdminToken(PosternProperties settings) {
        boolean given = settings.admin().tokenFile() != null;
        this.file = settings.adminToken();
        if (given && !Files.isReadable(file)) {
            throw new UnusableAdminToken("postern.admin.token-file names " + file + ", which cannot be read.",
                    "Write a token of 16 characters or more into it, for example from `openssl rand -base64 32`.");
        }
        try {
            if (!Files.exists(file)) {
                PrivateFile.create(file, newToken() + "\n");
                LOG.info("Made an admin token in {}", file);
            }
            String token = Files.readString(file).strip();
            if (token.length() < 16) {
                throw new UnusableAdminToken("The admin token in " + file + " is shorter than 16 characters.",
                        given ? "Write a longer one into it." : "Delete the file to get a new one.");
            }
            this.hash = TokenHash.of(token);
        } catch (IOException e) {
            throw new UncheckedIOException("The admin token in " + file + " cannot be read or written", e);
        }
    }

    /// Where it lies, for the lines that the start prints.
    Path file() {
        return file;
    }

    /// Hashes are compared, in constant time, so that nothing about the token can be learned from how long this takes.
    boolean matches(String candidate) {
        return candidate.length() <= LONGEST && MessageDigest.isEqual(hash, TokenHash.of(candidate));
    }

    private static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is kept instead of a token.
    static final class TokenHash {
        private TokenHash() {}

        static byte[] of(String token) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException("this JDK has no SHA-256", e);
            }
        }
    }
}
