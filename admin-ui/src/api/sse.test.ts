import { expect, test } from "vitest";
import { parseEvents, type ServerSentEvent } from "./sse";

test("reads name, id and data of each event", async () => {
  const events = await read(["event: handshake\nid: 7\ndata: {}\n\nevent: other\ndata: x\n\n"]);
  expect(events).toEqual([
    { event: "handshake", id: "7", data: "{}" },
    { event: "other", id: "7", data: "x" },
  ]);
});

test("joins what the network cut anywhere, even within a character or between CR and LF", async () => {
  const bytes = new TextEncoder().encode("id: 1\r\ndata: grün\r\n\r\nid: 2\r\ndata: b\r\n\r\n");
  const events = await collect([...bytes].map((byte) => new Uint8Array([byte])));
  expect(events.map((event) => [event.id, event.data])).toEqual([
    ["1", "grün"],
    ["2", "b"],
  ]);
});

test("joins data lines and passes over comments and unknown fields", async () => {
  const events = await read([": heartbeat\n\n", "data: a\ndata:b\nretry: 5\nfuture: x\n\n"]);
  expect(events).toEqual([{ event: "message", id: undefined, data: "a\nb" }]);
});

test("does not deliver an event that the end of the stream cut off", async () => {
  expect(await read(["data: whole\n\ndata: half\n"])).toHaveLength(1);
});

const read = (chunks: string[]) => collect(chunks.map((chunk) => new TextEncoder().encode(chunk)));

async function collect(chunks: Uint8Array[]): Promise<ServerSentEvent[]> {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) {
        controller.enqueue(chunk);
      }
      controller.close();
    },
  });
  const events: ServerSentEvent[] = [];
  for await (const event of parseEvents(body)) {
    events.push(event);
  }
  return events;
}
