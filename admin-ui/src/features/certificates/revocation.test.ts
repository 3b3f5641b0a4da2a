import { expect, test } from "vitest";
import type { RevocationList } from "../../api/generated/schema";
import { revocationOf } from "./revocation";

const NOW = Date.parse("2026-12-01T12:00:00Z");

const list = (nextUpdate: string | undefined, revokedCertificates: number): RevocationList => ({
  issuer: "CN=Authority",
  thisUpdate: "2026-11-24T12:00:00Z",
  ...(nextUpdate !== undefined && { nextUpdate }),
  revokedCertificates,
});

test("says that there is none", () => {
  expect(revocationOf([], NOW)).toEqual({ words: "none", next: undefined, tone: "plain" });
});

test("counts lists and certificates, and names the first update that is due", () => {
  const revocation = revocationOf([list("2026-12-20T12:00:00Z", 2), list("2026-12-08T12:00:00Z", 0)], NOW);
  expect(revocation.words).toBe("2 lists, 2 revoked");
  expect(revocation.next).toMatch(/^next update .*8.*2026|^next update .*2026/);
  expect(revocation.next).toContain("8");
  expect(revocation.tone).toBe("teal");
});

test("warns of one that should have been replaced", () => {
  const { next, tone } = revocationOf([list("2026-12-20T12:00:00Z", 0), list("2026-11-30T12:00:00Z", 1)], NOW);
  expect(next).toContain("outdated since");
  expect(tone).toBe("amber");
});

test("has nothing to say of a list without a next update", () => {
  expect(revocationOf([list(undefined, 1)], NOW)).toEqual({
    words: "1 list, 1 revoked",
    next: undefined,
    tone: "plain",
  });
});
