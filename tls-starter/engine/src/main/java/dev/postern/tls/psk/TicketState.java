package dev.postern.tls.psk;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Identity;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.crypto.spi.Secret;
import org.jspecify.annotations.Nullable;

/// What a server's ticket remembers. A ticket is bound to the policy that issued it, so that resuming under another one is impossible
/// (CVE-2025-23419, CVE-2025-68121).
///
/// @param cipherSuite          early data needs the same suite; resumption alone needs the same hash
/// @param psk                  the resumption PSK (RFC 9846 4.7.1), its own per ticket
/// @param issuedAtMillis       by our clock, milliseconds since the epoch
/// @param authenticatedAtMillis when the peer last proved who it is by signature; bounds a chain of resumptions
/// @param lifetimeSeconds      1 to 604,800
/// @param ageAdd               ticket_age_add, 32 random bits
/// @param maxEarlyDataBytes    0 when the ticket allows no early data
/// @param serverName           the canonical SNI of the issuing connection, or null
/// @param applicationProtocol  its ALPN protocol, or null
/// @param policyDigest         over host, trust and client authentication; gates resumption
/// @param earlyDataDigest      over ALPN and early-data policy; gates early data alone
/// @param issuer               the process or zone that issued it
/// @param roundTripMillis      as estimated on the issuing connection; subtracted from the ticket age (RFC 9846 8.3)
/// @param clientIdentity       the identity that the client proved, or [CertificateChain#EMPTY]
public record TicketState(CipherSuite cipherSuite, Secret psk, long issuedAtMillis, long authenticatedAtMillis,
        int lifetimeSeconds, int ageAdd, long maxEarlyDataBytes, @Nullable String serverName,
        @Nullable String applicationProtocol, PolicyDigest policyDigest, PolicyDigest earlyDataDigest, long issuer,
        int roundTripMillis, Identity clientIdentity) {
    public TicketState {
        if (lifetimeSeconds < 1 || lifetimeSeconds > 604_800) {
            // RFC 9846 4.7.1: Servers MUST NOT use any value greater than 604800 seconds
            throw new IllegalArgumentException("a ticket lives 1 to 604800 seconds, got " + lifetimeSeconds);
        }
        if (maxEarlyDataBytes < 0 || maxEarlyDataBytes > 0xffff_ffffL) {
            throw new IllegalArgumentException("max_early_data_size is 32 bits, got " + maxEarlyDataBytes);
        }
    }
}
