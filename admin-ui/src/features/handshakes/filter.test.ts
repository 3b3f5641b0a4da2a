import { expect, test } from "vitest";
import type { Handshake } from "../../api/handshake";
import { matches, parseFilter } from "./filter";

const resumed: Handshake = {
  id: "1",
  time: "2026-11-24T12:00:00Z",
  result: "success",
  listener: "data",
  durationMillis: 1.5,
  sni: "Shop.example",
  resumption: "psk",
  earlyData: "rejected",
  earlyDataReason: "ticketAgeSkew",
};

test("takes from the address what it understands", () => {
  expect(parseFilter({ outcome: "early", q: "shop" })).toEqual({ outcome: "early", q: "shop" });
  expect(parseFilter({ outcome: "constructor", q: "", other: 1 })).toEqual({});
});

test("finds by outcome and by any word of the row", () => {
  expect(matches({}, resumed)).toBe(true);
  expect(matches({ outcome: "resumed", q: " SHOP" }, resumed)).toBe(true);
  expect(matches({ q: "skew" }, resumed)).toBe(true);
  expect(matches({ outcome: "early" }, resumed)).toBe(false);
  expect(matches({ q: "elsewhere" }, resumed)).toBe(false);
});
