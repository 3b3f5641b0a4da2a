import type { EarlyDataGate, Replica } from "../../api/generated/schema";
import { formatMoment } from "../../ui/time";

export type Stage = EarlyDataGate["underWay"][number];

/** What a replica does about early data, in words. */
export function replicaPhase(replica: Replica, underWay: readonly Stage[]): string {
  if (!replica.earlyDataHeld) {
    return "refuses: cut off";
  }
  const lacking = underWay.filter((stage) => isWaitedFor(replica, stage)).map(({ revision }) => revision);
  if (lacking.length > 0) {
    return `waited for: has not ${lacking.join(", ")} yet`;
  }
  return underWay.length > 0 ? "prepared" : "acts by it";
}

/** Its name, which is that of its machine; with a part of its number where another one has the same. */
export function replicaLabel({ id, name }: Replica, replicas: readonly Replica[]): string {
  return replicas.some((other) => other.name === name && other.id !== id) ? `${name} (${id.slice(0, 8)})` : name;
}

/** A replica that was cut off refuses early data by itself, so nobody waits for it. */
const isWaitedFor = (replica: Replica, { revision, phase }: Stage): boolean =>
  phase === "prepare" && replica.earlyDataHeld && replica.earlyDataRevision < revision;

/** What is under way, for whoever wonders why a change is not in effect. */
export function explainStage(stage: Stage, replicas: readonly Replica[]): string {
  if (stage.phase !== "prepare") {
    const moment = stage.enabledAt === undefined ? "" : `, at ${formatMoment(stage.enabledAt)}`;
    return `Every replica has it. It is enabled on all of them at the same moment${moment}.`;
  }
  const names = replicas
    .filter((replica) => isWaitedFor(replica, stage))
    .map((replica) => replicaLabel(replica, replicas));
  return names.length === 0 ? "Held until every replica has it." : `Held until these have it: ${names.join(", ")}.`;
}

/** Outcomes of early data that came, the most frequent first. */
export function earlyOutcomes(byReason: Readonly<Record<string, number>>): { reason: string; count: number }[] {
  return Object.entries(byReason)
    .filter(([reason]) => reason !== "notOffered")
    .map(([reason, count]) => ({ reason, count }))
    .sort((left, right) => right.count - left.count || left.reason.localeCompare(right.reason));
}
