import { readFileSync } from "node:fs";
import { expect, test } from "../support/server.ts";
import { LAPTOP } from "../support/visit.ts";

test("the whole of an authority is saved as one file, and the log tells it", async ({ office, visit }) => {
  const desk = await visit(LAPTOP);
  const lead = await office.seat(desk, "leadProcessor");
  await desk.getByText("Meer", { exact: true }).click();
  await desk.getByRole("link", { name: "Bewaar alle gegevens" }).click();
  await expect(desk.getByText("Bewaar alle gegevens van Stad Linde")).toBeVisible();
  const download = desk.waitForEvent("download");
  await desk.getByRole("button", { name: "Maak het bestand" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^linde-\d{4}-\d{2}-\d{2}\.json$/);
  const content = JSON.parse(readFileSync(await saved.path(), "utf8"));
  expect(content.signals.length).toBeGreaterThan(100);
  expect(content.issues.length).toBeGreaterThan(10);
  await expect(desk.getByText("Het bestand is klaar")).toBeVisible();

  await desk.getByText("Meer", { exact: true }).click();
  await desk.getByRole("link", { name: "Logboek" }).click();
  await expect(desk.getByRole("row").filter({ hasText: lead.name }).first()).toBeVisible();
});
