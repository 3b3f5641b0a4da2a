import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./e2e/chromium";

// One browser at a time: the machine's own Chromium, so that nothing is downloaded.
export default defineConfig({
  testDir: "e2e",
  testMatch: "*.e2e.ts",
  outputDir: "target/e2e",
  workers: 1,
  retries: 0,
  timeout: 900_000,
  expect: { timeout: 30_000 },
  reporter: [
    ["list"],
    ["junit", { outputFile: "target/e2e-reports/e2e.xml" }],
    ["json", { outputFile: "target/e2e-reports/e2e.json" }],
  ],
  use: {
    headless: true,
    viewport: { width: 1360, height: 900 },
    actionTimeout: 30_000,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    ignoreHTTPSErrors: true,
    launchOptions: {
      executablePath: chromiumPath(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
