import { expect, test } from "vitest";
import type { Host } from "../../api/generated/schema";
import { accepting, chosenPreset, effective, NO_EARLY_DATA } from "./earlyData";
import { changedHost, fromHost, NEW_HOST, newHost } from "./hostForm";
import { host } from "./scripted";

/** As the gateway shows a host that says only its preset. */
const strict: Host = {
  ...host,
  earlyData: { preset: "strict", accept: true, acceptPercent: 100, issueMaxBytes: 16384, freshnessWindow: "PT10S" },
  inherited: [
    ...["/earlyData/accept", "/earlyData/acceptPercent", "/earlyData/issueMaxBytes"],
    ...["/earlyData/freshnessWindow", "/tls/ticketLifetime"],
  ],
};

test("nothing comes of a host that was not changed, whatever it says itself", () => {
  expect(changedHost(host, fromHost(host))).toEqual({});
  expect(changedHost(strict, fromHost(strict))).toEqual({});
});

test("what a host leaves to the process is empty in the form, and stays left to it", () => {
  const values = fromHost(strict);
  expect(values.ticketLifetime).toBe("");
  expect(values.early.window).toBe("");
  expect(changedHost(strict, { ...values, name: "store" })).toEqual({ name: "store" });
  expect(fromHost(host).ticketLifetime).toBe("24h");
  expect(fromHost(host).early.window).toBe("3s");
});

test("what is emptied is given back to the process", () => {
  const values = fromHost(host);
  const changed = { ...values, ticketLifetime: "", early: { ...values.early, window: "" } };
  expect(changedHost(host, changed)).toEqual({
    tls: { ticketLifetime: null },
    earlyData: { freshnessWindow: null },
  });
});

test("a value that is what the preset says is sent once it is given", () => {
  const values = fromHost(strict);
  expect(changedHost(strict, { ...values, early: { ...values.early, percent: 100 } })).toEqual({
    earlyData: { acceptPercent: 100 },
  });
  expect(changedHost(strict, { ...values, early: { ...values.early, percent: 0 } })).toEqual({
    earlyData: { acceptPercent: 0 },
  });
});

test("a preset that is chosen says all of it, so that what the host said itself is taken away", () => {
  const values = fromHost(host);
  const chosen = chosenPreset(values.early, "permissive");
  expect(effective(chosen)).toEqual({ accept: true, percent: 100, maxBytes: 16_384 });
  expect(changedHost(host, { ...values, early: chosen })).toEqual({
    earlyData: { preset: "permissive", accept: null, acceptPercent: null, issueMaxBytes: null },
  });
});

test("whoever leaves presets keeps what held as his own", () => {
  const values = fromHost(strict);
  expect(changedHost(strict, { ...values, early: chosenPreset(values.early, "own") })).toEqual({
    earlyData: { preset: null, accept: true, acceptPercent: 100, issueMaxBytes: 16_384 },
  });
});

test("accepting offers tickets that allow it where there are none", () => {
  expect(accepting(NO_EARLY_DATA, true)).toMatchObject({ accept: true, maxBytes: 16_384, percent: undefined });
  expect(accepting(fromHost(strict).early, true)).toMatchObject({ accept: true, maxBytes: undefined });
});

test("a host that stops to ask for client certificates forgets who certified them", () => {
  const asking: Host = { ...host, tls: { ...host.tls, clientAuth: "require", trustBundleId: "t1" } };
  expect(changedHost(asking, { ...fromHost(asking), clientAuth: "none" })).toEqual({
    tls: { clientAuth: "none", trustBundleId: null },
  });
});

test("a new host says what was filled in and nothing else", () => {
  const named = { ...NEW_HOST, name: "shop", serverNames: ["shop.example"], certificateIds: ["c1"] };
  const required = { name: "shop", serverNames: ["shop.example"], certificateIds: ["c1"] };
  expect(newHost(named)).toEqual(required);
  expect(newHost({ ...named, early: accepting(NO_EARLY_DATA, true) })).toEqual({
    ...required,
    earlyData: { accept: true, issueMaxBytes: 16_384 },
  });
});
