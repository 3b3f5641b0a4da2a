import { expect, test } from "vitest";
import type { Host, Route } from "../../api/generated/schema";
import { fromHost, toHostInput } from "./hostForm";
import { fromRoute, toRouteInput } from "./routeForm";

const route = {
  id: "r1",
  name: "api",
  match: { pathPrefix: "/api", methods: ["GET"], headers: { "x-tenant": "a: b" } },
  upstreamId: "u1",
  earlyData: "tooEarly",
  timeouts: { firstByte: "PT90S" },
} as Route;

const host = {
  id: "h1",
  name: "shop",
  serverNames: ["shop.example"],
  mode: "terminate",
  certificateIds: ["c1"],
  tls: { minVersion: "1.3", clientAuth: "request", trustBundleId: "t1" },
  earlyData: { issueMaxBytes: 16384, accept: true },
  timeouts: { header: "PT15S" },
} as Host;

test("sends a route back as it came when nothing was changed", () => {
  const { id, ...input } = route;
  expect(id).toBe("r1");
  expect(toRouteInput(fromRoute(route))).toEqual(input);
});

test("keeps what the host form does not show", () => {
  const { id, ...input } = host;
  expect(id).toBe("h1");
  expect(toHostInput(fromHost(host), host)).toEqual(input);
});
