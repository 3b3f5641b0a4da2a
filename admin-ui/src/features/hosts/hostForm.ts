import type { Host, HostInput } from "../../api/generated/schema";
import type { DurationField } from "./DurationFields";
import { toIso, toWords } from "./duration";

export const HOST_TIMEOUTS: readonly DurationField[] = [
  { name: "handshake", label: "Handshake", description: "Until the TLS handshake must be done" },
  { name: "confirmation", label: "Confirmation", description: "From early data to the client's Finished" },
  { name: "header", label: "Header", description: "For the whole head of a request" },
  { name: "keepAlive", label: "Keep-alive", description: "Between two requests" },
];

/** What the form holds: text where people type text. */
export interface HostValues {
  readonly name: string;
  readonly serverNames: string[];
  readonly certificateIds: string[];
  readonly clientAuth: HostInput["tls"]["clientAuth"];
  readonly earlyAccept: boolean;
  readonly earlyMaxBytes: number;
  readonly timeouts: Readonly<Record<string, string>>;
}

/** Where the gateway's complaints belong, by JSON pointer. */
export const HOST_FIELDS: Readonly<Record<string, keyof HostValues | `timeouts.${string}`>> = {
  "/name": "name",
  "/serverNames": "serverNames",
  "/certificateIds": "certificateIds",
  "/tls/clientAuth": "clientAuth",
  "/earlyData/accept": "earlyAccept",
  "/earlyData/issueMaxBytes": "earlyMaxBytes",
  "/timeouts/handshake": "timeouts.handshake",
  "/timeouts/confirmation": "timeouts.confirmation",
  "/timeouts/header": "timeouts.header",
  "/timeouts/keepAlive": "timeouts.keepAlive",
};

export const NEW_HOST: HostValues = {
  name: "",
  serverNames: [],
  certificateIds: [],
  clientAuth: "none",
  earlyAccept: false,
  earlyMaxBytes: 0,
  timeouts: {},
};

export function fromHost(host: Host): HostValues {
  return {
    name: host.name,
    serverNames: [...host.serverNames],
    certificateIds: [...host.certificateIds],
    clientAuth: host.tls.clientAuth,
    earlyAccept: host.earlyData.accept,
    earlyMaxBytes: host.earlyData.issueMaxBytes,
    timeouts: Object.fromEntries(HOST_TIMEOUTS.map(({ name }) => [name, toWords(timeoutOf(host, name))])),
  };
}

/** The request; what the form does not show stays as it was. */
export function toHostInput(values: HostValues, base?: Host): HostInput {
  return {
    name: values.name.trim(),
    serverNames: values.serverNames,
    mode: base?.mode ?? "terminate",
    certificateIds: values.certificateIds,
    tls: { ...(base?.tls ?? { minVersion: "1.3" }), clientAuth: values.clientAuth },
    earlyData: { accept: values.earlyAccept, issueMaxBytes: values.earlyMaxBytes },
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

const timeoutOf = (host: Host, name: string): string | undefined =>
  (host.timeouts as Readonly<Record<string, string | undefined>> | undefined)?.[name];
