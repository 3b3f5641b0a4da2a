import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { list, ScriptedGateway, show } from "../../api/testing";
import { HostForm } from "./HostForm";
import { fromHost } from "./hostForm";
import { host } from "./scripted";

const form = (shown = host) => {
  new ScriptedGateway().on("GET /api/v1/certificates", () => list()).on("GET /api/v1/trust-bundles", () => list());
  show(
    <HostForm initial={fromHost(shown)} submitLabel="Save" busy={false} error={null} onSubmit={() => undefined} />,
  );
};

test("a ticket's lifetime is said to be bounded by the rotation of the ticket keys", async () => {
  form();
  await screen.findByText(/at most between one and two rotation periods of the ticket keys/);
  expect(screen.getByRole("textbox", { name: "Ticket lifetime", hidden: true })).toBeDefined();
});
