import type { Host, HostInput, Upstream } from "../../api/generated/schema";
import { toIso, toWords } from "./duration";

type Preset = NonNullable<Host["earlyData"]["preset"]>;
type EarlyDataInput = NonNullable<HostInput["earlyData"]>;

/** What the form holds of a host's early data. What is undefined is not the host's own: its preset says it. */
export interface EarlyDataValues {
  readonly preset: Preset | "own";
  readonly accept: boolean | undefined;
  readonly percent: number | undefined;
  readonly maxBytes: number | undefined;
  /** Empty for the gateway's. */
  readonly window: string;
}

/** What holds, whoever says it. */
export interface EffectiveEarlyData {
  readonly accept: boolean;
  readonly percent: number;
  readonly maxBytes: number;
}

/** Enough for a request with its headers and a small body. */
const USUAL_BYTES = 16_384;

/** All of it left to the preset. */
const INHERITED = { accept: undefined, percent: undefined, maxBytes: undefined } as const;

export const NO_EARLY_DATA: EarlyDataValues = { preset: "own", ...INHERITED, window: "" };

/** What a preset fills in, as the gateway expands it. */
const FILLED: Readonly<Record<EarlyDataValues["preset"], EffectiveEarlyData>> = {
  own: { accept: false, percent: 100, maxBytes: 0 },
  off: { accept: false, percent: 100, maxBytes: 0 },
  strict: { accept: true, percent: 100, maxBytes: USUAL_BYTES },
  permissive: { accept: true, percent: 100, maxBytes: USUAL_BYTES },
};

export const PRESETS: readonly { value: EarlyDataValues["preset"]; label: string; meaning: string }[] = [
  { value: "own", label: "No preset", meaning: "Every switch by itself; what a route leaves out is held." },
  { value: "off", label: "Off", meaning: "Nothing is issued and nothing let in." },
  {
    value: "strict",
    label: "Strict",
    meaning:
      "Let in and held until the handshake is confirmed; a route that allows acts on safe methods without a query.",
  },
  {
    value: "permissive",
    label: "Permissive",
    meaning: "Let in and acted on at once for safe methods, with a query too, where the upstream is early-data aware.",
  },
];

export function effective({ preset, accept, percent, maxBytes }: EarlyDataValues): EffectiveEarlyData {
  const filled = FILLED[preset];
  return {
    accept: accept ?? filled.accept,
    percent: percent ?? filled.percent,
    maxBytes: maxBytes ?? filled.maxBytes,
  };
}

/** Whether the host says anything itself that a preset could say. */
export const overridesPreset = ({ preset, accept, percent, maxBytes }: EarlyDataValues): boolean =>
  preset !== "own" && [accept, percent, maxBytes].some((value) => value !== undefined);

export function fromEarlyData({ earlyData, inherited }: Pick<Host, "earlyData" | "inherited">): EarlyDataValues {
  const own = <T>(field: string, value: T) => (inherited.includes(`/earlyData/${field}`) ? undefined : value);
  return {
    preset: earlyData.preset ?? "own",
    accept: own("accept", earlyData.accept),
    percent: own("acceptPercent", earlyData.acceptPercent),
    maxBytes: own("issueMaxBytes", earlyData.issueMaxBytes),
    window: toWords(own("freshnessWindow", earlyData.freshnessWindow)),
  };
}

/** What the host says itself, be it what its preset would say, too: that is how it stays so when the preset changes. */
export function toEarlyDataInput({ preset, accept, percent, maxBytes, window }: EarlyDataValues): EarlyDataInput {
  const iso = toIso(window);
  return {
    ...(preset === "own" ? {} : { preset }),
    ...(accept === undefined ? {} : { accept }),
    ...(percent === undefined ? {} : { acceptPercent: percent }),
    ...(maxBytes === undefined ? {} : { issueMaxBytes: maxBytes }),
    ...(iso === undefined ? {} : { freshnessWindow: iso }),
  };
}

/** A preset says all of it from then on; whoever leaves presets keeps what held, as his own. */
export const chosenPreset = (values: EarlyDataValues, preset: EarlyDataValues["preset"]): EarlyDataValues => ({
  ...values,
  ...(preset === "own" ? effective(values) : INHERITED),
  preset,
});

/** Accepting early data without issuing tickets that allow it would never happen, so the usual amount is offered. */
export const accepting = (values: EarlyDataValues, accept: boolean): EarlyDataValues => ({
  ...values,
  accept,
  maxBytes: accept && effective(values).maxBytes === 0 ? USUAL_BYTES : values.maxBytes,
});

/**
 * What becomes of a host's early data, in words for lists; undefined where it is off. A host that asks for client
 * certificates takes nothing early, whatever else it says.
 */
export function acceptedShare({ tls, earlyData }: Pick<Host, "tls" | "earlyData">): string | undefined {
  if (!earlyData.accept || tls.clientAuth !== "none") return undefined;
  if (earlyData.acceptPercent === 0) return "shadow";
  return earlyData.acceptPercent === 100 ? "accepted" : `${earlyData.acceptPercent} % accepted`;
}

/** Why the gateway holds a request that the route would act on early; undefined where it acts. */
export function heldBecause(host: Host, upstream: Upstream | undefined): string | undefined {
  if (host.tls.clientAuth !== "none") return "held: the host asks for client certificates";
  return upstream?.earlyDataAware === false ? "held: the upstream is not early-data aware" : undefined;
}
