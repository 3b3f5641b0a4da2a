import { expect, test } from "vitest";
import type { Replica } from "../../api/generated/schema";
import { earlyOutcomes, explainStage, replicaLabel, replicaPhase } from "./rollout";

const replica: Replica = {
  id: "r1",
  name: "one",
  startedAt: "2026-12-01T00:00:00Z",
  seenAt: "2026-12-01T00:00:01Z",
  appliedRevision: 7,
  earlyDataRevision: 7,
  earlyDataHeld: true,
  self: true,
};

const prepare = { revision: 8, phase: "prepare" };
const enable = { revision: 7, phase: "enable", enabledAt: "2026-12-01T00:00:04Z" };

test("says which replica a change waits for", () => {
  expect(replicaPhase(replica, [])).toBe("acts by it");
  expect(replicaPhase(replica, [prepare])).toBe("waited for: has not 8 yet");
  expect(replicaPhase({ ...replica, earlyDataRevision: 8 }, [prepare])).toBe("prepared");
  expect(replicaPhase(replica, [enable])).toBe("prepared");
  expect(replicaPhase({ ...replica, earlyDataHeld: false }, [prepare])).toBe("refuses: cut off");
});

test("a replica that has the first of two changes is still waited for", () => {
  const later = { revision: 9, phase: "prepare" };
  expect(replicaPhase(replica, [prepare, later])).toBe("waited for: has not 8, 9 yet");
  expect(replicaPhase({ ...replica, earlyDataRevision: 8 }, [prepare, later])).toBe("waited for: has not 9 yet");
  expect(replicaPhase({ ...replica, earlyDataRevision: 9 }, [prepare, later])).toBe("prepared");
});

test("explains both phases, and names those who are waited for", () => {
  const cutOff = { ...replica, id: "r2", name: "two", earlyDataHeld: false };
  const prepared = { ...replica, id: "r3", name: "three", earlyDataRevision: 8 };
  expect(explainStage(prepare, [replica, cutOff, prepared])).toBe("Held until these have it: one.");
  expect(explainStage(prepare, [])).toBe("Held until every replica has it.");
  expect(explainStage(enable, [replica])).toContain("at the same moment, at ");
});

test("tells replicas of one machine apart", () => {
  const twin = { ...replica, id: "5f0c9a7e-1111" };
  expect(replicaLabel(replica, [replica])).toBe("one");
  expect(replicaLabel(twin, [replica, twin])).toBe("one (5f0c9a7e)");
});

test("lists what became of early data, without the handshakes that had none", () => {
  expect(earlyOutcomes({ notOffered: 90, replay: 1, accepted: 5, policyPhase: 1 })).toEqual([
    { reason: "accepted", count: 5 },
    { reason: "policyPhase", count: 1 },
    { reason: "replay", count: 1 },
  ]);
});
