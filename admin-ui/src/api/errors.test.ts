import { expect, test } from "vitest";
import { ApiProblem, byField, explain, problemFrom, Unreachable } from "./errors";

const problem = (status: number, body: object) =>
  problemFrom(new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } }));

test("keeps what the problem says", async () => {
  const error = await problem(422, {
    type: "urn:postern:problem:invalid",
    title: "Not valid",
    detail: "One field is not right.",
    errors: [{ pointer: "/name", code: "blank", message: "must not be blank" }],
  });
  expect(error).toMatchObject({ status: 422, type: "urn:postern:problem:invalid", title: "Not valid" });
  expect(explain(error)).toEqual({
    title: "Not valid",
    detail: "One field is not right.",
    items: ["/name: must not be blank"],
  });
});

test("names who still uses what was to be deleted", async () => {
  const error = await problem(409, { title: "In use", usedBy: ["host shop", "host demo"] });
  expect(explain(error).items).toEqual(["Used by host shop", "Used by host demo"]);
});

test("says each thing once", async () => {
  const error = await problem(422, {
    title: "The certificate cannot be served",
    detail: "It has expired.",
    errors: [{ pointer: "/chainPem", code: "expired", message: "It has expired." }],
    findings: [
      { severity: "error", code: "expired", message: "It has expired." },
      { severity: "warning", code: "short", message: "The chain is short." },
    ],
  });
  expect(explain(error)).toMatchObject({ detail: "It has expired.", items: ["The chain is short."] });
});

test("speaks for an answer that is no problem document", async () => {
  const error = await problemFrom(new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }));
  expect(explain(error)).toEqual({ title: "The gateway failed (502)", detail: undefined, items: [] });
});

test("sorts complaints by field, the longest prefix first", () => {
  const error = new ApiProblem(422, {
    errors: [
      { pointer: "/serverNames/0", code: "name", message: "is not a host name." },
      { pointer: "/serverNames/1", code: "name", message: "is taken." },
      { pointer: "/tls/minVersion", code: "unbuilt", message: "1.2 is not built yet." },
      { pointer: "", code: "whole", message: "The whole is odd." },
    ],
  });
  expect(byField(error, { "/serverNames": "names", "/tls": "tls", "/tls/minVersion": "version" })).toEqual({
    known: { names: "is not a host name. is taken.", version: "1.2 is not built yet." },
    other: ["The whole is odd."],
  });
});

test("does not repeat what the detail says already", () => {
  const error = new ApiProblem(400, {
    detail: "There is no field 'x' here.",
    errors: [{ pointer: "/x", code: "unknownField", message: "There is no field 'x' here." }],
  });
  expect(byField(error, {}).other).toEqual([]);
});

test("tells a silent gateway from a defect of the page", () => {
  expect(explain(new Unreachable(new TypeError("x"))).title).toBe("No answer from the gateway");
  expect(explain(new Error("boom"))).toMatchObject({ detail: "boom" });
});
