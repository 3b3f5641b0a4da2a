import type { Tone } from "../../ui/Tag";
import { daysBetween } from "../../ui/time";

export interface Expiry {
  readonly words: string;
  readonly tone: Tone;
  /** How much of the validity has passed, from 0 to 1. */
  readonly spent: number;
}

/** Soon is relative: a sixth of the lifetime, so that a certificate of six days is judged as well as one of a year. */
export function expiryOf(notBefore: string, notAfter: string, nowMillis: number): Expiry {
  const start = Date.parse(notBefore);
  const end = Date.parse(notAfter);
  const spent = Math.min(1, Math.max(0, (nowMillis - start) / (end - start)));
  const days = daysBetween(nowMillis, notAfter);
  if (nowMillis >= end) {
    return { words: days === -1 ? "expired today" : `expired ${-days - 1} days ago`, tone: "red", spent };
  }
  if (nowMillis < start) {
    return { words: "not valid yet", tone: "red", spent };
  }
  const tone = spent > 0.95 ? "red" : spent > 5 / 6 ? "amber" : "teal";
  return { words: days === 0 ? "within a day" : `in ${days} ${days === 1 ? "day" : "days"}`, tone, spent };
}
