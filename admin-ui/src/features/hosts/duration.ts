const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** `PT1M30S` as people write it: `1m 30s`. What is no ISO-8601 duration, such as `unlimited`, stays as it is. */
export function toWords(iso: string | undefined): string {
  const match = iso === undefined ? null : ISO.exec(iso);
  if (match === null) {
    return iso ?? "";
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const wholeSeconds = Math.floor(seconds);
  const millis = Math.round((seconds - wholeSeconds) * 1000);
  const parts = [
    [days * 24 + hours, "h"],
    [minutes, "m"],
    [wholeSeconds, "s"],
    [millis, "ms"],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(" ");
}

/**
 * `1m 30s`, `500ms` or ISO-8601 itself as ISO-8601. What cannot be understood is handed on, so that the gateway
 * says what is wrong with it; it is the one that knows.
 */
export function toIso(words: string): string | undefined {
  const text = words.trim();
  if (text === "") {
    return undefined;
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gi)];
  const understood =
    parts.map((part) => part[0]).join("") === text && parts.every((part) => unitOf(part) !== undefined);
  if (!understood) {
    return text;
  }
  const millis = parts.reduce((sum, part) => sum + Number(part[1]) * (unitOf(part) ?? 0), 0);
  return `PT${Number((millis / 1000).toFixed(3))}S`;
}

const unitOf = (part: RegExpMatchArray): number | undefined => UNITS[(part[2] ?? "").toLowerCase()];
