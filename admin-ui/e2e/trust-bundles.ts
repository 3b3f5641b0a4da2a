import { expect, type Page } from "@playwright/test";
import { drop, expectAccessible } from "./page";
import { makeAuthority } from "./peers";

const LISTS = /revocation lists here/;

/** Adds a trust bundle with a revocation list, is told which list will not do, and brings a newer one. */
export async function keepRevocationLists(page: Page, folder: string): Promise<void> {
  const authority = await makeAuthority(folder, "clients");
  const stranger = await makeAuthority(folder, "strangers");
  await page.getByRole("link", { name: "Certificates" }).click();
  await page.getByRole("button", { name: "Add trust bundle" }).click();
  const adding = page.getByRole("dialog", { name: "Add trust bundle" });
  await adding.getByRole("textbox", { name: "Name" }).fill("clients");
  await drop(adding.getByLabel(/authorities' certificates/), authority.certificate);
  await drop(adding.getByLabel(LISTS), authority.certificate);
  await expect(adding.getByLabel(LISTS)).toHaveAccessibleDescription(/holds no revocation list/);
  await expectAccessible(page);

  await drop(adding.getByLabel(LISTS), await stranger.list({ revoked: 1, days: 7 }));
  await adding.getByRole("button", { name: "Add trust bundle" }).click();
  // The gateway's own complaint stands at the field that it is about.
  await expect(adding.getByLabel(LISTS)).toHaveAccessibleDescription(/CN=strangers is not signed by an authority/);
  await expectAccessible(page);

  await adding.getByRole("button", { name: "Remove the revocation lists" }).click();
  await drop(adding.getByLabel(LISTS), await authority.list({ revoked: 1, days: 7 }));
  await adding.getByRole("button", { name: "Add trust bundle" }).click();
  const row = page.getByRole("row", { name: /clients/ });
  await expect(row).toContainText("1 list, 1 revoked");
  await expect(row).toContainText("next update");
  await expectAccessible(page);

  await page.getByRole("button", { name: "Edit trust bundle clients" }).click();
  const editing = page.getByRole("dialog", { name: "Edit trust bundle" });
  await expect(editing.getByText("1 revocation list")).toBeVisible();
  await drop(editing.getByLabel(LISTS), await authority.list({ revoked: 3, days: 14 }));
  await expect(editing.getByText("1 revocation list")).toBeVisible();
  await expectAccessible(page);
  await editing.getByRole("button", { name: "Save trust bundle" }).click();
  await expect(row).toContainText("1 list, 3 revoked");
}
