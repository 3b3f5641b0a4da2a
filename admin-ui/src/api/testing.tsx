import { MantineProvider } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { notifyManager, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";

/** What a page asked of the gateway. */
export interface Call {
  readonly what: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export type Answer = (call: Call) => Response | Promise<Response>;

/** A gateway of which a test says what it answers, for what a real one does not do when asked to: fail, or change in between. */
export class ScriptedGateway {
  readonly calls: Call[] = [];
  private readonly answers = new Map<string, Answer>();

  constructor() {
    vi.spyOn(globalThis, "fetch").mockImplementation(async (asked, init) => {
      const request = new Request(asked as Request, init);
      const text = await request.text();
      const what = `${request.method} ${new URL(request.url).pathname}`;
      const call = { what, headers: request.headers, body: text === "" ? undefined : JSON.parse(text) };
      this.calls.push(call);
      const answer = this.answers.get(what);
      return answer === undefined ? problem(404, { title: `Nobody scripted ${what}` }) : answer(call);
    });
  }

  /** @param what method and path, such as `GET /api/v1/hosts` */
  on(what: string, answer: Answer): this {
    this.answers.set(what, answer);
    return this;
  }

  /** The bodies that were sent there. */
  sentTo(what: string): readonly Call[] {
    return this.calls.filter((call) => call.what === what);
  }
}

export const json = (body: unknown, etag = '"1"'): Response =>
  new Response(JSON.stringify(body), { headers: { "content-type": "application/json", etag } });

export const list = (...items: readonly unknown[]): Response => json({ items });

export const problem = (status: number, body: { readonly title: string; readonly detail?: string }): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/problem+json" } });

// Whatever an answer changes is on the page when `refresh` is over, and not a turn of the event loop later.
notifyManager.setScheduler(queueMicrotask);

interface Shown {
  /** Asks for everything again, as coming back to the window does. */
  readonly refresh: () => Promise<void>;
}

/** Renders as the application does, but for what takes time: transitions, and asking again. */
export function show(content: ReactNode): Shown {
  // Those of the test before are remembered outside of any page.
  notifications.clean();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  render(
    <MantineProvider env="test">
      <Notifications />
      <QueryClientProvider client={client}>{content}</QueryClientProvider>
    </MantineProvider>,
  );
  return { refresh: () => act(() => client.refetchQueries()) };
}
