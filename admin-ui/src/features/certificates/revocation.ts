import type { RevocationList } from "../../api/generated/schema";
import type { Tone } from "../../ui/Tag";
import { formatDay } from "../../ui/time";

export interface Revocation {
  /** How many lists there are, and how many certificates are on them. */
  readonly words: string;
  /** When the first of them has to be replaced; undefined where none says so. */
  readonly next: string | undefined;
  readonly tone: Tone;
}

/** What is to be known of the revocation lists of one bundle. The gateway uses an outdated one on, and fetches none. */
export function revocationOf(lists: readonly RevocationList[], nowMillis: number): Revocation {
  if (lists.length === 0) {
    return { words: "none", next: undefined, tone: "plain" };
  }
  const revoked = lists.reduce((sum, { revokedCertificates }) => sum + revokedCertificates, 0);
  const words = `${lists.length === 1 ? "1 list" : `${lists.length} lists`}, ${revoked} revoked`;
  const [earliest] = lists.flatMap(({ nextUpdate }) => (nextUpdate === undefined ? [] : [nextUpdate])).sort();
  if (earliest === undefined) {
    return { words, next: undefined, tone: "plain" };
  }
  return Date.parse(earliest) < nowMillis
    ? { words, next: `outdated since ${formatDay(earliest)}`, tone: "amber" }
    : { words, next: `next update ${formatDay(earliest)}`, tone: "teal" };
}
