package dev.postern.interop.bogo;

import dev.postern.tls.config.ClientEch;
import dev.postern.tls.crypto.spi.Secret;
import dev.postern.tls.ech.EchConfig;
import dev.postern.tls.ech.EchConfigList;
import dev.postern.tls.ech.EchKey;
import dev.postern.tls.ech.EchKeys;
import dev.postern.tls.ech.EchStatus;
import dev.postern.tls.event.SessionInfo;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The flags about Encrypted Client Hello.
final class EncryptedHello {

    private EncryptedHello() {}

    /// What the client does about it.
    static ClientEch client(Settings settings) {
        boolean required = settings.has("-reject-unusable-ech-config");
        boolean grease = settings.has("-enable-ech-grease");
        if (!settings.has("-ech-config-list")) {
            if (required) {
                throw new NotImplementedException("-reject-unusable-ech-config without -ech-config-list");
            }
            return grease ? new ClientEch.Grease() : new ClientEch.Off();
        }
        ClientEch.Otherwise otherwise = grease ? ClientEch.Otherwise.GREASE : ClientEch.Otherwise.PLAIN;
        return new ClientEch.Encrypt(configs(settings.text("-ech-config-list").orElseThrow()),
                required ? ClientEch.Otherwise.FAIL : otherwise);
    }

    private static EchConfigList configs(String base64) {
        try {
            return EchConfigList.parse(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            throw new UnmetException(String.valueOf(malformed.getMessage()));
        }
    }

    /// What the server opens hellos with.
    static EchKeys server(Settings settings) {
        List<byte[]> configs = decoded(settings, "-ech-server-config");
        List<byte[]> keys = decoded(settings, "-ech-server-key");
        List<Integer> published = settings.numbers("-ech-is-retry-config");
        List<EchKey> all = new ArrayList<>();
        for (int i = 0; i < configs.size(); i++) {
            all.add(new EchKey(EchConfig.parse(configs.get(i)), Secret.wrap(keys.get(i)), published.get(i) == 1));
        }
        return EchKeys.of(all);
    }

    private static List<byte[]> decoded(Settings settings, String flag) {
        return settings.texts(flag).stream().map(Base64.getDecoder()::decode).toList();
    }

    /// A server without keys does not tell its user whether it stands behind another one.
    static void check(SessionInfo info, Settings settings) {
        if (!settings.has("-server") || settings.has("-ech-server-config")) {
            Expectation.equal("Encrypted Client Hello accepted", settings.has("-expect-ech-accept"),
                    info.ech() == EchStatus.ACCEPTED);
        }
    }

    static void checkRetryConfigs(@Nullable EchConfigList configs, Settings settings) {
        if (settings.has("-expect-no-ech-retry-configs") && configs != null) {
            throw new UnmetException("retry configurations came");
        }
        settings.text("-expect-ech-retry-configs").ifPresent(wanted -> Expectation.same("retry configurations",
                Optional.of(wanted),
                configs == null ? "none" : Base64.getEncoder().encodeToString(configs.toByteArray())));
    }

    /// @param name that the server has to prove
    static void checkName(String name, Settings settings) {
        settings.text("-expect-ech-name-override")
                .ifPresent(wanted -> Expectation.equal("name to prove", wanted, name));
        if (settings.has("-expect-no-ech-name-override")) {
            Expectation.equal("name to prove", settings.text("-host-name").orElse(""), name);
        }
    }
}
