/* BoringSSL's libssl as a peer; see peer.h. Its own tool, bssl, verifies no client, echoes nothing and reports little. */
#include "peer.h"

#include <openssl/err.h>
#include <openssl/hpke.h>
#include <openssl/mem.h>
#include <openssl/pem.h>
#include <openssl/pool.h>
#include <openssl/ssl.h>
#include <zlib.h>

#include <string>
#include <vector>

static struct options options;
/* The newest ticket, for the next connection. */
static bssl::UniquePtr<SSL_SESSION> session;

struct Seen {
    int key_updates_received = 0;
    bool early_data_offered = false;
};

static void check(int result, const char *what) {
    if (result != 1) fail("%s: %s", what, ERR_error_string(ERR_get_error(), nullptr));
}

static int keep(SSL *, SSL_SESSION *fresh) {
    session.reset(fresh);
    return 1;
}

static void see(int written, int, int content_type, const void *message, size_t length, SSL *, void *seen) {
    if (content_type == SSL3_RT_HANDSHAKE && length > 0 && !written &&
        *static_cast<const unsigned char *>(message) == SSL3_MT_KEY_UPDATE) {
        static_cast<Seen *>(seen)->key_updates_received++;
    }
}

/* Early data that was refused is told apart from early data that nobody sent by the hello. */
static enum ssl_select_cert_result_t look_at_hello(const SSL_CLIENT_HELLO *hello) {
    const uint8_t *data;
    size_t length;
    if (SSL_early_callback_ctx_extension_get(hello, TLSEXT_TYPE_early_data, &data, &length)) {
        static_cast<Seen *>(SSL_get_app_data(hello->ssl))->early_data_offered = true;
    }
    return ssl_select_cert_success;
}

static int pack(SSL *, CBB *out, const uint8_t *in, size_t length) {
    uLongf packed = compressBound(length);
    std::vector<uint8_t> room(packed);
    return compress(room.data(), &packed, in, length) == Z_OK && CBB_add_bytes(out, room.data(), packed);
}

static int unpack(SSL *, CRYPTO_BUFFER **out, size_t plain_length, const uint8_t *in, size_t length) {
    uint8_t *data;
    uLongf plain = plain_length;
    bssl::UniquePtr<CRYPTO_BUFFER> buffer(CRYPTO_BUFFER_alloc(&data, plain_length));
    if (!buffer || uncompress(data, &plain, in, length) != Z_OK || plain != plain_length) return 0;
    *out = buffer.release();
    return 1;
}

/* BoringSSL knows external keys only as imported ones. */
static void import_psk(SSL_CTX *context) {
    unsigned char key[64];
    size_t length = bytes_of_hex(options.psk, key, sizeof key);
    bssl::UniquePtr<SSL_CREDENTIAL> credential(SSL_CREDENTIAL_new_pre_shared_key(
        key, length, reinterpret_cast<const uint8_t *>(options.psk_identity), strlen(options.psk_identity),
        EVP_sha256(), nullptr, 0));
    if (!credential) fail("the external key");
    check(SSL_CTX_add1_credential(context, credential.get()), "the external key");
}

/* The private key and behind it the ECHConfigList, as `openssl ech` writes them. */
static void read_ech_key(SSL_CTX *context) {
    BIO *file = BIO_new_file(options.ech_key, "r");
    bssl::UniquePtr<EVP_PKEY> key(PEM_read_bio_PrivateKey(file, nullptr, nullptr, nullptr));
    char *name, *header;
    uint8_t *list, raw[64];
    long length;
    size_t raw_length = sizeof raw;
    if (!key) fail("no key in %s", options.ech_key);
    check(EVP_PKEY_get_raw_private_key(key.get(), raw, &raw_length), "the ECH key");
    check(PEM_read_bio(file, &name, &header, &list, &length), "the ECH configurations");
    bssl::ScopedEVP_HPKE_KEY hpke;
    check(EVP_HPKE_KEY_init(hpke.get(), EVP_hpke_x25519_hkdf_sha256(), raw, raw_length), "the ECH key");
    bssl::UniquePtr<SSL_ECH_KEYS> keys(SSL_ECH_KEYS_new());
    /* The list has one configuration, behind its own length. */
    check(SSL_ECH_KEYS_add(keys.get(), 1, list + 2, static_cast<size_t>(length) - 2, hpke.get()), "the ECH key");
    check(SSL_CTX_set1_ech_keys(context, keys.get()), "the ECH key");
    BIO_free(file);
}

static int choose_protocol(SSL *, const uint8_t **out, uint8_t *out_length, const uint8_t *offered, unsigned length,
                           void *) {
    static unsigned char wire[1024];
    int own = wire_protocols(&options, wire);
    uint8_t *chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_length, wire, static_cast<unsigned>(own), offered, length) !=
        OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

static std::string own_name(const std::string &iana) {
    if (iana == "x25519") return "X25519";
    if (iana == "secp256r1") return "P-256";
    if (iana == "secp384r1") return "P-384";
    if (iana == "secp521r1") return "P-521";
    return iana;
}

static std::string iana_name(const std::string &own) {
    for (const char *iana : {"x25519", "secp256r1", "secp384r1", "secp521r1"}) {
        if (own_name(iana) == own) return iana;
    }
    return own;
}

static void choose_groups(SSL_CTX *context) {
    std::string list;
    for (int i = 0; i < options.group_count; i++) list += (i ? ":" : "") + own_name(options.groups[i]);
    if (!list.empty()) check(SSL_CTX_set1_groups_list(context, list.c_str()), "the groups");
}

static bssl::UniquePtr<SSL_CTX> make_context() {
    /* Ed25519, P-521 and ML-DSA are not verified unless asked for. */
    static const uint16_t schemes[] = {SSL_SIGN_ECDSA_SECP256R1_SHA256, SSL_SIGN_ED25519,
                                       SSL_SIGN_ECDSA_SECP384R1_SHA384, SSL_SIGN_ECDSA_SECP521R1_SHA512,
                                       SSL_SIGN_RSA_PSS_RSAE_SHA256, SSL_SIGN_RSA_PSS_RSAE_SHA384,
                                       SSL_SIGN_RSA_PSS_RSAE_SHA512, SSL_SIGN_ML_DSA_44, SSL_SIGN_ML_DSA_65,
                                       SSL_SIGN_ML_DSA_87};
    bssl::UniquePtr<SSL_CTX> context(SSL_CTX_new(TLS_method()));
    check(SSL_CTX_set_min_proto_version(context.get(), TLS1_3_VERSION), "the version");
    check(SSL_CTX_load_verify_locations(context.get(), options.roots, nullptr), "the roots");
    check(SSL_CTX_set_verify_algorithm_prefs(context.get(), schemes, sizeof schemes / sizeof *schemes), "the schemes");
    if (options.certificate) {
        check(SSL_CTX_use_certificate_chain_file(context.get(), options.certificate), "the certificate");
        check(SSL_CTX_use_PrivateKey_file(context.get(), options.key, SSL_FILETYPE_PEM), "the key");
    }
    choose_groups(context.get());
    int mode = SSL_VERIFY_PEER;
    if (options.server && !strcmp(options.client_auth, "none")) mode = SSL_VERIFY_NONE;
    if (options.server && !strcmp(options.client_auth, "require")) mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    SSL_CTX_set_verify(context.get(), mode, nullptr);
    static const uint8_t id[] = {'p'};
    check(SSL_CTX_set_session_id_context(context.get(), id, sizeof id), "the session context");
    SSL_CTX_set_session_cache_mode(context.get(), options.server ? SSL_SESS_CACHE_SERVER : SSL_SESS_CACHE_CLIENT);
    if (!options.server) SSL_CTX_sess_set_new_cb(context.get(), keep);
    SSL_CTX_set_early_data_enabled(context.get(), options.early || options.early_text);
    check(SSL_CTX_add_cert_compression_alg(context.get(), TLSEXT_cert_compression_zlib, pack, unpack), "compression");
    SSL_CTX_set_select_certificate_cb(context.get(), look_at_hello);
    if (options.psk) import_psk(context.get());
    if (options.ech_key) read_ech_key(context.get());
    if (options.protocol_count) {
        unsigned char wire[1024];
        size_t length = static_cast<size_t>(wire_protocols(&options, wire));
        if (options.server) SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
        else if (SSL_CTX_set_alpn_protos(context.get(), wire, length)) fail("ALPN");
    }
    return context;
}

static void add_error(struct report *r) {
    uint32_t error = ERR_get_error();
    add_text(r, "error", error ? ERR_error_string(error, nullptr) : "the connection broke");
}

static void add_session(SSL *ssl, struct report *r) {
    const uint8_t *protocol;
    unsigned length;
    add_text(r, "version", SSL_version(ssl) == TLS1_3_VERSION ? "TLS 1.3" : SSL_get_version(ssl));
    add_text(r, "suite", SSL_CIPHER_standard_name(SSL_get_current_cipher(ssl)));
    add_text(r, "group", iana_name(SSL_get_group_name(SSL_get_group_id(ssl))).c_str());
    add_bool(r, "resumed", SSL_session_reused(ssl));
    add_bool(r, "helloRetry", SSL_used_hello_retry_request(ssl));
    SSL_get0_alpn_selected(ssl, &protocol, &length);
    add_text(r, "protocol", std::string(reinterpret_cast<const char *>(protocol), length).c_str());
}

static void add_early(SSL *ssl, struct report *r) {
    add_text(r, "earlyData", SSL_early_data_accepted(ssl) ? "ACCEPTED" : "REFUSED");
    add_text(r, "earlyDataReason", SSL_early_data_reason_string(SSL_get_early_data_reason(ssl)));
}

/* One line, or 0 at the peer's close_notify, or -1. */
static int read_line(SSL *ssl, char *line, int capacity) {
    int length = 0;
    while (length < capacity - 1) {
        int read = SSL_read(ssl, line + length, 1);
        if (read <= 0) return SSL_get_error(ssl, read) == SSL_ERROR_ZERO_RETURN ? 0 : -1;
        if (line[length++] == '\n') break;
    }
    line[length] = 0;
    return length;
}

static void update_keys(SSL *ssl, struct report *r) {
    check(SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED), "the key update");
    add_number(r, "keyUpdatesSent", 1);
}

/* Finishes the handshake, also when the server refused what came early. */
static bool finish_early(SSL *ssl) {
    int result = SSL_do_handshake(ssl);
    if (result != 1 && SSL_get_error(ssl, result) == SSL_ERROR_EARLY_DATA_REJECTED) {
        SSL_reset_early_data_reject(ssl);
        result = SSL_do_handshake(ssl);
    }
    return result == 1;
}

static void add_ech(SSL *ssl, struct report *r, bool connected) {
    const uint8_t *configs;
    size_t length = 0;
    if (!options.ech_configs) return;
    add_bool(r, "ech", connected && SSL_ech_accepted(ssl));
    if (!connected) SSL_get0_ech_retry_configs(ssl, &configs, &length);
    add_bool(r, "echRetry", length > 0);
}

static int send_bytes(void *ssl, void *bytes, int length) { return SSL_write(static_cast<SSL *>(ssl), bytes, length); }

static int receive_bytes(void *ssl, void *bytes, int length) { return SSL_read(static_cast<SSL *>(ssl), bytes, length); }

static void converse(SSL *ssl, struct report *r, bool early) {
    char line[256], back[256];
    bool connected = SSL_connect(ssl) == 1;
    /* The configurations may be read only when it failed for them. */
    bool refused = !connected && ERR_GET_REASON(ERR_peek_error()) == SSL_R_ECH_REJECTED;
    if (connected || refused) add_ech(ssl, r, connected);
    if (!connected) return add_error(r);
    if (early) {
        if (!SSL_in_early_data(ssl)) return add_text(r, "error", "the session allows no early data");
        if (SSL_write(ssl, options.early_text, options.early_length) <= 0 || !finish_early(ssl)) {
            return add_error(r);
        }
        add_early(ssl, r);
        if (SSL_early_data_accepted(ssl) && !options.request) {
            if (read_line(ssl, back, sizeof back) <= 0) return add_error(r);
            add_text(r, "halfRtt", back);
        }
    }
    add_session(ssl, r);
    if (options.request) return ask(&options, r, ssl, send_bytes, receive_bytes, early && SSL_early_data_accepted(ssl));
    for (int i = 1; i <= options.lines; i++) {
        if (i == 2 && options.update_keys) update_keys(ssl, r);
        snprintf(line, sizeof line, "line %d\n", i);
        if (SSL_write(ssl, line, static_cast<int>(strlen(line))) <= 0 || read_line(ssl, back, sizeof back) <= 0) {
            return add_error(r);
        }
        if (strcmp(line, back)) return add_text(r, "error", "another line came back");
    }
    if (options.server_closes && read_line(ssl, line, sizeof line) == 0) add_text(r, "end", "close_notify");
}

static void echo(SSL *ssl, struct report *r, const Seen &seen) {
    char line[256];
    int length, lines = 0;
    if (SSL_accept(ssl) != 1) return add_error(r);
    while ((length = read_line(ssl, line, sizeof line)) > 0) {
        if (++lines == 2 && options.update_keys) update_keys(ssl, r);
        if (SSL_write(ssl, line, length) <= 0) return add_error(r);
    }
    if (length < 0) return add_error(r);
    add_session(ssl, r);
    if (seen.early_data_offered) add_early(ssl, r);
    add_text(r, "end", "close_notify");
}

int main(int count, char **arguments) {
    if (count < 2) fail("neither client nor server nor version");
    if (!strcmp(arguments[1], "version")) {
        return printf("BoringSSL API %d of boring-sys %s\n", BORINGSSL_API_VERSION, CRATE_VERSION) < 0;
    }
    options = parse_options(count, arguments);
    bssl::UniquePtr<SSL_CTX> context = make_context();
    int listener = options.server ? listen_somewhere() : -1;
    for (int i = 0; i < options.connections; i++) {
        struct report r = {};
        Seen seen;
        if (i == 1 && !options.server) {
            take_later_options(&options);
            context = make_context();
        }
        int socket = options.server ? accept_from(listener) : connect_to(options.port);
        bssl::UniquePtr<SSL> ssl(SSL_new(context.get()));
        check(SSL_set_fd(ssl.get(), socket), "the socket");
        SSL_set_app_data(ssl.get(), &seen);
        SSL_set_msg_callback(ssl.get(), see);
        SSL_set_msg_callback_arg(ssl.get(), &seen);
        bool last = i == options.connections - 1;
        if (options.server) {
            if (options.early_once && i > 0) SSL_set_early_data_enabled(ssl.get(), 0);
            echo(ssl.get(), &r, seen);
        } else {
            check(SSL_set_tlsext_host_name(ssl.get(), "localhost"), "the name");
            check(SSL_set1_host(ssl.get(), "localhost"), "the name");
            if (options.ech_configs) {
                unsigned char configs[1024];
                size_t length = bytes_of_hex(options.ech_configs, configs, sizeof configs);
                check(SSL_set1_ech_config_list(ssl.get(), configs, length), "the ECH configurations");
            }
            if (session) check(SSL_set_session(ssl.get(), session.get()), "the session");
            converse(ssl.get(), &r, options.early_text && last);
        }
        add_number(&r, "keyUpdatesReceived", seen.key_updates_received);
        SSL_shutdown(ssl.get());
        print_report(&r);
        ERR_clear_error();
        close(socket);
    }
    return 0;
}
