import { expect, test } from "vitest";
import { mergePatch } from "./mergePatch";

test("nothing comes of what is alike", () => {
  const one = { name: "a", list: ["x"], inner: { headers: {}, on: false } };
  expect(mergePatch(one, structuredClone(one))).toEqual({});
});

test("only what differs is in it, however deep it lies", () => {
  const before = { name: "a", inner: { kept: 1, changed: 2, deeper: { kept: true, changed: false } } };
  const after = { name: "a", inner: { kept: 1, changed: 3, deeper: { kept: true, changed: true } } };
  expect(mergePatch(before, after)).toEqual({ inner: { changed: 3, deeper: { changed: true } } });
});

test("what is gone is taken away, what is new is there, and a list is replaced whole", () => {
  const before: object = { gone: 1, headers: { "x-old": "1" }, list: ["a", "b"] };
  const after: object = { headers: { "x-new": "2" }, list: ["b"], added: { inner: [] } };
  expect(mergePatch(before, after)).toEqual({
    gone: null,
    headers: { "x-old": null, "x-new": "2" },
    list: ["b"],
    added: { inner: [] },
  });
});

test("a value that is false, zero or empty is a value", () => {
  expect(mergePatch({ on: true, share: 5, text: "a" }, { on: false, share: 0, text: "" })).toEqual({
    on: false,
    share: 0,
    text: "",
  });
});
