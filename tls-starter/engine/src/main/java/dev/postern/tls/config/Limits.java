package dev.postern.tls.config;

import java.time.Duration;

/// Every bound of the engine, each with the abuse it stops.
///
/// @param clientHelloBytes            a hello that grows without end; 16 KiB by default, at most 64 KiB
/// @param handshakeMessageBytes       a 24-bit length that makes us reserve 16 MiB (CVE-2023-34462)
/// @param certificateMessageBytes     the same for Certificate, before and after decompression
/// @param certificateChainLength      a chain that costs a signature check per link
/// @param pskIdentities               tickets to open and reject one by one
/// @param keyShares                   shares to parse and keep
/// @param extensions                  extensions to parse and keep
/// @param postHandshakeMessages       consecutive KeyUpdate or NewSessionTicket messages without application data (CVE-2026-56862)
/// @param emptyRecords                consecutive records without content: work without progress
/// @param warningAlerts               consecutive alerts that do not close
/// @param earlyDataBytes              early data, as plaintext, that waits for a handshake that may never end
/// @param unconfirmedBytes            our answers to early data, as plaintext, to somebody who has not proved to be there: a replayer gets no more of
///     them, and nobody uses us to send much to a third party
/// @param skippedEarlyDataBytes       refused early data that we decrypt in vain, as ciphertext
/// @param keyUpdateRecords            records under one AES-GCM key before we update it (RFC 9846 5.5)
/// @param clientHelloDeadline         a client that connects and says nothing
/// @param handshakeDeadline           a client that never finishes
/// @param confirmationDeadline        a client that sends early data and no Finished
public record Limits(int clientHelloBytes, int handshakeMessageBytes, int certificateMessageBytes,
        int certificateChainLength, int pskIdentities, int keyShares, int extensions, int postHandshakeMessages,
        int emptyRecords, int warningAlerts, int earlyDataBytes, int unconfirmedBytes, int skippedEarlyDataBytes,
        long keyUpdateRecords,
        Duration clientHelloDeadline, Duration handshakeDeadline, Duration confirmationDeadline) {

    public static final Limits DEFAULT = new Limits(16 * 1024, 16 * 1024, 64 * 1024, 10, 16, 8, 64, 32, 32, 4,
            16 * 1024, 64 * 1024, 32 * 1024, 1L << 24, Duration.ofSeconds(5), Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    public Limits {
        within("clientHelloBytes", clientHelloBytes, 512, 64 * 1024);
        within("handshakeMessageBytes", handshakeMessageBytes, 512, 1 << 20);
        within("certificateMessageBytes", certificateMessageBytes, 1024, 1 << 20);
        within("certificateChainLength", certificateChainLength, 1, 100);
        within("pskIdentities", pskIdentities, 1, 100);
        within("keyShares", keyShares, 1, 100);
        within("extensions", extensions, 16, 1000);
        within("postHandshakeMessages", postHandshakeMessages, 1, 10_000);
        within("emptyRecords", emptyRecords, 1, 10_000);
        within("warningAlerts", warningAlerts, 1, 100);
        within("earlyDataBytes", earlyDataBytes, 0, 1 << 24);
        within("unconfirmedBytes", unconfirmedBytes, 0, 1 << 24);
        within("skippedEarlyDataBytes", skippedEarlyDataBytes, 0, 1 << 25);
        if (keyUpdateRecords < 1 || keyUpdateRecords > 1L << 24) {
            throw new IllegalArgumentException("keyUpdateRecords must lie between 1 and 2^24, got " + keyUpdateRecords);
        }
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must lie between %d and %d, got %d".formatted(name, least, most, value));
        }
    }
}
