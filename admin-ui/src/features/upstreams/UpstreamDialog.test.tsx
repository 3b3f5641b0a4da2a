import { fireEvent, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Upstream } from "../../api/generated/schema";
import { json, list, problem, ScriptedGateway, show } from "../../api/testing";
import { UpstreamDialog } from "./UpstreamDialog";

const upstream: Upstream = {
  id: "u1",
  name: "shop servers",
  protocol: "auto",
  endpoints: [{ url: "http://127.0.0.1:8080", weight: 1 }],
  earlyDataAware: false,
  tls: { insecureSkipVerify: false },
  declared: false,
  revision: 1,
  createdAt: "2026-11-24T12:00:00Z",
  changedAt: "2026-11-24T12:00:00Z",
};

test("an upstream that cannot be read again leaves what was typed where it is", async () => {
  let answer = () => json(upstream);
  new ScriptedGateway().on("GET /api/v1/upstreams/u1", () => answer()).on("GET /api/v1/trust-bundles", () => list());
  const { refresh } = show(<UpstreamDialog upstreamId="u1" opened onClose={() => undefined} />);
  fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "tomorrow" } });

  answer = () => problem(503, { title: "The database did not answer" });
  await refresh();

  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("tomorrow");
});
