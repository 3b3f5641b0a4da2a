import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { KillSwitch } from "../../api/generated/schema";
import { json, problem, ScriptedGateway, show } from "../../api/testing";
import { KillSwitchPanel } from "./KillSwitchPanel";

const PATH = "/api/v1/early-data/kill-switch";

const released: KillSwitch = {
  engaged: false,
  note: "",
  changedBy: "",
  changedAt: "2026-11-24T12:00:00Z",
  enabledBySettings: true,
  revision: 1,
};

const engaged: KillSwitch = { ...released, engaged: true, note: "orders came twice", changedBy: "alice", revision: 2 };

const stale = () => problem(412, { title: "The object changed since it was read" });

test("a dialog that is open asks and does what it asked when it was opened, whatever somebody else did meanwhile", async () => {
  let now: readonly [KillSwitch, string] = [released, '"1"'];
  const gateway = new ScriptedGateway()
    .on(`GET ${PATH}`, () => json(...now))
    .on(`PUT ${PATH}`, ({ headers }) => (headers.get("if-match") === now[1] ? json(...now) : stale()));
  const { refresh } = show(<KillSwitchPanel />);
  await userEvent.click(await screen.findByRole("button", { name: "Switch early data off" }));

  now = [engaged, '"2"'];
  await refresh();
  await screen.findByText("engaged");
  expect(screen.queryByText("Let early data in again?")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Switch off" }));

  const notice = await screen.findByRole("alert");
  expect(notice.textContent).toContain("Somebody else changed the kill switch");
  expect(notice.textContent).toContain("engaged by alice");
  const [{ headers, body } = {}] = gateway.sentTo(`PUT ${PATH}`);
  expect(headers?.get("if-match")).toBe('"1"');
  expect(body).toMatchObject({ engaged: true });
  expect(screen.getByRole("button", { name: "Switch off" }).hasAttribute("disabled")).toBe(true);
});

test("whoever opens the dialog anew is asked about the switch as it is by then", async () => {
  let now: readonly [KillSwitch, string] = [released, '"1"'];
  const gateway = new ScriptedGateway().on(`GET ${PATH}`, () => json(...now)).on(`PUT ${PATH}`, () => json(...now));
  const { refresh } = show(<KillSwitchPanel />);
  await userEvent.click(await screen.findByRole("button", { name: "Switch early data off" }));
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  now = [engaged, '"2"'];
  await refresh();
  await userEvent.click(await screen.findByRole("button", { name: "Let early data in again" }));
  await userEvent.click(await screen.findByRole("button", { name: "Let in" }));
  await waitFor(() => expect(gateway.sentTo(`PUT ${PATH}`)).toHaveLength(1));
  const [{ headers, body } = {}] = gateway.sentTo(`PUT ${PATH}`);
  expect(headers?.get("if-match")).toBe('"2"');
  expect(body).toMatchObject({ engaged: false });
});

test("a switch that cannot be asked any more is shown with a word about it, and can be thrown all the same", async () => {
  let answer = () => json(released, '"1"');
  new ScriptedGateway().on(`GET ${PATH}`, () => answer());
  const { refresh } = show(<KillSwitchPanel />);
  await screen.findByText("released");
  expect(screen.queryByText("The switch may stand otherwise by now")).toBeNull();

  answer = () => problem(503, { title: "The database did not answer" });
  await refresh();

  await screen.findByText("The switch may stand otherwise by now");
  expect(screen.getByText(/The database did not answer/)).toBeDefined();
  expect(screen.getByText("released")).toBeDefined();
  expect(screen.getByRole("button", { name: "Switch early data off" }).hasAttribute("disabled")).toBe(false);

  answer = () => json(engaged, '"2"');
  await refresh();
  await screen.findByText("engaged");
  expect(screen.queryByText("The switch may stand otherwise by now")).toBeNull();
});

test("promises nothing of replicas that do not reach the database", async () => {
  new ScriptedGateway().on(`GET ${PATH}`, () => json(released, '"1"')).on(`PUT ${PATH}`, () => json(engaged, '"2"'));
  show(<KillSwitchPanel />);
  await screen.findByText(/within two seconds on every replica that reaches the database/);
  await userEvent.click(screen.getByRole("button", { name: "Switch early data off" }));
  await userEvent.click(screen.getByRole("button", { name: "Switch off" }));
  await screen.findByText("Every replica that reaches the database refuses it within two seconds.");
});
