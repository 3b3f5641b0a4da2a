package dev.postern.tls.server;

import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.config.TlsServerConfig;
import dev.postern.tls.connection.IncomingCertificate;

/// Where a server stands: the state machine of RFC 9846 A.2, with a state for every question that it waits on.
///
/// ```
///                 WaitClientHello
///                       | ClientHello
///                 ChoosingConfig ---------------> WaitSecondClientHello
///                       |       HelloRetryRequest          | ClientHello
///                       |<---------------------------------+
///                 OpeningTicket (for each identity)
///                       |
///                 JudgingEarlyData (if it passed every static check)
///                       |
///                    Signing (without a PSK)
///                       | ServerHello .. Finished
///        +--------------+----------------+
///        | 0-RTT        |                | client authentication
/// WaitEndOfEarlyData    |         WaitCertificate --> WaitCertificateVerify --> VerifyingPeer
///        |              |                | none                                   |
///        +------> WaitFinished <---------+----------------------------------------+
///                       | Finished
///                   Connected -----> Closed (from anywhere)
/// ```
sealed interface ServerState {

    record WaitClientHello() implements ServerState {}

    record ChoosingConfig() implements ServerState {}

    /// @param first       the hello that was not enough
    /// @param cipherSuite retained in the answer to the second (RFC 9846 4.2.4)
    /// @param group       that a share was asked for
    /// @param retry       what we sent
    record WaitSecondClientHello(ReceivedHello first, TlsServerConfig config, CipherSuite cipherSuite,
            NamedGroup group, HelloRetry retry) implements ServerState {}

    record OpeningTicket() implements ServerState {}

    record JudgingEarlyData() implements ServerState {}

    record Signing() implements ServerState {}

    record WaitEndOfEarlyData(Flight flight) implements ServerState {}

    record WaitCertificate(Flight flight) implements ServerState {}

    record WaitCertificateVerify(Flight flight, IncomingCertificate client) implements ServerState {}

    record VerifyingPeer() implements ServerState {}

    record WaitFinished(Flight flight) implements ServerState {}

    record Connected() implements ServerState {}

    record Closed() implements ServerState {}

    /// For metrics.
    default String phase() {
        return switch (this) {
            case WaitClientHello _,ChoosingConfig _ -> "clientHello";
            case WaitSecondClientHello _ -> "helloRetry";
            case OpeningTicket _,JudgingEarlyData _ -> "negotiation";
            case Signing _,WaitCertificate _,WaitCertificateVerify _,VerifyingPeer _ -> "certificate";
            case WaitEndOfEarlyData _ -> "earlyData";
            case WaitFinished _ -> "finished";
            case Connected _,Closed _ -> "traffic";
        };
    }
}
