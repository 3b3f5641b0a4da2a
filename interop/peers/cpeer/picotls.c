/* picotls with OpenSSL below it, as a client; see peer.h. */
#include "peer.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <picotls.h>
#include <picotls/certificate_compression.h>
#include <picotls/openssl.h>

static struct options options;

static const struct {
    const char *name;
    ptls_key_exchange_algorithm_t *group;
} groups[] = {{"x25519", &ptls_openssl_x25519}, {"secp256r1", &ptls_openssl_secp256r1},
              {"secp384r1", &ptls_openssl_secp384r1}, {"secp521r1", &ptls_openssl_secp521r1}};

/* The newest ticket, for the next connection. */
static ptls_iovec_t ticket;

/* One connection. What arrives is read as a whole, and its plain text kept until somebody wants it. */
struct secure {
    int socket, closed;
    ptls_t *tls;
    ptls_buffer_t plain;
    size_t taken;
    int error;
};

static void check(int result, const char *what) {
    if (result != 0) fail("%s: %d", what, result);
}

static int keep(ptls_save_ticket_t *self, ptls_t *tls, ptls_iovec_t fresh, const ptls_save_ticket_properties_t *more) {
    (void)self, (void)tls, (void)more;
    ticket.base = (uint8_t *)malloc(fresh.len);
    ticket.len = fresh.len;
    memcpy(ticket.base, fresh.base, fresh.len);
    return 0;
}

static EVP_PKEY *read_key(void) {
    FILE *file = fopen(options.key, "r");
    EVP_PKEY *key = file ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
    if (!key) fail("no key in %s", options.key);
    fclose(file);
    return key;
}

static void choose_groups(ptls_key_exchange_algorithm_t **chosen) {
    int count = 0;
    for (int i = 0; i < options.group_count; i++) {
        for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
            if (!strcmp(groups[g].name, options.groups[i])) chosen[count++] = groups[g].group;
        }
    }
    if (count != options.group_count) fail("a group that picotls does not have");
}

static ptls_context_t *make_context(void) {
    static ptls_context_t context;
    static ptls_openssl_verify_certificate_t verifier;
    static ptls_openssl_sign_certificate_t signer;
    static ptls_save_ticket_t save = {keep};
    static ptls_key_exchange_algorithm_t *chosen_groups[MAX_NAMES + 1];
    static ptls_cipher_suite_t *suites[] = {&ptls_openssl_aes128gcmsha256, &ptls_openssl_aes256gcmsha384,
                                            &ptls_openssl_chacha20poly1305sha256, NULL};
    static ptls_cipher_suite_t *one_suite[2];
    static unsigned char psk[64];
    X509_STORE *roots = X509_STORE_new();
    memset(chosen_groups, 0, sizeof chosen_groups);
    memset(&context, 0, sizeof context);
    context.random_bytes = ptls_openssl_random_bytes;
    context.get_time = &ptls_get_time;
    context.key_exchanges = ptls_openssl_key_exchanges;
    context.cipher_suites = suites;
    context.save_ticket = &save;
    context.require_dhe_on_psk = 1;
    context.decompress_certificate = &ptls_decompress_certificate;
    context.ech.client.ciphers = ptls_openssl_hpke_cipher_suites;
    context.ech.client.kems = ptls_openssl_hpke_kems;
    if (options.group_count) {
        choose_groups(chosen_groups);
        context.key_exchanges = chosen_groups;
    }
    for (int s = 0; options.suite && suites[s]; s++) {
        if (!strcmp(suites[s]->name, options.suite)) one_suite[0] = suites[s], context.cipher_suites = one_suite;
    }
    if (X509_STORE_load_locations(roots, options.roots, NULL) != 1) fail("no roots in %s", options.roots);
    check(ptls_openssl_init_verify_certificate(&verifier, roots), "the roots");
    context.verify_certificate = &verifier.super;
    if (options.certificate) {
        check(ptls_load_certificates(&context, options.certificate), "the certificate");
        check(ptls_openssl_init_sign_certificate(&signer, read_key()), "the key");
        context.sign_certificate = &signer.super;
    }
    if (options.psk) {
        context.pre_shared_key.identity = ptls_iovec_init(options.psk_identity, strlen(options.psk_identity));
        context.pre_shared_key.secret = ptls_iovec_init(psk, bytes_of_hex(options.psk, psk, sizeof psk));
        context.pre_shared_key.hash = &ptls_openssl_sha256;
    }
    return &context;
}

static void send_buffer(struct secure *s, ptls_buffer_t *out) {
    for (size_t sent = 0; sent < out->off;) {
        ssize_t written = write(s->socket, out->base + sent, out->off - sent);
        if (written <= 0) break;
        sent += (size_t)written;
    }
    ptls_buffer_dispose(out);
}

static int write_plain(void *secure, void *bytes, int length) {
    struct secure *s = (struct secure *)secure;
    ptls_buffer_t out;
    ptls_buffer_init(&out, "", 0);
    s->error = ptls_send(s->tls, &out, bytes, (size_t)length);
    if (!s->error) send_buffer(s, &out);
    return s->error ? -1 : length;
}

/* What has arrived in these bytes: plain text, tickets, key updates, alerts. */
static void take_in(struct secure *s, const uint8_t *bytes, size_t length) {
    for (size_t used = 0; used < length && !s->closed && !s->error;) {
        size_t part = length - used;
        int result = ptls_receive(s->tls, &s->plain, bytes + used, &part);
        used += part;
        if (result == PTLS_ALERT_TO_PEER_ERROR(PTLS_ALERT_CLOSE_NOTIFY)) s->closed = 1;
        else if (result != 0 && result != PTLS_ERROR_IN_PROGRESS) s->error = result;
    }
}

static int read_plain(void *secure, void *bytes, int length) {
    struct secure *s = (struct secure *)secure;
    uint8_t buffer[8192];
    while (s->plain.off == s->taken && !s->closed && !s->error) {
        ssize_t read_bytes = read(s->socket, buffer, sizeof buffer);
        if (read_bytes <= 0) return -1;
        take_in(s, buffer, (size_t)read_bytes);
    }
    int left = (int)(s->plain.off - s->taken);
    if (!left) return s->closed ? 0 : -1;
    if (left < length) length = left;
    memcpy(bytes, s->plain.base + s->taken, (size_t)length);
    s->taken += (size_t)length;
    return length;
}

/* One line, or 0 at the peer's close_notify, or -1. */
static int read_line(struct secure *s, char *line, int capacity) {
    int length = 0;
    while (length < capacity - 1) {
        int read_bytes = read_plain(s, line + length, 1);
        if (read_bytes <= 0) return read_bytes;
        if (line[length++] == '\n') break;
    }
    line[length] = 0;
    return length;
}

static void add_error(struct secure *s, struct report *r) {
    char text[64];
    int alert = PTLS_ERROR_GET_CLASS(s->error) == PTLS_ERROR_CLASS_PEER_ALERT;
    snprintf(text, sizeof text, alert ? "alert %d" : "error 0x%x", alert ? PTLS_ERROR_TO_ALERT(s->error) : s->error);
    add_text(r, "error", text);
}

/* Runs the handshake, with the early text behind the first flight when there is a ticket for it. */
static int handshake(struct secure *s, ptls_handshake_properties_t *properties, int early, size_t *most_early) {
    uint8_t buffer[8192];
    ptls_buffer_t out;
    ptls_buffer_init(&out, "", 0);
    int result = ptls_handshake(s->tls, &out, NULL, NULL, properties);
    if (early && result == PTLS_ERROR_IN_PROGRESS && *most_early >= (size_t)options.early_length) {
        check(ptls_send(s->tls, &out, options.early_text, (size_t)options.early_length), "early data");
    }
    send_buffer(s, &out);
    while (result == PTLS_ERROR_IN_PROGRESS) {
        ssize_t length = read(s->socket, buffer, sizeof buffer);
        if (length <= 0) return PTLS_ERROR_LIBRARY;
        size_t used = 0;
        while (result == PTLS_ERROR_IN_PROGRESS && used < (size_t)length) {
            size_t part = (size_t)length - used;
            ptls_buffer_init(&out, "", 0);
            result = ptls_handshake(s->tls, &out, buffer + used, &part, properties);
            used += part;
            send_buffer(s, &out);
        }
        if (!result) take_in(s, buffer + used, (size_t)length - used);
    }
    return result;
}

static void add_session(struct secure *s, struct report *r, ptls_handshake_properties_t *properties, int early) {
    const char *protocol = ptls_get_negotiated_protocol(s->tls);
    add_text(r, "version", ptls_get_protocol_version(s->tls) == PTLS_PROTOCOL_VERSION_TLS13 ? "TLS 1.3" : "older");
    add_text(r, "suite", ptls_get_cipher(s->tls)->name);
    add_bool(r, "resumed", ptls_is_psk_handshake(s->tls) && !options.psk);
    if (protocol) add_text(r, "protocol", protocol);
    if (options.ech_configs) add_bool(r, "ech", ptls_is_ech_handshake(s->tls, NULL, NULL, NULL));
    if (early) {
        int accepted = properties->client.early_data_acceptance == PTLS_EARLY_DATA_ACCEPTED;
        add_text(r, "earlyData", accepted ? "ACCEPTED" : "REFUSED");
    }
}

static void converse(struct secure *s, struct report *r, int early) {
    static unsigned char configs[1024];
    ptls_handshake_properties_t properties;
    ptls_iovec_t protocols[MAX_NAMES], retry_configs = {NULL, 0};
    size_t most_early = 0;
    char line[256], back[256];
    memset(&properties, 0, sizeof properties);
    for (int i = 0; i < options.protocol_count; i++) {
        protocols[i] = ptls_iovec_init(options.protocols[i], strlen(options.protocols[i]));
    }
    properties.client.negotiated_protocols.list = protocols;
    properties.client.negotiated_protocols.count = (size_t)options.protocol_count;
    properties.client.session_ticket = ticket;
    if (early) properties.client.max_early_data_size = &most_early;
    if (options.ech_configs) {
        properties.client.ech.configs =
            ptls_iovec_init(configs, bytes_of_hex(options.ech_configs, configs, sizeof configs));
        properties.client.ech.retry_configs = &retry_configs;
    }
    s->error = handshake(s, &properties, early, &most_early);
    if (options.ech_configs) add_bool(r, "echRetry", retry_configs.len > 0);
    if (s->error) return add_error(s, r);
    add_session(s, r, &properties, early);
    int accepted = early && properties.client.early_data_acceptance == PTLS_EARLY_DATA_ACCEPTED;
    if (options.request) return ask(&options, r, s, write_plain, read_plain, accepted);
    if (accepted) {
        if (read_line(s, back, sizeof back) <= 0) return add_error(s, r);
        add_text(r, "halfRtt", back);
    }
    for (int i = 1; i <= options.lines; i++) {
        if (i == 2 && options.update_keys) {
            check(ptls_update_key(s->tls, 1), "the key update");
            add_number(r, "keyUpdatesSent", 1);
        }
        snprintf(line, sizeof line, "line %d\n", i);
        if (write_plain(s, line, (int)strlen(line)) < 0 || read_line(s, back, sizeof back) <= 0) return add_error(s, r);
        if (strcmp(line, back)) return add_text(r, "error", "another line came back");
    }
    if (options.server_closes && read_line(s, line, sizeof line) == 0) add_text(r, "end", "close_notify");
}

static void end(struct secure *s) {
    ptls_buffer_t out;
    ptls_buffer_init(&out, "", 0);
    if (!ptls_send_alert(s->tls, &out, PTLS_ALERT_LEVEL_WARNING, PTLS_ALERT_CLOSE_NOTIFY)) send_buffer(s, &out);
    ptls_free(s->tls);
    close(s->socket);
}

int main(int count, char **arguments) {
    if (count < 2) fail("neither client nor version");
    if (!strcmp(arguments[1], "version")) return printf("picotls of aiopquic %s\n", PACKAGE_VERSION) < 0;
    options = parse_options(count, arguments);
    ptls_context_t *context = make_context();
    for (int i = 0; i < options.connections; i++) {
        struct report r = {.length = 0};
        if (i == 1) {
            take_later_options(&options);
            context = make_context();
        }
        struct secure s = {.socket = connect_to(options.port), .tls = ptls_new(context, 0)};
        ptls_buffer_init(&s.plain, "", 0);
        ptls_set_server_name(s.tls, "localhost", 0);
        converse(&s, &r, options.early_text && i == options.connections - 1);
        end(&s);
        print_report(&r);
    }
    return 0;
}
