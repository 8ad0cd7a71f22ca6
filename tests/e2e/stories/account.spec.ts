import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, area, everythingKept, goTo, heading, opened, receipts, refusal, SENT, thingsKept, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, type Server, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const SUBMIT = "**/api/v1/signals";
const TEXT = "Het loket in de wijk is dicht en niemand weet waarheen met een papieren formulier.";

/** Asks for a link in the settings. */
async function ask(phone: Page, address: string): Promise<void> {
  await goTo(phone, "Instellingen");
  await phone.getByLabel("Uw e-mailadres").first().fill(address);
  await phone.getByRole("button", { name: "Stuur mij een link" }).click();
  await expect(phone.getByText("Kijk in uw mail en open de link.")).toBeVisible();
}

/** The link of the last mail, once so many came. */
async function linkFor(server: Server, address: string, mails = 1): Promise<string> {
  const texts = () => server.mails().filter((mail) => mail.to === address).map((mail) => mail.text);
  await expect.poll(() => texts().length).toBe(mails);
  const path = /\/linde\/m\/#l=[\w-]{22}/.exec(texts()[mails - 1] ?? "")?.[0];
  return `${server.url}${path}`;
}

const button = (page: Page) => page.getByRole("button", { name: "Meld mij aan" });
const inSettings = (page: Page) => page.locator("#app").getByText("U bent aangemeld");

test("a worker signs in by mail, finds her signal on another phone, and leaves nothing behind", async ({ server, visit }) => {
  test.setTimeout(90_000);
  const address = "els@thuiszorg.example";
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await ask(phone, address);
  // This server's address is a number, and passkeys belong to a name.
  await expect(phone.getByText("kan niet in deze browser")).toBeVisible();
  await expectAccessible(phone, "settings with a link on its way");
  const link = await linkFor(server, address);

  await test.step("the page of the link uses nothing up before its button", async () => {
    const tab = await phone.context().newPage();
    await tab.goto(link);
    await appIsThere(tab);
    expect(tab.url()).not.toContain("l=");
    await expectAccessible(tab, "link to sign in with");
    await button(tab).click();
    await expect(inSettings(tab)).toBeVisible();
    await tab.close();
  });

  await test.step("what she sends goes with the account", async () => {
    await phone.goto(entryLink(server, "linde"));
    await appIsThere(phone);
    await write(phone, TEXT);
    await expect(heading(phone, SENT)).toBeVisible();
  });

  const tablet = await opened(await visit({ ...PHONE, serviceWorkers: "block" }, [404, 503]), entryLink(server, "linde"));
  await test.step("on another device the digits sign her in", async () => {
    await ask(tablet, address);
    const second = await linkFor(server, address, 2);
    const elsewhere = await visit(PHONE);
    await elsewhere.goto(second);
    await appIsThere(elsewhere);
    await button(elsewhere).click();
    const digits = await elsewhere.locator("#app p.code").innerText();
    expect(digits).toMatch(/^\d{6}$/);
    await tablet.getByLabel("De 6 cijfers").fill(digits === "000000" ? "000001" : "000000");
    await button(tablet).click();
    await expect(tablet.getByText("Deze cijfers kloppen niet").first()).toBeVisible();
    await tablet.getByLabel("De 6 cijfers").fill(digits);
    await button(tablet).click();
    await expect(inSettings(tablet)).toBeVisible();
    await goTo(tablet, "Mijn signalen");
    await expect(tablet.getByText("Het loket in de wijk is dicht")).toBeVisible();
  });

  await test.step("signing out asks about what was not sent", async () => {
    await tablet.route(SUBMIT, refusal(503, "belgif:serviceUnavailable"));
    await goTo(tablet, "Nieuw signaal");
    await write(tablet, `${TEXT} Nog eens.`);
    await goTo(tablet, "Instellingen");
    await tablet.getByRole("button", { name: "Meld mij af" }).click();
    const dialog = tablet.getByRole("dialog");
    await expect(dialog).toContainText("1 signaal is niet verstuurd");
    await expect(dialog).toContainText("U verliest 1 volgcode.");
    await tablet.unroute(SUBMIT);
    await dialog.getByRole("button", { name: "Verstuur eerst" }).click();
    await expect.poll(async () => (await receipts(tablet)).length).toBe(2);
    await goTo(tablet, "Instellingen");
    await tablet.getByRole("button", { name: "Meld mij af" }).click();
    await tablet.getByRole("dialog").getByRole("button", { name: "Wis de teksten" }).click();
    await expect(tablet.getByText("U bent afgemeld")).toBeVisible();
    expect(await receipts(tablet)).toEqual([]);
    await expect.poll(async () => (await thingsKept(tablet)).filter((name) => name !== "entryPoints")).toEqual([]);
    expect(await everythingKept(tablet)).not.toContain("papieren formulier");
    await goTo(tablet, "Nieuw signaal");
    await expect(area(tablet)).toBeVisible();
  });
});
