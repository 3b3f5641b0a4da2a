import type { EarlyDataGate, Replica } from "../../api/generated/schema";

type Stage = EarlyDataGate["underWay"][number];

/** What a replica does about early data, in words. */
export function replicaPhase(replica: Replica, underWay: readonly Stage[]): string {
  if (!replica.earlyDataHeld) {
    return "refuses: cut off";
  }
  const waiting = underWay.find(({ phase }) => phase === "prepare");
  if (waiting !== undefined && replica.earlyDataRevision < waiting.revision) {
    return `waited for: has not ${waiting.revision} yet`;
  }
  return underWay.length > 0 ? "prepared" : "acts by it";
}

/** What is under way, for whoever wonders why a change is not in effect. */
export function explainStage({ revision, phase }: Stage): string {
  return phase === "prepare"
    ? `Revision ${revision} lets early data do more. It is held until every replica has it.`
    : `Every replica has revision ${revision}. It is enabled on all of them at the same moment.`;
}

/** Outcomes of early data that came, the most frequent first. */
export function earlyOutcomes(byReason: Readonly<Record<string, number>>): { reason: string; count: number }[] {
  return Object.entries(byReason)
    .filter(([reason]) => reason !== "notOffered")
    .map(([reason, count]) => ({ reason, count }))
    .sort((left, right) => right.count - left.count || left.reason.localeCompare(right.reason));
}
