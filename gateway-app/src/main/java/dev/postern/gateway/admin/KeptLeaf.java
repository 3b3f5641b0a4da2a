package dev.postern.gateway.admin;

import dev.postern.gateway.issuance.Issued;
import dev.postern.gateway.issuance.SelfSigned;
import dev.postern.gateway.pem.PemFile;
import dev.postern.gateway.pem.PemText;
import dev.postern.gateway.pem.UnreadablePem;
import dev.postern.gateway.vault.PrivateFile;
import dev.postern.gateway.vault.Vault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The admin plane's self-signed leaf, the same over restarts: who has pinned it, or trusts the file that the last process wrote, need
/// not look again, and a process that takes over shows what the one before it showed. Certificate and key lie sealed in one file, so
/// that they always belong together.
///
/// @param file  in the data directory
/// @param vault seals it
record KeptLeaf(Path file, Vault vault) {
    private static final Logger LOG = LoggerFactory.getLogger(KeptLeaf.class);
    private static final String PLACE = "the admin plane's self-signed certificate";
    private static final Duration VALIDITY = Duration.ofDays(397);
    /// A process runs long: one that starts now should not see its certificate end.
    static final Duration RENEWED_BEFORE_END = Duration.ofDays(90);

    /// The one that was kept, or a new one when there is none that can be opened and is valid for long enough.
    Issued at(Instant now) throws IOException {
        Optional<Issued> kept = read().filter(leaf -> isValid(leaf, now));
        return kept.isPresent() ? kept.get() : make(now);
    }

    private static boolean isValid(Issued leaf, Instant now) {
        var certificate = leaf.chain().getFirst();
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && now.plus(RENEWED_BEFORE_END).isBefore(certificate.getNotAfter().toInstant());
    }

    private Optional<Issued> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] text = {};
        try {
            text = vault.open(PLACE, Files.readAllBytes(file));
            PemFile pem = PemFile.read(new String(text, StandardCharsets.US_ASCII), null);
            return Optional.of(new Issued(pem.certificates(), pem.keys().getFirst()));
        } catch (Vault.CannotOpen | UnreadablePem e) {
            LOG.warn("{} cannot be used, so the admin plane gets another certificate: {}", file, e.getMessage());
            return Optional.empty();
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private Issued make(Instant now) throws IOException {
        Issued made = SelfSigned.issue(List.of("localhost", "postern-admin"), List.of("127.0.0.1", "::1"), now,
                VALIDITY);
        byte[] text = (PemText.of(made.chain()) + PemText.of(made.privateKey())).getBytes(StandardCharsets.US_ASCII);
        try {
            PrivateFile.replace(file, vault.seal(PLACE, text));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        return made;
    }
}
