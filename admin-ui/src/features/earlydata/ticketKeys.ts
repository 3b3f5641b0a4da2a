import type { TicketKey } from "../../api/generated/schema";

type Role = TicketKey["role"];

/** What a key is for. */
export const MEANING: Readonly<Record<Role, string>> = {
  next: "Every replica knows it already; it seals after the next rotation.",
  current: "Seals new tickets, and opens them.",
  previous: "Opens tickets from before the last rotation, and seals none.",
};

const UNITS = [
  { seconds: 86_400, name: "d" },
  { seconds: 3600, name: "h" },
  { seconds: 60, name: "min" },
  { seconds: 1, name: "s" },
] as const;

/** The two largest units that there are: `3 h 12 min`. */
export function durationInWords(seconds: number): string {
  const words: string[] = [];
  let rest = seconds;
  for (const { seconds: unit, name } of UNITS) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0 && words.length < 2) {
      words.push(`${count} ${name}`);
    } else if (words.length > 0) {
      break;
    }
  }
  return words.length === 0 ? "0 s" : words.join(" ");
}

/** Of a duration as the API writes it, such as `PT6H30M`. */
export function secondsOf(iso: string): number {
  const [, hours = "0", minutes = "0", seconds = "0"] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
