package dev.postern.interop.bogo;

import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.config.Limits;
import dev.postern.tls.crypto.CryptoProviders;
import dev.postern.tls.crypto.spi.CryptoProvider;
import dev.postern.tls.crypto.spi.RandomSource;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.StatelessTickets;
import dev.postern.tls.psk.TicketKeyRing;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;

/// What the connections of one case have in common, as if the case had a process of its own: a clock that the flags move, ticket keys, and
/// the session that a client got last.
final class ShimProcess {

    static final CryptoProvider CRYPTO = CryptoProviders.fastest();
    static final RandomSource RANDOM = new SecureRandom()::nextBytes;

    /// What BoringSSL lets in and passes over, which the cases probe to the byte.
    static final int EARLY_DATA_BYTES = 14_336;
    private static final int SKIPPED_EARLY_DATA_BYTES = 16_384;

    /// More than the engine's default: one case sends a chain of fifty.
    private static final int CHAIN_LENGTH = 100;

    /// Stands still but for [#advanceClock]: some cases count the age of a ticket to the millisecond.
    private long nowMillis = System.currentTimeMillis();
    private @Nullable ClientSession session;
    private final StatelessTickets tickets = new StatelessTickets(CRYPTO, RANDOM,
            new TicketKeyRing(RANDOM, Duration.ofHours(12), nowMillis));

    long nowMillis() {
        return nowMillis;
    }

    void advanceClock(int seconds) {
        nowMillis += Duration.ofSeconds(seconds).toMillis();
    }

    StatelessTickets tickets() {
        return tickets;
    }

    Optional<ClientSession> session() {
        return Optional.ofNullable(session);
    }

    void keepSession(ClientSession received) {
        session = received;
    }

    EngineEnvironment environment(Settings settings) {
        Limits limits = Limits.DEFAULT;
        return new EngineEnvironment(CRYPTO, RANDOM, this::nowMillis,
                new Limits(limits.clientHelloBytes(), limits.handshakeMessageBytes(),
                        settings.number("-max-cert-list", limits.certificateMessageBytes()),
                        CHAIN_LENGTH, limits.pskIdentities(), limits.keyShares(), limits.extensions(),
                        limits.postHandshakeMessages(), limits.emptyRecords(),
                        limits.warningAlerts(), EARLY_DATA_BYTES, limits.unconfirmedBytes(),
                        SKIPPED_EARLY_DATA_BYTES, limits.keyUpdateRecords(),
                        limits.clientHelloDeadline(), limits.handshakeDeadline(), limits.confirmationDeadline()));
    }
}
