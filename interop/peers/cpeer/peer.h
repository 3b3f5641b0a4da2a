/* What the peers in C and C++ share: the options of the command line, and the report of one connection as a JSON object on standard output.
   Like gopeer, each is a client or an echo server for lines of text:

     PEER client -connect 127.0.0.1:1234 -roots ca.pem [-connections 2] [-lines 1] [-server-closes] [-update-keys] [-early TEXT]
     PEER server -certificate chain.pem -key key.pem -roots ca.pem [-connections 2] [-client-auth request] [-update-keys]
          [-early [-early-once]]
     PEER version

   What only some libraries have: -psk HEX -psk-identity NAME; of a client -ech-configs HEX; of a server -ech-key FILE, or
   -ech-public-name NAME -ech-configs-file FILE, where it makes a key of its own and writes down what to encrypt for.

   A client may ask an HTTP server instead of sending lines: -request FILE on its first connection, -later-request FILE on the second one, and,
   before the end of the handshake, -early-request FILE; -until TEXT is where an answer ends. -later-alpn and -later-groups are for the
   second connection, too.

   A program is one translation unit that includes this file. */
#ifndef POSTERN_PEER_H
#define POSTERN_PEER_H

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define DEADLINE_SECONDS 20
#define MAX_NAMES 16
#define MAX_REQUEST 4096

struct options {
    int server, port, connections, lines, server_closes, update_keys, early, early_once;
    const char *early_text, *certificate, *key, *roots, *suite, *client_auth;
    const char *psk, *psk_identity, *ech_configs, *ech_key, *ech_public_name, *ech_configs_file;
    const char *groups[MAX_NAMES], *protocols[MAX_NAMES], *later_groups[MAX_NAMES], *later_protocols[MAX_NAMES];
    int group_count, protocol_count, later_group_count, later_protocol_count;
    const char *request, *later_request, *until;
    int early_length;
};

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    exit(1);
}

static int split(char *list, const char **names) {
    int count = 0;
    for (char *name = strtok(list, ","); name; name = strtok(NULL, ",")) {
        if (count == MAX_NAMES) fail("more than %d names", MAX_NAMES);
        names[count++] = name;
    }
    return count;
}

/* The bytes of a file, and how many they are. */
static const char *read_whole(const char *name, int *length) {
    char *bytes = (char *)malloc(MAX_REQUEST);
    FILE *file = fopen(name, "r");
    if (!file) fail("%s cannot be read", name);
    *length = (int)fread(bytes, 1, MAX_REQUEST, file);
    fclose(file);
    return bytes;
}

static struct options parse_options(int count, char **arguments) {
    struct options o;
    /* Who writes to an end that is gone wants to report that. */
    signal(SIGPIPE, SIG_IGN);
    memset(&o, 0, sizeof o);
    o.connections = o.lines = 1;
    o.client_auth = "none";
    o.server = strcmp(arguments[1], "server") == 0;
    for (int i = 2; i < count; i++) {
        const char *name = arguments[i];
        if (strcmp(name, "-server-closes") == 0) o.server_closes = 1;
        else if (strcmp(name, "-update-keys") == 0) o.update_keys = 1;
        else if (strcmp(name, "-early") == 0 && o.server) o.early = 1;
        else if (strcmp(name, "-early-once") == 0) o.early_once = 1;
        else if (++i == count) fail("%s has no value", name);
        else if (strcmp(name, "-early") == 0) o.early_text = arguments[i];
        else if (strcmp(name, "-connect") == 0) o.port = atoi(strchr(arguments[i], ':') + 1);
        else if (strcmp(name, "-connections") == 0) o.connections = atoi(arguments[i]);
        else if (strcmp(name, "-lines") == 0) o.lines = atoi(arguments[i]);
        else if (strcmp(name, "-certificate") == 0) o.certificate = arguments[i];
        else if (strcmp(name, "-key") == 0) o.key = arguments[i];
        else if (strcmp(name, "-roots") == 0) o.roots = arguments[i];
        else if (strcmp(name, "-suite") == 0) o.suite = arguments[i];
        else if (strcmp(name, "-client-auth") == 0) o.client_auth = arguments[i];
        else if (strcmp(name, "-groups") == 0) o.group_count = split(arguments[i], o.groups);
        else if (strcmp(name, "-alpn") == 0) o.protocol_count = split(arguments[i], o.protocols);
        else if (strcmp(name, "-psk") == 0) o.psk = arguments[i];
        else if (strcmp(name, "-psk-identity") == 0) o.psk_identity = arguments[i];
        else if (strcmp(name, "-ech-configs") == 0) o.ech_configs = arguments[i];
        else if (strcmp(name, "-ech-key") == 0) o.ech_key = arguments[i];
        else if (strcmp(name, "-ech-public-name") == 0) o.ech_public_name = arguments[i];
        else if (strcmp(name, "-ech-configs-file") == 0) o.ech_configs_file = arguments[i];
        else if (strcmp(name, "-request") == 0) o.request = arguments[i];
        else if (strcmp(name, "-later-request") == 0) o.later_request = arguments[i];
        else if (strcmp(name, "-early-request") == 0) o.early_text = read_whole(arguments[i], &o.early_length);
        else if (strcmp(name, "-until") == 0) o.until = arguments[i];
        else if (strcmp(name, "-later-groups") == 0) o.later_group_count = split(arguments[i], o.later_groups);
        else if (strcmp(name, "-later-alpn") == 0) o.later_protocol_count = split(arguments[i], o.later_protocols);
        else fail("unknown option %s", name);
    }
    if (o.early_text && !o.early_length) o.early_length = (int)strlen(o.early_text);
    return o;
}

/* From its second connection on, a client may have others. */
static void take_later_options(struct options *o) {
    if (o->later_group_count) {
        memcpy(o->groups, o->later_groups, sizeof o->groups);
        o->group_count = o->later_group_count;
    }
    if (o->later_protocol_count) {
        memcpy(o->protocols, o->later_protocols, sizeof o->protocols);
        o->protocol_count = o->later_protocol_count;
    }
    if (o->later_request) o->request = o->later_request;
}

/* Returns how many bytes they are. */
static size_t bytes_of_hex(const char *hex, unsigned char *bytes, size_t capacity) {
    size_t length = strlen(hex) / 2;
    if (length > capacity) fail("more than %zu bytes", capacity);
    for (size_t i = 0; i < length; i++) {
        unsigned value;
        if (sscanf(hex + 2 * i, "%2x", &value) != 1) fail("%s is not hex", hex);
        bytes[i] = (unsigned char)value;
    }
    return length;
}

static void write_file(const char *name, const void *bytes, size_t length) {
    FILE *file = fopen(name, "w");
    if (!file || fwrite(bytes, 1, length, file) != length || fclose(file)) fail("%s cannot be written", name);
}

/* ALPN's own form: each name behind its length. */
static int wire_protocols(const struct options *o, unsigned char *wire) {
    int length = 0;
    for (int i = 0; i < o->protocol_count; i++) {
        wire[length++] = (unsigned char)strlen(o->protocols[i]);
        memcpy(wire + length, o->protocols[i], strlen(o->protocols[i]));
        length += (int)strlen(o->protocols[i]);
    }
    return length;
}

/* Both ends answer each other's small records at once, and nobody waits for ever. */
static void prepare(int socket) {
    struct timeval deadline = {DEADLINE_SECONDS, 0};
    int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static struct sockaddr_in loopback(int port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((unsigned short)port);
    return address;
}

static int connect_to(int port) {
    struct sockaddr_in address = loopback(port);
    int s = socket(AF_INET, SOCK_STREAM, 0);
    prepare(s);
    if (connect(s, (struct sockaddr *)&address, sizeof address) != 0) fail("nobody listens on port %d", port);
    return s;
}

/* Listens on a free port, which it reports. */
static int listen_somewhere(void) {
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(s, (struct sockaddr *)&address, sizeof address) != 0 || listen(s, 50) != 0) fail("no port on loopback");
    getsockname(s, (struct sockaddr *)&address, &length);
    printf("{\"port\":%d}\n", ntohs(address.sin_port));
    fflush(stdout);
    return s;
}

static int accept_from(int listener) {
    int s = accept(listener, NULL, NULL);
    if (s < 0) fail("accept failed");
    prepare(s);
    return s;
}

/* The object of one connection, as far as it is written. */
struct report {
    char text[8192];
    size_t length;
};

static void add_raw(struct report *r, const char *name, const char *value) {
    r->length += (size_t)snprintf(r->text + r->length, sizeof r->text - r->length, "%s\"%s\":%s",
                                  r->length ? "," : "", name, value);
}

static void add_bool(struct report *r, const char *name, int value) { add_raw(r, name, value ? "true" : "false"); }

static void add_number(struct report *r, const char *name, long value) {
    char digits[32];
    snprintf(digits, sizeof digits, "%ld", value);
    add_raw(r, name, digits);
}

static void add_text(struct report *r, const char *name, const char *value) {
    char quoted[2048];
    size_t length = 0;
    quoted[length++] = '"';
    for (const char *c = value; *c && length < sizeof quoted - 4; c++) {
        if (*c == '\n') {
            quoted[length++] = '\\';
            quoted[length++] = 'n';
        } else {
            quoted[length++] = *c == '"' || *c == '\\' || (unsigned char)*c < ' ' ? ' ' : *c;
        }
    }
    quoted[length++] = '"';
    quoted[length] = 0;
    add_raw(r, name, quoted);
}

/* How a library sends and receives: as many bytes as it says, or none at the end. */
typedef int (*transfer)(void *tls, void *bytes, int length);

/* Sends the request, unless it was answered before, and waits for its answer. What is no text in it is a dot. */
static void ask(const struct options *o, struct report *r, void *tls, transfer send, transfer receive, int asked) {
    static char answer[4096];
    int length = 0, read, size;
    const char *request = asked ? NULL : read_whole(o->request, &size);
    if (request && send(tls, (void *)request, size) != size) return add_text(r, "error", "the request was not sent");
    answer[0] = 0;
    while (!strstr(answer, o->until) && length < (int)sizeof answer - 1 &&
           (read = receive(tls, answer + length, (int)sizeof answer - 1 - length)) > 0) {
        for (int i = length; i < length + read; i++) {
            if (answer[i] < ' ' || answer[i] > '~') answer[i] = '.';
        }
        length += read;
        answer[length] = 0;
    }
    add_text(r, strstr(answer, o->until) ? "answer" : "error", answer + (length > 1500 ? length - 1500 : 0));
}

static void print_report(const struct report *r) {
    printf("{%s}\n", r->text);
    fflush(stdout);
}

#endif
