import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { turnsTheClock } from "../support/clock.ts";
import type { Office } from "../support/office.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP, PHONE, type Visit } from "../support/visit.ts";

test("of a long list only what is in sight is in the document, and every row is reached", async ({ office, visit }) => {
  test.slow();
  const word = "bushalte";
  const desk = await inboxWith(office, visit, word, 300);
  await expect(count(desk, 300)).toBeVisible();
  expect(await rows(desk).count()).toBeLessThan(50);
  await expect(rows(desk).first()).toHaveAttribute("aria-setsize", "300");

  await test.step("by scrolling", async () => {
    await desk.locator("#inbox-pane").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
    const last = desk.locator('.signal-row[aria-posinset="300"] .signal-row__link');
    await expect(last).toContainText(`De ${word}`);
    await expect(last).toBeInViewport();
    expect(await rows(desk).count()).toBeLessThan(50);
  });

  await test.step("with the keyboard alone", async () => {
    await desk.locator('.signal-row[aria-posinset="300"] .signal-row__link').focus();
    await desk.keyboard.press("Home");
    await expect(row(desk, 1)).toBeFocused();
    await desk.keyboard.press("ArrowDown");
    await expect(row(desk, 2)).toBeFocused();
    await desk.keyboard.press("End");
    await expect(row(desk, 300)).toBeFocused();
    await desk.keyboard.press("ArrowUp");
    await expect(row(desk, 299)).toBeFocused();
    await expect(row(desk, 299)).toBeInViewport();
    // One row is a stop of Tab, not three hundred: the preview is near.
    await desk.keyboard.press("Tab");
    await expect(desk.locator(".signal-row :focus")).toHaveCount(0);
  });

  await test.step("Back leads to the same place", async () => {
    await row(desk, 299).focus();
    await desk.keyboard.press("Enter");
    await expect(desk.getByRole("heading", { level: 1, name: "Signaal" })).toBeFocused();
    await desk.goBack();
    await expect(row(desk, 299)).toBeInViewport();
    await expect(row(desk, 299)).toContainText(`De ${word}`);
  });
  await expectAccessible(desk, "a long list");
});

test("everything that a filter finds is changed at once, also what nobody saw, and changed back", async ({ office, visit }) => {
  test.slow();
  const word = "knotwilg";
  const desk = await inboxWith(office, visit, word, 90);
  await desk.getByRole("checkbox", { name: "Kies alle signalen" }).check();
  await expect(desk.getByText("90 signalen gekozen").first()).toBeAttached();
  await desk.keyboard.press("t");
  await desk.locator(".bulk").getByRole("combobox", { name: "Zoek een trefwoord" }).fill("wonen");
  await desk.getByRole("listbox").getByRole("option").first().click();

  const dialog = desk.getByRole("dialog", { name: "90 signalen krijgen ‘Wonen’." });
  await expect(dialog).toBeVisible();
  await expectAccessible(desk, "the question before many are changed");
  await dialog.getByRole("button", { name: "Wijzig 90 signalen" }).click();
  await expect(desk.locator(".toast").filter({ hasText: "90 signalen gewijzigd" })).toBeVisible({ timeout: 20_000 });
  await expect.poll(() => tagged(office, word)).toBe(90);

  await desk.keyboard.press("u");
  await expect(desk.getByText("Ongedaan gemaakt", { exact: true })).toBeVisible({ timeout: 20_000 });
  expect(await tagged(office, word)).toBe(0);
});

test("what a colleague decided meanwhile is not overwritten, and is told signal by signal", async ({ office, visit }) => {
  const word = "afvalton";
  const desk = await inboxWith(office, visit, word, 3);
  const issue = await office.opensIssue(`Regen loopt niet weg (${word})`, await office.bringsIn(`${word}nen`, [
    `De ${word}nen lopen over bij elke bui, elke week.`,
  ]));
  await desk.reload();
  await expect(rows(desk)).toHaveCount(3);
  const id = (await row(desk, 2).getAttribute("id"))?.replace("row-", "") ?? "";
  await office.ends(id);

  await desk.getByRole("checkbox", { name: "Kies alle signalen" }).check();
  await desk.keyboard.press("l");
  await desk.locator(".bulk").getByRole("combobox").fill(issue.number);
  await desk.getByRole("listbox").getByRole("option").first().click();

  const told = desk.locator(".bulk .notice--warn");
  await expect(told).toContainText("1 signaal is niet gewijzigd");
  await expect(told.getByRole("listitem")).toHaveCount(1);
  await expect(desk.locator(".toast")).toContainText("2 gewijzigd, 1 niet");
  expect((await office.signal(id)).issues).toEqual([]);
  await expectAccessible(desk, "what was not changed");
  // What has ended stays so, however often somebody tries.
  await told.getByRole("button", { name: "Probeer nu opnieuw" }).click();
  await expect(told).toContainText("1 signaal is niet gewijzigd");
});

test("a kept view has a name and an address, and works when its theme is gone", async ({ office, visit }) => {
  const desk = await visit(LAPTOP, [422]);
  await office.seat(desk, "processor");
  await desk.goto("/desk/signals?tab=all&theme=afgeschaft&late=true");
  await expect(desk.getByRole("link", { name: "Haal filter afgeschaft (bestaat niet meer) weg" })).toBeVisible();
  await expect(desk.getByText("Geen signalen met deze filters")).toBeVisible();
  await expect(desk.locator(".empty").getByRole("link", { name: "Wis de filters" })).toBeVisible();

  const views = desk.getByRole("region", { name: "Bewaarde filters" });
  await views.getByRole("button", { name: "Bewaar deze filters" }).click();
  await views.getByRole("button", { name: "Bewaar filters", exact: true }).click();
  await expect(desk.getByRole("alert")).toBeFocused();
  await views.getByRole("textbox", { name: "Naam" }).fill("Oud thema, te laat");
  await views.getByRole("button", { name: "Bewaar filters", exact: true }).click();
  await expect(views.getByRole("link", { name: "Oud thema, te laat" })).toHaveAttribute("aria-current", "true");
  await expectAccessible(desk, "a kept view of a theme that is gone");

  await desk.goto("/desk/signals");
  const link = views.getByRole("link", { name: "Oud thema, te laat" });
  await expect(link).not.toHaveAttribute("aria-current", "true");
  await link.click();
  await expect(desk).toHaveURL(/tab=all&theme=afgeschaft&late=true/);
  await expect(desk.getByRole("combobox", { name: "Thema" })).toHaveValue("afgeschaft");
  await desk.getByRole("link", { name: "Haal filter afgeschaft (bestaat niet meer) weg" }).click();
  await expect(rows(desk).first()).toBeVisible();

  await views.getByRole("button", { name: "Oud thema, te laat, verwijder" }).click();
  await expect(link).toHaveCount(0);
  // The way back is open on every page.
  await desk.getByRole("link", { name: "Acties", exact: true }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "Acties" })).toBeVisible();
  await desk.keyboard.press("u");
  await expect(desk.getByText("Ongedaan gemaakt", { exact: true })).toBeVisible();
  await desk.goBack();
  await expect(link).toBeVisible();
});

test("what comes meanwhile is told, five at once, and moves no row until it is wanted", async ({ office, visit }) => {
  const word = "vogelhuis";
  const desk = await visit(LAPTOP);
  await turnsTheClock(desk);
  await office.bringsIn(word, texts(word, 3));
  await office.seat(desk, "processor");
  await desk.goto("/desk/signals");
  await expect(rows(desk).first()).toBeVisible();
  await row(desk, 4).click();
  await expect(desk.locator("article.signal")).toBeVisible();
  const before = await shownIds(desk);

  await office.bringsIn(word, texts(word, 4, 3));
  await desk.clock.runFor(61_000);
  await expect(desk.locator(".arrivals__pill")).toHaveCount(0);

  await office.bringsIn(word, texts(word, 1, 7));
  await desk.clock.runFor(61_000);
  const pill = desk.locator(".arrivals__pill");
  await expect(pill).toContainText("5 nieuwe signalen binnen");
  expect(await shownIds(desk)).toEqual(before);
  await expectAccessible(desk, "new signals are told");

  await pill.getByRole("button", { name: "Toon ze" }).click();
  await expect(desk.locator(".badge--new")).not.toHaveCount(0);
  await expect(pill).toHaveCount(0);
  await expect(desk.locator("article.signal")).toBeVisible();
});

test("the next signal is there before it is asked for", async ({ office, visit }) => {
  const word = "trampoline";
  const desk = await inboxWith(office, visit, word, 4);
  const read: string[] = [];
  desk.on("request", (request) => {
    const id = /\/api\/v1\/signals\/([0-9a-f-]{36})$/.exec(request.url())?.[1];
    if (id) {
      read.push(id);
    }
  });
  const ids = await shownIds(desk);
  await row(desk, 1).click();
  await expect(desk.locator("article.signal")).toBeVisible();
  await desk.waitForTimeout(800);
  expect(read, "who opens one signal reads one").toHaveLength(1);

  const third = await row(desk, 3).locator(".signal-row__text").innerText();
  const came = desk.waitForResponse((answer) => answer.url().endsWith(`/${ids[2]}`));
  await desk.keyboard.press("e");
  await (await came).finished();
  expect(read).toEqual(ids.slice(0, 3));
  await desk.context().setOffline(true);
  await desk.keyboard.press("e");
  await expect(desk.locator(".inbox__preview article.signal")).toContainText(third);
  await desk.context().setOffline(false);
});

test("what is chosen goes on paper and into a file, without a word of a text in the file", async ({ office, visit }) => {
  const word = "zitkuil";
  const desk = await inboxWith(office, visit, word, 3);
  await desk.evaluate(() => {
    window.print = () => {
      document.title = `printed ${document.querySelectorAll(".print-list__row").length}`;
    };
  });
  for (const position of [0, 2]) {
    await desk.locator(".signal-row__tick input").nth(position).check();
  }
  await desk.locator(".bulk").getByRole("button", { name: "Druk af" }).click();
  await expect(desk).toHaveTitle("printed 2");
  await desk.emulateMedia({ media: "print" });
  await expect(desk.locator(".print-list__row").first()).toBeVisible();
  await expect(rows(desk).first()).toBeHidden();
  await desk.emulateMedia({ media: "screen" });
  await desk.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(desk.locator(".print-list")).toHaveCount(0);

  const download = desk.waitForEvent("download");
  await desk.locator(".bulk").getByRole("button", { name: "Bewaar als bestand" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file.trim().split("\r\n")).toHaveLength(3);
  expect(file).toContain('"Dag";"Toestand"');
  expect(file).not.toContain(word);
});

test("on a phone the page scrolls, and the list goes on", async ({ office, visit }) => {
  test.slow();
  const word = "handpomp";
  const desk = await inboxWith(office, visit, word, 60, PHONE);
  expect(await rows(desk).count()).toBeLessThan(40);
  await desk.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(row(desk, 60)).toContainText(`De ${word}`);
  const wide = await desk.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide, "no sideways scrolling").toBe(false);
  await expectAccessible(desk, "a long list on a phone");
});

/** The inbox of somebody new, with so many signals about one thing. */
async function inboxWith(office: Office, visit: Visit, word: string, many: number, device = LAPTOP): Promise<Page> {
  await office.bringsIn(word, texts(word, many));
  const desk = await visit(device);
  await office.seat(desk, "processor", "leadProcessor");
  await desk.goto(`/desk/signals?q=${word}`);
  await expect(rows(desk).first()).toContainText(`De ${word}`);
  return desk;
}

function texts(word: string, many: number, from = 0): string[] {
  return Array.from({ length: many }, (_, at) => `De ${word} is te duur voor ${from + at + 2} gezinnen in onze straat.`);
}

function rows(desk: Page): Locator {
  return desk.locator(".signal-row");
}

function row(desk: Page, position: number): Locator {
  return desk.locator(`.signal-row[aria-posinset="${position}"] .signal-row__link`);
}

function count(desk: Page, signals: number): Locator {
  return desk.getByText(`${signals} signalen`, { exact: true });
}

async function shownIds(desk: Page): Promise<string[]> {
  const links = desk.locator(".signal-row__link");
  return links.evaluateAll((all) => all.map((link) => link.id.replace("row-", "")));
}

/** How many signals with this word have a confirmed theme. */
async function tagged(office: Office, word: string): Promise<number> {
  const signals = (await office.stored(word)) as { tags: { status: string }[] }[];
  return signals.filter(({ tags }) => tags.some(({ status }) => status === "confirmed")).length;
}
