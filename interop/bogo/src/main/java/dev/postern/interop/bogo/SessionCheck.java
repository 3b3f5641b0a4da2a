package dev.postern.interop.bogo;

import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.earlydata.EarlyDataReason;
import dev.postern.tls.event.SessionInfo;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What both roles expect of a connection once its handshake is complete.
final class SessionCheck {

    private SessionCheck() {}

    static void check(SessionInfo info, Settings settings, boolean resumption) {
        Expectation.equal("resumed", resumption && !settings.has("-expect-session-miss"), info.resumed());
        Expectation.sameNumber("group", settings.number("-expect-curve-id"), info.group().code());
        Expectation.sameNumber("cipher suite", settings.number("-expect-cipher"), info.cipherSuite().code());
        // This engine takes AES to be fast, as it is wherever the JDK has an intrinsic for it.
        Expectation.sameNumber("cipher suite", settings.number("-expect-cipher-aes"), info.cipherSuite().code());
        EncryptedHello.check(info, settings);
        checkRetry(info, settings);
        checkEarlyData(info, settings);
        if (info.peerIdentity() instanceof KeyHolder peer) {
            Expectation.sameNumber("peer's certificate type", settings.number("-expect-peer-certificate-type"),
                    peer.type().code());
        }
        settings.text("-expect-peer-cert-file").map(Credentials::chain).ifPresent(
                chain -> Expectation.equal("peer's chain", names(chain), names(info.peerChain())));
    }

    private static void checkRetry(SessionInfo info, Settings settings) {
        if (settings.has("-expect-hrr")) {
            Expectation.equal("hello retried", true, info.helloRetried());
        }
        if (settings.has("-expect-no-hrr")) {
            Expectation.equal("hello retried", false, info.helloRetried());
        }
    }

    private static void checkEarlyData(SessionInfo info, Settings settings) {
        boolean accepted = info.earlyData() == EarlyDataReason.ACCEPTED;
        if (settings.has("-expect-accept-early-data")) {
            Expectation.equal("early data accepted", true, accepted);
        }
        if (settings.has("-expect-reject-early-data")) {
            Expectation.equal("early data accepted", false, accepted);
        }
        settings.text("-expect-early-data-reason")
                .ifPresent(name -> checkReason(reasons(name), info.earlyData()));
    }

    private static void checkReason(Set<EarlyDataReason> wanted, EarlyDataReason got) {
        if (!wanted.contains(got)) {
            throw new UnmetException("early data is %s, not one of %s".formatted(got, wanted));
        }
    }

    /// Where several can be given, BoringSSL asks its questions in another order, or tells its own user why a client did not even offer
    /// early data, or why the server may have declined it.
    private static Set<EarlyDataReason> reasons(String name) {
        return switch (name) {
            case "accept" -> EnumSet.of(EarlyDataReason.ACCEPTED);
            case "disabled" -> EnumSet.of(EarlyDataReason.DISABLED, EarlyDataReason.NOT_OFFERED,
                    EarlyDataReason.HELLO_RETRY_REQUEST);
            case "peer_declined" -> EnumSet.of(EarlyDataReason.PEER_DECLINED);
            case "no_session_offered" -> EnumSet.of(EarlyDataReason.NO_SESSION_OFFERED, EarlyDataReason.NOT_OFFERED);
            case "session_not_resumed" -> EnumSet.of(EarlyDataReason.SESSION_NOT_RESUMED,
                    EarlyDataReason.PEER_DECLINED, EarlyDataReason.HELLO_RETRY_REQUEST);
            case "unsupported_for_session" -> EnumSet.of(EarlyDataReason.UNSUPPORTED_FOR_SESSION,
                    EarlyDataReason.NOT_OFFERED);
            case "hello_retry_request" -> EnumSet.of(EarlyDataReason.HELLO_RETRY_REQUEST);
            case "alpn_mismatch" -> EnumSet.of(EarlyDataReason.ALPN_MISMATCH, EarlyDataReason.NOT_OFFERED);
            case "ticket_age_skew" -> EnumSet.of(EarlyDataReason.TICKET_AGE_SKEW);
            default -> throw new NotImplementedException("-expect-early-data-reason " + name);
        };
    }

    private static List<String> names(CertificateChain chain) {
        return chain.certificates().stream()
                .map(certificate -> certificate.getSubjectX500Principal() + " " + certificate.getSerialNumber())
                .toList();
    }
}
