import type { Page } from "@playwright/test";
import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

const THEME = "Energie en water";
/** 1, 2, 3 and 5 signals in the last four times four weeks. */
const GROWING = "Sociale rechten en toegang tot dienstverlening";
const NARROW = { viewport: { width: 360, height: 740 }, colorScheme: "dark" as const };

test("a processor sees what rises, reads the weeks with the arrow keys, and follows the theme", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  await office.seat(desk, "processor");
  await shown(desk);
  const rising = desk.locator("section", { has: desk.getByRole("heading", { name: "Wat stijgt nu" }) });
  const card = rising.getByRole("listitem").filter({ has: desk.getByRole("link", { name: THEME }) });
  await expect(card.getByText("Stijgt")).toBeVisible();
  await expect(card.locator("figcaption")).toHaveText(/^\d+ in 4 weken, \d+ meer dan verwacht$/);
  // The demo's city is beginning: each month more is sent, about most themes. That is no rise.
  const others = desk.locator("section", { has: desk.getByRole("heading", { name: "Alle tellingen" }) });
  const growing = others.getByRole("listitem").filter({ has: desk.getByRole("link", { name: GROWING }) });
  await expect(growing.locator("figcaption")).toBeVisible();
  await expect(growing.getByText("Stijgt")).toHaveCount(0);
  await expect(rising.getByRole("link", { name: GROWING })).toHaveCount(0);
  await expectAccessible(desk, "what rises");

  await card.getByRole("link", { name: THEME }).click();
  await expect(desk.getByRole("heading", { level: 1, name: THEME })).toBeFocused();
  const says = await desk.locator("figcaption").innerText();
  const chart = desk.getByRole("img", { name: says });
  await chart.focus();
  await desk.keyboard.press("End");
  await expect(desk.getByRole("status").filter({ hasText: "geteld" })).toHaveText(/^Week van .*: \d+ geteld, \d+ verwacht$/);
  const last = await desk.locator(".chart__readout").innerText();
  await desk.keyboard.press("ArrowLeft");
  await expect(desk.locator(".chart__readout")).not.toHaveText(last);

  await desk.getByText("Toon als tabel").click();
  const first = desk.getByRole("row").nth(1);
  await expect(first.getByRole("cell").first()).toHaveText(says.split(" ")[0] ?? "");
  await expect(first).toContainText("Stijgt");
  await desk.getByText("Wat betekent dit?").click();
  await expect(desk.getByRole("heading", { name: "Wat groeide" })).toBeVisible();
  await expectAccessible(desk, "one theme that rises");

  await desk.getByRole("button", { name: "Volg dit thema" }).click();
  await expect(desk.getByRole("button", { name: "Volg niet meer" })).toBeVisible();
  await desk.getByRole("link", { name: "Bekijk de signalen" }).click();
  await expect(desk).toHaveURL(/theme=energy-water/);

  await desk.keyboard.press("g");
  await desk.keyboard.press("t");
  await expect(desk.getByRole("heading", { level: 1, name: "Trends" })).toBeVisible();
  const following = desk.locator(".following");
  await expect(following.getByText(THEME, { exact: true }).first()).toBeVisible();
  await following.getByRole("button", { name: "Volg niet meer" }).click();
  await expect(following.getByText("U volgt nog niets.")).toBeVisible();
});

test("what rises is read on a narrow, dark screen too, and without texts by who reads none", async ({ office, visit }) => {
  const desk = await visit(NARROW);
  await office.seat(desk, "policyOfficer");
  await shown(desk);
  await expectAccessible(desk, "what rises, narrow and dark");
  await fits(desk);
  await desk.getByRole("link", { name: THEME }).first().click();
  await expect(desk.getByRole("heading", { level: 1, name: THEME })).toBeVisible();
  await expect(desk.getByRole("link", { name: "Bekijk de signalen" })).toHaveCount(0);
  await expect(desk.getByRole("heading", { name: "Woorden" })).toHaveCount(0);
  await desk.getByText("Toon als tabel").click();
  await expectAccessible(desk, "one theme, narrow and dark");
  await fits(desk);
});

/** The list, once the first look at the weeks is over. */
async function shown(desk: Page) {
  await expect(async () => {
    await desk.goto("/desk/trends");
    await expect(desk.getByRole("heading", { name: "Wat stijgt nu" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

async function fits(page: Page) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wider, "nothing is wider than the screen").toBe(0);
}
