package dev.postern.gateway.vault;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.postern.gateway.settings.PosternProperties;

/// Where the key-encryption key comes from. Nothing here says what it is.
public enum KeyOrigin {
    /// Given as a value, for example from a Kubernetes Secret.
    @JsonProperty("setting") SETTING,
    /// Given as a file.
    @JsonProperty("file") FILE,
    /// Made by the gateway in its data directory.
    @JsonProperty("generated") GENERATED;

    /// A value wins over a file.
    public static KeyOrigin of(PosternProperties.Keys keys) {
        String value = keys.encryptionKey();
        if (value != null && !value.isBlank()) {
            return SETTING;
        }
        return keys.encryptionKeyFile() == null ? GENERATED : FILE;
    }
}
