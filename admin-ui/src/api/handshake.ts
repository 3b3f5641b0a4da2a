/** One handshake that ended, as the event stream tells it. What was not reached is absent. */
export interface Handshake {
  /** Of the event; rises with each. */
  readonly id: string;
  readonly time: string;
  readonly result: "success" | "failure";
  readonly sni?: string;
  readonly host?: string;
  readonly listener?: string;
  readonly remoteAddress?: string;
  readonly version?: string;
  readonly cipher?: string;
  readonly group?: string;
  readonly alpn?: string;
  readonly resumption: "none" | "psk";
  readonly earlyData: "not_offered" | "accepted" | "rejected";
  readonly earlyDataReason?: string;
  readonly failure?: { readonly phase: string; readonly reason: string; readonly fault: string };
  readonly alert?: string;
  readonly durationMillis?: number;
}

/** What people tell handshakes apart by. */
export type Outcome = "full" | "resumed" | "early" | "failed";

export const OUTCOMES: readonly Outcome[] = ["full", "resumed", "early", "failed"];

export function outcomeOf(handshake: Handshake): Outcome {
  if (handshake.result === "failure") {
    return "failed";
  }
  if (handshake.earlyData === "accepted") {
    return "early";
  }
  return handshake.resumption === "psk" ? "resumed" : "full";
}
