/** One event of `text/event-stream`, as the HTML standard's parsing rules give it. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | undefined;
}

/**
 * Reads server-sent events out of a byte stream. The browser's own EventSource hides the status of a refused
 * connection, so it cannot tell "signed out" from "restarting"; this one leaves the request to the caller.
 */
export async function* parseEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const pending = new PendingEvent();
  for await (const line of lines(body)) {
    const complete = line === "" ? pending.take() : pending.field(line);
    if (complete !== undefined) {
      yield complete;
    }
  }
}

class PendingEvent {
  private event = "";
  private data: string[] = [];
  private id: string | undefined;

  field(line: string): undefined {
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    switch (name) {
      case "event":
        this.event = value;
        break;
      case "data":
        this.data.push(value);
        break;
      case "id":
        this.id = value;
        break;
      default:
      // A comment (a heartbeat), `retry`, or a name of the future.
    }
    return undefined;
  }

  take(): ServerSentEvent | undefined {
    const data = this.data;
    const complete = { event: this.event === "" ? "message" : this.event, data: data.join("\n"), id: this.id };
    this.event = "";
    this.data = [];
    return data.length === 0 ? undefined : complete;
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = "";
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      rest += chunk.value;
      // A chunk may end between CR and LF: a trailing CR waits for what follows.
      const ready = rest.endsWith("\r") ? rest.slice(0, -1) : rest;
      const found = ready.split(/\r\n|\n|\r/);
      rest = (found.pop() ?? "") + rest.slice(ready.length);
      yield* found;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
