import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Host } from "../../api/generated/schema";
import { list, ScriptedGateway, show } from "../../api/testing";
import { HostForm } from "./HostForm";
import { fromHost } from "./hostForm";
import { host } from "./scripted";

const form = (shown: Host = host) => {
  new ScriptedGateway().on("GET /api/v1/certificates", () => list()).on("GET /api/v1/trust-bundles", () => list());
  show(<HostForm initial={fromHost(shown)} submitLabel="Save" busy={false} error={null} onSubmit={() => undefined} />);
};

test("a ticket's lifetime is said to be bounded by the rotation of the ticket keys", async () => {
  form();
  await screen.findByText(/at most between one and two rotation periods of the ticket keys/);
  expect(screen.getByRole("textbox", { name: "Ticket lifetime", hidden: true })).toBeDefined();
});

const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name, hidden: true });

test("what a host leaves to the gateway is empty, with a word about whose it is", () => {
  form({ ...host, inherited: ["/earlyData/freshnessWindow", "/tls/ticketLifetime"] });
  for (const name of ["Freshness window", "Ticket lifetime"]) {
    expect(field(name).value).toBe("");
    expect(field(name).placeholder).toBe("the gateway's");
  }
});

test("what a host says itself is there to be read", () => {
  form();
  expect(field("Freshness window").value).toBe("3s");
  expect(field("Ticket lifetime").value).toBe("24h");
});

test("what is the preset's is shown as such until the host says it itself, and can be given back", async () => {
  form({
    ...host,
    earlyData: { ...host.earlyData, preset: "strict", acceptPercent: 100 },
    inherited: ["/earlyData/accept", "/earlyData/acceptPercent", "/earlyData/issueMaxBytes"],
  });
  expect(screen.getAllByText(/^From the preset\. /)).toHaveLength(3);
  const giveBack = () => screen.queryByRole("button", { name: "Leave all of it to the preset" });
  expect(giveBack()).toBeNull();
  fireEvent.change(field("Share that is let in"), { target: { value: "5 %" } });
  expect(screen.getAllByText(/^From the preset\. /)).toHaveLength(2);
  await userEvent.click(screen.getByRole("button", { name: "Leave all of it to the preset" }));
  expect(screen.getAllByText(/^From the preset\. /)).toHaveLength(3);
  expect(field("Share that is let in").value).toBe("100 %");
});
