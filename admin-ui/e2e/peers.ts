import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { promisify } from "node:util";

const run = promisify(execFile);

/** OpenSSL as a client of one host, with a session that it keeps between connections. */
export class OpenSslClient {
  private readonly session: string;
  private readonly early: string;

  constructor(
    private readonly port: number,
    private readonly serverName: string,
    private readonly folder: string,
  ) {
    this.session = join(folder, "client-session.pem");
    this.early = join(folder, "early-request.txt");
  }

  /** A full handshake and one request; keeps the tickets that come. */
  full(): Promise<string> {
    return this.connect(["-sess_out", this.session], this.requestFor("/"));
  }

  resumed(): Promise<string> {
    return this.connect(["-sess_in", this.session], this.requestFor("/"));
  }

  /** The request goes with the first flight. */
  async early0Rtt(): Promise<string> {
    await writeFile(this.early, this.requestFor("/"));
    return this.connect(["-sess_in", this.session, "-early_data", this.early], "");
  }

  /** A client that the gateway cannot serve: it knows no TLS 1.3. */
  tooOld(): Promise<string> {
    return this.connect(["-tls1_2"], "");
  }

  private requestFor(path: string): string {
    return `GET ${path} HTTP/1.1\r\nHost: ${this.serverName}\r\nConnection: close\r\n\r\n`;
  }

  private async connect(options: readonly string[], input: string): Promise<string> {
    const client = spawn(
      "openssl",
      ["s_client", "-connect", `127.0.0.1:${this.port}`, "-servername", this.serverName, "-ign_eof", ...options],
      { cwd: this.folder },
    );
    let output = "";
    client.stdout.on("data", (bytes) => {
      output += bytes;
    });
    client.stderr.on("data", (bytes) => {
      output += bytes;
    });
    client.stdin.end(input);
    await once(client, "close");
    return output;
  }
}

export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
  readonly pkcs12: string;
}

export const PASSPHRASE = "only for this test";

/** A self-signed certificate and its key, as PEM files and as a PKCS#12 store. */
export async function makeCertificate(folder: string, name: string, dnsName: string): Promise<KeyPair> {
  const pair = {
    certificate: join(folder, `${name}.crt.pem`),
    key: join(folder, `${name}.key.pem`),
    pkcs12: join(folder, `${name}.p12`),
  };
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"],
    ...["-subj", `/CN=${dnsName}`, "-addext", `subjectAltName=DNS:${dnsName}`],
    ...["-keyout", pair.key, "-out", pair.certificate],
  ]);
  await run("openssl", [
    ...["pkcs12", "-export", "-inkey", pair.key, "-in", pair.certificate],
    ...["-passout", `pass:${PASSPHRASE}`, "-out", pair.pkcs12],
  ]);
  return pair;
}

export interface Authority {
  readonly certificate: string;
  /** A revocation list, in DER as authorities publish theirs. */
  list(of: { readonly revoked: number; readonly days: number }): Promise<string>;
}

/** Certifies clients, and takes its word back. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const at = (ending: string) => join(folder, `${name}.${ending}`);
  await run("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"],
    ...["-subj", `/CN=${name}`, "-addext", "keyUsage=critical,keyCertSign,cRLSign"],
    ...["-keyout", at("ca.key.pem"), "-out", at("ca.crt.pem")],
  ]);
  await writeFile(
    at("ca.conf"),
    `[ca]\ndefault_ca=own\n[own]\ndatabase=${at("index")}\ncertificate=${at("ca.crt.pem")}\nprivate_key=${at("ca.key.pem")}\ndefault_md=sha256\n`,
  );
  return {
    certificate: at("ca.crt.pem"),
    list: async ({ revoked, days }) => {
      const entries = Array.from({ length: revoked }, (_, serial) =>
        ["R", "491231235959Z", "260101000000Z", `0${serial + 1}`, "unknown", `/CN=client ${serial}\n`].join("\t"),
      );
      await writeFile(at("index"), entries.join(""));
      await run("openssl", ["ca", "-config", at("ca.conf"), "-gencrl", "-crldays", `${days}`, "-out", at("crl.pem")]);
      await run("openssl", ["crl", "-in", at("crl.pem"), "-outform", "DER", "-out", at("crl")]);
      return at("crl");
    },
  };
}

/** The certificate that a client of this name is shown, as its serial number. */
export async function servedSerial(port: number, serverName: string): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port, servername: serverName, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber;
}

export async function serialOf(pair: KeyPair): Promise<string> {
  const { stdout } = await run("openssl", ["x509", "-in", pair.certificate, "-noout", "-serial"]);
  return stdout.trim().replace("serial=", "");
}

/** GET through the gateway, trusting only the given certificate. */
export async function get(port: number, serverName: string, path: string, trusted: KeyPair): Promise<[number, string]> {
  const options = { host: "127.0.0.1", port, servername: serverName, path, headers: { host: serverName } };
  const call = request({ ...options, ca: await readFile(trusted.certificate), agent: false });
  call.end();
  const [response] = await once(call, "response");
  let body = "";
  for await (const chunk of response) {
    body += chunk;
  }
  return [response.statusCode, body];
}

/** A server for the gateway to send requests to. */
export async function startUpstream(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => response.end(`upstream saw ${request.method} ${request.url}`));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("The upstream has no port.");
  }
  return { url: `http://127.0.0.1:${address.port}`, server };
}
