import { existsSync } from "node:fs";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser of this machine; POSTERN_CHROMIUM names another. */
export function chromiumPath(): string {
  const candidates = [process.env["POSTERN_CHROMIUM"], ...USUAL_PLACES];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined) {
    throw new Error(
      "The browser test needs Chromium: install it, for example 'apt-get install chromium', or set POSTERN_CHROMIUM.",
    );
  }
  return found;
}
