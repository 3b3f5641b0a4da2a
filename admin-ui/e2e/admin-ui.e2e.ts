import { type APIRequestContext, expect, type Locator, type Page, test } from "@playwright/test";
import { ConsoleWatch } from "./console-watch";
import { type Gateway, startGateway } from "./gateway";
import { choose, drop, expectAccessible, expectFits, signIn } from "./page";
import { get, makeCertificate, OpenSslClient, PASSPHRASE, serialOf, servedSerial, startUpstream } from "./peers";
import { keepRevocationLists } from "./trust-bundles";

const DEMO = "demo.localhost";
const SHOP = "shop.localhost";

let gateway: Gateway;

test.beforeAll(async () => {
  gateway = await startGateway();
});

test.afterAll(async () => {
  await gateway?.stop();
});

test("an operator signs in, watches handshakes, brings a host to life and leaves", async ({ page, request }) => {
  const watch = new ConsoleWatch(page, [
    // Asking who is signed in is how the page finds out that nobody is.
    { status: 401, path: /\/api\/v1\/session$/ },
    { status: 401, path: /\/api\/v1\/events\/stream$/ },
    { status: 422, path: /\/api\/v1\/hosts$/ },
    { status: 412, path: /\/api\/v1\/hosts\// },
    { status: 409, path: /\/api\/v1\/certificates\// },
    { status: 422, path: /\/api\/v1\/trust-bundles$/ },
  ]);
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(gateway.adminUrl) && !request.url().startsWith("blob:")) {
      foreign.push(request.url());
    }
  });

  await test.step("the page comes under a policy without inline code", async () => {
    const response = await page.goto(`${gateway.adminUrl}/ui/hosts`);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain("unsafe");
    await expect(page.getByRole("heading", { name: "Sign in to Postern" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a wrong token is refused, the admin token lets in, and the page that was asked for opens", async () => {
    await signIn(page, "not the token");
    await expect(page.getByRole("alert")).toContainText("That token is not valid");
    await signIn(page, gateway.token);
    await expect(page.getByRole("heading", { name: "Hosts and routes" })).toBeVisible();
    await expect(page.getByRole("row", { name: new RegExp(DEMO) })).toBeVisible();
    await expectAccessible(page);
    expect(await everythingStored(page)).not.toContain(gateway.token);
    expect(page.url()).not.toContain(gateway.token);
  });

  await test.step("full, resumed, 0-RTT and failed handshakes appear as they happen", () => watchHandshakes(page));

  const first = await makeCertificate(gateway.dataDirectory, "first", SHOP);
  const second = await makeCertificate(gateway.dataDirectory, "second", SHOP);

  await test.step("a certificate is added by dropping its files", async () => {
    await page.getByRole("link", { name: "Certificates" }).click();
    await page.getByRole("button", { name: "Add certificate" }).click();
    const dialog = page.getByRole("dialog", { name: "Add certificate" });
    await dialog.getByLabel("Name").fill("shop");
    await drop(dialog.getByLabel(/Drop the certificate files/), first.certificate);
    await expect(dialog.getByText("The private key is missing")).toBeVisible();
    await expectAccessible(page);
    await drop(dialog.getByLabel(/Drop the certificate files/), first.key);
    await dialog.getByRole("button", { name: "Add certificate" }).click();
    await closeFindings(dialog);
    await expect(page.getByRole("row", { name: /shop/ })).toContainText(SHOP);
    await expectAccessible(page);
  });

  const upstream = await startUpstream();

  await test.step("an upstream, a host and a route are made", async () => {
    await page.getByRole("link", { name: "Upstreams" }).click();
    await page.getByRole("button", { name: "Add upstream" }).click();
    const dialog = page.getByRole("dialog", { name: "Add upstream" });
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("shop servers");
    await dialog.getByRole("textbox", { name: "Address of endpoint 1" }).fill(upstream.url);
    await dialog.getByRole("button", { name: "Add upstream" }).click();
    await expect(page.getByRole("row", { name: /shop servers/ })).toContainText(upstream.url);
    await expectAccessible(page);

    await page.getByRole("link", { name: "Hosts and routes" }).click();
    await page.getByRole("link", { name: "Add host" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("shop");
    await page.getByRole("combobox", { name: "Server names" }).fill("not a name!");
    await page.getByRole("combobox", { name: "Server names" }).press("Enter");
    await choose(page, page.getByRole("combobox", { name: "Certificates" }), /^shop/);
    await page.getByRole("button", { name: "Add host" }).click();
    // The gateway's own complaint stands at the field that it is about.
    await expect(page.getByRole("combobox", { name: "Server names" })).toHaveAccessibleDescription(/not a name!/);
    await expectAccessible(page);
    await page.getByRole("combobox", { name: "Server names" }).press("Backspace");
    await page.getByRole("combobox", { name: "Server names" }).fill(SHOP);
    await page.getByRole("combobox", { name: "Server names" }).press("Enter");
    await page.getByRole("button", { name: "Add host" }).click();
    await expect(page.getByRole("heading", { name: "shop", level: 1 })).toBeVisible();

    await page.getByRole("button", { name: "Add route" }).click();
    const route = page.getByRole("dialog", { name: "Add route" });
    await route.getByRole("textbox", { name: "Name", exact: true }).fill("everything");
    await choose(page, route.getByRole("combobox", { name: "Upstream" }), /shop servers/);
    await route.getByRole("button", { name: "Add route" }).click();
    await expect(page.getByRole("row", { name: /everything/ })).toContainText("shop servers");
    await expectAccessible(page);
  });

  await test.step("the new host serves traffic at once", async () => {
    expect(await get(gateway.tlsPort, SHOP, "/basket", first)).toEqual([200, "upstream saw GET /basket"]);
    expect(await servedSerial(gateway.tlsPort, SHOP)).toBe(await serialOf(first));
  });

  await test.step("a preset fills in a host's early data, and its route says which requests it acts on", async () => {
    await page.getByRole("link", { name: "Hosts and routes" }).click();
    await page.getByRole("link", { name: "shop", exact: true }).click();
    const handshake = page.getByRole("region", { name: "Handshake" });
    await handshake.getByRole("combobox", { name: "Preset" }).click();
    await page.getByRole("option", { name: "Strict" }).click();
    await expect(handshake.getByRole("switch", { name: "Accept early data" })).toBeChecked();
    await handshake.getByRole("textbox", { name: "Share that is let in" }).fill("5");
    await expectAccessible(page);
    await handshake.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("New connections follow it at once.")).toBeVisible();
    await page.getByRole("button", { name: "Add route" }).click();
    const route = page.getByRole("dialog", { name: "Add route" });
    await expect(route.getByRole("textbox", { name: "Methods to act on early" })).toHaveCount(0);
    await route.getByRole("radio", { name: "Allow" }).check();
    await expect(route.getByRole("switch", { name: "Also with a query" })).not.toBeChecked();
    await expectAccessible(page);
    await route.getByRole("button", { name: "Close" }).click();
    await page.getByRole("link", { name: "Hosts and routes" }).click();
    await expect(page.getByRole("row", { name: /shop/ })).toContainText("5 % accepted");
  });

  await test.step("the kill switch refuses all early data until it is released", async () => {
    await page.getByRole("link", { name: "Early data" }).click();
    const replicas = page.getByRole("table", { name: "Replicas" });
    await expect(replicas.getByRole("row", { name: /this one/ })).toContainText("acts by it");
    await expect(page.getByRole("table", { name: "Outcomes of early data" })).toContainText("accepted");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Switch early data off" }).click();
    const dialog = page.getByRole("dialog", { name: "Switch all early data off?" });
    await dialog.getByRole("textbox", { name: "Note" }).fill("orders came twice");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Switch off" }).click();
    const panel = page.getByRole("region", { name: "Kill switch" });
    await expect(panel).toContainText("engaged");
    await expect(panel).toContainText("orders came twice");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Let early data in again" }).click();
    await page.getByRole("button", { name: "Let in", exact: true }).click();
    await expect(panel).toContainText("released");
  });

  await test.step("ticket keys are rotated, and all tickets revoked", async () => {
    const ring = page.getByRole("table", { name: "Ticket keys" });
    await expect(ring.getByRole("row", { name: /current/ })).toContainText("Seals new tickets");
    await expect(ring.getByText("previous", { exact: true })).toHaveCount(0);
    await page.getByRole("button", { name: "Rotate now" }).click();
    await expect(ring.getByText("previous", { exact: true })).toBeVisible();
    await expectAccessible(page);
    // A second one would cost tickets, so it asks.
    await page.getByRole("button", { name: "Rotate now" }).click();
    const again = page.getByRole("dialog", { name: "Rotate ticket keys again?" });
    await expectAccessible(page);
    await again.getByRole("button", { name: "Cancel" }).click();
    await expect(again).toBeHidden();
    await page.getByRole("button", { name: "Revoke all tickets" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Revoke all", exact: true }).click();
    await expect(ring.getByText("previous", { exact: true })).toHaveCount(0);
  });

  await test.step("resolve explains the way", async () => {
    await page.getByRole("link", { name: "Resolve" }).click();
    await page.getByRole("textbox", { name: "Server name (SNI)" }).fill(SHOP);
    await page.getByRole("textbox", { name: "Path" }).fill("/basket");
    await page.getByRole("button", { name: "Resolve" }).click();
    const way = page.getByRole("region", { name: "The way it takes" });
    await expect(way).toContainText("shop");
    await expect(way).toContainText("everything");
    await expect(way).toContainText("shop servers");
    await expectAccessible(page);
  });

  await test.step("replacing the certificate reaches the host", async () => {
    await page.getByRole("link", { name: "Certificates" }).click();
    await page.getByRole("button", { name: "Replace shop" }).click();
    const dialog = page.getByRole("dialog", { name: "Replace shop" });
    await drop(dialog.getByLabel(/Drop the certificate files/), second.pkcs12);
    await dialog.getByLabel("Passphrase of the PKCS#12 store").fill(PASSPHRASE);
    await dialog.getByRole("button", { name: "Replace" }).click();
    await closeFindings(dialog);
    await expect.poll(() => servedSerial(gateway.tlsPort, SHOP)).toBe(await serialOf(second));
    expect((await get(gateway.tlsPort, SHOP, "/", second))[0]).toBe(200);
  });

  await test.step("a certificate in use cannot be deleted, and the page says who uses it", async () => {
    await page.getByRole("button", { name: "More for shop" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete shop?" });
    await dialog.getByRole("button", { name: "Delete certificate" }).click();
    await expect(dialog.getByRole("alert")).toContainText("shop");
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("an authority of clients takes its word back", () =>
    keepRevocationLists(page, gateway.dataDirectory));

  await test.step("what someone else saved in the meantime is not lost", () => resolveConflict(page, request));

  await test.step("every page fits a narrow screen", async () => {
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    for (const place of ["", "hosts", "hosts/new", "upstreams", "certificates", "early-data", "resolve"]) {
      await page.goto(`${gateway.adminUrl}/ui/${place}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("status", { name: /loading/ })).toHaveCount(0);
      await expectFits(page);
    }
    await page.setViewportSize(wide ?? { width: 1360, height: 900 });
  });

  await test.step("signing out ends the session", async () => {
    await page.getByRole("button", { name: "Account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page.getByRole("heading", { name: "Sign in to Postern" })).toBeVisible();
    await page.goto(`${gateway.adminUrl}/ui/certificates`);
    await expect(page.getByRole("heading", { name: "Sign in to Postern" })).toBeVisible();
  });

  upstream.server.close();
  expect(watch.complaints).toEqual([]);
  expect(foreign).toEqual([]);
});

/** All that a script of the page could read back later. */
const everythingStored = (page: Page): Promise<string> =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

async function watchHandshakes(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Handshakes" }).click();
  await expect(page.getByRole("status", { name: "Event stream: Live" })).toBeVisible();
  const client = new OpenSslClient(gateway.tlsPort, DEMO, gateway.dataDirectory);
  const newest = page.getByRole("table", { name: "Handshakes, newest first" }).getByRole("row").nth(1);

  await client.full();
  await expect(newest).toContainText("Full");
  await expect(newest).toContainText(DEMO);

  await client.resumed();
  await expect(newest).toContainText("Resumed");

  expect(await client.early0Rtt()).toContain("Early data was accepted");
  await expect(newest).toContainText("0-RTT");

  await client.tooOld();
  await expect(newest).toContainText("Failed");
  await expect(newest).toContainText("protocol_version");

  await page.getByRole("button", { name: /^Failed: 1/ }).click();
  await expect(page.getByRole("table", { name: "Handshakes, newest first" }).getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: /^Details of/ }).click();
  const details = page.getByRole("dialog", { name: "Handshake" });
  await expect(details.getByRole("alert")).toContainText("older than TLS 1.3");
  await expectAccessible(page);
  await details.getByRole("button", { name: "Close details" }).click();
  await page.getByRole("button", { name: /^Failed: 1/ }).click();

  await page.getByRole("button", { name: "Pause" }).click();
  await client.full();
  await page.getByRole("button", { name: "Resume · 1 new" }).click();
  await expect(newest).toContainText("Full");
}

/** A self-signed certificate is taken, but not without a remark: reads it and goes on. */
async function closeFindings(dialog: Locator): Promise<void> {
  const done = dialog.getByRole("button", { name: "Done" });
  await expect(done.or(dialog.page().getByRole("alert"))).toBeVisible();
  await done.click();
  await expect(dialog).toBeHidden();
}

async function resolveConflict(page: Page, request: APIRequestContext): Promise<void> {
  await page.getByRole("link", { name: "Hosts and routes" }).click();
  await page.getByRole("link", { name: "shop", exact: true }).click();
  const form = page.getByRole("region", { name: "Handshake" });
  await form.getByRole("switch", { name: "Accept early data" }).check();

  await renameHostOverRest(request, "shop", "shop of someone else");

  await form.getByRole("button", { name: "Save" }).click();
  const conflict = form.getByRole("alert");
  await expect(conflict).toContainText("Someone else changed this host");
  await expect(conflict).toContainText("shop of someone else");
  await expectAccessible(page);
  await conflict.getByRole("button", { name: "Load their version" }).click();
  await expect(form.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("shop of someone else");
  await form.getByRole("switch", { name: "Accept early data" }).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("New connections follow it at once.")).toBeVisible();
  await expect(form.getByRole("switch", { name: "Accept early data" })).toBeChecked();
}

/** What a colleague with a script does at the same time. */
async function renameHostOverRest(request: APIRequestContext, from: string, to: string): Promise<void> {
  const headers = { authorization: `Bearer ${gateway.token}` };
  const list = await request.get(`${gateway.adminUrl}/api/v1/hosts`, { headers });
  const { items } = await list.json();
  const { id } = items.find((host: { name: string }) => host.name === from);
  const one = await request.get(`${gateway.adminUrl}/api/v1/hosts/${id}`, { headers });
  const renamed = await request.patch(`${gateway.adminUrl}/api/v1/hosts/${id}`, {
    headers: { ...headers, "if-match": one.headers()["etag"] ?? "", "content-type": "application/merge-patch+json" },
    data: { name: to },
  });
  expect(renamed.status()).toBe(200);
}
