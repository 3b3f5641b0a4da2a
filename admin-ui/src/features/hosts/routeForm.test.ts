import { expect, test } from "vitest";
import type { Host, Route } from "../../api/generated/schema";
import { presetRequests } from "./earlyRequests";
import { changedRoute, fromRoute, NEW_ROUTE, newRoute } from "./routeForm";
import { route } from "./scripted";

const silent: Route = { ...route, inherited: ["/earlyData", "/earlyDataMethods", "/earlyDataQuery"] };

test("nothing comes of a route that was not changed, whatever it says itself", () => {
  expect(changedRoute(route, fromRoute(route))).toEqual({});
  expect(changedRoute(silent, fromRoute(silent))).toEqual({});
});

test("only what was changed is sent", () => {
  const values = fromRoute(silent);
  expect(changedRoute(silent, { ...values, name: " orders " })).toEqual({ name: "orders" });
  expect(changedRoute(silent, { ...values, headers: "x-region: eu" })).toEqual({
    match: { headers: { "x-tenant": null, "x-region": "eu" } },
  });
  expect(changedRoute(silent, { ...values, timeouts: { ...values.timeouts, total: "" } })).toEqual({
    timeouts: { total: null },
  });
  expect(changedRoute(silent, { ...values, allowEncodedSlash: false })).toEqual({ allowEncodedSlash: false });
});

test("an action that is chosen is sent, also where it is what the host's preset says", () => {
  const values = fromRoute(silent);
  expect(changedRoute(silent, { ...values, early: { ...values.early, action: route.earlyData } })).toEqual({
    earlyData: route.earlyData,
  });
});

test("an action that is given back to the host is taken away", () => {
  const values = fromRoute(route);
  expect(changedRoute(route, { ...values, early: { ...values.early, action: undefined } })).toEqual({
    earlyData: null,
  });
});

test("a new route says what was filled in and nothing else", () => {
  expect(newRoute({ ...NEW_ROUTE, name: "api", upstreamId: "u1" })).toEqual({ name: "api", upstreamId: "u1" });
  const early = { action: "hold", methods: [], query: false } as const;
  expect(newRoute({ ...NEW_ROUTE, name: "api", upstreamId: "u1", pathPrefix: "/api", early })).toEqual({
    name: "api",
    upstreamId: "u1",
    match: { pathPrefix: "/api" },
    earlyData: "hold",
    earlyDataMethods: [],
    earlyDataQuery: false,
  });
});

test.each<[Host["earlyData"]["preset"], string, readonly string[], boolean]>([
  [undefined, "hold", [], true],
  ["off", "hold", [], true],
  ["strict", "hold", ["GET", "HEAD", "OPTIONS"], false],
  ["permissive", "allow", ["GET", "HEAD", "OPTIONS"], true],
])("knows what the preset %s gives a route", (preset, action, methods, query) => {
  expect(presetRequests(preset)).toEqual({ action, methods, query });
});
