import type { Host, HostInput, Upstream } from "../../api/generated/schema";
import { toIso, toWords } from "./duration";

type Preset = NonNullable<Host["earlyData"]["preset"]>;
type EarlyDataInput = NonNullable<HostInput["earlyData"]>;

/** What the form holds of a host's early data. */
export interface EarlyDataValues {
  readonly preset: Preset | "own";
  readonly accept: boolean;
  readonly percent: number;
  readonly maxBytes: number;
  readonly window: string;
}

/** Enough for a request with its headers and a small body. */
const USUAL_BYTES = 16_384;

export const OWN: EarlyDataValues = { preset: "own", accept: false, percent: 100, maxBytes: 0, window: "" };

/** What a preset fills in, as the gateway expands it. */
const FILLED: Readonly<Record<EarlyDataValues["preset"], Pick<EarlyDataValues, "accept" | "percent" | "maxBytes">>> = {
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

export function fromEarlyData(view: Host["earlyData"]): EarlyDataValues {
  return {
    preset: view.preset ?? "own",
    accept: view.accept,
    percent: view.acceptPercent,
    maxBytes: view.issueMaxBytes,
    window: toWords(view.freshnessWindow),
  };
}

/** With a preset only what differs from it, so that another preset can replace it later. */
export function toEarlyDataInput(values: EarlyDataValues): EarlyDataInput {
  const iso = toIso(values.window);
  const window = iso === undefined ? {} : { freshnessWindow: iso };
  if (values.preset === "own") {
    return { accept: values.accept, acceptPercent: values.percent, issueMaxBytes: values.maxBytes, ...window };
  }
  const filled = FILLED[values.preset];
  return {
    preset: values.preset,
    ...(values.accept === filled.accept ? {} : { accept: values.accept }),
    ...(values.percent === filled.percent ? {} : { acceptPercent: values.percent }),
    ...(values.maxBytes === filled.maxBytes ? {} : { issueMaxBytes: values.maxBytes }),
    ...window,
  };
}

export const chosenPreset = (values: EarlyDataValues, preset: EarlyDataValues["preset"]): EarlyDataValues => ({
  ...values,
  ...(preset === "own" ? {} : FILLED[preset]),
  preset,
});

/** Accepting early data without issuing tickets that allow it would never happen, so the usual amount is offered. */
export const accepting = (values: EarlyDataValues, accept: boolean): EarlyDataValues => ({
  ...values,
  accept,
  maxBytes: accept && values.maxBytes === 0 ? USUAL_BYTES : values.maxBytes,
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
