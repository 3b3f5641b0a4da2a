import { expect, test } from "vitest";
import { toIso, toWords } from "./duration";

test("reads ISO-8601 aloud", () => {
  expect(["PT30S", "PT1M30S", "PT0.5S", "P1DT2H", "PT1H", undefined].map(toWords)).toEqual([
    "30s",
    "1m 30s",
    "500ms",
    "26h",
    "1h",
    "",
  ]);
});

test("writes what people type as ISO-8601", () => {
  expect(["30s", "1m 30s", "500 ms", "2h", " "].map(toIso)).toEqual(["PT30S", "PT90S", "PT0.5S", "PT7200S", undefined]);
});

test("hands on what it does not understand, for the gateway to judge", () => {
  expect(["PT5S", "unlimited", "5 parsecs", "fast"].map(toIso)).toEqual(["PT5S", "unlimited", "5 parsecs", "fast"]);
  expect(toWords("unlimited")).toBe("unlimited");
});
