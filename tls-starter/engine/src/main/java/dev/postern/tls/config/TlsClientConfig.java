package dev.postern.tls.config;

import dev.postern.tls.certificate.Credential;
import dev.postern.tls.certificate.KeyHolder;
import dev.postern.tls.codepoint.CertificateType;
import dev.postern.tls.codepoint.CipherSuite;
import dev.postern.tls.codepoint.NamedGroup;
import dev.postern.tls.codepoint.SignatureScheme;
import dev.postern.tls.psk.ClientSession;
import dev.postern.tls.psk.ExternalPsk;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// How a client connects to one server name. Immutable.
///
/// @param serverName           the DNS name sent as SNI, or an IP address literal, which is never sent; the caller verifies the peer against it
/// @param cipherSuites         preferred first
/// @param groups               offered, preferred first
/// @param keyShareGroups       a subset of `groups`, in order, for which shares are sent; may be empty to provoke a HelloRetryRequest
/// @param signatureSchemes     accepted from the server
/// @param applicationProtocols ALPN, preferred first; may be empty
/// @param credentials          client certificates, chosen by the server's `signature_algorithms`; may be empty
/// @param serverCertificateTypes taken from the server, preferred first; X.509 alone unless raw public keys are wanted (RFC 7250)
/// @param clientCertificateTypes that we can present, preferred first; by default those of `credentials`
/// @param sessions             tickets to offer, best first; each is used once
/// @param externalPsks         to offer after the tickets, best first; of one that is imported, each hash is one (RFC 9846 4.3.11)
/// @param requireExternalPsk   whether, with `externalPsks`, a server with a certificate is refused
/// @param earlyData            whether to offer early data with the first session, if that allows it. The caller must send only what may be
///     replayed
/// @param ech                  Encrypted Client Hello
/// @param certificates         how Certificate messages travel, and what is asked of the server's
/// @param helloShape           GREASE and the order of extensions
/// @param ticketWish           how many tickets the server is asked for, or null to leave it to the server
/// @param records              how large records are in both directions
/// @param keyLog               [KeyLog#OFF] unless a person debugs
public record TlsClientConfig(String serverName, List<CipherSuite> cipherSuites, List<NamedGroup> groups,
        List<NamedGroup> keyShareGroups, List<SignatureScheme> signatureSchemes, List<String> applicationProtocols,
        List<Credential> credentials, List<CertificateType> serverCertificateTypes,
        List<CertificateType> clientCertificateTypes, List<ClientSession> sessions, List<ExternalPsk> externalPsks,
        boolean requireExternalPsk, boolean earlyData, ClientEch ech, CertificateExchange certificates,
        ClientHelloShape helloShape, @Nullable TicketWish ticketWish, RecordPolicy records, KeyLog keyLog) {

    private static final int MOST_EXTERNAL_PSKS = 8;

    public TlsClientConfig {
        cipherSuites = List.copyOf(cipherSuites);
        groups = List.copyOf(groups);
        requireDistinct(groups);
        requireDistinct(keyShareGroups);
        signatureSchemes = List.copyOf(signatureSchemes);
        applicationProtocols = List.copyOf(applicationProtocols);
        credentials = List.copyOf(credentials);
        serverCertificateTypes = List.copyOf(serverCertificateTypes);
        clientCertificateTypes = List.copyOf(clientCertificateTypes);
        sessions = List.copyOf(sessions);
        externalPsks = List.copyOf(externalPsks);
        if (externalPsks.size() > MOST_EXTERNAL_PSKS) {
            throw new IllegalArgumentException("servers take a few PSKs of a hello, not " + externalPsks.size());
        }
        if (serverCertificateTypes.isEmpty() || clientCertificateTypes.isEmpty()) {
            throw new IllegalArgumentException("a client takes and presents one type of certificate at least");
        }
        if (!groups.containsAll(keyShareGroups)) {
            // RFC 9846 4.3.8: each KeyShareEntry MUST correspond to a group offered in supported_groups
            throw new IllegalArgumentException("key shares can only be sent for offered groups");
        }
        // RFC 9846 4.3.8: and MUST appear in the same order
        keyShareGroups = groups.stream().filter(keyShareGroups::contains).toList();
    }

    // RFC 9846 4.3.7: MUST NOT contain any duplicate entries; 4.3.8: MUST NOT offer multiple shares for the same group
    private static void requireDistinct(List<NamedGroup> groups) {
        if (Set.copyOf(groups).size() != groups.size()) {
            throw new IllegalArgumentException("a group is named twice: " + groups);
        }
    }

    /// Whom we can prove to be, preferred first.
    public List<KeyHolder> ownIdentities() {
        return credentials.stream().map(Credential::identity).toList();
    }

    /// Whether nothing but a PSK can prove the server.
    public boolean requiresPsk() {
        return requireExternalPsk && !externalPsks.isEmpty();
    }

    /// A builder with the defaults: every suite, every group, shares for X25519MLKEM768 and X25519.
    public static Builder to(String serverName) {
        return new Builder(serverName);
    }

    /// Collects the choices; [#build] checks them.
    public static final class Builder {
        private final String serverName;
        private List<CipherSuite> cipherSuites = TlsServerConfig.DEFAULT_CIPHER_SUITES;
        private List<NamedGroup> groups = TlsServerConfig.DEFAULT_GROUPS;
        private List<NamedGroup> keyShareGroups = List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519);
        private List<SignatureScheme> signatureSchemes = TlsServerConfig.DEFAULT_SCHEMES;
        private List<String> applicationProtocols = List.of();
        private List<Credential> credentials = List.of();
        private List<CertificateType> serverCertificateTypes = List.of(CertificateType.X509);
        private List<CertificateType> clientCertificateTypes = List.of();
        private List<ClientSession> sessions = List.of();
        private List<ExternalPsk> externalPsks = List.of();
        private boolean requireExternalPsk = true;
        private boolean earlyData;
        private ClientEch ech = new ClientEch.Off();
        private CertificateExchange certificates = CertificateExchange.DEFAULT;
        private ClientHelloShape helloShape = ClientHelloShape.PLAIN;
        private @Nullable TicketWish ticketWish;
        private RecordPolicy records = RecordPolicy.DEFAULT;
        private KeyLog keyLog = KeyLog.OFF;

        private Builder(String serverName) {
            this.serverName = serverName;
        }

        public Builder cipherSuites(List<CipherSuite> value) {
            cipherSuites = value;
            return this;
        }

        /// Also sends a share for each of them; call [#keyShareGroups] afterwards to send fewer.
        public Builder groups(List<NamedGroup> value) {
            groups = value;
            keyShareGroups = value;
            return this;
        }

        public Builder keyShareGroups(List<NamedGroup> value) {
            keyShareGroups = value;
            return this;
        }

        /// Sends a single share, for the first of our groups that the server is known to take: from the `supported_groups` that servers may
        /// send (RFC 9846 4.3.7), or from a DNS record. Where it takes none of ours, the shares stay as they are.
        public Builder serverGroupsHint(List<NamedGroup> known) {
            groups.stream().filter(known::contains).findFirst().ifPresent(group -> keyShareGroups = List.of(group));
            return this;
        }

        public Builder signatureSchemes(List<SignatureScheme> value) {
            signatureSchemes = value;
            return this;
        }

        public Builder applicationProtocols(String... value) {
            applicationProtocols = List.of(value);
            return this;
        }

        public Builder credentials(List<Credential> value) {
            credentials = value;
            return this;
        }

        public Builder serverCertificateTypes(List<CertificateType> value) {
            serverCertificateTypes = value;
            return this;
        }

        /// @param value empty for the types of the credentials, in their order
        public Builder clientCertificateTypes(List<CertificateType> value) {
            clientCertificateTypes = value;
            return this;
        }

        public Builder sessions(List<ClientSession> value) {
            sessions = value;
            return this;
        }

        public Builder externalPsks(List<ExternalPsk> value) {
            externalPsks = value;
            return this;
        }

        /// False lets a server without our PSKs prove itself by its certificate, which is then asked about as ever.
        public Builder requireExternalPsk(boolean value) {
            requireExternalPsk = value;
            return this;
        }

        public Builder earlyData(boolean value) {
            earlyData = value;
            return this;
        }

        public Builder ech(ClientEch value) {
            ech = value;
            return this;
        }

        public Builder certificates(CertificateExchange value) {
            certificates = value;
            return this;
        }

        public Builder helloShape(ClientHelloShape value) {
            helloShape = value;
            return this;
        }

        public Builder ticketWish(TicketWish value) {
            ticketWish = value;
            return this;
        }

        public Builder records(RecordPolicy value) {
            records = value;
            return this;
        }

        public Builder keyLog(KeyLog value) {
            keyLog = value;
            return this;
        }

        public TlsClientConfig build() {
            return new TlsClientConfig(serverName, cipherSuites, groups, keyShareGroups, signatureSchemes,
                    applicationProtocols, credentials, serverCertificateTypes, presentable(), sessions, externalPsks,
                    requireExternalPsk, earlyData, ech, certificates, helloShape, ticketWish, records, keyLog);
        }

        private List<CertificateType> presentable() {
            if (!clientCertificateTypes.isEmpty()) {
                return clientCertificateTypes;
            }
            return credentials.isEmpty()
                    ? List.of(CertificateType.X509)
                    : credentials.stream().map(credential -> credential.identity().type()).distinct().toList();
        }
    }
}
