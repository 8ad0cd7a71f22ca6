import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const NARROW = { viewport: { width: 360, height: 740 }, colorScheme: "dark" as const };

test("a processor reads what came of signals, compares periods, keeps the figures and goes to the signals", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await desk.keyboard.press("g");
  await desk.keyboard.press("o");
  await expect(desk.getByRole("heading", { level: 1, name: "Overzicht" })).toBeFocused();

  const card = question(desk, "Hoe lang tot een actie?");
  const says = await card.locator("figcaption").innerText();
  expect(says).toMatch(/\d+ van \d+ lopen nog\.$/);
  await card.getByText("Toon als tabel").click();
  const open = card.getByRole("row").filter({ has: desk.getByRole("rowheader", { name: "Loopt nog", exact: true }) });
  await expect(open.getByRole("cell").first()).toHaveText(/(\d+) van \d+ lopen/.exec(says)?.[1] ?? "");
  await card.getByText("Wat betekent dit?").click();
  await expect(card.getByText("We tellen de dagen van een signaal tot de eerste actie.")).toBeVisible();
  await expectAccessible(desk, "the overview, with a table and a definition");
  for (const title of ["Wie kreeg antwoord?", "Wie laat van zich horen?", "Waarover gaat het?", "Wie meldt opnieuw?"]) {
    await expect(question(desk, title).locator("figcaption")).not.toBeEmpty();
  }

  const saving = desk.waitForEvent("download");
  await desk.getByRole("button", { name: "Bewaar als bestand" }).click();
  const saved = await readFile(await (await saving).path(), "utf8");
  expect(saved).toContain(`"Hoe lang tot een actie?";"${says}"`);

  const themes = question(desk, "Waarover gaat het?");
  await themes.getByText("Toon als tabel").click();
  await expect(themes.getByRole("table")).toBeVisible();
  const year = await desk.locator("p.meta").first().innerText();
  await desk.getByRole("link", { name: "Laatste 30 dagen" }).click();
  await expect(desk).toHaveURL(/period=month/);
  await expect(desk.locator("p.meta").first()).not.toHaveText(year);
  await expect(themes.getByRole("table")).toBeVisible();
  await desk.getByRole("link", { name: "Laatste 12 maanden" }).click();
  await expect(desk.locator("p.meta").first()).toHaveText(year);
  await themes.getByRole("rowheader").getByRole("link").first().click();
  await expect(desk).toHaveURL(/\/desk\/signals\?tab=all&theme=[^&]+&from=/);
});

test("a policy officer reads it on a narrow, dark screen, without a way to signals", async ({ office, visit }) => {
  const desk = await visit(NARROW);
  await office.seat(desk, "policyOfficer");
  await desk.goto("/desk/overview");
  const themes = question(desk, "Waarover gaat het?");
  await themes.getByText("Toon als tabel").click();
  await expect(themes.getByRole("row").nth(1)).toBeVisible();
  await expect(desk.getByRole("main").getByRole("link", { name: "Bekijk de signalen" })).toHaveCount(0);
  await expect(themes.getByRole("rowheader").getByRole("link")).toHaveCount(0);
  await expectAccessible(desk, "the overview, narrow and dark");
  const wider = await desk.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, "nothing is wider than the screen").toBe(0);
});

function question(desk: Page, title: string) {
  return desk.getByRole("article").filter({ has: desk.getByRole("heading", { name: title }) });
}
