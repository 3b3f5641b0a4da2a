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
