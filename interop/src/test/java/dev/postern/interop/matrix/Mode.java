package dev.postern.interop.matrix;

import dev.postern.interop.peer.PeerExecutable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a connection shows; the rows of the matrix.
///
/// A mode with cases is shown when each of them is: by tests that run with that case, or by [Cannot] with its reason.
public enum Mode {
    FULL("full handshake"),
    HELLO_RETRY_REQUEST("HelloRetryRequest"),
    CIPHER_SUITES("each cipher suite", "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256"),
    GROUPS("each group", "x25519", "secp256r1", "secp384r1", "secp521r1"),
    POST_QUANTUM_GROUPS("each group with ML-KEM", "X25519MLKEM768", "SecP256r1MLKEM768", "SecP384r1MLKEM1024",
            "MLKEM768", "MLKEM1024"),
    CERTIFICATES("each certificate type", "ECDSA_P256", "ECDSA_P384", "ECDSA_P521", "RSA", "RSA_PSS", "ED25519"),
    POST_QUANTUM_CERTIFICATES("each certificate with ML-DSA", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"),
    CERTIFICATE_COMPRESSION("compressed certificates", "ours", "the peer's"),
    APPLICATION_PROTOCOL("ALPN"),
    SERVER_CERTIFICATE_REFUSED("untrusted server certificate refused"),
    CLIENT_CERTIFICATE_REQUESTED("client certificate requested: given, and not given"),
    CLIENT_CERTIFICATE_REQUIRED("client certificate required: given, and not given"),
    CLIENT_CERTIFICATE_REFUSED("untrusted client certificate refused"),
    RESUMED("resumed"),
    RESUMED_AFTER_RETRY("resumed after a HelloRetryRequest"),
    EARLY_DATA_ACCEPTED("0-RTT accepted"),
    EARLY_DATA_REFUSED("0-RTT refused, and the connection goes on", "policy", "ALPN", "age", "replay",
            "HelloRetryRequest", "cipher suite", "full handshake", "too much"),
    /// Not asked of anybody: faults of the peer's, and what becomes of them.
    EARLY_DATA_REFUSAL_NOT_BORNE("0-RTT refused by us, and the peer leaves where it should go on"),
    EARLY_DATA_WRONGLY_ACCEPTED("0-RTT accepted by the peer where it must be refused, and we leave"),
    KEY_UPDATE_BY_US("KeyUpdate by us, answered"),
    KEY_UPDATE_BY_PEER("KeyUpdate by the peer, answered"),
    EXTERNAL_PSK("external PSK"),
    ENCRYPTED_CLIENT_HELLO("Encrypted Client Hello: accepted, and refused with retry configurations"),
    CLOSE_NOTIFY("close_notify both ways"),
    HTTP_1("HTTP/1.1 through the gateway"),
    HTTP_2("HTTP/2 through the gateway"),
    GATEWAY_RESUMED("resumed, through the gateway"),
    GATEWAY_EARLY_DATA_ACCEPTED("0-RTT accepted, through the gateway", "HTTP/1.1", "HTTP/2"),
    GATEWAY_EARLY_DATA_REFUSED("0-RTT refused, through the gateway over HTTP/1.1", "policy", "kill switch", "shadow",
            "changed policy", "revoked ticket", "ALPN", "age", "replay", "HelloRetryRequest"),
    /// Another protocol than the ticket's is no protocol's refusal more than the other's, and has its place above.
    GATEWAY_EARLY_DATA_REFUSED_OVER_HTTP_2("0-RTT refused, through the gateway over HTTP/2", "policy", "kill switch",
            "shadow", "changed policy", "revoked ticket", "age", "replay", "HelloRetryRequest"),
    GATEWAY_STATE("0-RTT refused for what only the gateway knows, over HTTP/1.1", "zone", "overload",
            "no replay store", "young replay store", "client certificates", "unsuitable ticket"),
    GATEWAY_STATE_OVER_HTTP_2("0-RTT refused for what only the gateway knows, over HTTP/2", "zone", "overload",
            "no replay store", "young replay store", "client certificates", "unsuitable ticket");

    private static final Set<Mode> OF_THE_GATEWAY = EnumSet.range(HTTP_1, GATEWAY_STATE_OVER_HTTP_2);
    /// Whose clients send early data, as far as they do over TCP, or are what people ask the web with.
    private static final Set<PeerExecutable> ASK_THE_GATEWAY = EnumSet.of(PeerExecutable.OPENSSL_DEBIAN,
            PeerExecutable.OPENSSL_NEW, PeerExecutable.GNUTLS, PeerExecutable.NSS, PeerExecutable.WOLFSSL_NEW,
            PeerExecutable.RUSTLS, PeerExecutable.BORINGSSL, PeerExecutable.PICOTLS,
            PeerExecutable.CURL, PeerExecutable.CURL_NEW, PeerExecutable.CHROMIUM, PeerExecutable.FIREFOX);
    /// Some, over both protocols: it does not depend on them.
    private static final Set<PeerExecutable> MEET_THE_STATE = EnumSet.of(PeerExecutable.OPENSSL_NEW,
            PeerExecutable.BORINGSSL, PeerExecutable.CURL_NEW);
    private static final Set<PeerExecutable> ASK_NOBODY_ELSE = EnumSet.of(PeerExecutable.CURL,
            PeerExecutable.CURL_NEW);
    private final String sentence;
    /// Immutable, whatever its type says.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> cases;

    Mode(String sentence, String... cases) {
        this.sentence = sentence;
        this.cases = List.of(cases);
    }

    String sentence() {
        return sentence;
    }

    /// What it consists of; empty when it is one thing.
    List<String> cases() {
        return cases;
    }

    /// What is asked of such a peer. curl is asked through the gateway alone: its TLS is OpenSSL, which has columns of its own.
    static Set<Mode> askedOf(PeerExecutable peer, Peer.Role role) {
        Set<Mode> asked = EnumSet.noneOf(Mode.class);
        if (!ASK_NOBODY_ELSE.contains(peer)) {
            asked.addAll(EnumSet.complementOf(EnumSet.copyOf(OF_THE_GATEWAY)));
            asked.removeAll(EnumSet.of(EARLY_DATA_REFUSAL_NOT_BORNE, EARLY_DATA_WRONGLY_ACCEPTED));
        }
        if (role == Peer.Role.CLIENT && ASK_THE_GATEWAY.contains(peer)) {
            asked.addAll(OF_THE_GATEWAY);
            if (!MEET_THE_STATE.contains(peer)) {
                asked.removeAll(EnumSet.of(GATEWAY_STATE, GATEWAY_STATE_OVER_HTTP_2));
            }
        }
        return asked;
    }
}
