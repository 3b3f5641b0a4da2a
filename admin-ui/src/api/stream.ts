import { isSignedOut, problemFrom } from "./errors";
import { parseEvents, type ServerSentEvent } from "./sse";

export type StreamState = "connecting" | "live" | "waiting" | "signedOut";

export interface StreamListener {
  onEvent(event: ServerSentEvent): void;
  onState(state: StreamState): void;
}

const FIRST_RETRY_MILLIS = 500;
const LONGEST_RETRY_MILLIS = 15_000;

/**
 * Follows a server-sent event stream until the signal is aborted: resumes after the last event it saw, backs off
 * while the gateway is away, and ends when the session does.
 */
export async function follow(path: string, listener: StreamListener, signal: AbortSignal): Promise<void> {
  let lastEventId: string | undefined;
  let retryMillis = FIRST_RETRY_MILLIS;
  while (!signal.aborted) {
    listener.onState("connecting");
    try {
      const body = await open(path, lastEventId, signal);
      listener.onState("live");
      retryMillis = FIRST_RETRY_MILLIS;
      for await (const event of parseEvents(body)) {
        lastEventId = event.id ?? lastEventId;
        listener.onEvent(event);
      }
    } catch (error) {
      if (isSignedOut(error)) {
        listener.onState("signedOut");
        return;
      }
    }
    if (signal.aborted) {
      return;
    }
    listener.onState("waiting");
    await pause(retryMillis, signal);
    retryMillis = Math.min(retryMillis * 2, LONGEST_RETRY_MILLIS);
  }
}

async function open(path: string, lastEventId: string | undefined, signal: AbortSignal) {
  const headers: Record<string, string> = { accept: "text/event-stream" };
  if (lastEventId !== undefined) {
    headers["last-event-id"] = lastEventId;
  }
  const response = await fetch(path, { headers, signal, credentials: "same-origin", cache: "no-store" });
  if (!response.ok || response.body === null) {
    throw await problemFrom(response);
  }
  return response.body;
}

function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, millis);
    signal.addEventListener("abort", done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
  });
}
