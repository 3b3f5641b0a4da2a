import type { HandshakeRecord } from "./generated/schema";

/** One handshake that ended, as the event stream tells it, with the id of its event. What was not reached is absent. */
export type Handshake = Readonly<HandshakeRecord> & { readonly id: string };

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
