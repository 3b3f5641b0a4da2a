import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { TicketKey } from "../../api/generated/schema";
import { json, ScriptedGateway, show } from "../../api/testing";
import { TicketKeysPanel } from "./TicketKeysPanel";

const PATH = "/api/v1/ticket-keys";

const key = (role: TicketKey["role"], id: string): TicketKey => ({ role, id, ageSeconds: 60 });
const ring = (...items: readonly TicketKey[]) => json({ items, rotationPeriod: "PT6H" });

test("promises nothing of replicas that do not reach the database when all tickets are revoked", async () => {
  new ScriptedGateway()
    .on(`GET ${PATH}`, () => ring(key("next", "aaaaaaaa1"), key("current", "bbbbbbbb1")))
    .on(`POST ${PATH}/revoke-all`, () => ring(key("next", "cccccccc1"), key("current", "dddddddd1")));
  show(<TicketKeysPanel />);
  await userEvent.click(await screen.findByRole("button", { name: "Revoke all tickets" }));
  await screen.findByText(/A replica that is cut off opens tickets of before/);
  await userEvent.click(screen.getByRole("button", { name: "Revoke all" }));
  await screen.findByText(/^Every replica that reaches the database/);
  expect(screen.queryByText("Every replica has new keys.")).toBeNull();
});

test("a first rotation costs no ticket, so it is made at once", async () => {
  const gateway = new ScriptedGateway()
    .on(`GET ${PATH}`, () => ring(key("next", "aaaaaaaa1"), key("current", "bbbbbbbb1")))
    .on(`POST ${PATH}/rotate`, () => ring(key("next", "cccccccc1"), key("current", "aaaaaaaa1")));
  show(<TicketKeysPanel />);
  await screen.findByText("current");
  await userEvent.click(screen.getByRole("button", { name: "Rotate now" }));
  await screen.findByText("Tickets that are out still open.");
  expect(gateway.sentTo(`POST ${PATH}/rotate`)).toHaveLength(1);
});

test("a rotation that ends the tickets of before the last one asks, and then says so", async () => {
  const gateway = new ScriptedGateway()
    .on(`GET ${PATH}`, () => ring(key("next", "aaaaaaaa1"), key("current", "bbbbbbbb1"), key("previous", "cccccccc1")))
    .on(`POST ${PATH}/rotate`, () => ring(key("next", "dddddddd1"), key("current", "aaaaaaaa1")));
  show(<TicketKeysPanel />);
  await screen.findByText("previous");
  await userEvent.click(screen.getByRole("button", { name: "Rotate now" }));
  await screen.findByText(/Tickets from before the last rotation no longer open/);
  expect(gateway.sentTo(`POST ${PATH}/rotate`)).toHaveLength(0);
  await userEvent.click(screen.getByRole("button", { name: "Rotate" }));
  await screen.findByText("Those of before the rotation before this one no longer open.");
  expect(gateway.sentTo(`POST ${PATH}/rotate`)).toHaveLength(1);
  expect(screen.queryByText("Tickets that are out still open.")).toBeNull();
});
