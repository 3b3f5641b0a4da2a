package dev.postern.gateway.publication;

import dev.postern.gateway.hosts.HostDocument;
import dev.postern.gateway.routes.HostTls;
import dev.postern.gateway.routes.Revocations;
import dev.postern.tls.psk.PolicyDigest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;

/// Digests of a host's policy. What gates resumption and what gates early data are apart, so that switching 0-RTT off costs nobody his
/// resumption.
final class PolicyDigests {
    private static final List<String> APPLICATION_PROTOCOLS = List.of("h2", "http/1.1");

    private PolicyDigests() {}

    /// Hosts that share connections must have the same lists. A ticket or a connection outlives a new list unless that names its client:
    /// they are judged again one by one, a ticket when it comes and a connection with its next request.
    static HostTls of(String hostId, HostDocument host, List<X509Certificate> trust, Revocations revocations) {
        String clientAuth = host.clientAuthentication().name();
        byte[] trusted = digestOf(trust);
        PolicyDigest policy = digest(text("policy"), text(clientAuth), trusted, digestOf(revocations));
        PolicyDigest resumption = digest(text("resumption"), text(hostId), text(clientAuth), trusted);
        PolicyDigest early = digest(text("earlyData"), text(hostId), text(String.join(",", APPLICATION_PROTOCOLS)),
                text(Long.toString(host.earlyData().issueMaxBytes())),
                text(Boolean.toString(host.earlyData().accept())));
        return new HostTls(host.clientAuthentication(), trust, revocations, host.ticketLifetime(), policy, resumption,
                early);
    }

    private static byte[] digestOf(List<X509Certificate> certificates) {
        byte[][] parts = certificates.stream().map(PolicyDigests::der).sorted(java.util.Arrays::compareUnsigned)
                .toArray(byte[][]::new);
        return digest(parts).bytes();
    }

    private static byte[] digestOf(Revocations revocations) {
        return digest(revocations.entries().stream()
                .map(entry -> digest(entry.issuer().getEncoded(), entry.serial().toByteArray()).bytes())
                .sorted(java.util.Arrays::compareUnsigned).toArray(byte[][]::new)).bytes();
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    /// Lengths go in too, so that no two lists of parts run together to the same bytes.
    private static PolicyDigest digest(byte[]... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
                sha256.update(part);
            }
            return new PolicyDigest(sha256.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
