import type { Host, HostInput } from "../../api/generated/schema";
import { type MergePatch, mergePatch } from "../../api/mergePatch";
import type { DurationField } from "./DurationFields";
import { toIso, toWords } from "./duration";
import { type EarlyDataValues, fromEarlyData, NO_EARLY_DATA, toEarlyDataInput } from "./earlyData";

export const HOST_TIMEOUTS: readonly DurationField[] = [
  { name: "handshake", label: "Handshake", description: "Until the TLS handshake must be done" },
  { name: "confirmation", label: "Confirmation", description: "From early data to the client's Finished" },
  { name: "header", label: "Header", description: "For the whole head of a request" },
  { name: "keepAlive", label: "Keep-alive", description: "Between two requests" },
  { name: "anonymousHeader", label: "Header, anonymous", description: "At most, without a client certificate" },
  { name: "anonymousKeepAlive", label: "Keep-alive, anonymous", description: "At most, without a client certificate" },
  { name: "anonymousBodyTotal", label: "Body, anonymous", description: "At most, without a client certificate" },
  { name: "anonymousTotal", label: "Exchange, anonymous", description: "At most, without a client certificate" },
  { name: "earlyBodyTotal", label: "Body, early", description: "At most, for a request that came early" },
  { name: "earlyTotal", label: "Exchange, early", description: "At most, for a request that came early" },
];

/** What the form holds: text where people type text. */
export interface HostValues {
  readonly name: string;
  readonly serverNames: string[];
  readonly certificateIds: string[];
  readonly clientAuth: Host["tls"]["clientAuth"];
  readonly trustBundleId: string;
  readonly ticketLifetime: string;
  readonly early: EarlyDataValues;
  readonly timeouts: Readonly<Record<string, string>>;
}

/** Where the gateway's complaints belong, by JSON pointer. */
export const HOST_FIELDS: Readonly<
  Record<string, keyof HostValues | `timeouts.${string}` | `early.${keyof EarlyDataValues}`>
> = {
  "/name": "name",
  "/serverNames": "serverNames",
  "/certificateIds": "certificateIds",
  "/tls/clientAuth": "clientAuth",
  "/tls/trustBundleId": "trustBundleId",
  "/tls/ticketLifetime": "ticketLifetime",
  "/earlyData/preset": "early.preset",
  "/earlyData/accept": "early.accept",
  "/earlyData/acceptPercent": "early.percent",
  "/earlyData/issueMaxBytes": "early.maxBytes",
  "/earlyData/freshnessWindow": "early.window",
  ...Object.fromEntries(
    HOST_TIMEOUTS.map(({ name }): [string, `timeouts.${string}`] => [`/timeouts/${name}`, `timeouts.${name}`]),
  ),
};

export const NEW_HOST: HostValues = {
  name: "",
  serverNames: [],
  certificateIds: [],
  clientAuth: "none",
  trustBundleId: "",
  ticketLifetime: "",
  early: NO_EARLY_DATA,
  timeouts: {},
};

export function fromHost(host: Host): HostValues {
  return {
    name: host.name,
    serverNames: [...host.serverNames],
    certificateIds: [...host.certificateIds],
    clientAuth: host.tls.clientAuth,
    trustBundleId: host.tls.trustBundleId ?? "",
    ticketLifetime: host.inherited.includes("/tls/ticketLifetime") ? "" : toWords(host.tls.ticketLifetime),
    early: fromEarlyData(host),
    timeouts: timeoutWords(host.timeouts),
  };
}

/** What was filled in; the gateway has a default, or a complaint, for every other field. */
export const newHost = (values: HostValues): MergePatch<HostInput> =>
  mergePatch(toHostInput(NEW_HOST), toHostInput(values));

/** What was changed and nothing else, so that what the host leaves to its preset or to the gateway stays left to them. */
export const changedHost = (base: Host, values: HostValues): MergePatch<HostInput> =>
  mergePatch(toHostInput(fromHost(base)), toHostInput(values));

type Filled = Omit<HostInput, "mode" | "tls"> & { readonly tls: Partial<NonNullable<HostInput["tls"]>> };

function toHostInput(values: HostValues): Filled {
  const lifetime = toIso(values.ticketLifetime);
  const asksClients = values.clientAuth !== "none" && values.trustBundleId !== "";
  return {
    name: values.name.trim(),
    serverNames: values.serverNames,
    certificateIds: values.certificateIds,
    tls: {
      clientAuth: values.clientAuth,
      ...(asksClients ? { trustBundleId: values.trustBundleId } : {}),
      ...(lifetime === undefined ? {} : { ticketLifetime: lifetime }),
    },
    earlyData: toEarlyDataInput(values.early),
    timeouts: isoTimeouts(values.timeouts),
  };
}

/** Those that were given; the gateway has a default for every other. */
export function isoTimeouts(words: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([name, text]) => {
      const iso = toIso(text);
      return iso === undefined ? [] : [[name, iso]];
    }),
  );
}

export const timeoutWords = (timeouts: object): Record<string, string> =>
  Object.fromEntries(Object.entries(timeouts).map(([name, iso]) => [name, toWords(String(iso))]));
