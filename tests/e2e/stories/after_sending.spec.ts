import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { appIsThere, area, draftsKept, goTo, heading, itemsKept, laterIsThere, opened, receipts, SAVED, SENT, write } from "../support/device.ts";
import { entryLink } from "../support/people.ts";
import { expect, test } from "../support/server.ts";
import { PHONE } from "../support/visit.ts";

const ELSEWHERE = "Dit hoort bij een andere gemeente";
const TEACHER = "U gaat discreet om met wat leerlingen vertellen.";

/** What the page shows is accessible in both themes and fits a small phone, also in dark. */
async function looksRight(phone: Page, where: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await phone.emulateMedia({ colorScheme });
    await expectAccessible(phone, `${where}, ${colorScheme}`);
  }
  await phone.emulateMedia({ colorScheme: "light" });
  await phone.setViewportSize({ width: 320, height: 640 });
  const overflow = await phone.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(overflow, `${where} is wider than 320 px`).toBeLessThanOrEqual(0);
  await phone.setViewportSize({ width: 360, height: 740 });
}

test("the receipt has a link, a code to scan, and a word on who can read the answer", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await phone.evaluate(() => {
    const shared: unknown[] = [];
    Object.assign(window, { shared });
    Object.assign(navigator, { share: async (what: unknown) => shared.push(what) });
  });
  await write(phone, "De schuilhut aan het bloesemplein is al maanden stuk.");
  await expect(heading(phone, SENT)).toBeVisible();
  await expect(phone.getByText("Wie de code of de link heeft, kan het antwoord lezen.")).toBeVisible();
  const code = await phone.locator(".code-card__code").innerText();
  await phone.getByRole("button", { name: "Deel de link" }).click();
  const link = `${server.url}/linde/m/#r=${code}`;
  expect(await phone.evaluate(() => Reflect.get(window, "shared"))).toEqual([{ url: link }]);
  await phone.getByText("Toon de QR-code").click();
  const picture = phone.getByRole("img", { name: "QR-code van de link naar uw signaal" });
  await expect(picture).toBeVisible();
  await phone.emulateMedia({ colorScheme: "dark" });
  const ground = await picture.evaluate((svg) => getComputedStyle(svg).backgroundColor);
  expect(ground, "scanners want a light ground, also in the dark").toBe("rgb(255, 255, 255)");
  await looksRight(phone, "receipt");
});

test("whoever's profession is known reads one line on secrecy above Send", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "In de wachtzaal van het consultatiebureau is geen plaats voor een rolstoel.");
  await expect(heading(phone, SENT)).toBeVisible();
  await phone.getByRole("checkbox", { name: "Leerkracht" }).check();
  await expect(phone.getByLabel("Wat is uw beroep?", { exact: false }).last()).toHaveValue("Leerkracht");
  await expect(phone.getByText(TEACHER)).toBeVisible();
  await looksRight(phone, "profile with a profession");
  await phone.getByRole("button", { name: "Bewaar mijn keuze" }).click();
  await phone.getByRole("link", { name: "Nog een signaal" }).click();
  await expect(phone.locator("#submit").getByText(TEACHER)).toBeVisible();
  await phone.reload();
  await expect(phone.locator("#submit").getByText(TEACHER)).toBeVisible();
  await looksRight(phone, "form with a line on secrecy");

  // Another authority wrote its own lines.
  await phone.evaluate(() => {
    const profile = JSON.parse(localStorage.profile);
    localStorage.profile = JSON.stringify({ ...profile, profession: "Thuisverpleegkundige" });
  });
  await opened(phone, entryLink(server, "heidebeek"));
  await phone.reload();
  await expect(phone.getByText("Heidebeek is klein: laat straat en leeftijd weg.")).toBeVisible();
});

test("in a team meeting one phone sends for several people and remembers none of them", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  const sent: Record<string, unknown>[] = [];
  phone.on("request", (request) => {
    if (request.url().endsWith("/api/v1/signals")) sent.push(request.postDataJSON());
  });
  await goTo(phone, "Instellingen");
  await phone.getByRole("group", { name: "Teamoverleg" }).getByRole("radio", { name: "Aan" }).check();
  await expect(phone.getByRole("banner").getByText("Teamoverleg")).toBeVisible();
  await goTo(phone, "Nieuw signaal");
  await expect(area(phone)).toBeFocused();
  const team = phone.getByRole("region", { name: "Teamoverleg staat aan" }).or(phone.locator(".team"));
  await team.getByRole("checkbox", { name: "Leerkracht" }).check();
  await expect(team.getByText(TEACHER)).toBeVisible();
  await team.getByRole("checkbox", { name: "Lokaal bestuur" }).check();
  await looksRight(phone, "form in a team meeting");
  await write(phone, "Aan school Zandkasteel is het oversteken te gevaarlijk voor kleuters.");
  await expect(heading(phone, SENT)).toBeVisible();
  await expect(phone.getByRole("button", { name: "Bewaar mijn keuze" })).toHaveCount(0);

  await phone.getByRole("link", { name: "Nog een signaal" }).click();
  await expect(area(phone)).toBeFocused();
  await expect(team.getByRole("checkbox", { checked: true })).toHaveCount(0);
  await phone.keyboard.type("De bus naar Zandkasteel komt te laat voor de eerste les.");
  await phone.getByRole("button", { name: "Verstuur signaal" }).click();
  await expect(heading(phone, SENT)).toBeVisible();
  const told = sent.map(({ sector, profession, contact }) => ({ sector, profession, contact }));
  expect(told).toEqual([
    { sector: "local-government", profession: "Leerkracht", contact: undefined },
    { sector: undefined, profession: undefined, contact: undefined },
  ]);
  expect(await phone.evaluate(() => localStorage.profile)).toBeUndefined();

  await phone.getByRole("link", { name: "Nog een signaal" }).click();
  await phone.getByRole("button", { name: "Zet teamoverleg uit" }).click();
  await expect(phone.locator(".team")).toHaveCount(0);
  await expect(phone.getByRole("banner").getByText("Teamoverleg")).toHaveCount(0);
});

/** In one breath, however busy the machine is. */
async function escapeTwice(phone: Page): Promise<void> {
  await phone.evaluate(() => {
    for (let times = 0; times < 2; times++) {
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    }
  });
}

test("the screen is hidden in one tap, or with Esc twice, and comes back as it was", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  const [blank, text] = [phone.getByRole("dialog", { name: "Het scherm is verborgen" }), area(phone)];
  const caret = () => text.evaluate((area: HTMLTextAreaElement) => [area.selectionStart, area.selectionEnd]);
  await text.fill("Geen loket meer open");
  await text.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 10));
  const title = await phone.title();

  await escapeTwice(phone);
  await expect(blank).toBeVisible();
  expect(await phone.title()).toBe("Pagina");
  await expect.poll(() => draftsKept(phone)).toBe(1);
  const corner = await phone.evaluate(() => document.elementFromPoint(5, 5)?.id);
  expect(corner, "nothing of the page is to be seen").toBe("blank");
  await looksRight(phone, "hidden screen");
  await phone.keyboard.press("x");
  await expect(blank).toBeHidden();
  await expect(text).toBeFocused();
  expect([await caret(), await text.inputValue(), await phone.title()]).toEqual([[5, 10], "Geen loket meer open", title]);

  await phone.getByRole("button", { name: "Verberg scherm" }).tap();
  await expect(blank).toBeVisible();
  await phone.touchscreen.tap(180, 300);
  await expect(blank).toBeHidden();
  await expect(text).toBeFocused();
  expect(await caret()).toEqual([5, 10]);

  // Keys can be switched off (WCAG 2.1.4); the button stays.
  await goTo(phone, "Instellingen");
  await phone.getByRole("group", { name: "Sneltoetsen" }).getByRole("radio", { name: "Uit" }).check();
  await goTo(phone, "Nieuw signaal");
  await text.focus();
  await escapeTwice(phone);
  await phone.keyboard.press("Control+Enter");
  await expect(blank).toBeHidden();
  await expect(text).toHaveValue("Geen loket meer open");
});

/** The keys under which signals went to an authority: each is one signal. */
function keysSentTo(phone: Page, authority: string): Set<string> {
  const keys = new Set<string>();
  phone.on("request", (request) => {
    const headers = request.headers();
    const is = request.url().endsWith("/api/v1/signals") && headers["lokaalsignaal-authority"] === authority;
    if (is && headers["idempotency-key"]) keys.add(headers["idempotency-key"]);
  });
  return keys;
}

/** Sends a signal to Linde, and opens it. */
async function sentAndOpened(phone: Page, text: string, word: RegExp): Promise<void> {
  await write(phone, text);
  await expect(heading(phone, SENT)).toBeVisible();
  await laterIsThere(phone);
  await goTo(phone, "Mijn signalen");
  await phone.getByRole("link", { name: word }).click();
  await expect(phone.getByRole("blockquote")).toBeVisible();
  await phone.getByText(ELSEWHERE).click();
}

async function sendOn(phone: Page): Promise<void> {
  await phone.getByRole("button", { name: "Stuur naar Gemeente Heidebeek" }).click();
  const dialog = phone.getByRole("dialog", { name: "Wilt u dit signaal doorsturen?" });
  await expect(dialog).toContainText("Gemeente Heidebeek krijgt uw tekst.");
  await dialog.getByRole("button", { name: "Stuur door" }).click();
}

test("a signal of another municipality is sent on there, once its link is here", async ({ server, visit, office }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  const keys = keysSentTo(phone, "heidebeek");
  await sentAndOpened(phone, "Op de ravenkalverweg is geen verlichting na het voetpad.", /ravenkalverweg/);
  await expect(phone.getByText("Vraag de link aan de andere gemeente.")).toBeVisible();
  const add = phone.locator(".send-on form");
  await add.getByRole("button", { name: "Bewaar de link" }).click();
  await expect(add.getByRole("alert")).toContainText("Plak eerst de link.");
  await add.getByRole("textbox").fill("https://elders.example/x/m/#e=ABC");
  await add.getByRole("button", { name: "Bewaar de link" }).click();
  await expect(add.getByRole("alert")).toContainText("Deze link is van een andere website.");
  await looksRight(phone, "a signal to be sent on");
  await add.getByRole("textbox").fill(entryLink(server, "heidebeek"));
  await add.getByRole("button", { name: "Bewaar de link" }).click();
  await expect(phone.getByText("De link van Gemeente Heidebeek is bewaard.")).toBeVisible();
  await sendOn(phone);

  await expect(heading(phone, SENT)).toBeVisible();
  await expect.poll(() => itemsKept(phone)).toBe(0);
  expect(keys.size).toBe(1);
  expect(await office.stored("ravenkalverweg"), "it left Linde").toHaveLength(0);
  const kept = (await receipts(phone)) as { authority: string; state: string }[];
  expect(kept.map(({ authority, state }) => `${authority} ${state}`)).toEqual(["heidebeek received", "linde withdrawn"]);
  await goTo(phone, "Mijn signalen");
  await expect(phone.getByRole("link", { name: /ravenkalverweg/ })).toHaveCount(1);
});

test("sending on without network loses nothing, also when the page dies, and sends nothing twice", async ({ server, visit, office }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "heidebeek"));
  await opened(phone, entryLink(server, "linde"));
  await phone.evaluate(() => navigator.serviceWorker.ready);
  const keys = keysSentTo(phone, "heidebeek");
  await sentAndOpened(phone, "Bij de ijsvogelbrug staat elke winter water tot in de kelders.", /ijsvogelbrug/);
  await phone.context().setOffline(true);
  await sendOn(phone);
  await expect(heading(phone, SAVED)).toBeVisible();
  expect(await itemsKept(phone)).toBe(2);
  expect(await office.stored("ijsvogelbrug"), "it stays until it is there").toHaveLength(1);

  await phone.reload();
  await appIsThere(phone);
  expect(await itemsKept(phone)).toBe(2);
  // The server has it, and the answer gets lost.
  let isFirst = true;
  await phone.route("**/api/v1/signals", async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    await route.fetch();
    await route.abort("connectionreset");
  });
  await phone.context().setOffline(false);
  await expect.poll(() => itemsKept(phone), { timeout: 15_000 }).toBe(0);
  expect(keys.size).toBe(1);
  expect(await office.stored("ijsvogelbrug")).toHaveLength(0);
  const kept = (await receipts(phone)) as { authority: string }[];
  expect(kept.filter(({ authority }) => authority === "heidebeek")).toHaveLength(1);
});

test("who undoes the sending on keeps the signal where it was", async ({ server, visit, office }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "heidebeek"));
  await opened(phone, entryLink(server, "linde"));
  await sentAndOpened(phone, "De kraanvogelkaai is glad zodra het een beetje regent.", /kraanvogelkaai/);
  await phone.context().setOffline(true);
  await sendOn(phone);
  await goTo(phone, "Mijn signalen");
  await phone.getByRole("listitem").filter({ hasText: "kraanvogelkaai" }).getByRole("button", { name: "Verwijder" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "Verwijder" }).click();
  await expect.poll(() => itemsKept(phone)).toBe(0);
  await phone.context().setOffline(false);
  expect(await office.stored("kraanvogelkaai")).toHaveLength(1);
});

test("links of several municipalities are kept, chosen, and taken off with a way back", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await goTo(phone, "Instellingen");
  await phone.getByRole("link", { name: "Kies de gemeente voor uw volgende signaal." }).click();
  await phone.getByRole("textbox", { name: "Plak de link" }).fill(entryLink(server, "heidebeek"));
  await phone.getByRole("button", { name: "Bewaar de link" }).click();
  await expect(phone.getByRole("button", { name: "Gemeente Heidebeek", exact: true })).toBeVisible();
  await looksRight(phone, "links of several municipalities");
  await phone.getByRole("button", { name: "Verwijder de link van Stad Linde" }).click();
  await expect(phone.getByText("De link van Stad Linde is weg.")).toBeVisible();
  await expect(phone.getByRole("button", { name: "Maak ongedaan" })).toBeFocused();
  await expectAccessible(phone, "a link that was taken off");
  await phone.keyboard.press("Enter");
  await expect(phone.getByRole("button", { name: "Stad Linde", exact: true })).toBeVisible();
  await phone.getByRole("button", { name: "Gemeente Heidebeek", exact: true }).click();
  await expect(phone.getByText("Voor Gemeente Heidebeek")).toBeVisible();
  expect(new URL(phone.url()).pathname).toBe("/heidebeek/m/");
});

test("text grows and stays so before the app is there, and what the device knows fits in a file", async ({ server, visit }) => {
  const phone = await opened(await visit(PHONE), entryLink(server, "linde"));
  await write(phone, "Het spreeuwenpleintje heeft geen enkele bank in de schaduw.");
  await expect(heading(phone, SENT)).toBeVisible();
  await goTo(phone, "Instellingen");
  await phone.getByRole("radio", { name: "Groter" }).check();
  const size = () => phone.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  expect(await size()).toBeCloseTo(21.6);
  await looksRight(phone, "settings with larger text");
  const [download] = await Promise.all([
    phone.waitForEvent("download"),
    phone.getByRole("button", { name: "Bewaar mijn gegevens als bestand" }).click(),
  ]);
  const file = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(file).toMatchObject({ size: "larger", entryPoints: [{ authority: "linde" }], receipts: [{ authority: "linde" }] });
  expect(file.signals[0].text).toContain("spreeuwenpleintje");

  await phone.route("**/assets/*.wasm", (route) => route.abort());
  await phone.reload();
  expect(await size(), "before the app").toBeCloseTo(21.6);
});
