import type { Page } from "@playwright/test";
import { signsIn } from "../support/account.ts";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, area, draftsKept, goTo, heading, movedClock, opened, receipts, SAVED, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const ALONE = { ...PHONE, serviceWorkers: "block" } as const;
const MINUTE = 60_000;
const lock = (phone: Page) => phone.getByRole("heading", { name: "Alles is verborgen" });
const goOn = (phone: Page) => phone.getByRole("button", { name: "Ga verder" });

async function shares(phone: Page): Promise<void> {
  await goTo(phone, "Instellingen");
  await phone.getByRole("checkbox", { name: "Ik deel dit toestel met anderen" }).check();
}

/** Somebody leaves the phone; the next one opens it before the app is whole, and is not taken for her. */
async function leaves(phone: Page): Promise<void> {
  await phone.evaluate(() => localStorage.setItem("touched", "0"));
  const ended = phone.waitForResponse(/providerLogins\/end$/);
  await phone.reload();
  await goOn(phone).click();
  expect((await ended).status()).toBe(204);
}

test("a phone that several people use hides everything after ten minutes, and keeps what was written", async ({ server, visit }) => {
  const page = await visit(ALONE);
  await movedClock(page);
  const phone = await opened(page, entryLink(server, "linde"));
  const text = "Over de bramenstruik bij de kleuterschool.";
  await area(phone).fill(text);
  await expect.poll(() => draftsKept(phone)).toBe(1);
  await phone.clock.fastForward(60 * MINUTE);
  await expect(area(phone), "nobody shares it").toBeVisible();

  await shares(phone);
  await phone.clock.fastForward(9 * MINUTE);
  await expect(lock(phone)).toBeHidden();
  // Whoever touches it is there.
  await phone.mouse.click(5, 700);
  await phone.clock.fastForward(9 * MINUTE);
  await expect(lock(phone)).toBeHidden();
  await phone.clock.fastForward(2 * MINUTE);
  await expect(lock(phone)).toBeFocused();
  await expect(area(phone)).toBeHidden();
  await expect(phone.getByRole("button")).toHaveCount(1);
  await expect(phone.getByText("Niemand gebruikte dit toestel 10 minuten lang.")).toBeVisible();
  await expectAccessible(phone, "a phone that was left");

  // Starting anew opens nothing.
  await phone.reload();
  await expect(lock(phone)).toBeVisible();
  await appIsThere(phone);
  await expect(area(phone)).toBeHidden();
  await goOn(phone).click();
  await expect(lock(phone)).toBeHidden();
  await expect(area(phone)).toHaveValue(text);
  await expect(phone.locator("#submit h1")).toBeFocused();
});

test("who left a shared phone is signed out, and her signals are gone from it", async ({ server, visit }) => {
  test.setTimeout(90_000);
  const page = await visit(ALONE, [401]);
  await movedClock(page);
  const phone = await opened(page, entryLink(server, "linde"));
  await write(phone, "Van niemand: de fietsenrekken bij de lijsterbeshal.");
  await expect(heading(phone, SENT)).toBeVisible();
  await signsIn(phone, server, "fien@thuiszorg.example");
  await goTo(phone, "Nieuw signaal");
  await write(phone, "Van Fien: de vergaderzaal van de lijsterbeshal is te klein.");
  await expect(heading(phone, SENT)).toBeVisible();
  await shares(phone);
  await goTo(phone, "Mijn signalen");
  await phone.getByRole("link", { name: /Van Fien/ }).click();
  await expect(phone.getByRole("blockquote")).toContainText("te klein");
  const ended = phone.waitForResponse(/providerLogins\/end$/);
  await phone.clock.fastForward(11 * MINUTE);
  await expect(lock(phone)).toBeFocused();
  expect((await ended).status()).toBe(204);
  await expect(phone.getByText("te klein")).toHaveCount(0);
  await goOn(phone).click();
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByRole("link", { name: /Van niemand/ })).toBeVisible();
  await expect(phone.getByText(/Van Fien/)).toHaveCount(0);
  expect(await receipts(phone)).toHaveLength(1);
  await goTo(phone, "Instellingen");
  await expect(phone.getByRole("button", { name: "Stuur mij een link" })).toBeVisible();
  await expect(phone.getByRole("checkbox", { name: "Ik deel dit toestel met anderen" })).toBeChecked();
});

test("on a shared phone nobody stays signed in for longer than twenty hours", async ({ server, visit }) => {
  const phone = await opened(await visit(ALONE), entryLink(server, "linde"));
  await signsIn(phone, server, "gust@thuiszorg.example");
  await shares(phone);
  const signedInFor = async (hours: number) => {
    await phone.evaluate((hours) => localStorage.setItem("signedIn", String(Date.now() - hours * 3_600_000)), hours);
    await phone.reload();
    await goTo(phone, "Instellingen");
  };
  await signedInFor(19);
  await expect(phone.getByRole("button", { name: "Meld mij af" })).toBeVisible();
  const ended = phone.waitForResponse(/providerLogins\/end$/);
  await signedInFor(21);
  expect((await ended).status()).toBe(204);
  await expect(phone.getByRole("button", { name: "Stuur mij een link" })).toBeVisible();
});

test("a signal that waited goes out with the account of who wrote it, not of who holds the phone now", async ({ server, visit, office }) => {
  test.setTimeout(90_000);
  const phone = await opened(await visit(ALONE, [401]), entryLink(server, "linde"));
  await shares(phone);
  await signsIn(phone, server, "hilde@thuiszorg.example");
  await goTo(phone, "Nieuw signaal");
  // No network, as far as a signal is concerned.
  await phone.route("**/api/v1/signals", (route) => route.abort());
  await write(phone, "Van Hilde: de tilliften in de kwikstaartflat zijn stuk.");
  await expect(heading(phone, SAVED)).toBeVisible();
  await leaves(phone);
  await phone.unroute("**/api/v1/signals");

  await signsIn(phone, server, "igor@thuiszorg.example");
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByText("Hier wacht een signaal van iemand anders.")).toBeVisible();
  await expect(phone.getByText("Van Hilde"), "nobody else reads it").toHaveCount(0);
  expect(await office.stored("kwikstaartflat")).toHaveLength(0);

  await leaves(phone);
  await signsIn(phone, server, "hilde@thuiszorg.example");
  await expect.poll(() => office.stored("kwikstaartflat")).toHaveLength(1);
});
