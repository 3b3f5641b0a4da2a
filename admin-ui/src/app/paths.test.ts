import { expect, test } from "vitest";
import { BASE_PATH, paths, safeNext } from "./paths";

test("keeps the addresses that people bookmark", () => {
  expect(Object.values(paths).map((path) => BASE_PATH + path)).toEqual([
    "/ui/sign-in",
    "/ui/",
    "/ui/certificates",
    "/ui/hosts",
    "/ui/hosts/new",
    "/ui/hosts/$hostId",
    "/ui/upstreams",
    "/ui/early-data",
    "/ui/resolve",
  ]);
});

test("goes back to a place of this UI only", () => {
  expect(safeNext("/hosts?q=a")).toBe("/hosts?q=a");
  for (const elsewhere of ["//evil.example", "/\\evil.example", "https://evil.example", "/sign-in", undefined, 7]) {
    expect(safeNext(elsewhere)).toBe("/");
  }
});
