package dev.postern.tls.config;

import dev.postern.tls.certificate.Credential;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.psk.ExternalPsk;
import dev.postern.tls.psk.PolicyDigest;

import java.util.List;

/// How a server answers one ClientHello. Immutable; chosen per connection at [dev.postern.tls.Pause.ChooseConfig].
///
/// @param cipherSuites          preferred first
/// @param groups                preferred first; by default a group that the client already sent a share for wins over a round trip
/// @param credentials           preferred first; the first that the client's `signature_algorithms` accept is used
/// @param clientAuthentication  whether to ask for a client certificate
/// @param clientCertificateTypes what a client may present, preferred first; X.509 alone unless raw public keys are wanted (RFC 7250)
/// @param clientSchemes         what a client may sign with
/// @param clientAuthorities     DER-encoded names sent in `certificate_authorities`; may be empty
/// @param applicationProtocols  ALPN, preferred first; empty to ignore the client's list
/// @param requireApplicationProtocol whether no common protocol ends the handshake (`no_application_protocol`); only with a list
/// @param tickets               resumption
/// @param externalPsks          preferred first, and by default before a certificate (RFC 9846 4.3.11); without one, `credentials` may not be empty
/// @param externalPskLookup     whether [dev.postern.tls.Pause.OpenTicket] is asked about every PSK identity, for servers with more keys
///     than a configuration holds
/// @param earlyData             0-RTT, off by default
/// @param policyDigest          over host, trust and client authentication; bound into tickets, gates resumption
/// @param earlyDataDigest       over ALPN and early-data policy; bound into tickets, gates early data
/// @param cookieKey             32 bytes that seal HelloRetryRequest cookies, shared by whatever processes may see the second hello; empty
///     to keep the first hello's hash in the connection instead
/// @param certificates          how Certificate messages travel, and what is asked of a client's
/// @param grease                whether reserved values (RFC 8701) go into NewSessionTicket and CertificateRequest, where every client must
///     pass over what it does not know
/// @param records               how large records are in both directions
/// @param suiteRanking          `cipherSuites`, some of which may be as good as each other
/// @param groupRanking          `groups`, likewise
/// @param preferences           which of two right answers a client gets
/// @param keyLog                [KeyLog#OFF] unless a person debugs
public record TlsServerConfig(List<CipherSuite> cipherSuites, List<NamedGroup> groups, List<Credential> credentials,
        ClientAuthentication clientAuthentication, List<CertificateType> clientCertificateTypes,
        List<SignatureScheme> clientSchemes, List<byte[]> clientAuthorities, List<String> applicationProtocols,
        boolean requireApplicationProtocol,
        TicketPolicy tickets, List<ExternalPsk> externalPsks, boolean externalPskLookup, EarlyDataPolicy earlyData,
        PolicyDigest policyDigest, PolicyDigest earlyDataDigest,
        byte[] cookieKey, CertificateExchange certificates, boolean grease, RecordPolicy records,
        Ranking<CipherSuite> suiteRanking, Ranking<NamedGroup> groupRanking,
        ServerPreferences preferences, KeyLog keyLog) {

    public static final List<CipherSuite> DEFAULT_CIPHER_SUITES = List.of(CipherSuite.TLS_AES_128_GCM_SHA256,
            CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
    /// What resists a quantum computer before what does not; a group that the client sent no share for costs a round trip, so the order only
    /// counts among those it sent.
    public static final List<NamedGroup> DEFAULT_GROUPS = List.of(NamedGroup.X25519MLKEM768,
            NamedGroup.SECP256R1MLKEM768, NamedGroup.SECP384R1MLKEM1024, NamedGroup.X25519, NamedGroup.SECP256R1,
            NamedGroup.SECP384R1);
    /// Without ML-DSA, which is a draft still: who wants it names it.
    public static final List<SignatureScheme> DEFAULT_SCHEMES = List.of(SignatureScheme.ECDSA_SECP256R1_SHA256,
            SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP384R1_SHA384, SignatureScheme.ECDSA_SECP521R1_SHA512,
            SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.RSA_PSS_RSAE_SHA384,
            SignatureScheme.RSA_PSS_RSAE_SHA512,
            SignatureScheme.RSA_PSS_PSS_SHA256, SignatureScheme.RSA_PSS_PSS_SHA384,
            SignatureScheme.RSA_PSS_PSS_SHA512);

    public TlsServerConfig {
        cipherSuites = List.copyOf(cipherSuites);
        groups = List.copyOf(groups);
        credentials = List.copyOf(credentials);
        clientCertificateTypes = List.copyOf(clientCertificateTypes);
        clientSchemes = List.copyOf(clientSchemes);
        clientAuthorities = List.copyOf(clientAuthorities);
        applicationProtocols = List.copyOf(applicationProtocols);
        externalPsks = List.copyOf(externalPsks);
        cookieKey = cookieKey.clone();
        if (cipherSuites.isEmpty() || groups.isEmpty()) {
            throw new IllegalArgumentException("a server needs a cipher suite and a group");
        }
        if (clientCertificateTypes.isEmpty()) {
            throw new IllegalArgumentException("a server takes one type of client certificate at least");
        }
        if (!cipherSuites.equals(suiteRanking.all()) || !groups.equals(groupRanking.all())) {
            throw new IllegalArgumentException("a ranking ranks what is in the list, and all of it");
        }
        if (credentials.isEmpty() && externalPsks.isEmpty() && !externalPskLookup) {
            throw new IllegalArgumentException("a server needs a certificate with its key, or a PSK");
        }
        if (cookieKey.length != 0 && cookieKey.length != 32) {
            throw new IllegalArgumentException("a cookie key is 32 bytes, or none, got " + cookieKey.length);
        }
    }

    /// A builder with the defaults of this class: no tickets, no early data, no client certificate, no ALPN.
    public static Builder with(Credential credential) {
        return new Builder(List.of(credential));
    }

    public static Builder with(List<Credential> credentials) {
        return new Builder(credentials);
    }

    /// Whether [dev.postern.tls.Pause.OpenTicket] is asked at all.
    public boolean asksForPsks() {
        return tickets.count() > 0 || externalPskLookup;
    }

    /// What a ticket keeps of the early-data policy: [#earlyDataDigest], and the freshness window, which is left to nobody's care. A store
    /// that lost its memory counts on it: a hello that was judged once under a wider window may have been accepted earlier than the
    /// window of today reaches back.
    public PolicyDigest boundEarlyDataDigest() {
        return earlyDataDigest.and(earlyData.window().eachSideMillis());
    }

    /// A builder that starts from this configuration.
    public Builder toBuilder() {
        Builder builder = new Builder(credentials);
        builder.clientAuthentication = clientAuthentication;
        builder.clientCertificateTypes = clientCertificateTypes;
        builder.clientSchemes = clientSchemes;
        builder.clientAuthorities = clientAuthorities;
        builder.applicationProtocols = applicationProtocols;
        builder.requireApplicationProtocol = requireApplicationProtocol;
        builder.tickets = tickets;
        builder.externalPsks = externalPsks;
        builder.externalPskLookup = externalPskLookup;
        builder.earlyData = earlyData;
        builder.policyDigest = policyDigest;
        builder.earlyDataDigest = earlyDataDigest;
        builder.cookieKey = cookieKey;
        builder.certificates = certificates;
        builder.grease = grease;
        builder.records = records;
        builder.suiteRanking = suiteRanking;
        builder.groupRanking = groupRanking;
        builder.preferences = preferences;
        builder.keyLog = keyLog;
        return builder;
    }

    /// Collects the choices; [#build] checks them.
    public static final class Builder {
        private List<Credential> credentials;
        private Ranking<CipherSuite> suiteRanking = Ranking.strict(DEFAULT_CIPHER_SUITES);
        private Ranking<NamedGroup> groupRanking = Ranking.strict(DEFAULT_GROUPS);
        private ClientAuthentication clientAuthentication = ClientAuthentication.NONE;
        private List<CertificateType> clientCertificateTypes = List.of(CertificateType.X509);
        private List<SignatureScheme> clientSchemes = DEFAULT_SCHEMES;
        private List<byte[]> clientAuthorities = List.of();
        private List<String> applicationProtocols = List.of();
        private boolean requireApplicationProtocol = true;
        private TicketPolicy tickets = TicketPolicy.NONE;
        private List<ExternalPsk> externalPsks = List.of();
        private boolean externalPskLookup;
        private EarlyDataPolicy earlyData = EarlyDataPolicy.OFF;
        private PolicyDigest policyDigest = new PolicyDigest(new byte[PolicyDigest.BYTES]);
        private PolicyDigest earlyDataDigest = new PolicyDigest(new byte[PolicyDigest.BYTES]);
        private byte[] cookieKey = {};
        private CertificateExchange certificates = CertificateExchange.DEFAULT;
        private boolean grease = true;
        private RecordPolicy records = RecordPolicy.DEFAULT;
        private ServerPreferences preferences = ServerPreferences.DEFAULT;
        private KeyLog keyLog = KeyLog.OFF;

        private Builder(List<Credential> credentials) {
            this.credentials = credentials;
        }

        public Builder credentials(List<Credential> value) {
            credentials = value;
            return this;
        }

        public Builder cipherSuites(List<CipherSuite> value) {
            return suiteRanking(Ranking.strict(value));
        }

        public Builder suiteRanking(Ranking<CipherSuite> value) {
            suiteRanking = value;
            return this;
        }

        public Builder groups(List<NamedGroup> value) {
            return groupRanking(Ranking.strict(value));
        }

        public Builder groupRanking(Ranking<NamedGroup> value) {
            groupRanking = value;
            return this;
        }

        public Builder clientAuthentication(ClientAuthentication value) {
            clientAuthentication = value;
            return this;
        }

        public Builder clientCertificateTypes(List<CertificateType> value) {
            clientCertificateTypes = value;
            return this;
        }

        public Builder clientSchemes(List<SignatureScheme> value) {
            clientSchemes = value;
            return this;
        }

        public Builder clientAuthorities(List<byte[]> value) {
            clientAuthorities = value;
            return this;
        }

        public Builder applicationProtocols(String... value) {
            applicationProtocols = List.of(value);
            return this;
        }

        public Builder requireApplicationProtocol(boolean value) {
            requireApplicationProtocol = value;
            return this;
        }

        public Builder tickets(TicketPolicy value) {
            tickets = value;
            return this;
        }

        /// PSKs that both ends got outside of TLS. What a ticket of such a connection is worth later is for `policyDigest` to say.
        public Builder externalPsks(List<ExternalPsk> value) {
            externalPsks = value;
            return this;
        }

        public Builder externalPskLookup(boolean value) {
            externalPskLookup = value;
            return this;
        }

        public Builder earlyData(EarlyDataPolicy value) {
            earlyData = value;
            return this;
        }

        public Builder policyDigest(PolicyDigest value) {
            policyDigest = value;
            return this;
        }

        public Builder earlyDataDigest(PolicyDigest value) {
            earlyDataDigest = value;
            return this;
        }

        public Builder cookieKey(byte[] value) {
            cookieKey = value;
            return this;
        }

        public Builder certificates(CertificateExchange value) {
            certificates = value;
            return this;
        }

        public Builder grease(boolean value) {
            grease = value;
            return this;
        }

        public Builder records(RecordPolicy value) {
            records = value;
            return this;
        }

        public Builder preferences(ServerPreferences value) {
            preferences = value;
            return this;
        }

        public Builder keyLog(KeyLog value) {
            keyLog = value;
            return this;
        }

        public TlsServerConfig build() {
            return new TlsServerConfig(suiteRanking.all(), groupRanking.all(), credentials, clientAuthentication,
                    clientCertificateTypes, clientSchemes, clientAuthorities, applicationProtocols,
                    requireApplicationProtocol, tickets, externalPsks, externalPskLookup, earlyData, policyDigest,
                    earlyDataDigest, cookieKey, certificates, grease, records, suiteRanking, groupRanking, preferences,
                    keyLog);
        }
    }
}
