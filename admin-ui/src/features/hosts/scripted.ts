import type { Host, Route } from "../../api/generated/schema";

const bookkeeping = {
  declared: false,
  revision: 7,
  createdAt: "2026-11-24T12:00:00Z",
  changedAt: "2026-11-24T12:00:00Z",
};

/** A host for tests, as the gateway shows one that says everything itself. */
export const host: Host = {
  id: "h1",
  name: "shop",
  serverNames: ["shop.example"],
  mode: "terminate",
  certificateIds: ["c1"],
  tls: { minVersion: "1.3", clientAuth: "none", ticketLifetime: "PT24H" },
  earlyData: { issueMaxBytes: 16384, accept: true, acceptPercent: 5, freshnessWindow: "PT3S" },
  inherited: [],
  timeouts: {
    handshake: "PT10S",
    confirmation: "PT10S",
    header: "PT15S",
    keepAlive: "PT75S",
    anonymousHeader: "PT5S",
    anonymousKeepAlive: "PT15S",
    anonymousBodyTotal: "PT60S",
    anonymousTotal: "unlimited",
    earlyBodyTotal: "PT10S",
    earlyTotal: "unlimited",
  },
  ...bookkeeping,
};

/** One of its routes. */
export const route: Route = {
  id: "r1",
  hostId: "h1",
  name: "api",
  match: { pathPrefix: "/api", methods: ["GET"], headers: { "x-tenant": "a: b" } },
  upstreamId: "u1",
  earlyData: "tooEarly",
  earlyDataMethods: ["GET"],
  earlyDataQuery: false,
  timeouts: {
    connect: "PT5S",
    bodyIdle: "PT30S",
    bodyTotal: "PT10M",
    firstByte: "PT1M30S",
    responseIdle: "unlimited",
    total: "PT1H",
  },
  minimumRate: { requestBytesPerSecond: 240, responseBytesPerSecond: 0, grace: "PT10S" },
  allowEncodedSlash: true,
  inherited: [],
  ...bookkeeping,
};
