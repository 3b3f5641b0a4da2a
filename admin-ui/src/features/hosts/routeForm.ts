import type { Route, RouteInput } from "../../api/generated/schema";
import { type MergePatch, mergePatch } from "../../api/mergePatch";
import type { DurationField } from "./DurationFields";
import { toIso, toWords } from "./duration";
import { type EarlyRequestValues, fromEarlyRequests, INHERITED, toEarlyRequests } from "./earlyRequests";
import { isoTimeouts, timeoutWords } from "./hostForm";

export const ROUTE_TIMEOUTS: readonly DurationField[] = [
  { name: "connect", label: "Connect", description: "To reach an endpoint" },
  { name: "firstByte", label: "First byte", description: "From the end of the request to the answer's begin" },
  { name: "bodyIdle", label: "Request body idle", description: "Between two pieces of the request" },
  { name: "bodyTotal", label: "Request body total", description: "For the whole body of the request" },
  { name: "responseIdle", label: "Response idle", description: "Between two pieces of the answer" },
  { name: "total", label: "Total", description: "For the whole exchange" },
];

/** Those to choose from. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

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
  readonly early: EarlyRequestValues;
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
  "/earlyData": "early.action",
  "/earlyDataMethods": "early.methods",
  "/earlyDataQuery": "early.query",
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
  early: INHERITED,
  timeouts: {},
  rates: { request: 0, response: 0, grace: "" },
  allowEncodedSlash: false,
};

export function fromRoute(route: Route): RouteValues {
  return {
    name: route.name,
    pathPrefix: route.match.pathPrefix,
    methods: [...route.match.methods],
    headers: Object.entries(route.match.headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    upstreamId: route.upstreamId,
    early: fromEarlyRequests(route),
    timeouts: timeoutWords(route.timeouts),
    rates: {
      request: route.minimumRate.requestBytesPerSecond,
      response: route.minimumRate.responseBytesPerSecond,
      grace: toWords(route.minimumRate.grace),
    },
    allowEncodedSlash: route.allowEncodedSlash,
  };
}

/** What was filled in; the host, or the gateway, has a default, or a complaint, for every other field. */
export const newRoute = (values: RouteValues): MergePatch<RouteInput> =>
  mergePatch(toRouteInput(NEW_ROUTE), toRouteInput(values));

/** What was changed and nothing else, so that what the route leaves to its host stays left to it. */
export const changedRoute = (base: Route, values: RouteValues): MergePatch<RouteInput> =>
  mergePatch(toRouteInput(fromRoute(base)), toRouteInput(values));

function toRouteInput(values: RouteValues): RouteInput {
  return {
    name: values.name.trim(),
    match: { pathPrefix: values.pathPrefix.trim(), methods: values.methods, headers: parseHeaders(values.headers) },
    upstreamId: values.upstreamId,
    ...toEarlyRequests(values.early),
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
