import { type Handshake, OUTCOMES, type Outcome, outcomeOf } from "../../api/handshake";

/** What of the live table is shown. It lives in the address, so that a view can be shared. */
export interface HandshakeFilter {
  readonly outcome?: Outcome;
  readonly q?: string;
}

/** The filter out of an address: what cannot be understood is left out. */
export function parseFilter(search: Readonly<Record<string, unknown>>): HandshakeFilter {
  const outcome = OUTCOMES.find((known) => known === search["outcome"]);
  const q = typeof search["q"] === "string" && search["q"] !== "" ? search["q"] : undefined;
  return { ...(outcome === undefined ? {} : { outcome }), ...(q === undefined ? {} : { q }) };
}

export function matches(filter: HandshakeFilter, handshake: Handshake): boolean {
  if (filter.outcome !== undefined && outcomeOf(handshake) !== filter.outcome) {
    return false;
  }
  const wanted = filter.q?.trim().toLowerCase() ?? "";
  return wanted === "" || searchable(handshake).some((text) => text?.toLowerCase().includes(wanted));
}

const searchable = (handshake: Handshake): (string | undefined)[] => [
  handshake.sni,
  handshake.host,
  handshake.remoteAddress,
  handshake.cipher,
  handshake.group,
  handshake.alpn,
  handshake.earlyDataReason,
  handshake.alert,
  handshake.failure?.phase,
  handshake.failure?.reason,
];
