import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ServerSentEvent } from "./sse";
import { follow, type StreamState } from "./stream";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const stream = (text: string) => new Response(text, { headers: { "content-type": "text/event-stream" } });

/** Follows with a gateway that gives these answers, one a connection, and then ends the test's interest. */
async function followed(...answers: (Response | Error)[]) {
  const stop = new AbortController();
  const asked: (string | null)[] = [];
  const events: ServerSentEvent[] = [];
  const states: StreamState[] = [];
  vi.spyOn(globalThis, "fetch").mockImplementation(async (_, init) => {
    asked.push(new Headers(init?.headers).get("last-event-id"));
    const answer = answers.shift();
    if (answer instanceof Response) {
      return answer;
    }
    if (answer === undefined) {
      stop.abort();
    }
    throw answer ?? new Error("nobody asks any more");
  });
  const listener = {
    onEvent: (event: ServerSentEvent) => events.push(event),
    onState: (state: StreamState) => states.push(state),
  };
  const end = follow("/stream", listener, stop.signal);
  await vi.runAllTimersAsync();
  await end;
  return { asked, ids: events.map((event) => event.id), states };
}

test("resumes after the last event that it saw", async () => {
  const { asked, ids } = await followed(stream("id: 7\ndata: a\n\nid: 8\ndata: b\n\n"), stream("id: 9\ndata: c\n\n"));
  expect(ids).toEqual(["7", "8", "9"]);
  expect(asked).toEqual([null, "8", "9"]);
});

test("tries again while the gateway is away, and says so", async () => {
  const { states, ids } = await followed(
    new TypeError("refused"),
    new Response("", { status: 503 }),
    stream("id: 1\ndata: a\n\n"),
  );
  expect(ids).toEqual(["1"]);
  expect(states.slice(0, 6)).toEqual(["connecting", "waiting", "connecting", "waiting", "connecting", "live"]);
});

test("ends when the session does", async () => {
  const { states, asked } = await followed(new Response("{}", { status: 401 }), stream("id: 1\ndata: a\n\n"));
  expect(states).toEqual(["connecting", "signedOut"]);
  expect(asked).toHaveLength(1);
});
