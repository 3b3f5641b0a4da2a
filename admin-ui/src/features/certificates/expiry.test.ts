import { expect, test } from "vitest";
import { expiryOf } from "./expiry";

const DAY = 86_400_000;
const START = "2026-01-01T00:00:00Z";
const END = "2026-04-01T00:00:00Z";
const at = (days: number) => expiryOf(START, END, Date.parse(START) + days * DAY);

test("is calm while most of the lifetime is left", () => {
  expect(at(30)).toMatchObject({ words: "in 60 days", tone: "teal" });
});

test("warns in the last sixth and is urgent at the very end", () => {
  expect(at(80)).toMatchObject({ words: "in 10 days", tone: "amber" });
  expect(at(88)).toMatchObject({ words: "in 2 days", tone: "red" });
  expect(at(89.5)).toMatchObject({ words: "within a day" });
});

test("says since when it has been over, and what has not begun", () => {
  expect(at(90.5)).toMatchObject({ words: "expired today", tone: "red", spent: 1 });
  expect(at(93.5)).toMatchObject({ words: "expired 3 days ago", tone: "red" });
  expect(at(-1)).toMatchObject({ words: "not valid yet", spent: 0 });
});
