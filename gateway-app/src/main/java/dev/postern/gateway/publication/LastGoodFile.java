package dev.postern.gateway.publication;

import dev.postern.gateway.documents.StoreContents;
import dev.postern.gateway.settings.PosternProperties;
import dev.postern.gateway.vault.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The last configuration that compiled, in the data directory: what is served when the database is away at the start. Private keys in
/// it are as sealed as in the database.
@Component
final class LastGoodFile {
    private static final Logger LOG = LoggerFactory.getLogger(LastGoodFile.class);
    private final Path file;
    private final JsonMapper json;

    LastGoodFile(PosternProperties settings, JsonMapper json) {
        this.file = settings.dataDir().resolve("last-good.json");
        this.json = json;
    }

    /// A failure is logged, and the write that led here stands.
    void save(StoreContents contents) {
        try {
            PrivateFile.replace(file, json.writeValueAsBytes(contents));
        } catch (IOException e) {
            LOG.error("The last good configuration cannot be saved to {}: {}", file, e.toString());
        }
    }

    Optional<StoreContents> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readValue(Files.readAllBytes(file), StoreContents.class));
        } catch (IOException | JacksonException e) {
            LOG.error("The last good configuration in {} cannot be read: {}", file, e.toString());
            return Optional.empty();
        }
    }
}
