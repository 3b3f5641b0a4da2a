import { expect, test } from "vitest";
import { HandshakeFeed } from "./feed";

const START = Date.parse("2026-11-24T12:00:00Z");

const handshake = (id: number, fields: object = {}, second = 0) => ({
  event: "handshake",
  id: String(id),
  data: JSON.stringify({
    time: new Date(START + second * 1000).toISOString(),
    result: "success",
    resumption: "none",
    earlyData: "not_offered",
    ...fields,
  }),
});

test("counts full, resumed, 0-RTT and failed handshakes apart", () => {
  const feed = new HandshakeFeed();
  feed.receive(handshake(1));
  feed.receive(handshake(2, { resumption: "psk" }));
  feed.receive(handshake(3, { resumption: "psk", earlyData: "accepted" }));
  feed.receive(handshake(4, { resumption: "psk", earlyData: "rejected", earlyDataReason: "replay" }));
  feed.receive(handshake(5, { result: "failure", alert: "handshake_failure" }));
  feed.flush();
  expect(feed.getSnapshot()).toMatchObject({
    counts: { full: 1, resumed: 2, early: 1, failed: 1 },
    earlyRejected: 1,
  });
});

test("shows the newest first and keeps a bounded number", () => {
  const feed = new HandshakeFeed();
  for (let id = 1; id <= 600; id++) {
    feed.receive(handshake(id));
  }
  feed.flush();
  const { recent, counts } = feed.getSnapshot();
  expect(recent).toHaveLength(500);
  expect(recent[0]?.id).toBe("600");
  expect(counts.full).toBe(600);
});

test("gathers by second and forgets what left the chart", () => {
  const feed = new HandshakeFeed();
  feed.receive(handshake(1, {}, 0));
  feed.receive(handshake(2, {}, 100));
  feed.receive(handshake(3, {}, 100));
  feed.flush();
  feed.receive(handshake(4, {}, 200));
  feed.flush();
  expect(feed.getSnapshot().buckets.map((bucket) => [bucket.second - START / 1000, bucket.counts.full])).toEqual([
    [100, 2],
    [200, 1],
  ]);
});

test("passes over events of other kinds", () => {
  const feed = new HandshakeFeed();
  feed.receive({ event: "heartbeat", id: undefined, data: "" });
  feed.flush();
  expect(feed.getSnapshot().recent).toEqual([]);
});
