/** One complaint about one place of what was sent (RFC 9457 extension `errors[]`). */
export interface FieldError {
  /** JSON pointer into the request body, such as `/serverNames/0`; empty for the whole. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** What the gateway found in a certificate that it refused. */
interface Finding {
  readonly severity: string;
  readonly message: string;
}

interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly Partial<FieldError>[];
  readonly usedBy?: readonly string[];
  readonly findings?: readonly Finding[];
}

/** What the gateway refused, as its `application/problem+json` says it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  /** Names of what still uses the object, for a 409 on DELETE. */
  readonly usedBy: readonly string[];
  /** What was found in a refused certificate. */
  readonly findings: readonly string[];

  constructor(status: number, body: ProblemBody = {}) {
    super(body.detail ?? body.title ?? fallbackTitle(status));
    this.status = status;
    this.type = body.type ?? "about:blank";
    this.title = body.title ?? fallbackTitle(status);
    this.detail = body.detail;
    this.errors = (body.errors ?? []).map(toFieldError);
    this.usedBy = body.usedBy ?? [];
    this.findings = (body.findings ?? []).map((finding) => finding.message);
  }
}

/** The gateway could not be asked at all. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  constructor(cause: unknown) {
    super("The gateway does not answer. It may be restarting, or the network is down.", { cause });
  }
}

export async function problemFrom(response: Response): Promise<ApiProblem> {
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const body: unknown = isJson ? await response.json().catch(() => ({})) : {};
  return new ApiProblem(response.status, isRecord(body) ? (body as ProblemBody) : {});
}

export const isStale = (error: unknown): boolean => error instanceof ApiProblem && error.status === 412;

export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;

/** An error as people read it: what happened, and the list of what to change. */
export interface Explanation {
  readonly title: string;
  readonly detail: string | undefined;
  readonly items: readonly string[];
}

/** The one translator from whatever was thrown to words. */
export function explain(error: unknown): Explanation {
  if (error instanceof ApiProblem) {
    const items = [...error.errors.map(sentence), ...error.findings, ...error.usedBy.map((user) => `Used by ${user}`)];
    return { title: error.title, detail: error.detail, items: worthSaying(items, error) };
  }
  if (error instanceof Unreachable) {
    return { title: "No answer from the gateway", detail: error.message, items: [] };
  }
  const detail = error instanceof Error ? error.message : undefined;
  return { title: "Something went wrong in this page", detail, items: [] };
}

/**
 * The complaints of a problem by form field, and those that belong to none. `fields` maps a JSON pointer to the
 * form's name for it; the longest prefix wins, so that `/serverNames/0` lands on the field of `/serverNames`.
 */
export function byField(
  error: unknown,
  fields: Readonly<Record<string, string>>,
): { readonly known: Readonly<Record<string, string>>; readonly other: readonly string[] } {
  const known: Record<string, string> = {};
  const other: string[] = error instanceof ApiProblem ? [...error.findings, ...error.usedBy] : [];
  for (const complaint of error instanceof ApiProblem ? error.errors : []) {
    const field = fieldOf(complaint.pointer, fields);
    if (field === undefined) {
      other.push(...worthSaying([sentence(complaint)], error));
    } else {
      known[field] = known[field] === undefined ? complaint.message : `${known[field]} ${complaint.message}`;
    }
  }
  return { known, other };
}

function fieldOf(pointer: string, fields: Readonly<Record<string, string>>): string | undefined {
  const best = Object.keys(fields)
    .filter((prefix) => pointer === prefix || pointer.startsWith(`${prefix}/`))
    .sort((left, right) => right.length - left.length)[0];
  return best === undefined ? undefined : fields[best];
}

function sentence(complaint: FieldError): string {
  return complaint.pointer === "" ? complaint.message : `${complaint.pointer}: ${complaint.message}`;
}

/** A single complaint is often the detail already. */
function worthSaying(items: readonly string[], problem: unknown): readonly string[] {
  if (!(problem instanceof ApiProblem)) {
    return items;
  }
  const said = new Set([
    problem.detail,
    ...problem.errors.filter(({ message }) => message === problem.detail).map(sentence),
  ]);
  return [...new Set(items)].filter((item) => !said.has(item));
}

function toFieldError(raw: Partial<FieldError>): FieldError {
  return { pointer: raw.pointer ?? "", code: raw.code ?? "", message: raw.message ?? raw.code ?? "is not right" };
}

function fallbackTitle(status: number): string {
  switch (status) {
    case 401:
      return "Not signed in";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 409:
      return "In conflict with something that exists";
    case 412:
      return "Changed by someone else in the meantime";
    case 413:
      return "Too large";
    case 429:
      return "Too many attempts";
    default:
      return status >= 500 ? `The gateway failed (${status})` : `The gateway refused this (${status})`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
