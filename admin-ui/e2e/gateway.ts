import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
const START_MILLIS = 180_000;

/** A running gateway with the demo profile, on ports of its own and with a data directory that goes with it. */
export interface Gateway {
  readonly adminUrl: string;
  readonly tlsPort: number;
  readonly token: string;
  readonly dataDirectory: string;
  /** Stops its clock, so to speak: the process is there and does nothing. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

/** @param settings more of them, as options */
export async function startGateway(settings: readonly string[] = []): Promise<Gateway> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "postern-e2e-"));
  const [adminPort, tlsPort] = [await freePort(), await freePort()];
  const child = spawn(
    join(ROOT, "bin/postern"),
    [
      ...["--spring.profiles.active=demo", `--server.port=${adminPort}`],
      ...[`--postern.listeners[0].bind=127.0.0.1:${tlsPort}`, ...settings],
    ],
    { cwd: dataDirectory, env: { ...process.env, POSTERN_DATA_DIR: dataDirectory }, stdio: ["ignore", "pipe", "pipe"] },
  );
  keepLog(child);
  const adminUrl = `https://127.0.0.1:${adminPort}`;
  await untilReady(child, adminUrl);
  return {
    adminUrl,
    tlsPort,
    dataDirectory,
    token: (await readFile(join(dataDirectory, "admin-token"), "utf8")).trim(),
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    stop: async () => {
      if (child.exitCode === null) {
        child.kill("SIGCONT");
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await rm(dataDirectory, { recursive: true });
    },
  };
}

/** What the gateway said, for whoever has to find out why a run failed. */
function keepLog(child: ChildProcess): void {
  const folder = join(ROOT, "admin-ui/target");
  mkdirSync(folder, { recursive: true });
  const log = createWriteStream(join(folder, "e2e-gateway.log"), { flags: "a" });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
}

async function untilReady(child: ChildProcess, adminUrl: string): Promise<void> {
  const deadline = Date.now() + START_MILLIS;
  while (!(await isReady(adminUrl))) {
    if (child.exitCode !== null) {
      throw new Error(
        `The gateway ended with ${child.exitCode} instead of starting; see admin-ui/target/e2e-gateway.log.`,
      );
    }
    if (Date.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`The gateway was not ready after ${START_MILLIS} ms; see admin-ui/target/e2e-gateway.log.`);
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

function isReady(adminUrl: string): Promise<boolean> {
  return new Promise((answer) => {
    // Its certificate is self-signed until one is given.
    const probe = request(`${adminUrl}/readyz`, { rejectUnauthorized: false }, (response) => {
      response.resume();
      answer(response.statusCode === 200);
    });
    probe.on("error", () => answer(false));
    probe.end();
  });
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new Error("The system gave no port.");
  }
  return address.port;
}
