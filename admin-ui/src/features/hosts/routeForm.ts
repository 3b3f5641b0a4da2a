import type { Host, Route, RouteInput } from "../../api/generated/schema";
import type { DurationField } from "./DurationFields";
import { toIso, toWords } from "./duration";
import { isoTimeouts, timeoutWords } from "./hostForm";

export const ROUTE_TIMEOUTS: readonly DurationField[] = [
  { name: "connect", label: "Connect", description: "To reach an endpoint" },
  { name: "firstByte", label: "First byte", description: "From the end of the request to the answer's begin" },
  { name: "bodyIdle", label: "Request body idle", description: "Between two pieces of the request" },
  { name: "bodyTotal", label: "Request body total", description: "For the whole body of the request" },
  { name: "responseIdle", label: "Response idle", description: "Between two pieces of the answer" },
  { name: "total", label: "Total", description: "For the whole exchange" },
];

export type EarlyDataAction = Route["earlyData"];

/** The three things a route can do with a request that came early, and what each means. */
export const EARLY_ACTIONS: readonly { value: EarlyDataAction; label: string; description: string }[] = [
  {
    value: "hold",
    label: "Hold",
    description: "Park the request until the handshake is confirmed. Safe for everything.",
  },
  { value: "tooEarly", label: "Too early", description: "Answer 425, so that the client sends it again later." },
  {
    value: "allow",
    label: "Allow",
    description:
      "Act at once. Only for requests that may be repeated without harm, towards an upstream that is early-data aware.",
  },
];

/** How slow a client may be, in bytes per second; 0 means as slow as it likes. */
export interface RateValues {
  readonly request: number;
  readonly response: number;
  readonly grace: string;
}

export interface RouteValues {
  readonly name: string;
  readonly pathPrefix: string;
  readonly methods: string[];
  /** One `name: value` a line. */
  readonly headers: string;
  readonly upstreamId: string;
  readonly earlyData: EarlyDataAction;
  /** Which requests an `allow` is for; none named means every method. */
  readonly earlyDataMethods: string[];
  readonly earlyDataQuery: boolean;
  readonly timeouts: Readonly<Record<string, string>>;
  readonly rates: RateValues;
  readonly allowEncodedSlash: boolean;
}

export const ROUTE_FIELDS: Readonly<Record<string, string>> = {
  "/name": "name",
  "/match/pathPrefix": "pathPrefix",
  "/match/methods": "methods",
  "/match/headers": "headers",
  "/upstreamId": "upstreamId",
  "/earlyData": "earlyData",
  "/earlyDataMethods": "earlyDataMethods",
  "/earlyDataQuery": "earlyDataQuery",
  ...Object.fromEntries(ROUTE_TIMEOUTS.map(({ name }) => [`/timeouts/${name}`, `timeouts.${name}`])),
  "/minimumRate/requestBytesPerSecond": "rates.request",
  "/minimumRate/responseBytesPerSecond": "rates.response",
  "/minimumRate/grace": "rates.grace",
};

export const NEW_ROUTE: RouteValues = {
  name: "",
  pathPrefix: "/",
  methods: [],
  headers: "",
  upstreamId: "",
  earlyData: "hold",
  earlyDataMethods: [],
  earlyDataQuery: true,
  timeouts: {},
  rates: { request: 0, response: 0, grace: "" },
  allowEncodedSlash: false,
};

/** What the host's preset gives a route that says nothing itself is where a new one starts. */
export function newRoute(preset: Host["earlyData"]["preset"]): RouteValues {
  const safe = ["GET", "HEAD", "OPTIONS"];
  switch (preset) {
    case "strict":
      return { ...NEW_ROUTE, earlyDataMethods: safe, earlyDataQuery: false };
    case "permissive":
      return { ...NEW_ROUTE, earlyData: "allow", earlyDataMethods: safe };
    default:
      return NEW_ROUTE;
  }
}

export function fromRoute(route: Route): RouteValues {
  return {
    name: route.name,
    pathPrefix: route.match.pathPrefix,
    methods: [...route.match.methods],
    headers: Object.entries(route.match.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    upstreamId: route.upstreamId,
    earlyData: route.earlyData,
    earlyDataMethods: [...route.earlyDataMethods],
    earlyDataQuery: route.earlyDataQuery,
    timeouts: timeoutWords(route.timeouts),
    rates: {
      request: route.minimumRate.requestBytesPerSecond,
      response: route.minimumRate.responseBytesPerSecond,
      grace: toWords(route.minimumRate.grace),
    },
    allowEncodedSlash: route.allowEncodedSlash,
  };
}

export function toRouteInput(values: RouteValues): RouteInput {
  return {
    name: values.name.trim(),
    match: { pathPrefix: values.pathPrefix.trim(), methods: values.methods, headers: parseHeaders(values.headers) },
    upstreamId: values.upstreamId,
    earlyData: values.earlyData,
    earlyDataMethods: [...values.earlyDataMethods],
    earlyDataQuery: values.earlyDataQuery,
    timeouts: isoTimeouts(values.timeouts),
    minimumRate: toMinimumRate(values.rates),
    allowEncodedSlash: values.allowEncodedSlash,
  };
}

const DEFAULT_GRACE = "PT10S";

const toMinimumRate = ({ request, response, grace }: RateValues): NonNullable<RouteInput["minimumRate"]> => ({
  requestBytesPerSecond: request,
  responseBytesPerSecond: response,
  grace: toIso(grace) ?? DEFAULT_GRACE,
});

function parseHeaders(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return colon === -1 ? [line.trim(), ""] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}
