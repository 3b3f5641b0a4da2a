import type { Page } from "@playwright/test";

/** Collects what the browser complains about: errors of scripts, of the console, and of the content security policy. */
export class ConsoleWatch {
  readonly complaints: string[] = [];

  constructor(
    page: Page,
    /** Refusals that the test provokes; the browser's console reports each answer of 400 and above. */
    private readonly expected: readonly { readonly status: number; readonly path: RegExp }[],
  ) {
    page.on("pageerror", (error) => this.complaints.push(`${error.name}: ${error.message}`));
    page.on("console", (message) => {
      const isBad = message.type() === "error" || message.type() === "warning";
      if (isBad && !this.isExpected(message.text(), message.location().url)) {
        this.complaints.push(`${message.text()} (${message.location().url})`);
      }
    });
  }

  private isExpected(text: string, url: string): boolean {
    return this.expected.some(({ status, path }) => text.includes(`status of ${status}`) && path.test(url));
  }
}
