import { fireEvent, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { TrustBundle } from "../../api/generated/schema";
import { json, list, problem, ScriptedGateway, show } from "../../api/testing";
import { TrustBundlesPanel } from "./TrustBundlesPanel";

const bundle: TrustBundle = {
  id: "b1",
  name: "clients",
  pem: "-----BEGIN CERTIFICATE-----\nQVVUSA==\n-----END CERTIFICATE-----\n",
  subjects: ["CN=Authority"],
  revocationLists: [],
  revokedCertificates: 0,
  revision: 3,
  changedAt: "2026-11-24T12:00:00Z",
};

test("bundles that cannot be read again leave the dialog open, and what was typed where it is", async () => {
  let failing = false;
  const unless = (answer: Response) => (failing ? problem(503, { title: "The database did not answer" }) : answer);
  new ScriptedGateway()
    .on("GET /api/v1/trust-bundles", () => unless(list(bundle)))
    .on("GET /api/v1/trust-bundles/b1", () => unless(json(bundle)));
  const { refresh } = show(<TrustBundlesPanel />);
  await userEvent.click(await screen.findByRole("button", { name: "Edit trust bundle clients" }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "tomorrow" } });

  failing = true;
  await refresh();

  await screen.findByText("The database did not answer");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("tomorrow");
});
