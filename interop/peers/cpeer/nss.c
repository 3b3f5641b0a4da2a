/* NSS as a peer; see peer.h. */
#include "peer.h"

#include <nspr.h>
#include <nss.h>
#include <cert.h>
#include <certdb.h>
#include <nssb64.h>
#include <pk11pub.h>
#include <private/pprio.h>
#include <prerror.h>
#include <pk11hpke.h>
#include <secerr.h>
#include <secoid.h>
#include <ssl.h>
#include <sslexp.h>
#include <sslproto.h>

static struct options options;
static CERTCertificate *identity;
static SECKEYPrivateKey *identity_key;
static SSLAntiReplayContext *anti_replay;

static const struct {
    const char *name;
    SSLNamedGroup group;
} groups[] = {{"x25519", ssl_grp_ec_curve25519}, {"secp256r1", ssl_grp_ec_secp256r1},
              {"secp384r1", ssl_grp_ec_secp384r1}, {"secp521r1", ssl_grp_ec_secp521r1}};
static const struct {
    const char *name;
    PRUint16 suite;
} suites[] = {{"TLS_AES_128_GCM_SHA256", TLS_AES_128_GCM_SHA256}, {"TLS_AES_256_GCM_SHA384", TLS_AES_256_GCM_SHA384},
              {"TLS_CHACHA20_POLY1305_SHA256", TLS_CHACHA20_POLY1305_SHA256}};
/* Not all of these are on by default. */
static const SSLSignatureScheme schemes[] = {
    ssl_sig_ecdsa_secp256r1_sha256, ssl_sig_ecdsa_secp384r1_sha384, ssl_sig_ecdsa_secp521r1_sha512, ssl_sig_rsa_pss_rsae_sha256,
    ssl_sig_rsa_pss_rsae_sha384, ssl_sig_rsa_pss_pss_sha256, ssl_sig_rsa_pss_pss_sha384};

static void check(SECStatus status, const char *what) {
    if (status != SECSuccess) fail("%s: %s", what, PR_ErrorToName(PR_GetError()));
}

/* The DER inside a PEM file with one object. */
static SECItem read_pem(const char *file) {
    static char text[65536];
    FILE *stream = fopen(file, "r");
    if (!stream) fail("%s cannot be read", file);
    text[fread(text, 1, sizeof text - 1, stream)] = 0;
    fclose(stream);
    char *begin = strchr(strstr(text, "-----BEGIN"), '\n') + 1;
    *strstr(begin, "-----END") = 0;
    SECItem der = {siBuffer, NULL, 0};
    if (!NSSBase64_DecodeBuffer(NULL, &der, begin, (unsigned)strlen(begin))) fail("%s is no PEM", file);
    return der;
}

static CERTCertificate *read_certificate(const char *file) {
    SECItem der = read_pem(file);
    CERTCertificate *certificate =
        CERT_NewTempCertificate(CERT_GetDefaultCertDB(), &der, NULL, PR_FALSE, PR_TRUE);
    if (!certificate) fail("%s is no certificate", file);
    return certificate;
}

static void trust_roots(void) {
    CERTCertTrust trust = {CERTDB_TRUSTED_CA | CERTDB_TRUSTED_CLIENT_CA | CERTDB_VALID_CA, 0, 0};
    CERTCertificate *root = read_certificate(options.roots);
    check(CERT_ChangeCertTrust(CERT_GetDefaultCertDB(), root, &trust), "the trust in the root");
}

static void read_identity(void) {
    PK11SlotInfo *slot = PK11_GetInternalKeySlot();
    SECItem key = read_pem(options.key);
    identity = read_certificate(options.certificate);
    SECKEYPublicKey *public_key = CERT_ExtractPublicKey(identity);
    SECItem id = public_key->keyType == ecKey ? public_key->u.ec.publicValue : public_key->u.rsa.modulus;
    check(PK11_ImportDERPrivateKeyInfoAndReturnKey(slot, &key, NULL, &id, PR_FALSE, PR_FALSE, KU_ALL, &identity_key,
                                                   NULL),
          "the key");
}

/* An identity when we were given one; without, the server gets an empty list. */
static SECStatus present(void *unused, PRFileDesc *fd, CERTDistNames *authorities, CERTCertificate **certificate,
                         SECKEYPrivateKey **key) {
    (void)unused, (void)fd, (void)authorities;
    if (!identity) return SECFailure;
    *certificate = CERT_DupCertificate(identity);
    *key = SECKEY_CopyPrivateKey(identity_key);
    return SECSuccess;
}

static SECStatus choose_protocol(void *unused, PRFileDesc *fd, const unsigned char *offered, unsigned length,
                                 unsigned char *chosen, unsigned *chosen_length, unsigned capacity) {
    (void)unused, (void)fd;
    for (int i = 0; i < options.protocol_count; i++) {
        size_t size = strlen(options.protocols[i]);
        for (unsigned at = 0; at < length; at += 1u + offered[at]) {
            if (offered[at] == size && size <= capacity && !memcmp(offered + at + 1, options.protocols[i], size)) {
                memcpy(chosen, options.protocols[i], size);
                *chosen_length = (unsigned)size;
                return SECSuccess;
            }
        }
    }
    PORT_SetError(SSL_ERROR_NEXT_PROTOCOL_NO_PROTOCOL);
    return SECFailure;
}

static void choose_groups_and_suites(PRFileDesc *fd) {
    SSLNamedGroup chosen[MAX_NAMES];
    for (int i = 0; i < options.group_count; i++) {
        for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
            if (!strcmp(groups[g].name, options.groups[i])) chosen[i] = groups[g].group;
        }
    }
    if (options.group_count) check(SSL_NamedGroupConfig(fd, chosen, (unsigned)options.group_count), "the groups");
    for (size_t s = 0; options.suite && s < sizeof suites / sizeof *suites; s++) {
        check(SSL_CipherPrefSet(fd, suites[s].suite, !strcmp(suites[s].name, options.suite)), "the suite");
    }
}

static void know_psk(PRFileDesc *fd) {
    unsigned char key[64];
    SECItem item = {siBuffer, key, (unsigned)bytes_of_hex(options.psk, key, sizeof key)};
    PK11SlotInfo *slot = PK11_GetInternalSlot();
    PK11SymKey *psk = PK11_ImportSymKey(slot, CKM_HKDF_KEY_GEN, PK11_OriginUnwrap, CKA_DERIVE, &item, NULL);
    if (!psk) fail("the external key: %s", PR_ErrorToName(PR_GetError()));
    check(SSL_AddExternalPsk(fd, psk, (const PRUint8 *)options.psk_identity, (unsigned)strlen(options.psk_identity),
                             ssl_hash_sha256),
          "the external key");
}

static struct {
    SECKEYPublicKey *public_key;
    SECKEYPrivateKey *private_key;
    PRUint8 configs[1024];
    unsigned length;
} ech;

/* A key for encrypted hellos, and what to encrypt for, which it writes down. */
static void make_ech_key(void) {
    static const HpkeSymmetricSuite suite = {HpkeKdfHkdfSha256, HpkeAeadAes128Gcm};
    SECOidData *curve = SECOID_FindOIDByTag(SEC_OID_CURVE25519);
    PRUint8 parameters[64] = {SEC_ASN1_OBJECT_ID, (PRUint8)curve->oid.len};
    SECItem item = {siBuffer, parameters, curve->oid.len + 2};
    memcpy(parameters + 2, curve->oid.data, curve->oid.len);
    ech.private_key = PK11_GenerateKeyPair(PK11_GetInternalSlot(), CKM_EC_KEY_PAIR_GEN, &item, &ech.public_key, PR_FALSE,
                                           PR_FALSE, NULL);
    if (!ech.private_key) fail("the ECH key: %s", PR_ErrorToName(PR_GetError()));
    check(SSL_EncodeEchConfigId(7, options.ech_public_name, 64, HpkeDhKemX25519Sha256, ech.public_key, &suite, 1,
                                ech.configs, &ech.length, sizeof ech.configs),
          "the ECH configurations");
    write_file(options.ech_configs_file, ech.configs, ech.length);
}

static void encrypt_hello(PRFileDesc *fd) {
    unsigned char configs[1024];
    size_t length = bytes_of_hex(options.ech_configs, configs, sizeof configs);
    check(SSL_SetClientEchConfigs(fd, configs, (unsigned)length), "the ECH configurations");
}

/* While set, nothing has arrived yet, whatever has. */
static int deaf;

static PRInt32 receive(PRFileDesc *fd, void *buffer, PRInt32 amount, PRIntn flags, PRIntervalTime timeout) {
    if (deaf) {
        PR_SetError(PR_WOULD_BLOCK_ERROR, 0);
        return -1;
    }
    return fd->lower->methods->recv(fd->lower, buffer, amount, flags, timeout);
}

/* The socket below a layer that can be deaf. */
static PRFileDesc *import(int socket) {
    static PRIOMethods methods;
    PRFileDesc *tcp = PR_ImportTCPSocket(socket);
    methods = *PR_GetDefaultIOMethods();
    methods.recv = receive;
    PRFileDesc *layer = PR_CreateIOLayerStub(PR_GetUniqueIdentity("peer"), &methods);
    if (PR_PushIOLayer(tcp, PR_TOP_IO_LAYER, layer) != PR_SUCCESS) fail("no layer over the socket");
    return tcp;
}

static PRFileDesc *secure(int socket, int early) {
    SSLVersionRange range = {SSL_LIBRARY_VERSION_TLS_1_3, SSL_LIBRARY_VERSION_TLS_1_3};
    PRFileDesc *fd = SSL_ImportFD(NULL, import(socket));
    if (!fd) fail("no TLS over the socket");
    check(SSL_OptionSet(fd, SSL_HANDSHAKE_AS_SERVER, options.server), "the role");
    check(SSL_OptionSet(fd, SSL_HANDSHAKE_AS_CLIENT, !options.server), "the role");
    check(SSL_VersionRangeSet(fd, &range), "the version");
    check(SSL_OptionSet(fd, SSL_ENABLE_SESSION_TICKETS, PR_TRUE), "tickets");
    check(SSL_OptionSet(fd, SSL_ENABLE_0RTT_DATA, early), "early data");
    check(SSL_SignatureSchemePrefSet(fd, schemes, sizeof schemes / sizeof *schemes), "the signature schemes");
    choose_groups_and_suites(fd);
    if (options.protocol_count) {
        unsigned char wire[1024];
        int length = wire_protocols(&options, wire);
        check(options.server ? SSL_SetNextProtoCallback(fd, choose_protocol, NULL)
                             : SSL_SetNextProtoNego(fd, wire, (unsigned)length), "ALPN");
    }
    if (options.server) {
        check(SSL_ConfigServerCert(fd, identity, identity_key, NULL, 0), "the certificate");
        check(SSL_OptionSet(fd, SSL_REQUEST_CERTIFICATE, strcmp(options.client_auth, "none") != 0), "client-auth");
        check(SSL_OptionSet(fd, SSL_REQUIRE_CERTIFICATE,
                            strcmp(options.client_auth, "require") ? SSL_REQUIRE_NEVER : SSL_REQUIRE_ALWAYS),
              "client-auth");
        if (anti_replay) check(SSL_SetAntiReplayContext(fd, anti_replay), "anti-replay");
    } else {
        check(SSL_SetURL(fd, "localhost"), "the name");
        check(SSL_GetClientAuthDataHook(fd, present, NULL), "the identity");
    }
    if (options.psk) know_psk(fd);
    if (ech.length) {
        check(SSL_SetServerEchConfigs(fd, ech.public_key, ech.private_key, ech.configs, ech.length), "the ECH key");
    }
    if (options.ech_configs) encrypt_hello(fd);
    check(SSL_ResetHandshake(fd, options.server), "the handshake");
    return fd;
}

static void add_error(struct report *r) {
    const char *name = PR_ErrorToName(PR_GetError());
    if (options.ech_configs) add_bool(r, "echRetry", PR_GetError() == SSL_ERROR_ECH_RETRY_WITH_ECH);
    add_text(r, "error", name ? name : "an error without a name");
    add_number(r, "errorNumber", PR_GetError());
}

static void add_session(PRFileDesc *fd, struct report *r, int offered_early) {
    SSLChannelInfo info;
    SSLNextProtoState state;
    unsigned char protocol[256];
    unsigned length = 0;
    check(SSL_GetChannelInfo(fd, &info, sizeof info), "the session");
    add_text(r, "version", info.protocolVersion == SSL_LIBRARY_VERSION_TLS_1_3 ? "TLS 1.3" : "older");
    for (size_t s = 0; s < sizeof suites / sizeof *suites; s++) {
        if (suites[s].suite == info.cipherSuite) add_text(r, "suite", suites[s].name);
    }
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        if (groups[g].group == info.keaGroup) add_text(r, "group", groups[g].name);
    }
    add_bool(r, "resumed", info.resumed);
    if (options.ech_configs) add_bool(r, "ech", info.echAccepted);
    if (offered_early || info.earlyDataAccepted) {
        add_text(r, "earlyData", info.earlyDataAccepted ? "ACCEPTED" : "REFUSED");
    }
    if (SSL_GetNextProto(fd, &state, protocol, &length, sizeof protocol - 1) == SECSuccess &&
        state != SSL_NEXT_PROTO_NO_SUPPORT) {
        protocol[length] = 0;
        add_text(r, "protocol", (char *)protocol);
    }
}

/* The first flight, and behind it the text: NSS lets nobody write early whom it lets read. */
static int send_early(PRFileDesc *fd) {
    int length = options.early_length;
    deaf = 1;
    int sent = SSL_ForceHandshake(fd) == SECFailure && PR_GetError() == PR_WOULD_BLOCK_ERROR &&
               PR_Write(fd, options.early_text, length) == length;
    deaf = 0;
    return sent;
}

/* One line, or 0 at the peer's close_notify, or -1. */
static int read_line(PRFileDesc *fd, char *line, int capacity) {
    int length = 0;
    while (length < capacity - 1) {
        int read = PR_Read(fd, line + length, 1);
        if (read <= 0) return read;
        if (line[length++] == '\n') break;
    }
    line[length] = 0;
    return length;
}

static int send_and_get_back(PRFileDesc *fd, const char *line) {
    char back[256];
    return PR_Write(fd, line, (int)strlen(line)) == (int)strlen(line) && read_line(fd, back, sizeof back) > 0 &&
           !strcmp(line, back);
}

static int send_bytes(void *fd, void *bytes, int length) { return PR_Write(fd, bytes, length); }

static int receive_bytes(void *fd, void *bytes, int length) { return PR_Read(fd, bytes, length); }

static void converse(PRFileDesc *fd, struct report *r, int early) {
    char line[256];
    if (early && !send_early(fd)) return add_error(r);
    if (SSL_ForceHandshake(fd) != SECSuccess) return add_error(r);
    add_session(fd, r, early);
    SSLChannelInfo info;
    SSL_GetChannelInfo(fd, &info, sizeof info);
    if (options.request) return ask(&options, r, fd, send_bytes, receive_bytes, early && info.earlyDataAccepted);
    if (early && info.earlyDataAccepted) {
        if (read_line(fd, line, sizeof line) <= 0) return add_error(r);
        add_text(r, "halfRtt", line);
    }
    for (int i = 1; i <= options.lines; i++) {
        if (i == 2 && options.update_keys) {
            check(SSL_KeyUpdate(fd, PR_TRUE), "the key update");
            add_number(r, "keyUpdatesSent", 1);
        }
        snprintf(line, sizeof line, "line %d\n", i);
        if (!send_and_get_back(fd, line)) return add_error(r);
    }
    if (options.server_closes && read_line(fd, line, sizeof line) == 0) add_text(r, "end", "close_notify");
}

static void echo(PRFileDesc *fd, struct report *r) {
    char line[256];
    int length, lines = 0;
    /* Early data is read before the handshake is over. */
    if (!options.early && SSL_ForceHandshake(fd) != SECSuccess) return add_error(r);
    while ((length = read_line(fd, line, sizeof line)) > 0) {
        if (++lines == 2 && options.update_keys) {
            check(SSL_KeyUpdate(fd, PR_TRUE), "the key update");
            add_number(r, "keyUpdatesSent", 1);
        }
        if (PR_Write(fd, line, length) != length) return add_error(r);
    }
    if (length < 0) return add_error(r);
    add_session(fd, r, 0);
    add_text(r, "end", "close_notify");
}

/* A socket that ends without close_notify looks to NSS like one that ends with it; PR_Shutdown sends ours. */
static void end(PRFileDesc *fd, struct report *r) {
    PR_Shutdown(fd, PR_SHUTDOWN_SEND);
    print_report(r);
    PR_Close(fd);
}

int main(int count, char **arguments) {
    if (count < 2) fail("neither client nor server nor version");
    if (!strcmp(arguments[1], "version")) return printf("NSS %s\n", NSS_GetVersion()) < 0;
    options = parse_options(count, arguments);
    check(NSS_NoDB_Init(NULL), "NSS");
    check(NSS_SetDomesticPolicy(), "the policy");
    trust_roots();
    if (options.certificate) read_identity();
    if (options.server) {
        check(SSL_ConfigServerSessionIDCache(0, 0, 0, NULL), "the session cache");
        if (options.early) check(SSL_CreateAntiReplayContext(PR_Now() - 60 * PR_USEC_PER_SEC, 10 * PR_USEC_PER_SEC, 7, 14, &anti_replay), "anti-replay");
    }
    if (options.ech_public_name) make_ech_key();
    int listener = options.server ? listen_somewhere() : -1;
    for (int i = 0; i < options.connections; i++) {
        struct report r = {.length = 0};
        if (i == 1 && !options.server) take_later_options(&options);
        int early = (options.early && !(options.early_once && i > 0)) || options.early_text;
        PRFileDesc *fd = secure(options.server ? accept_from(listener) : connect_to(options.port), early);
        if (options.server) echo(fd, &r);
        else converse(fd, &r, options.early_text && i == options.connections - 1);
        end(fd, &r);
    }
    return 0;
}
