import type { Host, Route, RouteInput } from "../../api/generated/schema";

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

export const labelOf = (action: EarlyDataAction): string =>
  EARLY_ACTIONS.find(({ value }) => value === action)?.label ?? action;

/** What the form holds of a route's early requests. What is undefined is not the route's own: its host says it. */
export interface EarlyRequestValues {
  readonly action: EarlyDataAction | undefined;
  /** Which requests an `allow` is for; none named means every method. */
  readonly methods: readonly string[] | undefined;
  readonly query: boolean | undefined;
}

/** What holds, whoever says it. */
export interface EffectiveEarlyRequests {
  readonly action: EarlyDataAction;
  readonly methods: readonly string[];
  readonly query: boolean;
}

export const INHERITED: EarlyRequestValues = { action: undefined, methods: undefined, query: undefined };

/** What the host's preset gives a route that says nothing itself, as the gateway expands it. */
export function presetRequests(preset: Host["earlyData"]["preset"]): EffectiveEarlyRequests {
  const safe = ["GET", "HEAD", "OPTIONS"];
  switch (preset) {
    case "strict":
      return { action: "hold", methods: safe, query: false };
    case "permissive":
      return { action: "allow", methods: safe, query: true };
    default:
      return { action: "hold", methods: [], query: true };
  }
}

export function fromEarlyRequests(route: Route): EarlyRequestValues {
  const own = <T>(pointer: string, value: T) => (route.inherited.includes(pointer) ? undefined : value);
  return {
    action: own("/earlyData", route.earlyData),
    methods: own("/earlyDataMethods", route.earlyDataMethods),
    query: own("/earlyDataQuery", route.earlyDataQuery),
  };
}

/** What the route says itself, be it what its host's preset would say, too: an own `hold` stays one under any preset. */
export const toEarlyRequests = ({
  action,
  methods,
  query,
}: EarlyRequestValues): Pick<RouteInput, "earlyData" | "earlyDataMethods" | "earlyDataQuery"> => ({
  ...(action === undefined ? {} : { earlyData: action }),
  ...(methods === undefined ? {} : { earlyDataMethods: [...methods] }),
  ...(query === undefined ? {} : { earlyDataQuery: query }),
});
