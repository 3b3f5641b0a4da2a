import { type APIRequestContext, expect, test } from "@playwright/test";
import { ConsoleWatch } from "./console-watch";
import { type Gateway, startGateway } from "./gateway";
import { expectAccessible, expectFits, signIn } from "./page";
import { type Postgres, startPostgres } from "./postgres";

const KEY = Buffer.alloc(32, 7).toString("base64");
const NARROW = { width: 390, height: 844 };

let postgres: Postgres | undefined;
let one: Gateway | undefined;
let other: Gateway | undefined;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  postgres = await startPostgres();
  const settings = [
    `--spring.datasource.url=${postgres.url}`,
    `--postern.keys.encryption-key=${KEY}`,
    // Whoever is held up here keeps its lease meanwhile; what everybody has is enabled after a tenth of it.
    "--postern.early-data.lease=5m",
  ];
  one = await startGateway(settings);
  other = await startGateway(settings);
});

test.afterAll(async () => {
  await other?.stop();
  await one?.stop();
  await postgres?.stop();
});

test("what is widened waits, change by change, until the replica that is held up has it", async ({ page, request }) => {
  if (one === undefined || other === undefined) {
    throw new Error("The gateways did not start.");
  }
  const watch = new ConsoleWatch(page, [{ status: 401, path: /\/api\/v1\/session$/ }]);
  const api = new Api(request, one);
  await page.goto(`${one.adminUrl}/ui/early-data`);
  await signIn(page, one.token);
  const replicas = page.getByRole("table", { name: "Replicas" });
  await expect(replicas.getByRole("row")).toHaveCount(3);
  await expect(replicas.getByText("acts by it")).toHaveCount(2);
  const waiting = page.getByRole("table", { name: "Changes that wait" });
  await expect(waiting).toBeHidden();

  other.freeze();
  await api.addHost("early");
  await api.killSwitch(true);
  await api.killSwitch(false);
  await expect(waiting.getByRole("row")).toHaveCount(3);
  await expect(waiting.getByText("prepare", { exact: true })).toHaveCount(2);
  await expect(waiting.getByText("Held until these have it")).toHaveCount(2);
  await expect(replicas.getByText(/waited for: has not \d+, \d+ yet/)).toHaveCount(1);
  await expectAccessible(page);
  await page.setViewportSize(NARROW);
  await expectAccessible(page);
  await expectFits(page);

  other.thaw();
  await expect(waiting).toBeHidden({ timeout: 180_000 });
  await expect(replicas.getByText("acts by it")).toHaveCount(2);
  expect(watch.complaints).toEqual([]);
});

/** What a colleague with a script does. */
class Api {
  private readonly headers: Record<string, string>;

  constructor(
    private readonly request: APIRequestContext,
    private readonly gateway: Gateway,
  ) {
    this.headers = { authorization: `Bearer ${gateway.token}` };
  }

  async addHost(name: string): Promise<void> {
    const serverName = `${name}.localhost`;
    const certificate = await this.post("certificates", { name, selfSigned: { dnsNames: [serverName] } });
    await this.post("hosts", {
      ...{ name, serverNames: [serverName], certificateIds: [certificate] },
      earlyData: { issueMaxBytes: 16_384, accept: true },
    });
  }

  async killSwitch(engaged: boolean): Promise<void> {
    const answer = await this.request.put(`${this.gateway.adminUrl}/api/v1/early-data/kill-switch`, {
      headers: { ...this.headers, "if-match": "*" },
      data: { engaged, note: "to see what happens" },
    });
    expect(answer.status()).toBe(200);
  }

  private async post(resource: string, data: unknown): Promise<string> {
    const answer = await this.request.post(`${this.gateway.adminUrl}/api/v1/${resource}`, {
      headers: this.headers,
      data,
    });
    expect(answer.status(), await answer.text()).toBe(201);
    return (await answer.json()).id;
  }
}
