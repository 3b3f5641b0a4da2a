import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Host, Route } from "../../api/generated/schema";
import { json, list, problem, ScriptedGateway, show } from "../../api/testing";
import { RouteDialog } from "./RouteDialog";
import { host, route } from "./scripted";

const ROUTES = "/api/v1/hosts/h1/routes";
const ROUTE = `${ROUTES}/r1`;

test("a route that cannot be read again leaves what was typed where it is", async () => {
  let answer = () => json(route);
  new ScriptedGateway().on(`GET ${ROUTE}`, () => answer()).on("GET /api/v1/upstreams", () => list());
  const { refresh } = show(<RouteDialog host={host} routeId="r1" opened onClose={() => undefined} />);
  fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "tomorrow" } });

  answer = () => problem(503, { title: "The database did not answer" });
  await refresh();

  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("tomorrow");
});

test("a route that cannot be read at all says so", async () => {
  new ScriptedGateway().on(`GET ${ROUTE}`, () => problem(503, { title: "The database did not answer" }));
  show(<RouteDialog host={host} routeId="r1" opened onClose={() => undefined} />);
  await screen.findByText("The database did not answer");
});

const permissive: Host = { ...host, earlyData: { ...host.earlyData, preset: "permissive" } };

/** As the gateway shows a route that says nothing about early requests itself, on a host with that preset. */
const silent: Route = {
  ...route,
  earlyData: "allow",
  earlyDataMethods: ["GET", "HEAD", "OPTIONS"],
  earlyDataQuery: true,
  inherited: ["/earlyData", "/earlyDataMethods", "/earlyDataQuery"],
};

const editing = async (edited: Route) => {
  const gateway = new ScriptedGateway()
    .on(`GET ${ROUTE}`, () => json(edited, '"7"'))
    .on(`PATCH ${ROUTE}`, () => json(edited, '"8"'))
    .on("GET /api/v1/upstreams", () => list({ id: "u1", name: "shop servers", earlyDataAware: true }));
  const onClose = vi.fn();
  show(<RouteDialog host={permissive} routeId="r1" opened onClose={onClose} />);
  await screen.findByRole("button", { name: "Save route" });
  return async () => {
    await userEvent.click(screen.getByRole("button", { name: "Save route" }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    return gateway.sentTo(`PATCH ${ROUTE}`)[0];
  };
};

const checked = (name: RegExp) => screen.getByRole<HTMLInputElement>("radio", { name }).checked;

test("what a route leaves to its host is shown as the host's, and stays left to it when its name is changed", async () => {
  const save = await editing(silent);
  expect(checked(/^From the host's preset/)).toBe(true);
  expect(checked(/^Allow/)).toBe(false);
  screen.getByText("Now Permissive: Allow. Another one that the host gets later decides.");
  expect(screen.getAllByText(/^From the host's preset\. /)).toHaveLength(2);
  fireEvent.change(screen.getByRole("textbox", { name: "Name" }), { target: { value: "tomorrow" } });
  const sent = await save();
  expect(sent?.body).toEqual({ name: "tomorrow" });
  expect(sent?.headers.get("if-match")).toBe('"7"');
  expect(sent?.headers.get("content-type")).toBe("application/merge-patch+json");
});

test("what the preset says, too, is the route's own once it is chosen", async () => {
  const save = await editing(silent);
  await userEvent.click(screen.getByRole("radio", { name: /^Allow/ }));
  await userEvent.click(screen.getByRole("switch", { name: /^Also with a query/ }));
  await userEvent.click(screen.getByRole("switch", { name: /^Also with a query/ }));
  expect((await save())?.body).toEqual({ earlyData: "allow", earlyDataQuery: true });
});

test("what is a route's own can be given back to the host", async () => {
  const save = await editing({ ...silent, inherited: [] });
  expect(checked(/^Allow/)).toBe(true);
  expect(screen.queryByText(/^From the host's preset\. /)).toBeNull();
  await userEvent.click(screen.getByRole("radio", { name: /^From the host's preset/ }));
  await userEvent.click(screen.getByRole("button", { name: "Leave methods and query to the host's preset" }));
  expect((await save())?.body).toEqual({ earlyData: null, earlyDataMethods: null, earlyDataQuery: null });
});

test("a new route says nothing that was not filled in", async () => {
  const gateway = new ScriptedGateway()
    .on(`POST ${ROUTES}`, () => json(silent))
    .on("GET /api/v1/upstreams", () => list({ id: "u1", name: "shop servers", earlyDataAware: true }));
  const onClose = vi.fn();
  show(<RouteDialog host={permissive} routeId={undefined} opened onClose={onClose} />);
  expect(checked(/^From the host's preset/)).toBe(true);
  fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "api" } });
  await userEvent.click(screen.getByRole("combobox", { name: "Upstream" }));
  await userEvent.click(await screen.findByRole("option", { name: /shop servers/ }));
  await userEvent.click(screen.getByRole("button", { name: "Add route" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(gateway.sentTo(`POST ${ROUTES}`)[0]?.body).toEqual({ name: "api", upstreamId: "u1" });
});
