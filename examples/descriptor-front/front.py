#!/usr/bin/env python3
"""A front that accepts connections, looks at each ClientHello, and passes the connection on to Postern by file descriptor.

    front.py --listen 127.0.0.1:8443 --postern /run/postern/handover.sock [--read] [--other HOST:PORT]

A ClientHello that offers TLS 1.3 goes to Postern. Any other goes to the server of --other, bytes copied both ways, or is
closed when there is none. By default the front only peeks: the bytes stay in the socket, and Postern reads them itself. With
--read it reads them and hands them over beside the descriptor, as a front must that has a TLS library in between.
"""
import argparse
import select
import socket
import struct
import sys
import threading

HELLO_SECONDS = 5
# Longer than Postern takes to answer at its slowest: its deadline for a ClientHello, 5 seconds unless it is set otherwise.
HANDOVER_SECONDS = 60
MOST_HELLO_BYTES = 16384
RECORD_HEADER = 5
HANDSHAKE_RECORD = 22
CLIENT_HELLO = 1
SUPPORTED_VERSIONS = 43
TLS_1_3 = 0x0304
TAKEN = 0


class Incomplete(Exception):
    """More bytes are needed to say."""


class Malformed(Exception):
    """This is no ClientHello."""


class Reader:
    """Reads numbers and vectors; what is not there yet is Incomplete."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, count):
        if self.at + count > len(self.data):
            raise Incomplete
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, size):
        return int.from_bytes(self.take(size), "big")

    def vector(self, size):
        return self.take(self.number(size))

    def left(self):
        return self.at < len(self.data)


def handshake_bytes(data):
    """What the records hold: a ClientHello may come in several, each as short as its sender likes."""
    records, content = Reader(data), b""
    while records.left():
        kind = records.number(1)
        if kind != HANDSHAKE_RECORD:
            raise Malformed
        try:
            records.take(2)
            length = records.number(2)
        except Incomplete:
            break
        piece = records.data[records.at:records.at + length]
        content += piece
        if len(piece) < length:
            break
        records.at += length
        if len(content) >= 4 and len(content) >= 4 + int.from_bytes(content[1:4], "big"):
            break
    return content


def offered_versions(data):
    """The versions that a ClientHello offers, from the records that it comes in."""
    handshake = Reader(handshake_bytes(data))
    if handshake.number(1) != CLIENT_HELLO:
        raise Malformed
    message = handshake.vector(3)
    try:
        hello = Reader(message)
        legacy = hello.number(2)
        hello.take(32)
        hello.vector(1)
        hello.vector(2)
        hello.vector(1)
        extensions = Reader(hello.vector(2)) if hello.left() else Reader(b"")
        while extensions.left():
            kind, body = extensions.number(2), Reader(extensions.vector(2))
            if kind == SUPPORTED_VERSIONS:
                listed = Reader(body.vector(1))
                return [listed.number(2) for _ in range(len(listed.data) // 2)]
        return [legacy]
    except Incomplete:
        raise Malformed from None


def hello_of(client, peek):
    """Waits for a whole ClientHello. Returns the versions it offers and the bytes that were taken out of the socket."""
    seen, wanted = b"", 1
    deadline = HELLO_SECONDS
    while len(seen) < MOST_HELLO_BYTES:
        if peek:
            # Readable again only when there is more than was seen.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, wanted)
        if not select.select([client], [], [], deadline)[0]:
            raise Malformed
        more = client.recv(MOST_HELLO_BYTES if peek else MOST_HELLO_BYTES - len(seen), socket.MSG_PEEK if peek else 0)
        if not more or (peek and len(more) < wanted):
            raise Malformed
        seen = more if peek else seen + more
        wanted = len(seen) + 1
        try:
            versions = offered_versions(seen)
        except Incomplete:
            continue
        if peek:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        return versions, b"" if peek else seen
    raise Malformed


def hand_over(client, opening, path):
    """One connection to Postern per client. False when the client is still ours."""
    message = b"PSTN" + bytes([1]) + struct.pack(">I", len(opening))[1:] + opening
    for attempt in range(2):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as postern:
            postern.settimeout(HANDOVER_SECONDS)
            try:
                postern.connect(path)
            except OSError as failure:
                print(f"Postern cannot be reached: {failure}", file=sys.stderr)
                continue
            try:
                sent = socket.send_fds(postern, [message], [client.fileno()])
                if sent < len(message):
                    # Not with nothing left: it may have answered and gone by now, and writing would fail.
                    postern.sendall(message[sent:])
            except OSError:
                # It refused before it had read all; the answer says why.
                pass
            try:
                answer = postern.recv(1)
            except TimeoutError:
                # It may have it, and two that read one connection would garble it.
                print("Postern gives no answer", file=sys.stderr)
                return True
            except OSError:
                answer = b""
        if answer:
            if answer[0] != TAKEN:
                print(f"Postern refused a connection with code {answer[0]}", file=sys.stderr)
            return answer[0] == TAKEN
        # Closed without an answer: that process was on its way out and has not taken it. The next one listens at the same path.
    return False


def relay(client, opening, other):
    """Copies both ways until either side ends."""
    host, port = other.rsplit(":", 1)
    with socket.create_connection((host, int(port)), HELLO_SECONDS) as server:
        server.sendall(opening)
        while True:
            for ready in select.select([client, server], [], [])[0]:
                piece = ready.recv(65536)
                if not piece:
                    return
                (server if ready is client else client).sendall(piece)


def serve(client, options):
    # Our descriptor of the connection is closed in any case; Postern has its own by then.
    with client:
        try:
            versions, opening = hello_of(client, not options.read)
            if TLS_1_3 in versions:
                if not hand_over(client, opening, options.postern) and options.other:
                    relay(client, opening, options.other)
            elif options.other:
                relay(client, opening, options.other)
        except (Malformed, OSError) as failure:
            print(f"A connection was closed: {failure!r}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", required=True, help="address and port; with port 0 the one taken is printed")
    parser.add_argument("--postern", required=True, help="path of the handover socket")
    parser.add_argument("--read", action="store_true", help="read the ClientHello instead of peeking")
    parser.add_argument("--other", help="HOST:PORT for clients without TLS 1.3, and for what Postern refuses")
    options = parser.parse_args()
    host, port = options.listen.rsplit(":", 1)
    with socket.create_server((host, int(port)), backlog=512) as listening:
        print(f"The front listens on {host}:{listening.getsockname()[1]}", flush=True)
        while True:
            client, _ = listening.accept()
            threading.Thread(target=serve, args=(client, options), daemon=True).start()


if __name__ == "__main__":
    main()
