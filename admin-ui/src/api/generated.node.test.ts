// @vitest-environment node
import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

test("the generated client is what `npm run generate` makes of the pinned contract", () => {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "generate", "--", "--check"], {
    encoding: "utf8",
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
}, 60_000);
