/** One field that differs between two versions of a resource. */
export interface Change {
  /** Where, such as `earlyData.accept`. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** Fields that say when and by whom rather than what. */
const BOOKKEEPING = new Set(["changedAt", "createdAt", "revision"]);

/** What someone changed from one version to the next, field by field. */
export function changesBetween(before: unknown, after: unknown): readonly Change[] {
  const old = flatten(before);
  const now = flatten(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((field) => old.get(field) !== now.get(field) && !BOOKKEEPING.has(field))
    .map((field) => ({ field, before: old.get(field) ?? "–", after: now.get(field) ?? "–" }));
}

function flatten(value: unknown, prefix = "", into = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    into.set(prefix, value.map(words).join(", "));
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      flatten(inner, prefix === "" ? name : `${prefix}.${name}`, into);
    }
  } else if (value !== undefined) {
    into.set(prefix, String(value));
  }
  return into;
}

const words = (item: unknown): string =>
  typeof item === "object" && item !== null ? Object.values(item).map(String).join(" ") : String(item);
