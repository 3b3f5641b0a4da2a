import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./gateway";

const run = promisify(execFile);
const START_MILLIS = 120_000;

export interface Postgres {
  /** As a gateway is told it; its user is `postern`, without a password. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL of this run's own, on loopback. It does not run as root, so whoever is root runs it as another user. */
export async function startPostgres(): Promise<Postgres> {
  const programs = programFolder();
  const folder = await mkdtemp(join(tmpdir(), "postern-e2e-postgres-"));
  const as = await giveAway(folder);
  const port = await freePort();
  const data = join(folder, "data");
  const command = [...as, join(programs, "initdb")];
  const init = ["--pgdata", data, "--username", "postern", "--auth", "trust", "--encoding", "UTF8", "--no-sync"];
  await run(command[0] ?? "", [...command.slice(1), ...init], { cwd: folder });
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"].flatMap((it) => ["-c", it]);
  const start = [...as, join(programs, "postgres"), "-D", data, "-p", `${port}`, ...settings];
  const server = spawn(start[0] ?? "", start.slice(1), { cwd: folder, stdio: "ignore" });
  await untilItListens(server, port);
  const client = [...as, join(programs, "createdb"), "-h", "127.0.0.1", "-p", `${port}`, "-U", "postern", "postern"];
  // It takes connections a moment before it takes commands.
  await again(() => run(client[0] ?? "", client.slice(1), { cwd: folder }));
  return {
    url: `jdbc:postgresql://127.0.0.1:${port}/postern`,
    stop: async () => {
      server.kill("SIGINT");
      if (server.exitCode === null) {
        await once(server, "exit");
      }
      await rm(folder, { recursive: true });
    },
  };
}

function programFolder(): string {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort().reverse() : [];
  const places = [...versions.map((it) => join(debian, it, "bin")), ...(process.env["PATH"] ?? "").split(":")];
  const found = places.find((place) => ["initdb", "postgres", "createdb"].every((it) => existsSync(join(place, it))));
  if (found === undefined) {
    throw new Error("There is no PostgreSQL: install the package postgresql, or put initdb and postgres on the PATH.");
  }
  return found;
}

/** @returns what to put before a command */
async function giveAway(folder: string): Promise<readonly string[]> {
  if (process.getuid?.() !== 0) {
    return [];
  }
  for (const user of ["postgres", "nobody"]) {
    const [uid, gid] = await Promise.all([idOf("-u", user), idOf("-g", user)]);
    if (uid !== undefined && gid !== undefined) {
      await chown(folder, uid, gid);
      return ["setpriv", "--reuid", `${uid}`, "--regid", `${gid}`, "--clear-groups"];
    }
  }
  throw new Error("PostgreSQL does not run as root, and there is neither of the users postgres and nobody.");
}

const idOf = (which: string, user: string): Promise<number | undefined> =>
  run("id", [which, user]).then(
    ({ stdout }) => Number(stdout),
    () => undefined,
  );

async function untilItListens(server: ChildProcess, port: number): Promise<void> {
  await again(async () => {
    if (server.exitCode !== null) {
      throw new Error(`postgres ended with ${server.exitCode}.`);
    }
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    socket.destroy();
  });
}

async function again(attempt: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + START_MILLIS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await new Promise((next) => setTimeout(next, 200));
    }
  }
}
