import { expect, test } from "vitest";
import type { Host, HostInput, Route, RouteInput } from "../../api/generated/schema";
import { accepting, chosenPreset, toEarlyDataInput } from "./earlyData";
import { fromHost, toHostInput } from "./hostForm";
import { fromRoute, newRoute, toRouteInput } from "./routeForm";

const bookkeeping = {
  declared: false,
  revision: 7,
  createdAt: "2026-11-24T12:00:00Z",
  changedAt: "2026-11-24T12:00:00Z",
};

const routeInput = {
  name: "api",
  match: { pathPrefix: "/api", methods: ["GET"], headers: { "x-tenant": "a: b" } },
  upstreamId: "u1",
  earlyData: "tooEarly",
  earlyDataMethods: ["GET"],
  earlyDataQuery: false,
  timeouts: {
    connect: "PT5S",
    bodyIdle: "PT30S",
    bodyTotal: "PT600S",
    firstByte: "PT90S",
    responseIdle: "unlimited",
    total: "PT3600S",
  },
  minimumRate: { requestBytesPerSecond: 240, responseBytesPerSecond: 0, grace: "PT10S" },
  allowEncodedSlash: true,
} satisfies RouteInput;

const ceilings = {
  anonymousHeader: "PT5S",
  anonymousKeepAlive: "PT15S",
  anonymousBodyTotal: "PT60S",
  anonymousTotal: "unlimited",
  earlyBodyTotal: "PT10S",
  earlyTotal: "unlimited",
};

const hostInput = {
  name: "shop",
  serverNames: ["shop.example"],
  mode: "terminate",
  certificateIds: ["c1"],
  tls: { minVersion: "1.3", clientAuth: "request", trustBundleId: "t1", ticketLifetime: "PT43200S" },
  earlyData: { issueMaxBytes: 16384, accept: true, acceptPercent: 5, freshnessWindow: "PT3S" },
  timeouts: { handshake: "PT10S", confirmation: "PT10S", header: "PT15S", keepAlive: "PT75S", ...ceilings },
} satisfies HostInput;

test("sends a route back as it came when nothing was changed", () => {
  const route: Route = { ...routeInput, id: "r1", hostId: "h1", ...bookkeeping };
  expect(toRouteInput(fromRoute(route))).toEqual(routeInput);
});

test("sends a host back as it came when nothing was changed", () => {
  const host: Host = { ...hostInput, id: "h1", ...bookkeeping };
  expect(toHostInput(fromHost(host), host)).toEqual(hostInput);
});

test("sends a preset with what differs from it alone, so that another preset can replace it", () => {
  const earlyData = { preset: "strict", accept: true, acceptPercent: 0, issueMaxBytes: 16384, freshnessWindow: "PT3S" };
  const host = { ...hostInput, earlyData, id: "h1", ...bookkeeping } as Host;
  expect(toHostInput(fromHost(host), host).earlyData).toEqual({
    preset: "strict",
    acceptPercent: 0,
    freshnessWindow: "PT3S",
  });
});

test("a new route starts with what the host's preset would give it", () => {
  expect(newRoute(undefined)).toMatchObject({ earlyData: "hold", earlyDataMethods: [], earlyDataQuery: true });
  expect(newRoute("strict")).toMatchObject({ earlyData: "hold", earlyDataQuery: false });
  expect(newRoute("permissive")).toMatchObject({ earlyData: "allow", earlyDataQuery: true });
  expect(newRoute("permissive").earlyDataMethods).toEqual(["GET", "HEAD", "OPTIONS"]);
});

test("a chosen preset fills in what it stands for, and the gateway is told its name", () => {
  const own = { preset: "own", accept: false, percent: 5, maxBytes: 0, window: "" } as const;
  const strict = chosenPreset(own, "strict");
  expect(strict).toMatchObject({ accept: true, percent: 100, maxBytes: 16_384 });
  expect(toEarlyDataInput(strict)).toEqual({ preset: "strict" });
  expect(toEarlyDataInput(chosenPreset(strict, "off"))).toEqual({ preset: "off" });
  expect(toEarlyDataInput(accepting(own, true))).toEqual({ accept: true, acceptPercent: 5, issueMaxBytes: 16_384 });
});
