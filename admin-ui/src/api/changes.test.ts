import { expect, test } from "vitest";
import { changesBetween } from "./changes";

test("names each field that differs, however deep", () => {
  const before = { name: "shop", serverNames: ["a.example"], earlyData: { accept: false }, changedAt: "1" };
  const after = { name: "shop", serverNames: ["a.example", "b.example"], earlyData: { accept: true }, changedAt: "2" };
  expect(changesBetween(before, after)).toEqual([
    { field: "serverNames", before: "a.example", after: "a.example, b.example" },
    { field: "earlyData.accept", before: "false", after: "true" },
  ]);
});

test("shows what came and what went", () => {
  expect(changesBetween({ a: 1 }, { b: [{ url: "http://x", weight: 2 }] })).toEqual([
    { field: "a", before: "1", after: "–" },
    { field: "b", before: "–", after: "http://x 2" },
  ]);
});
