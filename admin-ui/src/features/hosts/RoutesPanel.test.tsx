import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Host } from "../../api/generated/schema";
import { list, ScriptedGateway, show } from "../../api/testing";
import { acceptedShare } from "./earlyData";
import { RoutesPanel } from "./RoutesPanel";
import { host, route } from "./scripted";

const asking = (clientAuth: Host["tls"]["clientAuth"]): Host => ({ ...host, tls: { ...host.tls, clientAuth } });

const rowOf = async (shown: Host, earlyDataAware: boolean) => {
  new ScriptedGateway()
    .on("GET /api/v1/hosts/h1/routes", () => list({ ...route, earlyData: "allow" }))
    .on("GET /api/v1/upstreams", () => list({ id: "u1", name: "shop servers", earlyDataAware }));
  show(<RoutesPanel host={shown} />);
  const row = await screen.findByRole("row", { name: /api/ });
  await within(row).findByText("shop servers");
  return row.textContent;
};

test("a route that allows is shown as it is where nothing holds", async () => {
  expect(await rowOf(host, true)).not.toContain("held:");
});

test("a route that allows holds where the upstream is not early-data aware", async () => {
  expect(await rowOf(host, false)).toContain("held: the upstream is not early-data aware");
});

test.each(["request", "require"] as const)("a route that allows holds where its host says %s", async (clientAuth) => {
  expect(await rowOf(asking(clientAuth), true)).toContain("held: the host asks for client certificates");
});

test("a host that asks for client certificates accepts nothing early, whatever else it says", () => {
  const earlyData = (acceptPercent: number) => ({ ...host.earlyData, acceptPercent });
  expect(acceptedShare(host)).toBe("5 % accepted");
  expect(acceptedShare({ ...host, earlyData: earlyData(100) })).toBe("accepted");
  expect(acceptedShare({ ...host, earlyData: earlyData(0) })).toBe("shadow");
  expect(acceptedShare({ ...host, earlyData: { ...host.earlyData, accept: false } })).toBeUndefined();
  expect(acceptedShare(asking("request"))).toBeUndefined();
  expect(acceptedShare(asking("require"))).toBeUndefined();
});
