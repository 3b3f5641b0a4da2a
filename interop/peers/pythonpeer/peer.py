#!/usr/bin/env python3
"""Python's ssl as a peer for interoperability tests, like gopeer: a client or an echo server for lines of text that reports what it saw as one
JSON object per line on standard output.

  peer.py client -connect 127.0.0.1:1234 -roots ca.pem [-connections 2] [-lines 1]
  peer.py server -certificate chain.pem -key key.pem [-connections 2]
  peer.py version
"""
import argparse
import json
import socket
import ssl
import sys

DEADLINE_SECONDS = 20
# What set_ecdh_curve calls them; it takes one group. With several, Python has OpenSSL's own list, which begins with x25519.
CURVES = {"x25519": "X25519", "secp256r1": "prime256v1", "secp384r1": "secp384r1", "secp521r1": "secp521r1"}


def parse(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["client", "server", "version"])
    parser.add_argument("-connect")
    parser.add_argument("-certificate")
    parser.add_argument("-key")
    parser.add_argument("-roots")
    parser.add_argument("-groups", default="")
    parser.add_argument("-alpn", default="")
    parser.add_argument("-suite", help="accepted and ignored: Python lets nobody choose, and offers every suite of TLS 1.3")
    parser.add_argument("-connections", type=int, default=1)
    parser.add_argument("-lines", type=int, default=1)
    parser.add_argument("-server-closes", action="store_true")
    parser.add_argument("-client-auth", choices=["none", "request", "require"], default="none")
    return parser.parse_args(arguments)


class Messages:
    """Counts what OpenSSL shows of its messages: Python itself tells nothing of HelloRetryRequest and KeyUpdate."""

    def __init__(self):
        self.counts = {}

    def __call__(self, connection, direction, version, content_type, message_type, data):
        key = (direction, getattr(message_type, "name", ""))
        self.counts[key] = self.counts.get(key, 0) + 1

    def count(self, direction, name):
        return self.counts.get((direction, name), 0)


def context_of(options, messages):
    server = options.role == "server"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(options.roots)
    if options.certificate:
        context.load_cert_chain(options.certificate, options.key)
    groups = options.groups.split(",") if options.groups else []
    if len(groups) == 1:
        context.set_ecdh_curve(CURVES[groups[0]])
    if options.alpn:
        context.set_alpn_protocols(options.alpn.split(","))
    if server:
        context.verify_mode = {"none": ssl.CERT_NONE, "request": ssl.CERT_OPTIONAL,
                               "require": ssl.CERT_REQUIRED}[options.client_auth]
    # Not documented, but there since Python 3.8, made for exactly this.
    context._msg_callback = messages
    return context


def say(report):
    print(json.dumps(report), flush=True)


def talk(options, connection, converse, messages):
    report = {}
    try:
        connection.do_handshake()
        report["version"] = connection.version().replace("TLSv", "TLS ")
        report["suite"] = connection.cipher()[0]
        report["resumed"] = connection.session_reused
        report["protocol"] = connection.selected_alpn_protocol() or ""
        report["helloRetry"] = messages.count("read" if options.role == "server" else "write", "CLIENT_HELLO") == 2
        converse(connection, report)
    except (OSError, EOFError) as error:
        report["error"] = str(error)
    report["keyUpdatesReceived"] = messages.count("read", "KEY_UPDATE")
    report["keyUpdatesSent"] = messages.count("write", "KEY_UPDATE")
    say(report)


def read_line(connection):
    """The bytes of one line; fewer at a clean end, which read() reports as nothing; an end without close_notify is an error."""
    line = b""
    while not line.endswith(b"\n"):
        more = connection.read(1)
        if not more:
            break
        line += more
    return line


def client_lines(options, keep_session):
    def converse(connection, report):
        for number in range(1, options.lines + 1):
            sent = b"line %d\n" % number
            connection.write(sent)
            got = read_line(connection)
            if got != sent:
                raise EOFError(f"sent {sent}, got back {got}")
        if options.server_closes and not read_line(connection):
            report["end"] = "close_notify"
        # After unwrap() there is none.
        keep_session(connection.session)
        connection.unwrap()
    return converse


def echo(connection, report):
    line = read_line(connection)
    while line:
        connection.write(line)
        line = read_line(connection)
    report["end"] = "close_notify"
    connection.unwrap()


def run_client(options):
    messages = Messages()
    context = context_of(options, messages)
    host, port = options.connect.split(":")
    sessions = [None]
    for _ in range(options.connections):
        messages.counts.clear()
        with socket.create_connection((host, int(port)), DEADLINE_SECONDS) as raw:
            with context.wrap_socket(raw, server_hostname="localhost", do_handshake_on_connect=False,
                                     suppress_ragged_eofs=False, session=sessions[-1]) as connection:
                talk(options, connection, client_lines(options, sessions.append), messages)


def run_server(options):
    messages = Messages()
    context = context_of(options, messages)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        say({"port": listener.getsockname()[1]})
        for _ in range(options.connections):
            raw, _ = listener.accept()
            raw.settimeout(DEADLINE_SECONDS)
            messages.counts.clear()
            with context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False,
                                     suppress_ragged_eofs=False) as connection:
                talk(options, connection, echo, messages)


def main():
    options = parse(sys.argv[1:])
    if options.role == "version":
        print(f"Python {sys.version.split()[0]} with {ssl.OPENSSL_VERSION}")
    elif options.role == "client":
        run_client(options)
    else:
        run_server(options)


if __name__ == "__main__":
    main()
