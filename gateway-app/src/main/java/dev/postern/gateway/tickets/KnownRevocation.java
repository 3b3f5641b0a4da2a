package dev.postern.gateway.tickets;

import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The last revocation of ticket keys that this process has heard of. Keys that it makes are of after that one, and if the store knows
/// another, they may have been revoked.
///
/// It lies in the data directory too, for the process that starts while the database is away: in a restart the elder has it, and the
/// tickets of between are to stay good. Whoever has no such file, or an old one, loses them; that costs full handshakes and opens nothing.
@Component
final class KnownRevocation {
    /// The name of the revocation of a ring that was never revoked.
    static final String NONE = "";
    private static final Logger LOG = LoggerFactory.getLogger(KnownRevocation.class);

    private final Path file;
    private String name;

    KnownRevocation(PosternProperties settings) {
        this.file = settings.dataDir().resolve("ticket-revocation");
        this.name = read();
    }

    private String read() {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : NONE;
        } catch (IOException e) {
            LOG.warn("Which ticket keys were revoked cannot be read from {}: {}", file, e.toString());
            return NONE;
        }
    }

    synchronized boolean is(String other) {
        return name.equals(other);
    }

    synchronized void heardOf(String last) {
        if (is(last)) {
            return;
        }
        name = last;
        try {
            PrivateFile.replace(file, last);
        } catch (IOException e) {
            LOG.warn("Which ticket keys were revoked cannot be written to {}: {}", file, e.toString());
        }
    }
}
