package dev.postern.gateway.security;

import dev.postern.gateway.settings.PosternProperties;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sign-ins to the web UI. They live in memory: a restart signs everybody out.
@Component
final class Sessions {
    private static final int ID_BYTES = 32;
    private static final int MOST = 1000;

    private final Map<String, Session> byHash = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final PosternProperties settings;

    record Session(String actor, Instant expiresAt) {}

    Sessions(Clock clock, PosternProperties settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /// @return the id for the cookie; only its hash is kept
    String open(String actor) {
        Instant now = clock.instant();
        byHash.values().removeIf(session -> session.expiresAt().isBefore(now));
        if (byHash.size() >= MOST) {
            byHash.entrySet().stream().min(Comparator.comparing(entry -> entry.getValue().expiresAt()))
                    .ifPresent(oldest -> byHash.remove(oldest.getKey()));
        }
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        byHash.put(hash(text), new Session(actor, now.plus(settings.admin().sessionLifetime())));
        return text;
    }

    Optional<Session> find(String id) {
        Session session = byHash.get(hash(id));
        return session == null || session.expiresAt().isBefore(clock.instant()) ? Optional.empty()
                : Optional.of(session);
    }

    void close(String id) {
        byHash.remove(hash(id));
    }

    private static String hash(String id) {
        return HexFormat.of().formatHex(AdminToken.TokenHash.of(id));
    }
}
