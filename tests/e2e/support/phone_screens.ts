import { expect, type Page } from "@playwright/test";
import { entryLink, signalLink } from "./people.ts";
import type { Server } from "./server.ts";

/** Places of the phone that need no signal. */
const PLACES = ["#mine", "#follow", "#settings", "#authorities", "#help", "#privacy", "#accessibility"];
const SIGNALS = ["a question waits", "something is done", "it is over"];

/** Goes through the screens of the phone, as somebody who writes, is warned, sends, follows and reads. */
export async function eachPhoneScreen(
  phone: Page,
  server: Server,
  see: (where: string) => Promise<void>,
): Promise<void> {
  const text = phone.locator("#field-text");
  await phone.goto(entryLink(server, "linde"));
  await expect(phone.locator("#app[data-shown]")).toBeAttached();
  await see("submit");
  await phone.locator("#send").click();
  await expect(phone.getByRole("alert")).toBeFocused();
  await see("submit, refused");
  await text.fill("Fatima belde 0470 12 34 56 en vond geen loket.");
  await expect(phone.locator(".warnings__row")).toHaveCount(2);
  await see("submit, warned");
  await text.fill("Oudere klanten vinden geen loket meer open.");
  await expect(phone.locator(".coach__words")).not.toBeEmpty();
  await see("submit, asked");
  await phone.locator("#send").click();
  await expect(phone.locator(".code-card__code")).toBeVisible();
  await expect(phone.locator("[aria-busy=true]")).toHaveCount(0);
  await see("sent");
  const heading = phone.locator("#app h1");
  for (const place of PLACES) {
    const before = await heading.innerText();
    await phone.evaluate((fragment) => {
      location.hash = fragment;
    }, place);
    await expect(heading).not.toHaveText(before);
    await expect(heading).toBeFocused();
    await expect(phone.locator("[aria-busy=true]")).toHaveCount(0);
    await see(place);
  }
  for (const what of SIGNALS) {
    await phone.goto(signalLink(server, "linde", what));
    await expect(phone).toHaveURL(/#opened$/);
    await expect(phone.getByRole("blockquote")).toBeVisible();
    await expect(phone.locator("[aria-busy=true]")).toHaveCount(0);
    await see(`signal, ${what}`);
  }
}
