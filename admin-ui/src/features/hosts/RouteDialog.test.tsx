import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { json, list, problem, ScriptedGateway, show } from "../../api/testing";
import { RouteDialog } from "./RouteDialog";
import { host, route } from "./scripted";

const HOST = "/api/v1/hosts/h1";
const ROUTE = `${HOST}/routes/r1`;

test("a route that cannot be read again leaves what was typed where it is", async () => {
  let answer = () => json(route);
  new ScriptedGateway()
    .on(`GET ${HOST}`, () => json(host))
    .on(`GET ${ROUTE}`, () => answer())
    .on("GET /api/v1/upstreams", () => list());
  const { client } = show(<RouteDialog hostId="h1" routeId="r1" opened onClose={() => undefined} />);
  await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), " of tomorrow");

  answer = () => problem(503, { title: "The database did not answer" });
  await client.refetchQueries();

  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("api of tomorrow");
});

test("a route that cannot be read at all says so", async () => {
  new ScriptedGateway().on(`GET ${ROUTE}`, () => problem(503, { title: "The database did not answer" }));
  show(<RouteDialog hostId="h1" routeId="r1" opened onClose={() => undefined} />);
  await screen.findByText("The database did not answer");
});

test("a new route of a host that cannot be read says so instead of loading for ever", async () => {
  new ScriptedGateway().on(`GET ${HOST}`, () => problem(503, { title: "The database did not answer" }));
  show(<RouteDialog hostId="h1" routeId={undefined} opened onClose={() => undefined} />);
  await screen.findByText("The database did not answer");
});
