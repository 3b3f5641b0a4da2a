package dev.postern.gateway.listener;

import dev.postern.gateway.routes.ServedCertificate;
import dev.postern.tls.EngineEnvironment;
import dev.postern.tls.certificate.CertificateChain;
import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.HandshakeSigner;
import dev.postern.tls.certificate.LocalSigner;
import org.jspecify.annotations.Nullable;

import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Certificates as the engine presents them. Prepared once per version: converting a key and trying whether it fits takes longer than
/// a handshake.
final class Credentials {
    private record Version(String id, int version) {}

    private final EngineEnvironment environment;
    private final Executor slowSigning;
    private final Map<Version, Credential> prepared = new ConcurrentHashMap<>();

    /// @param slowSigning a bounded pool for signatures that would hold up an event loop
    Credentials(EngineEnvironment environment, Executor slowSigning) {
        this.environment = environment;
        this.slowSigning = slowSigning;
    }

    /// Empty for one that cannot be served, whatever was thought of it when it was compiled.
    Optional<Credential> of(ServedCertificate certificate) {
        PrivateKey key = certificate.privateKey();
        if (certificate.broken() || key == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(prepared.computeIfAbsent(new Version(certificate.id(), certificate.version()),
                version -> prepare(certificate, key)));
    }

    private @Nullable Credential prepare(ServedCertificate certificate, PrivateKey key) {
        try {
            Credential local = LocalSigner.credential(new CertificateChain(certificate.chain()), key,
                    environment.crypto(), environment.random());
            return key instanceof RSAPrivateKey || key.getAlgorithm().startsWith("RSA")
                    ? new Credential(local.chain(), local.schemes(), offLoop(local.signer()))
                    : local;
        } catch (IllegalArgumentException unusable) {
            return null;
        }
    }

    /// An RSA signature takes about a millisecond, in which an event loop serves a hundred requests.
    private HandshakeSigner offLoop(HandshakeSigner signer) {
        return (scheme, content) -> {
            CompletableFuture<byte[]> signature = new CompletableFuture<>();
            try {
                slowSigning.execute(() -> complete(signature, signer.sign(scheme, content)));
            } catch (RejectedExecutionException full) {
                // Shed here, where it costs a refused handshake, and not on the loops, where it would cost everybody.
                signature.completeExceptionally(full);
            }
            return signature;
        };
    }

    private static void complete(CompletableFuture<byte[]> signature, CompletionStage<byte[]> signed) {
        var _ = signed.whenComplete((bytes, failure) -> {
            if (failure == null) {
                signature.complete(bytes);
            } else {
                signature.completeExceptionally(failure);
            }
        });
    }

    /// Forgets versions that no host presents any more, and their keys with them.
    void retainOnly(Set<ServedCertificate> served) {
        Set<Version> kept = ConcurrentHashMap.newKeySet();
        served.forEach(certificate -> kept.add(new Version(certificate.id(), certificate.version())));
        prepared.keySet().retainAll(kept);
    }
}
