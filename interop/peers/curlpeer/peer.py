#!/usr/bin/env python3
"""The newest libcurl as a client for interoperability tests: it asks for /hello on a first connection and on a second one, which resumes it,
early or not, and reports what it saw of each as one JSON object per line on standard output.

  peer.py client -connect 127.0.0.1:1234 -roots ca.pem -connections 2 -alpn http/1.1 -later-alpn http/1.1 [-early-request FILE]
  peer.py version

libcurl writes its requests itself, so of what it is given to send only that it is something counts.
"""
import argparse
import io
import json
import re
import sys

import pycurl

DEADLINE_SECONDS = 60
URL = "https://localhost:%s/hello"
# To what is offered by ALPN, from what libcurl has names for.
OFFERS = {"http/1.1": pycurl.CURL_HTTP_VERSION_1_1, "h2": pycurl.CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE,
          "h2,http/1.1": pycurl.CURL_HTTP_VERSION_2TLS}
CURVES = {"x25519": "X25519", "secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def parse(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=["client", "version"])
    parser.add_argument("-connect")
    parser.add_argument("-roots")
    parser.add_argument("-connections", type=int, choices=[2])
    parser.add_argument("-alpn", choices=OFFERS)
    parser.add_argument("-later-alpn", choices=OFFERS)
    parser.add_argument("-later-groups")
    parser.add_argument("-early-request")
    parser.add_argument("-until", help="accepted and ignored, as are the requests: HTTP says where an answer ends")
    parser.add_argument("-request")
    parser.add_argument("-later-request")
    return parser.parse_args(arguments)


class Client:
    """Connects anew for each request; libcurl keeps its sessions."""

    def __init__(self, options):
        self.told = []
        self.curl = pycurl.Curl()
        host, port = options.connect.split(":")
        for option, value in ((pycurl.URL, URL % port), (pycurl.RESOLVE, [f"localhost:{port}:{host}"]), (pycurl.PROXY, ""),
                              (pycurl.CAINFO, options.roots), (pycurl.FORBID_REUSE, 1), (pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_3),
                              (pycurl.TIMEOUT, DEADLINE_SECONDS), (pycurl.VERBOSE, 1), (pycurl.DEBUGFUNCTION, self.hear)):
            self.curl.setopt(option, value)
        # For both connections: a session is not found again by a transfer that has other options.
        if options.early_request:
            self.curl.setopt(pycurl.SSL_OPTIONS, pycurl.SSLOPT_EARLYDATA)
        if options.later_groups:
            self.curl.setopt(pycurl.SSL_EC_CURVES, ":".join(CURVES[group] for group in options.later_groups.split(",")))

    def hear(self, sort, data):
        if sort == pycurl.INFOTYPE_TEXT:
            self.told.append(data.decode(errors="replace").strip())

    def ask(self, alpn):
        self.told.clear()
        answer = io.BytesIO()
        self.curl.setopt(pycurl.WRITEDATA, answer)
        self.curl.setopt(pycurl.HTTP_VERSION, OFFERS[alpn])
        report = {}
        try:
            self.curl.perform()
        except pycurl.error as error:
            report["error"] = str(error)
        report.update(self.seen(), answer=answer.getvalue().decode(errors="replace"))
        print(json.dumps(report), flush=True)

    def seen(self):
        told = "\n".join(self.told)
        # SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256 / X25519MLKEM768 / id-ecPublicKey
        connection = re.search(r"SSL connection using TLSv1\.3 / (\S+) /", told)
        protocol = re.search(r"ALPN: server (?:accepted|confirmed to use) '?([^\s']+)", told)
        # Negative: they were sent and refused.
        early = self.curl.getinfo(pycurl.EARLYDATA_SENT_T)
        return {"version": "TLS 1.3" if connection else "", "suite": connection.group(1) if connection else "",
                # It says that it tries, and nothing of how that ends; a server that resumes sends no certificate.
                "resumed": "SSL reusing session" in told and "TLS handshake, Certificate" not in told,
                "protocol": protocol.group(1) if protocol else "",
                "earlyData": "ACCEPTED" if early > 0 else "REFUSED" if early < 0 else "NOT_SENT", "told": told}


def main():
    options = parse(sys.argv[1:])
    if options.role == "version":
        print(pycurl.version)
        return
    client = Client(options)
    client.ask(options.alpn)
    client.ask(options.later_alpn)


if __name__ == "__main__":
    main()
