/** A part of a `T` to be merged into one that is stored; null takes a field away (RFC 7396). Lists are replaced whole. */
export type MergePatch<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Field in keyof T]?: MergePatch<T[Field]> | null }
    : T;

/**
 * What turns one object into the other, and nothing else: a field that nobody changed is not in it, so that it stays
 * whatever it is in the store, be it a value of its own or left to a default.
 */
export function mergePatch<T extends object>(before: T, after: T): MergePatch<T> {
  return difference(before as Fields, after as Fields) as MergePatch<T>;
}

type Fields = Readonly<Record<string, unknown>>;

function difference(before: Fields, after: Fields): Fields {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries([...names].flatMap((name) => member(name, before[name], after[name])));
}

/** None where nothing differs. */
function member(name: string, old: unknown, now: unknown): readonly [string, unknown][] {
  if (now === undefined) {
    return old === undefined ? [] : [[name, null]];
  }
  if (isFields(now)) {
    const inner = difference(isFields(old) ? old : {}, now);
    return Object.keys(inner).length === 0 ? [] : [[name, inner]];
  }
  return JSON.stringify(old) === JSON.stringify(now) ? [] : [[name, now]];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
