/* wolfSSL as a peer; see peer.h. */
#include "peer.h"

#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

static struct options options;

static const struct {
    const char *name;
    int group;
} groups[] = {{"x25519", WOLFSSL_ECC_X25519}, {"secp256r1", WOLFSSL_ECC_SECP256R1},
              {"secp384r1", WOLFSSL_ECC_SECP384R1}, {"secp521r1", WOLFSSL_ECC_SECP521R1},
#ifdef WOLFSSL_HAVE_MLKEM
              {"MLKEM768", WOLFSSL_ML_KEM_768}, {"MLKEM1024", WOLFSSL_ML_KEM_1024},
              {"X25519MLKEM768", WOLFSSL_X25519MLKEM768}, {"SecP256r1MLKEM768", WOLFSSL_SECP256R1MLKEM768},
              {"SecP384r1MLKEM1024", WOLFSSL_SECP384R1MLKEM1024},
#endif
};
static const struct {
    const char *iana, *own;
} suites[] = {{"TLS_AES_128_GCM_SHA256", "TLS13-AES128-GCM-SHA256"},
              {"TLS_AES_256_GCM_SHA384", "TLS13-AES256-GCM-SHA384"},
              {"TLS_CHACHA20_POLY1305_SHA256", "TLS13-CHACHA20-POLY1305-SHA256"}};

static void check(int result, const char *what) {
    if (result != WOLFSSL_SUCCESS) fail("%s: %d", what, result);
}

static int group_named(const char *name) {
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        if (!strcmp(groups[g].name, name)) return groups[g].group;
    }
    fail("unknown group %s", name);
    return 0;
}

#ifndef NO_PSK
static unsigned know(WOLFSSL *ssl, const char *hint, char *identity, unsigned identity_capacity, unsigned char *key,
                     unsigned key_capacity, const char **suite) {
    (void)ssl, (void)hint;
    snprintf(identity, identity_capacity, "%s", options.psk_identity);
    *suite = suites[0].own;
    return (unsigned)bytes_of_hex(options.psk, key, key_capacity);
}

static unsigned recognize(WOLFSSL *ssl, const char *identity, unsigned char *key, unsigned key_capacity,
                          const char **suite) {
    (void)ssl;
    *suite = suites[0].own;
    return strcmp(identity, options.psk_identity) ? 0 : (unsigned)bytes_of_hex(options.psk, key, key_capacity);
}
#endif

static void take_psk(WOLFSSL_CTX *context) {
    if (!options.psk) return;
#ifdef NO_PSK
    (void)context;
    fail("this wolfSSL takes no external key");
#else
    if (options.server) wolfSSL_CTX_set_psk_server_tls13_callback(context, recognize);
    else wolfSSL_CTX_set_psk_client_tls13_callback(context, know);
#endif
}

static void read_encrypted_hellos(WOLFSSL_CTX *context) {
    if (!options.ech_public_name) return;
#ifdef HAVE_ECH
    unsigned char configs[1024];
    word32 length = sizeof configs;
    check(wolfSSL_CTX_GenerateEchConfig(context, options.ech_public_name, 0, 0, 0), "the ECH key");
    check(wolfSSL_CTX_GetEchConfigs(context, configs, &length), "the ECH configurations");
    write_file(options.ech_configs_file, configs, length);
#else
    (void)context;
    fail("this wolfSSL reads no encrypted hellos");
#endif
}

static void encrypt_hello(WOLFSSL *ssl) {
    if (!options.ech_configs) return;
#ifdef HAVE_ECH
    unsigned char configs[1024];
    size_t length = bytes_of_hex(options.ech_configs, configs, sizeof configs);
    check(wolfSSL_SetEchConfigs(ssl, configs, (word32)length), "the ECH configurations");
#else
    (void)ssl;
    fail("this wolfSSL encrypts no hello");
#endif
}

static WOLFSSL_CTX *make_context(void) {
    WOLFSSL_CTX *context = wolfSSL_CTX_new(options.server ? wolfTLSv1_3_server_method() : wolfTLSv1_3_client_method());
    check(wolfSSL_CTX_load_verify_locations(context, options.roots, NULL), "the roots");
    if (options.certificate) {
        check(wolfSSL_CTX_use_certificate_chain_file(context, options.certificate), "the certificate");
        check(wolfSSL_CTX_use_PrivateKey_file(context, options.key, WOLFSSL_FILETYPE_PEM), "the key");
    }
    for (size_t s = 0; options.suite && s < sizeof suites / sizeof *suites; s++) {
        if (!strcmp(suites[s].iana, options.suite)) check(wolfSSL_CTX_set_cipher_list(context, suites[s].own), "the suite");
    }
    if (options.group_count) {
        int chosen[MAX_NAMES];
        for (int i = 0; i < options.group_count; i++) chosen[i] = group_named(options.groups[i]);
        check(wolfSSL_CTX_set_groups(context, chosen, options.group_count), "the groups");
    }
    int mode = WOLFSSL_VERIFY_PEER;
    if (options.server && !strcmp(options.client_auth, "none")) mode = WOLFSSL_VERIFY_NONE;
    if (options.server && !strcmp(options.client_auth, "require")) mode |= WOLFSSL_VERIFY_FAIL_IF_NO_PEER_CERT;
    wolfSSL_CTX_set_verify(context, mode, NULL);
    if (!options.server) check(wolfSSL_CTX_UseSessionTicket(context), "tickets");
    take_psk(context);
    read_encrypted_hellos(context);
#ifdef WOLFSSL_EARLY_DATA
    /* What it returns depends on how it was built. */
    if (options.early) wolfSSL_CTX_set_max_early_data(context, 4096);
#endif
    return context;
}

static WOLFSSL *secure(WOLFSSL_CTX *context, int socket) {
    WOLFSSL *ssl = wolfSSL_new(context);
    check(wolfSSL_set_fd(ssl, socket), "the socket");
    if (!options.server) {
        check(wolfSSL_UseSNI(ssl, WOLFSSL_SNI_HOST_NAME, "localhost", 9), "the name");
        check(wolfSSL_check_domain_name(ssl, "localhost"), "the name");
        /* A share for the first group alone. */
        if (options.group_count) check(wolfSSL_UseKeyShare(ssl, (word16)group_named(options.groups[0])), "the share");
        encrypt_hello(ssl);
    }
    if (options.protocol_count) {
        char list[1024] = "";
        for (int i = 0; i < options.protocol_count; i++) {
            if (i) strcat(list, ",");
            strcat(list, options.protocols[i]);
        }
        check(wolfSSL_UseALPN(ssl, list, (unsigned)strlen(list), WOLFSSL_ALPN_FAILED_ON_MISMATCH), "ALPN");
    }
    return ssl;
}

static void add_error(WOLFSSL *ssl, struct report *r) {
    char text[WOLFSSL_MAX_ERROR_SZ];
    WOLFSSL_ALERT_HISTORY alerts;
    wolfSSL_ERR_error_string((unsigned long)wolfSSL_get_error(ssl, 0), text);
    add_text(r, "error", text);
    if (wolfSSL_get_alert_history(ssl, &alerts) == WOLFSSL_SUCCESS) add_number(r, "alertReceived", alerts.last_rx.code);
}

static void add_session(WOLFSSL *ssl, struct report *r) {
    char *protocol = NULL;
    unsigned short length = 0;
    add_text(r, "version", !strcmp(wolfSSL_get_version(ssl), "TLSv1.3") ? "TLS 1.3" : "older");
    for (size_t s = 0; s < sizeof suites / sizeof *suites; s++) {
        if (!strcmp(wolfSSL_get_cipher_name(ssl), suites[s].own)) add_text(r, "suite", suites[s].iana);
    }
    add_bool(r, "resumed", wolfSSL_session_reused(ssl));
    if (wolfSSL_ALPN_GetProtocol(ssl, &protocol, &length) == WOLFSSL_SUCCESS) {
        char name[256];
        snprintf(name, sizeof name, "%.*s", length, protocol);
        add_text(r, "protocol", name);
    }
}

#ifdef WOLFSSL_EARLY_DATA
static void add_early(WOLFSSL *ssl, struct report *r) {
    int status = wolfSSL_get_early_data_status(ssl);
    if (status != WOLFSSL_EARLY_DATA_NOT_SENT) {
        add_text(r, "earlyData", status == WOLFSSL_EARLY_DATA_ACCEPTED ? "ACCEPTED" : "REFUSED");
    }
}

/* What came before the end of the handshake, or -1. */
static int read_early(WOLFSSL *ssl, char *text, int capacity) {
    int length = 0, read = 0, result;
    while ((result = wolfSSL_read_early_data(ssl, text + length, capacity - length, &read)) > 0) length += read;
    return result < 0 && wolfSSL_get_error(ssl, result) != WOLFSSL_ERROR_NONE ? -1 : length;
}
#endif

/* One line, or 0 at the peer's close_notify, or -1. */
static int read_line(WOLFSSL *ssl, char *line, int capacity) {
    int length = 0;
    while (length < capacity - 1) {
        int read = wolfSSL_read(ssl, line + length, 1);
        if (read <= 0) return wolfSSL_get_error(ssl, read) == WOLFSSL_ERROR_ZERO_RETURN ? 0 : -1;
        if (line[length++] == '\n') break;
    }
    line[length] = 0;
    return length;
}

static void update_keys(WOLFSSL *ssl, struct report *r) {
    check(wolfSSL_update_keys(ssl), "the key update");
    add_number(r, "keyUpdatesSent", 1);
}

static void add_ech(WOLFSSL *ssl, struct report *r, int connected) {
    if (!options.ech_configs) return;
#ifdef HAVE_ECH
    unsigned char configs[1024];
    word32 length = sizeof configs;
    int retry = wolfSSL_GetEchRetryConfigs(ssl, configs, &length) == WOLFSSL_SUCCESS;
    add_bool(r, "ech", connected && !retry);
    add_bool(r, "echRetry", retry);
#else
    (void)ssl, (void)r, (void)connected;
#endif
}

static int send_bytes(void *ssl, void *bytes, int length) { return wolfSSL_write(ssl, bytes, length); }

static int receive_bytes(void *ssl, void *bytes, int length) { return wolfSSL_read(ssl, bytes, length); }

static void converse(WOLFSSL *ssl, struct report *r, int early) {
    char line[256], back[256];
#ifdef WOLFSSL_EARLY_DATA
    int sent = 0, length = early ? options.early_length : 0;
    if (early && (wolfSSL_write_early_data(ssl, options.early_text, length, &sent) != length || sent != length)) {
        return add_error(ssl, r);
    }
#endif
    int connected = wolfSSL_connect(ssl) == WOLFSSL_SUCCESS;
    add_ech(ssl, r, connected);
    if (!connected) return add_error(ssl, r);
    add_session(ssl, r);
#ifdef WOLFSSL_EARLY_DATA
    if (early) {
        add_early(ssl, r);
        int accepted = wolfSSL_get_early_data_status(ssl) == WOLFSSL_EARLY_DATA_ACCEPTED;
        if (options.request) return ask(&options, r, ssl, send_bytes, receive_bytes, accepted);
        if (accepted) {
            if (read_line(ssl, back, sizeof back) <= 0) return add_error(ssl, r);
            add_text(r, "halfRtt", back);
        }
    }
#endif
    if (options.request) return ask(&options, r, ssl, send_bytes, receive_bytes, 0);
    for (int i = 1; i <= options.lines; i++) {
        if (i == 2 && options.update_keys) update_keys(ssl, r);
        snprintf(line, sizeof line, "line %d\n", i);
        if (wolfSSL_write(ssl, line, (int)strlen(line)) <= 0 || read_line(ssl, back, sizeof back) <= 0) {
            return add_error(ssl, r);
        }
        if (strcmp(line, back)) return add_text(r, "error", "another line came back");
    }
    if (options.server_closes && read_line(ssl, line, sizeof line) == 0) add_text(r, "end", "close_notify");
}

static void echo(WOLFSSL *ssl, struct report *r) {
    char line[256];
    int length, lines = 0;
#ifdef WOLFSSL_EARLY_DATA
    char early[8192];
    int early_length = options.early ? read_early(ssl, early, sizeof early - 1) : 0;
    if (early_length < 0) return add_error(ssl, r);
#endif
    if (wolfSSL_accept(ssl) != WOLFSSL_SUCCESS) return add_error(ssl, r);
    add_session(ssl, r);
#ifdef WOLFSSL_EARLY_DATA
    /* A server does not learn of early data that it skipped. */
    if (early_length > 0) add_text(r, "earlyData", "ACCEPTED");
    if (early_length > 0 && wolfSSL_write(ssl, early, early_length) <= 0) return add_error(ssl, r);
#endif
    while ((length = read_line(ssl, line, sizeof line)) > 0) {
        if (++lines == 2 && options.update_keys) update_keys(ssl, r);
        if (wolfSSL_write(ssl, line, length) <= 0) return add_error(ssl, r);
    }
    if (length < 0) return add_error(ssl, r);
    add_text(r, "end", "close_notify");
}

int main(int count, char **arguments) {
    if (count < 2) fail("neither client nor server nor version");
    if (!strcmp(arguments[1], "version")) return printf("wolfSSL %s\n", wolfSSL_lib_version()) < 0;
    options = parse_options(count, arguments);
    wolfSSL_Init();
    WOLFSSL_CTX *context = make_context();
    WOLFSSL_SESSION *session = NULL;
    int listener = options.server ? listen_somewhere() : -1;
    for (int i = 0; i < options.connections; i++) {
        struct report r = {.length = 0};
        if (i == 1 && !options.server) {
            take_later_options(&options);
            context = make_context();
        }
        int socket = options.server ? accept_from(listener) : connect_to(options.port);
        WOLFSSL *ssl = secure(context, socket);
        if (session) check(wolfSSL_set_session(ssl, session), "the session");
        if (options.server) echo(ssl, &r);
        else converse(ssl, &r, options.early_text && i == options.connections - 1);
        if (!options.server) session = wolfSSL_get1_session(ssl);
        wolfSSL_shutdown(ssl);
        print_report(&r);
        wolfSSL_free(ssl);
        close(socket);
    }
    return 0;
}
