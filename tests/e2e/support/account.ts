import { expect, type Page } from "@playwright/test";
import { appIsThere, goTo } from "./device.ts";
import type { Server } from "./server.ts";

/** Signs in on a phone by the link of a mail, opened in the same browser. */
export async function signsIn(phone: Page, server: Server, address: string): Promise<void> {
  const mails = () => server.mails().filter(({ to }) => to === address);
  const before = mails().length;
  await goTo(phone, "Instellingen");
  await phone.getByLabel("Uw e-mailadres").first().fill(address);
  await phone.getByRole("button", { name: "Stuur mij een link" }).click();
  await expect.poll(() => mails().length).toBe(before + 1);
  const path = /\/linde\/m\/#l=[\w-]{22}/.exec(mails()[before]?.text ?? "")?.[0];
  const tab = await phone.context().newPage();
  await tab.goto(`${server.url}${path}`);
  await appIsThere(tab);
  await tab.getByRole("button", { name: "Meld mij aan" }).click();
  await expect(tab.locator("#app").getByText("U bent aangemeld")).toBeVisible();
  await tab.close();
  await phone.reload();
  await appIsThere(phone);
}
