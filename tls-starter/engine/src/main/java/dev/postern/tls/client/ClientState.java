package dev.postern.tls.client;

import dev.postern.tls.TlsEngine;
import dev.postern.tls.connection.IncomingCertificate;
import dev.postern.tls.keys.TranscriptHash;

/// Where a client stands: the state machine of RFC 9846 A.1, with a state for every question that it waits on.
///
/// ```
///                      Start
///                        | ClientHello sent
///                  WaitServerHello ---------------> WaitServerHelloAfterRetry
///                        | ServerHello   HelloRetryRequest     | ServerHello
///                        v                                     |
///               WaitEncryptedExtensions <----------------------+
///            PSK |                | certificate
///                |   WaitCertificateOrRequest ---> WaitCertificate
///                |                | Certificate         | Certificate
///                |       WaitCertificateVerify <--------+
///                |                |
///                |         VerifyingServer
///                v                v
///              WaitFinished <-----+
///                    | Finished
///                 Signing (if the server asked for a certificate and we have one)
///                    | Finished sent
///                Connected -----> Closed (from anywhere)
/// ```
sealed interface ClientState {

    record Start() implements ClientState {}

    record WaitServerHello(ClientOffer offer) implements ClientState {}

    /// @param first      the hello that was not enough
    /// @param offer      the second hello, which waits for its answer
    /// @param transcript up to and with the second hello
    record WaitServerHelloAfterRetry(ClientOffer first, ClientOffer offer, RetryChoice retry,
            TranscriptHash transcript) implements ClientState {}

    record WaitEncryptedExtensions(Negotiated negotiated) implements ClientState {}

    record WaitCertificateOrRequest(ServerParameters parameters) implements ClientState {}

    record WaitCertificate(ServerParameters parameters, CredentialChoice clientCredential) implements ClientState {}

    record WaitCertificateVerify(ServerParameters parameters, CredentialChoice clientCredential,
            IncomingCertificate server) implements ClientState {}

    record VerifyingServer(Authenticated candidate) implements ClientState {}

    record WaitFinished(Authenticated server) implements ClientState {}

    record Signing(SecondFlight flight) implements ClientState {}

    record Connected(Established session) implements ClientState {}

    record Closed() implements ClientState {}

    default TlsEngine.Stage stage() {
        return switch (this) {
            case Start _ -> TlsEngine.Stage.CLIENT_HELLO;
            case WaitServerHello _,WaitServerHelloAfterRetry _,WaitEncryptedExtensions _,WaitCertificateOrRequest _,WaitCertificate _,WaitCertificateVerify _,VerifyingServer _,WaitFinished _,Signing _ ->
                TlsEngine.Stage.HANDSHAKE;
            case Connected _ -> TlsEngine.Stage.CONNECTED;
            case Closed _ -> TlsEngine.Stage.CLOSED;
        };
    }

    /// For metrics.
    default String phase() {
        return switch (this) {
            case Start _,WaitServerHello _ -> "clientHello";
            case WaitServerHelloAfterRetry _ -> "helloRetry";
            case WaitEncryptedExtensions _ -> "negotiation";
            case WaitCertificateOrRequest _,WaitCertificate _,WaitCertificateVerify _,VerifyingServer _,Signing _ ->
                "certificate";
            case WaitFinished _ -> "finished";
            case Connected _,Closed _ -> "traffic";
        };
    }

    /// Wipes every secret that this state holds.
    default void wipe() {
        switch (this) {
            case Start _,Closed _ -> {}
            case WaitServerHello(var offer) -> offer.wipe();
            case WaitServerHelloAfterRetry s -> s.offer().wipe();
            case WaitEncryptedExtensions(var negotiated) -> negotiated.wipe();
            case WaitCertificateOrRequest(var parameters) -> parameters.negotiated().wipe();
            case WaitCertificate s -> s.parameters().negotiated().wipe();
            case WaitCertificateVerify s -> s.parameters().negotiated().wipe();
            case VerifyingServer(var candidate) -> candidate.negotiated().wipe();
            case WaitFinished(var server) -> server.negotiated().wipe();
            case Signing(var flight) -> flight.wipe();
            case Connected(var session) -> session.wipe();
        }
    }
}
