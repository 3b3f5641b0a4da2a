#!/usr/bin/env python3
"""CPU per request of the gateway and of nginx, both as reverse proxies, by turns in one run. Called by scripts/bench-proxy.

Each proxy has one event loop or worker and is pinned to one processor; h2load and the upstream (another nginx) have the other.
Counted is user and system time of the whole process (nginx: of its worker), so what else runs on the machine disturbs little, and
what the JVM does besides (compiling, collecting) is in the figure.
"""
import atexit
import json
import os
import re
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from datetime import date

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROXY_CPU, LOAD_CPU = (str(cpu) for cpu in sorted(os.sched_getaffinity(0))[:2])
TIME = float(os.environ.get("TIME", "2"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
ONLY = re.compile(os.environ.get("ONLY", ""))
# CPU time that the gateway gets for each load before it counts, on both processors, so that everything is compiled.
WARM_SECONDS = float(os.environ.get("WARM", "10"))
HEAP = "-Xms512m -Xmx512m"

# Requests of a round at least, so that the handshakes of its connections weigh little.
LEAST = {"/small": 30_000, "/large": 400}
# name, TLS, h2load's protocol, its connections and streams, path
LOADS = [
    ("plain HTTP/1.1, small reply", False, ["--h1", "-c64", "-m1"], "/small"),
    ("plain HTTP/1.1, 1 MiB", False, ["--h1", "-c8", "-m1"], "/large"),
    ("TLS HTTP/1.1, small reply", True, ["--h1", "-c64", "-m1"], "/small"),
    ("TLS HTTP/1.1, 1 MiB", True, ["--h1", "-c8", "-m1"], "/large"),
    ("TLS HTTP/2, small reply", True, ["-c16", "-m32"], "/small"),
    ("TLS HTTP/2, 1 MiB", True, ["-c8", "-m1"], "/large"),
]

NGINX_BASE = """
worker_processes 1;
worker_cpu_affinity {mask};
daemon off;
pid {dir}/{name}.pid;
error_log {dir}/{name}.log error;
events {{ worker_connections 4096; use epoll; accept_mutex off; multi_accept on; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
  tcp_nodelay on;
  client_body_temp_path {dir}/{name}-body;
  proxy_temp_path {dir}/{name}-proxy;
  fastcgi_temp_path {dir}/{name}-fastcgi;
  uwsgi_temp_path {dir}/{name}-uwsgi;
  scgi_temp_path {dir}/{name}-scgi;
"""

NGINX_UPSTREAM = """
  sendfile on;
  server {{
    listen 127.0.0.1:{upstream} backlog=1024;
    location = /small {{ default_type text/plain; return 200 "forty bytes of text, to be passed on here\\n"; }}
    location = /large {{ default_type application/octet-stream; alias {dir}/large; }}
  }}
}}
"""

# What the gateway does to fields, nginx does as well. Bodies stay in memory on their way.
NGINX_PROXY = """
  upstream behind {{ server 127.0.0.1:{upstream}; keepalive 1024; keepalive_requests 1000000000; keepalive_timeout 600s; }}
  server {{
    listen 127.0.0.1:{plain} backlog=1024;
    listen 127.0.0.1:{tls} ssl http2 backlog=1024;
    http2_max_concurrent_streams 128;
    ssl_certificate {dir}/cert.pem;
    ssl_certificate_key {dir}/key.pem;
    ssl_protocols TLSv1.3;
    ssl_ecdh_curve X25519;
    ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Host $http_host;
    proxy_set_header X-Forwarded-Port $server_port;
    proxy_set_header Forwarded "for=$remote_addr;host=\\"$http_host\\";proto=$scheme";
    proxy_set_header Via "1.1 nginx";
    proxy_set_header X-Request-Id $request_id;
    add_header Via "1.1 nginx";
    proxy_max_temp_file_size 0;
    location = /small {{ proxy_pass http://behind; }}
    location = /large {{
      proxy_pass http://behind;
      # Room for a large body in memory; small replies keep the default buffers.
      proxy_buffers 16 64k;
      proxy_buffer_size 64k;
      proxy_busy_buffers_size 256k;
    }}
  }}
}}
"""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def started(command, **options):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)
    atexit.register(stop, process)
    return process


def stop(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(what, port, process, seconds=120):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"{what} ended at once")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{what} does not listen")


def nginx(name, folder, cpu, config, **values):
    path = os.path.join(folder, name + ".conf")
    mask = "1" + "0" * int(cpu)
    with open(path, "w") as file:
        file.write((NGINX_BASE + config).format(dir=folder, name=name, mask=mask, **values))
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    return started(["nginx", "-c", path, "-e", os.path.join(folder, name + ".log"), *user])


def worker_of(master):
    return int(open(f"/proc/{master.pid}/task/{master.pid}/children").read().split()[0])


class Admin:
    def __init__(self, port, data):
        self.url = f"https://localhost:{port}/api/v1"
        self.token = open(os.path.join(data, "admin-token")).read().strip()
        self.trust = ssl.create_default_context(cafile=os.path.join(data, "admin-cert.pem"))

    def make(self, resource, document):
        request = urllib.request.Request(f"{self.url}/{resource}", json.dumps(document).encode(), method="POST",
                                         headers={"Content-Type": "application/json",
                                                  "Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, context=self.trust) as answer:
            return json.load(answer)["id"]


def gateway(folder, upstream, plain, tls, admin_port):
    data = os.path.join(folder, "data")
    environment = dict(os.environ, POSTERN_JAVA_OPTIONS=f"-XX:ActiveProcessorCount=1 {HEAP} "
                       "-Dreactor.netty.ioWorkerCount=1 " + os.environ.get("POSTERN_JAVA_OPTIONS", ""))
    with open(os.path.join(folder, "gateway.log"), "w") as log:
        process = started([os.path.join(ROOT, "bin/postern"), f"--postern.data-dir={data}", f"--server.port={admin_port}",
                           f"--postern.listeners[0].bind=127.0.0.1:{tls}",
                           f"--postern.listeners[1].bind=127.0.0.1:{plain}", "--postern.listeners[1].name=plain",
                           "--postern.listeners[1].tls=false"], env=environment, stdout=log, stderr=log)
    for port in (tls, plain, admin_port):
        wait_for(f"the gateway (its log: {folder}/gateway.log)", port, process)
    admin = Admin(admin_port, data)
    certificate = admin.make("certificates", {"name": "bench", "chainPem": open(f"{folder}/cert.pem").read(),
                                              "privateKeyPem": open(f"{folder}/key.pem").read()})
    up = admin.make("upstreams", {"name": "bench", "protocol": "http1",
                                  "endpoints": [{"url": f"http://127.0.0.1:{upstream}"}]})
    host = admin.make("hosts", {"name": "bench", "serverNames": ["localhost"], "certificateIds": [certificate]})
    admin.make(f"hosts/{host}/routes", {"name": "all", "upstreamId": up})
    return process


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def h2load(url, protocol, requests):
    output = subprocess.run(["taskset", "-c", LOAD_CPU, "h2load", "-n", str(requests), *protocol, url],
                            capture_output=True, text=True).stdout
    done = re.search(r"requests: (\d+) total, \d+ started, (\d+) done, (\d+) succeeded", output)
    rate = re.search(r"finished in [\d.]+\w*, ([\d.]+) req/s", output)
    good = re.search(r"status codes: (\d+) 2xx", output)
    if not done or not rate or not good or int(good.group(1)) != int(done.group(1)):
        sys.exit(f"h2load {url}: not every request got its answer\n{output}")
    return float(rate.group(1))


class Proxy:
    def __init__(self, name, pid, plain, tls):
        self.name, self.pid, self.ports = name, pid, {False: plain, True: tls}

    def url(self, tls, path):
        return f"{'https' if tls else 'http'}://localhost:{self.ports[tls]}{path}"

    def warm(self, load, seconds):
        """Loads it until it has used so much CPU; on a busy machine that takes longer."""
        _, tls, protocol, path = load
        until, requests, rate = cpu_seconds(self.pid) + seconds, 200, 0.0
        while rate == 0 or cpu_seconds(self.pid) < until:
            rate = h2load(self.url(tls, path), protocol, requests)
            requests = max(200, int(rate))
        return rate

    def pin(self):
        subprocess.run(["taskset", "-a", "-p", "-c", PROXY_CPU, str(self.pid)], check=True, capture_output=True)

    def measure(self, load, requests):
        _, tls, protocol, path = load
        before = cpu_seconds(self.pid)
        rate = h2load(self.url(tls, path), protocol, requests)
        return (cpu_seconds(self.pid) - before) / requests * 1e6, rate


def spread(values):
    return f"{statistics.median(values):.1f} ({min(values):.1f}-{max(values):.1f})"


def row(load, ours, theirs):
    rate = min(proxy.warm(load, 0.5) for proxy in (theirs, ours))
    requests = max(LEAST[load[3]], int(rate * TIME))
    micros, rates = {ours: [], theirs: []}, {ours: [], theirs: []}
    for _ in range(ROUNDS):
        for proxy in (ours, theirs):
            cost, got = proxy.measure(load, requests)
            micros[proxy].append(cost)
            rates[proxy].append(got)
    ratio = statistics.median(micros[ours]) / statistics.median(micros[theirs])
    pairs = [mine / other for mine, other in zip(micros[ours], micros[theirs])]
    return (f"| {load[0]} | {spread(micros[ours])} | {spread(micros[theirs])} | **{ratio:.2f}** "
            f"({min(pairs):.2f}-{max(pairs):.2f}) | {statistics.median(rates[ours]):.0f} | "
            f"{statistics.median(rates[theirs]):.0f} |")


def main(result):
    folder = tempfile.mkdtemp(prefix="postern-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                    f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True, capture_output=True)
    with open(f"{folder}/large", "wb") as file:
        file.write(bytes(1 << 20))
    # nginx's worker has to read it all, whoever it runs as.
    os.chmod(folder, 0o755)
    upstream, nginx_plain, nginx_tls, plain, tls, admin_port = free_ports(6)
    behind = nginx("upstream", folder, LOAD_CPU, NGINX_UPSTREAM, upstream=upstream)
    before = nginx("proxy", folder, PROXY_CPU, NGINX_PROXY, upstream=upstream, plain=nginx_plain, tls=nginx_tls)
    wait_for("nginx", upstream, behind)
    wait_for("nginx", nginx_plain, before)
    process = gateway(folder, upstream, plain, tls, admin_port)
    ours = Proxy("Postern", process.pid, plain, tls)
    theirs = Proxy("nginx", worker_of(before), nginx_plain, nginx_tls)

    version = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip().rsplit("/", 1)[-1]
    lines = [f"# The proxy hop beside nginx {version}", "",
             f"Command: `WARM={WARM_SECONDS:g} TIME={TIME:g} ROUNDS={ROUNDS} ONLY='{ONLY.pattern}' scripts/bench-proxy`, {date.today()}, "
             f"{os.cpu_count()} processors.", "",
             "CPU in microseconds per request, user and system, median of the rounds (least-most). The ratio is that of the "
             "medians (least-most of the rounds).", "",
             "| load | Postern, us | nginx, us | Postern / nginx | Postern, requests/s | nginx, requests/s |",
             "| --- | --- | --- | --- | --- | --- |"]
    print("\n".join(lines), flush=True)
    loads = [load for load in LOADS if ONLY.search(load[0])]
    for load in loads:
        ours.warm(load, WARM_SECONDS)
    ours.pin()
    theirs.pin()
    for load in loads:
        lines.append(row(load, ours, theirs))
        print(lines[-1], flush=True)
    with open(result, "w") as file:
        file.write("\n".join(lines) + "\n")


main(sys.argv[1])
