import createClient from "openapi-fetch";
import { problemFrom, Unreachable } from "./errors";
import type { paths } from "./generated/schema";

/**
 * The REST API, typed by the pinned OpenAPI document. The session is a cookie that script cannot see; the browser
 * adds it and the Origin, so nothing secret is ever held here.
 */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
  cache: "no-store",
  fetch: (request) => globalThis.fetch(request),
});

api.use({
  async onResponse({ response }) {
    if (!response.ok) {
      throw await problemFrom(response);
    }
  },
  onError({ error }) {
    return new Unreachable(error);
  },
});

/** A resource together with the version that was read, for `If-Match` on the write that follows. */
export interface Tagged<T> {
  readonly value: T;
  readonly etag: string;
}

interface Answer<T> {
  readonly data?: T;
  readonly response: Response;
}

/** The body of an answer that has one: a refusal has already been thrown. */
export function bodyOf<T>(answer: Answer<T>): T {
  if (answer.data === undefined) {
    throw new Error(`The gateway answered ${answer.response.url} without a body.`);
  }
  return answer.data;
}

export function taggedBodyOf<T>(answer: Answer<T>): Tagged<T> {
  return { value: bodyOf(answer), etag: answer.response.headers.get("etag") ?? "" };
}
