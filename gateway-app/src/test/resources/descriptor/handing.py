"""Hands one connection over in the way that its mode says, right or wrong, and prints what came of it as JSON.

The inodes are those of everything that was passed: whoever still has one of them open has a leak.
"""
import json
import os
import socket
import sys
import time

path, mode = sys.argv[1], sys.argv[2]

listening = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(listening.getsockname())
accepted, _ = listening.accept()


def message(opening=b"", magic=b"PSTN", version=1, length=None):
    count = len(opening) if length is None else length
    return magic + bytes([version]) + count.to_bytes(3, "big") + opening


passed = [accepted.fileno()]
pieces = None
keep_open_seconds = 0
match mode:
    case "peeked":
        pieces = [message()]
    case "read":
        pieces = [message(b"opening bytes")]
    case "bytewise":
        pieces = [bytes([byte]) for byte in message(b"opening bytes")]
    case "longest":
        pieces = [message(b"x" * 16384)]
    case "tooLong":
        pieces = [message(b"x" * 16385)]
    case "magic":
        pieces = [message(magic=b"PSTM")]
    case "http":
        pieces = [b"GET / HTTP/1.1\r\n\r\n"]
    case "version":
        pieces = [message(version=2)]
    case "none":
        passed, pieces = [], [message(b"opening bytes")]
    case "two":
        passed.append(os.dup(client.fileno()))
        pieces = [message()]
    case "second":
        pieces = [message(b"x", length=2), b"x"]
    case "many":
        passed += [os.dup(accepted.fileno()) for _ in range(252)]
        pieces = [message()]
    case "pipe":
        passed, pieces = [os.pipe()[0]], [message()]
    case "udp":
        other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        passed, pieces = [other.fileno()], [message()]
    case "unix":
        other = socket.socketpair()
        passed, pieces = [other[0].fileno()], [message()]
    case "listening":
        passed, pieces = [listening.fileno()], [message()]
    case "unconnected":
        other = socket.socket()
        passed, pieces = [other.fileno()], [message()]
    case "dies":
        pieces = [message(b"half", length=8)]
    case "stops":
        pieces = [message(b"half", length=8)]
    case "silent":
        passed, pieces = [], []

answer = b""
with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as gateway:
    gateway.settimeout(60)
    gateway.connect(path)
    try:
        for at, piece in enumerate(pieces):
            now = passed if at == 0 else [os.dup(client.fileno())] if mode == "second" else []
            sent = socket.send_fds(gateway, [piece], now) if now else gateway.send(piece)
            passed += now if mode == "second" and at == 1 else []
            gateway.sendall(piece[sent:])
            if mode == "bytewise":
                time.sleep(0.001)
        answer = b"" if mode == "dies" else gateway.recv(1)
    except (BrokenPipeError, ConnectionResetError):
        try:
            answer = gateway.recv(1)
        except ConnectionResetError:
            pass
print(json.dumps({"answer": answer[0] if answer else None, "inodes": [os.fstat(each).st_ino for each in passed]}))
