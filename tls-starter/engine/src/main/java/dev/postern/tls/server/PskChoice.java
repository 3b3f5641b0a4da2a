package dev.postern.tls.server;

import dev.postern.tls.alert.AlertDescription;
import dev.postern.tls.alert.Fault;
import dev.postern.tls.alert.TlsAlert;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.certificate.PskHolder;
import dev.postern.tls.config.ClientAuthentication;
import dev.postern.tls.config.TicketPolicy;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.crypto.spi.HashAlgorithm;
import dev.postern.tls.keys.SuiteParameters;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.TicketState;
import dev.postern.tls.psk.TicketVerdict;
import dev.postern.tls.wire.Bytes;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Whether one ticket of the client can resume here (RFC 9846 4.3.11). The first that can is selected; its binder, and no other, is
/// checked.
sealed interface PskChoice {
    /// However often it is renewed, a session ends this long after somebody proved who he is by signature.
    long LONGEST_AUTHENTICATION_MILLIS = TimeUnit.DAYS.toMillis(7);
    /// Replicas share tickets, and their clocks differ a little.
    long CLOCK_DIFFERENCE_MILLIS = TimeUnit.MINUTES.toMillis(1);

    /// Selected, once its binder is verified.
    record Selected(TicketState state) implements PskChoice {}

    /// An external PSK of the right hash, once its binder is verified.
    record SelectedExternal(ExternalPsk psk) implements PskChoice {}

    /// Ignored: the next one is tried.
    record Skipped(String sentence) implements PskChoice {}

    static PskChoice of(TicketVerdict verdict, Negotiation negotiation, long nowMillis) {
        return switch (verdict) {
            // RFC 9846 4.3.11: any unknown PSKs SHOULD simply be ignored
            case TicketVerdict.Unusable(String sentence) -> new Skipped(sentence);
            case TicketVerdict.External(ExternalPsk psk) -> choose(psk, negotiation, nowMillis);
            case TicketVerdict.Opened(TicketState state) -> judge(state, negotiation, nowMillis);
        };
    }

    private static PskChoice choose(ExternalPsk psk, Negotiation negotiation, long nowMillis) {
        if (CertificateChoice.comesBeforePsk(negotiation.hello(), negotiation.config(), nowMillis)) {
            return new Skipped("this host prefers its certificate");
        }
        return psk.hash() == negotiation.parameters().hash()
                ? new SelectedExternal(psk)
                // RFC 9846 4.3.11: each PSK is associated with a single hash algorithm
                : new Skipped("the cipher suite has another hash");
    }

    private static PskChoice judge(TicketState state, Negotiation negotiation, long nowMillis) {
        PskChoice choice = choose(state, negotiation, nowMillis);
        if (choice instanceof Skipped) {
            state.psk().destroy();
        }
        return choice;
    }

    private static PskChoice choose(TicketState state, Negotiation negotiation, long nowMillis) {
        Optional<HashAlgorithm> hash = SuiteParameters.of(state.cipherSuite()).map(SuiteParameters::hash);
        if (!hash.equals(Optional.of(negotiation.parameters().hash()))) {
            // RFC 9846 4.7.1: only be resumed with a cipher suite that has the same KDF hash algorithm
            return new Skipped("its cipher suite has another hash");
        }
        if (!state.cipherSuite().equals(negotiation.cipherSuite())
                && !negotiation.config().preferences().resumeAcrossSuites()) {
            return new Skipped("this host resumes under the suite of the first handshake alone");
        }
        if (!state.policyDigest().equals(negotiation.config().policyDigest())) {
            // CVE-2025-23419, CVE-2025-68121: a ticket of one policy must not resume under another
            return new Skipped("it was issued under another policy");
        }
        if (nowMillis - state.issuedAtMillis() > TimeUnit.SECONDS.toMillis(lifetimeSeconds(state, negotiation))
                || state.issuedAtMillis() - nowMillis > CLOCK_DIFFERENCE_MILLIS) {
            return new Skipped("it is older than its lifetime, or from the future");
        }
        if (nowMillis - state.authenticatedAtMillis() > LONGEST_AUTHENTICATION_MILLIS) {
            // RFC 9846 4.7.1: it is RECOMMENDED to place limits on the total lifetime of such keying material
            return new Skipped("nobody has proved his identity for too long");
        }
        return identityStillHolds(state, negotiation, nowMillis);
    }

    /// A lifetime that was shortened since holds for the tickets that are out, too.
    private static int lifetimeSeconds(TicketState state, Negotiation negotiation) {
        TicketPolicy now = negotiation.config().tickets();
        return now.count() == 0 ? state.lifetimeSeconds() : Math.min(state.lifetimeSeconds(), now.lifetimeSeconds());
    }

    private static PskChoice identityStillHolds(TicketState state, Negotiation negotiation, long nowMillis) {
        if (state.clientIdentity().isEmpty()) {
            return negotiation.config().clientAuthentication() == ClientAuthentication.REQUIRE
                    ? new Skipped("it carries no client identity, and this host requires one")
                    : new Selected(state);
        }
        if (state.clientIdentity() instanceof KeyHolder client
                && !negotiation.config().clientCertificateTypes().contains(client.type())) {
            return new Skipped("the client proved its identity in a way that this host does not take");
        }
        if (state.clientIdentity() instanceof PskHolder holder && !isStillKnown(holder, negotiation.config())) {
            // CVE-2025-68121, for keys instead of authorities: what an external PSK proved ends when it is taken out of the configuration
            return new Skipped("it was proved by an external PSK that this host does not know any more");
        }
        Instant now = Instant.ofEpochMilli(nowMillis);
        // CVE-2025-68121, its second half: what a certificate proved ends with the certificate
        return state.clientIdentity().chain().certificates().stream()
                .anyMatch(certificate -> now.isAfter(certificate.getNotAfter().toInstant()))
                        ? new Skipped("a certificate of the client has expired since")
                        : new Selected(state);
    }

    /// Of keys that a store looks up, nobody here knows which are gone: there the store's owner changes the policy digest.
    private static boolean isStillKnown(PskHolder holder, TlsServerConfig config) {
        return config.externalPskLookup()
                || config.externalPsks().stream().anyMatch(psk -> psk.holder().equals(holder));
    }

    /// RFC 9846 4.3.11: prior to accepting a PSK, the server MUST validate the corresponding binder, else abort.
    ///
    /// @param index    of the selected identity
    /// @param expected makes the right binder of the hash that it covers
    /// @return the validated binder
    static Bytes requireBinder(Negotiation negotiation, int index, UnaryOperator<byte[]> expected) {
        ReceivedHello hello = negotiation.hello();
        byte[] partialHash = negotiation.transcript().currentWith(hello.bytes(), 0, hello.lengthWithoutBinders());
        Bytes binder = hello.psks().orElseThrow().binders().get(index);
        if (!binder.matches(expected.apply(partialHash))) {
            throw new TlsAlert(AlertDescription.DECRYPT_ERROR, Fault.PEER_MISBEHAVED,
                    "the binder of the selected PSK is wrong");
        }
        return binder;
    }
}
